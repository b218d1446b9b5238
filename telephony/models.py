"""WebhookDelivery, what the carrier told us, and Pace, when the next dial may start."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils.timezone import now


class WebhookDelivery(models.Model):
    """One message from the carrier, stored raw, then reduced; told twice, kept once."""

    source = models.CharField(max_length=20)  # twilio, elevenlabs
    dedupe_key = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)  # status, amd, recording, stream, poll
    call = models.ForeignKey(
        "campaigns.Call", models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )
    payload = models.JSONField(default=dict)  # numbers masked
    received_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    changed = models.BooleanField(default=False)  # whether it moved the call

    class Meta:
        verbose_name_plural = "webhook deliveries"
        ordering = ["-received_at"]
        constraints = [
            models.UniqueConstraint(fields=["source", "dedupe_key"], name="a_delivery_is_kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.kind}"


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
