"""Hold: a slot of a person's time that is kept free, for one wish at a time."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

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
