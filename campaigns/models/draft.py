"""Draft: a request while it is being understood; chat, form and API edit the same one."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from callpilot.models import User


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, person: "User | AnonymousUser") -> "DraftQuerySet":
        """Only this person's; everybody else's do not exist for them."""
        return self.filter(person_id=person.pk)

    def open(self) -> "DraftQuerySet":
        """Those that nobody has been called for."""
        return self.filter(campaign=None)

    def locked(self, draft_id: uuid.UUID | str) -> "Draft":
        """The row, ours until the transaction ends."""
        return self.select_for_update(no_key=True).get(pk=draft_id)


class Draft(models.Model):
    """What has been understood of a request, field by field, and the talk that led there."""

    class Source(models.TextChoices):
        MESSAGE = "message", _("from your message")
        FORM = "form", _("from the form")
        PROFILE = "profile", _("from your profile")
        ASSUMED = "assumed", _("assumed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    # {"service": {"value": "dentist", "source": "message", "sure": true}, …}; see intake/fields.py
    fields = models.JSONField(default=dict, blank=True)
    # [{"who": "person" | "callpilot", "text": "…", …}, …], oldest first; see intake/talk.py
    messages = models.JSONField(default=list, blank=True)
    left_out = models.JSONField(default=list, blank=True)  # providers' ids that are not called
    radius_km = models.FloatField(null=True, blank=True)  # nobody farther away; None: any distance
    model_readings = models.PositiveSmallIntegerField(default=0)  # by the language model, so far
    campaign = models.OneToOneField(  # of one draft there is one campaign, however often it starts
        "campaigns.Campaign", models.CASCADE, null=True, blank=True, related_name="draft"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at"]
        indexes = [models.Index(fields=["person", "-updated_at"])]

    def __str__(self) -> str:
        return str(self.value("service") or self.pk)

    def value(self, name: str) -> Any:
        """What a field holds, or None."""
        return self.fields.get(name, {}).get("value")

    @property
    def empty(self) -> bool:
        """Whether the person has not said anything yet."""
        return not any(message["who"] == "person" for message in self.messages) and not any(
            entry["source"] in (self.Source.MESSAGE, self.Source.FORM)
            for entry in self.fields.values()
        )
