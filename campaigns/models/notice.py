"""Notice: an e-mail that a person is owed about a request; written first, sent after commit."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from callpilot import enqueue

TASK = "campaigns.tasks.mail_notice"


class Notice(models.Model):
    """At most one of its kind for each request, or for each try to book."""

    class Kind(models.TextChoices):
        OFFERS_READY = "offers_ready", _("offers to choose from")
        NOTHING_FOUND = "nothing_found", _("nothing found")
        NOT_BOOKED = "not_booked", _("not booked after all")
        IN_DOUBT = "in_doubt", _("booked, but in doubt")

    EVENT: ClassVar[dict[str, str]] = {  # of Preferences.notify
        Kind.OFFERS_READY: "offers_ready",
        Kind.NOTHING_FOUND: "failed",
        Kind.NOT_BOOKED: "not_booked",
        Kind.IN_DOUBT: "not_booked",
    }

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="notices")
    booking = models.ForeignKey(
        "campaigns.Booking", models.CASCADE, null=True, blank=True, related_name="notices"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)  # or found to be no longer of use

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kind"],
                condition=Q(booking=None),
                name="a_request_is_told_of_once",
            ),
            models.UniqueConstraint(
                fields=["booking", "kind"],
                condition=Q(booking__isnull=False),
                name="a_booking_is_told_of_once",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(sent_at=None), name="notices_unsent")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @classmethod
    def owe(cls, campaign_id: UUID, kind: str, booking_id: UUID | None = None) -> None:
        """Write it with what it tells of, unless it was written before; sent after commit."""
        row, made = cls.objects.get_or_create(
            campaign_id=campaign_id, kind=kind, booking_id=booking_id
        )
        if made:
            enqueue.after_commit(TASK, row.pk)
