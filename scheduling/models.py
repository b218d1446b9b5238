"""Hold, Appointment and CalendarEntry: what takes up a person's time."""

import uuid
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from callpilot.states import StateMachine
from scheduling.slots import Slot


class HoldQuerySet(models.QuerySet["Hold"]):
    def standing(self) -> "HoldQuerySet":
        """Not released and not lapsed; nothing has to run for a hold to lapse."""
        return self.filter(released_at=None).filter(Q(lapses_at=None) | Q(lapses_at__gt=now()))

    def overlapping(self, start: datetime, end: datetime) -> "HoldQuerySet":
        return self.filter(start__lt=end, end__gt=start)


class Hold(models.Model):
    """A slot kept free in the person's calendar until it lapses.

    Holds of one wish are alternatives (at most one comes true) and may overlap;
    holds of different wishes may not: see the migration for the constraint of
    either database. An appointment rests on a hold that never lapses.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="holds")
    wish = models.UUIDField(db_index=True)  # the campaign's id, opaque here
    start = models.DateTimeField()
    end = models.DateTimeField()
    lapses_at = models.DateTimeField(null=True, blank=True)  # None: kept for an appointment
    released_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="hold_ends_after_start")
        ]
        indexes = [
            models.Index(
                fields=["person", "start"], condition=Q(released_at=None), name="hold_unreleased"
            )
        ]

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d %H:%M}–{self.end:%H:%M}"

    @property
    def slot(self) -> Slot:
        return Slot(self.start, self.end)


class Appointment(StateMachine):
    """A confirmed time with a provider, proven by the callee's own words."""

    class Status(models.TextChoices):
        NEEDS_CONFIRMATION = "needs_confirmation", _("needs confirmation")  # line died; ring again
        BOOKED = "booked", _("booked")
        CANCELLED = "cancelled", _("cancelled")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.NEEDS_CONFIRMATION: {Status.BOOKED, Status.CANCELLED},
        Status.BOOKED: {Status.CANCELLED},
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


class CalendarEntry(models.Model):
    """An event in the built-in calendar; its title never leaves the person's own pages."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_entries"
    )
    start = models.DateTimeField()
    end = models.DateTimeField()
    title = models.CharField(max_length=200)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    appointment = models.OneToOneField(
        Appointment, models.CASCADE, null=True, blank=True, related_name="calendar_entry"
    )

    class Meta:
        ordering = ["start"]
        verbose_name_plural = "calendar entries"
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="entry_ends_after_start")
        ]
        indexes = [models.Index(fields=["person", "start"])]

    def __str__(self) -> str:
        """Without the title, which staff's pages would show."""
        return f"{self.start:%Y-%m-%d %H:%M}–{self.end:%H:%M}"

    @property
    def slot(self) -> Slot:
        return Slot(self.start, self.end)
