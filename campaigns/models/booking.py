"""Booking: the one permit of a campaign, from the person's choice to the appointment."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from callpilot.states import StateMachine
from campaigns.models.event import Event
from campaigns.models.notice import Notice


class Booking(StateMachine):
    """Who holds it may commit the campaign to one offer; nobody else may at the same time."""

    class Status(models.TextChoices):
        CONFIRMING = "confirming", _("confirming")  # permit taken; the callee has not agreed yet
        NEEDS_CONFIRMATION = "needs_confirmation", _("needs confirmation")  # a yes in doubt
        BOOKED = "booked", _("booked")  # the callee's own yes is stored
        REFUSED = "refused", _("refused")  # the permit is free again
        CANCELLED = "cancelled", _("cancelled")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.CONFIRMING: {
            Status.BOOKED,
            Status.NEEDS_CONFIRMATION,
            Status.REFUSED,
            Status.CANCELLED,
        },
        Status.NEEDS_CONFIRMATION: {Status.BOOKED, Status.REFUSED, Status.CANCELLED},
        # What they said after their yes left it in doubt.
        Status.BOOKED: {Status.NEEDS_CONFIRMATION, Status.CANCELLED},
    }
    HOLDING: ClassVar[list[str]] = [Status.CONFIRMING, Status.NEEDS_CONFIRMATION, Status.BOOKED]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="bookings")
    offer = models.ForeignKey("campaigns.Offer", models.PROTECT, related_name="bookings")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.CONFIRMING)
    reason = models.CharField(max_length=300, blank=True)
    appointment = models.OneToOneField(
        "scheduling.Appointment", models.PROTECT, null=True, blank=True, related_name="booking"
    )
    contact_name = models.CharField(max_length=100, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=200, blank=True)  # for the desk, told when they ask
    evidence = models.JSONField(default=dict, blank=True)  # as Offer.evidence
    confirm_calls = models.PositiveSmallIntegerField(default=0)
    deadline_at = models.DateTimeField()  # until the callee must have agreed
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)  # the e-mail with the .ics went out

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(status__in=["confirming", "needs_confirmation", "booked"]),
                name="one_permit_per_campaign",
            )
        ]
        indexes = [
            models.Index(
                fields=["deadline_at"],
                condition=Q(status__in=["confirming", "needs_confirmation"]),
                name="bookings_undecided",
            ),
            models.Index(
                fields=["ended_at"],
                condition=Q(status="booked", mailed_at=None),
                name="bookings_unmailed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer} ({self.status})"

    def moved(self) -> None:
        Event.record(
            self.campaign,
            Event.Kind.BOOKING_MOVED,
            offer=self.offer,
            status=self.status,
            reason=self.reason,
        )
        if self.status == self.Status.REFUSED:
            Notice.owe(self.campaign_id, Notice.Kind.NOT_BOOKED, self.pk)
