"""Appointment: a confirmed time with a provider."""

import uuid
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from callpilot.states import StateMachine
from scheduling.models.hold import Hold
from scheduling.slots import Slot


class Appointment(StateMachine):
    """A confirmed time with a provider, proven by the callee's own words."""

    class Status(models.TextChoices):
        NEEDS_CONFIRMATION = "needs_confirmation", _("needs confirmation")  # in doubt; ring again
        BOOKED = "booked", _("booked")
        CANCELLED = "cancelled", _("cancelled")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.NEEDS_CONFIRMATION: {Status.BOOKED, Status.CANCELLED},
        Status.BOOKED: {Status.NEEDS_CONFIRMATION, Status.CANCELLED},
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="appointments"
    )
    hold = models.OneToOneField(Hold, models.PROTECT, related_name="appointment")
    status = models.CharField(max_length=20, choices=Status.choices)
    start = models.DateTimeField()
    end = models.DateTimeField()
    timezone = models.CharField(max_length=64)  # the place's
    title = models.CharField(max_length=200)
    place_name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    confirmation_ref = models.CharField(max_length=40, unique=True)  # ours, for people
    notes = models.TextField(blank=True)
    sequence = models.PositiveIntegerField(default=0)  # of the .ics: grows with each change
    in_calendar_at = models.DateTimeField(null=True, blank=True)  # written there; None: it is not
    calendar_failed_at = models.DateTimeField(null=True, blank=True)  # it could not be written
    created_at = models.DateTimeField(auto_now_add=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["start"]

    def __str__(self) -> str:
        return f"{self.title}, {self.start.astimezone(self.zone):%a %d %b %H:%M}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def slot(self) -> Slot:
        return Slot(self.start, self.end)

    @property
    def description(self) -> str:
        """What a calendar shows below the title: reference, telephone, notes."""
        lines = [gettext("Reference: %(reference)s") % {"reference": self.confirmation_ref}]
        if self.phone:
            lines.append(gettext("Telephone: %(phone)s") % {"phone": self.phone})
        if self.notes:
            lines.append(self.notes)
        return "\n".join(lines)
