"""WebhookDelivery: what the carrier told us."""

from django.db import models


class WebhookDelivery(models.Model):
    """One message from the carrier, stored raw, then reduced; told twice, kept once."""

    source = models.CharField(max_length=20)  # the carrier's name
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
