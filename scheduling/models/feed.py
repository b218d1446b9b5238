"""Feed: the private address at which a calendar program reads a person's appointments."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from callpilot.models import User


def new_token() -> str:
    """256 random bits: who knows the address may read, so nobody can guess it."""
    return secrets.token_urlsafe(32)


class Feed(models.Model):
    """One a person; the token is kept as it is, because the address is shown again."""

    class Detail(models.TextChoices):
        TITLES = "titles", _("What and where")
        BUSY = "busy", _("Only that I am busy")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed"
    )
    token = models.CharField(max_length=64, unique=True, default=new_token)
    detail = models.CharField(max_length=8, choices=Detail.choices, default=Detail.TITLES)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)  # when a program last came

    def __str__(self) -> str:
        return f"feed {self.pk}"  # never the token

    @classmethod
    def of(cls, person: User) -> "Feed":
        """The person's feed; made when first asked for."""
        return cls.objects.get_or_create(person_id=person.pk)[0]
