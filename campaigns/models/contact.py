"""Contact: a provider in one person's own address book, and what the person thinks of it."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from callpilot.models import User


class ContactQuerySet(models.QuerySet["Contact"]):
    def of(self, person: "User | AnonymousUser") -> "ContactQuerySet":
        """Only this person's; everybody else's do not exist for them."""
        return self.filter(person_id=person.pk)


class Contact(models.Model):
    """A provider that a person has added, starred, judged or noted something about."""

    class Standing(models.TextChoices):
        NONE = "", _("No preference")
        PREFER = "prefer", _("Prefer")
        AVOID = "avoid", _("Avoid")
        NEVER = "never", _("Never call")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="contacts")
    provider = models.ForeignKey("campaigns.Provider", models.CASCADE, related_name="contacts")
    favourite = models.BooleanField(default=False)
    standing = models.CharField(max_length=6, choices=Standing.choices, blank=True)
    note = models.TextField(max_length=2000, blank=True)  # private: never told to anybody
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-favourite", "provider__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "provider"], name="a_provider_is_a_contact_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.provider)
