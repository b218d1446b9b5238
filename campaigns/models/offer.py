"""Offer: a slot, with price and conditions, that a provider named."""

import uuid
from typing import ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from callpilot.json_types import JsonObject
from callpilot.states import StateMachine
from campaigns.models.event import Event
from scheduling.slots import Slot

# What counts, and what it is called wherever people read of it.
CRITERIA = [
    ("earliest", _("soon")),
    ("rating", _("well rated")),
    ("distance", _("close by")),
    ("preference", _("in my address book")),
]


class OfferQuerySet(models.QuerySet["Offer"]):
    def standing(self) -> "OfferQuerySet":
        """Still to be had as far as we know: neither withdrawn nor past."""
        return self.filter(status=Offer.Status.STANDING, start__gt=now())

    def choosable(self, campaign_id: UUID | str) -> "OfferQuerySet":
        """What of a campaign can be booked: standing, proven and ranked, the best first."""
        rows = self.standing().filter(campaign_id=campaign_id, verified=True)
        return rows.exclude(rank=None).order_by("rank")


class Offer(StateMachine):
    """A slot that a provider named during a call."""

    class Status(models.TextChoices):
        STANDING = "standing", _("standing")
        WITHDRAWN = "withdrawn", _("withdrawn")  # revoked, or gone when we rang back
        EXPIRED = "expired", _("expired")
        BOOKED = "booked", _("booked")
        RELEASED = "released", _("released")  # we told them we do not need it

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.STANDING: {Status.WITHDRAWN, Status.EXPIRED, Status.BOOKED, Status.RELEASED},
        Status.WITHDRAWN: {Status.STANDING},  # named again later in the call
        # The booking came into doubt, or the person cancelled the appointment afterwards.
        Status.BOOKED: {Status.STANDING, Status.RELEASED},
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="offers")
    provider = models.ForeignKey("campaigns.Provider", models.PROTECT, related_name="offers")
    call = models.ForeignKey("campaigns.Call", models.CASCADE, related_name="offers")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.STANDING)
    verified = models.BooleanField(default=False)  # the callee said this time: see `evidence`
    # {"turns": [3, 5], "quote": "…", "call_id": "…", "at_ms": 41200}
    evidence = models.JSONField(default=dict, blank=True)
    start = models.DateTimeField()
    end = models.DateTimeField()
    timezone = models.CharField(max_length=64)  # the place's
    price = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    practitioner = models.CharField(max_length=100, blank=True)
    conditions = models.CharField(max_length=300, blank=True)
    kept_until = models.DateTimeField(null=True, blank=True)  # how long the desk keeps it
    hold = models.ForeignKey(
        "scheduling.Hold", models.SET_NULL, null=True, blank=True, related_name="offers"
    )
    rank = models.PositiveSmallIntegerField(null=True, blank=True)  # 1 is best
    score = models.FloatField(null=True, blank=True)  # [0, 1]
    breakdown = models.JSONField(default=dict, blank=True)  # merit × normalised weight, by name
    why = models.JSONField(default=list, blank=True)  # sentences
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "provider", "start"], name="an_offer_is_noted_once"
            ),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="offer_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.provider}, {self.start.astimezone(self.zone):%a %d %b %H:%M}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def slot(self) -> Slot:
        return Slot(self.start, self.end)

    def moved(self) -> None:
        Event.record(self.campaign, Event.Kind.OFFER_MOVED, offer=self, status=self.status)

    @property
    def parts(self) -> list[JsonObject]:
        """The score as stacked parts: where each begins and ends, 0 to 100.

        Points are whole and add up to those of the offer: each is what the sum has gained.
        """
        parts, x = [], 0.0
        for name, label in CRITERIA:
            width = 100 * float(self.breakdown.get(name, 0.0))
            points = round(x + width) - round(x)
            parts.append({"name": name, "label": label, "x": x, "width": width, "points": points})
            x += width
        return parts

    @property
    def points(self) -> int:
        """The score as people read it, 0 to 100."""
        return sum(part["points"] for part in self.parts)
