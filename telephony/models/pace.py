"""Pace: when the next dial may start."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils.timezone import now


class Pace(models.Model):
    """When the next dial may start: one row for the whole deployment, so that all take turns."""

    DIALLING = 1  # the one row's key
    PATIENCE = timedelta(seconds=1.5)  # who would have to wait longer comes again later

    next_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name_plural = "paces"

    def __str__(self) -> str:
        return f"next at {self.next_at:%H:%M:%S}"

    @classmethod
    def turn(cls) -> float | None:
        """Take the next turn to dial: seconds until it comes, or None when it is far off."""
        cls.objects.get_or_create(pk=cls.DIALLING)
        with transaction.atomic():
            pace = cls.objects.select_for_update().get(pk=cls.DIALLING)
            moment = now()
            start = max(moment, pace.next_at)
            if start - moment > cls.PATIENCE:
                return None
            pace.next_at = start + timedelta(seconds=1 / settings.CALLS_PER_SECOND)
            pace.save(update_fields=["next_at"])
        return (start - moment).total_seconds()

    @classmethod
    def alone(cls) -> None:
        """Let nobody else in the deployment claim a call until this transaction ends.

        Counting free lines and taking one are then a single step. (SQLite has one writer
        anyway.)
        """
        cls.objects.get_or_create(pk=cls.DIALLING)
        cls.objects.select_for_update().get(pk=cls.DIALLING)
