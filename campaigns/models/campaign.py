"""Campaign: one wish of a person, until decided."""

import uuid
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from callpilot.models import User
from callpilot.states import StateMachine
from campaigns.models.event import Event
from campaigns.models.mandate import Mandate
from campaigns.models.notice import Notice


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def of(self, person: "User | AnonymousUser") -> "CampaignQuerySet":
        """Only this person's; everybody else's do not exist for them."""
        return self.filter(person_id=person.pk)

    def locked(self, campaign_id: uuid.UUID | str) -> "Campaign":
        """The campaign, ours until the transaction ends: see Mandate.locked.

        Read by a statement of its own: one that had waited for the lock in a join would give the
        campaign's half as it was before.
        """
        Mandate.locked(campaign_id)
        return self.get(pk=campaign_id)

    def unfinished(self) -> "CampaignQuerySet":
        return self.filter(status__in=Campaign.UNFINISHED)


class Campaign(StateMachine, Mandate):
    """One wish of a person, until decided."""

    class Status(models.TextChoices):
        CREATED = "created", _("understood")
        PROVIDER_LOOKUP = "provider_lookup", _("finding providers")
        DIALING = "dialing", _("dialling")
        NEGOTIATING = "negotiating", _("talking")  # while any call is open or due
        RANKING = "ranking", _("your choice")  # offers to choose from; more may still arrive
        CONFIRMING = "confirming", _("confirming")  # the permit is taken
        CONFIRMED = "confirmed", _("booked")
        FAILED = "failed", _("nothing found")  # see `reason`
        CANCELLED = "cancelled", _("cancelled")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.CREATED: {Status.PROVIDER_LOOKUP, Status.FAILED, Status.CANCELLED},
        Status.PROVIDER_LOOKUP: {Status.DIALING, Status.FAILED, Status.CANCELLED},
        Status.DIALING: {
            Status.NEGOTIATING,
            Status.RANKING,
            Status.CONFIRMING,
            Status.CONFIRMED,
            Status.FAILED,
            Status.CANCELLED,
        },
        Status.NEGOTIATING: {
            Status.RANKING,
            Status.CONFIRMING,
            Status.CONFIRMED,
            Status.FAILED,
            Status.CANCELLED,
        },
        Status.RANKING: {
            Status.NEGOTIATING,
            Status.CONFIRMING,
            Status.CONFIRMED,
            Status.FAILED,
            Status.CANCELLED,
        },
        # A refusal gives the permit back and the person chooses again.
        Status.CONFIRMING: {
            Status.CONFIRMED,
            Status.RANKING,
            Status.NEGOTIATING,
            Status.FAILED,
            Status.CANCELLED,
        },
        # The booking came into doubt, or the person cancelled the appointment afterwards.
        Status.CONFIRMED: {Status.CONFIRMING, Status.CANCELLED},
    }
    FINISHED: ClassVar[set[str]] = {Status.CONFIRMED, Status.FAILED, Status.CANCELLED}
    UNFINISHED: ClassVar[list[str]] = [
        Status.CREATED,
        Status.PROVIDER_LOOKUP,
        Status.DIALING,
        Status.NEGOTIATING,
        Status.RANKING,
        Status.CONFIRMING,
    ]

    class BookingPolicy(models.TextChoices):
        ASK_ME = "ask_me", _("ask me first")
        BOOK_WHEN_IT_FITS = "book_when_it_fits", _("book when it fits")

    mandate = models.OneToOneField(
        Mandate, models.CASCADE, parent_link=True, primary_key=True, db_column="id"
    )
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.CREATED)
    reason = models.CharField(max_length=300, blank=True)  # why it failed, in words

    request = models.TextField(blank=True)  # the person's own sentence
    remarks = models.JSONField(default=list, blank=True)  # what we had to say about it
    service = models.CharField(max_length=40)  # a key of campaigns.services.SERVICES
    detail = models.CharField(max_length=200, blank=True)  # "check-up", "2016 Golf, brakes"
    place = models.CharField(max_length=200)
    latitude = models.FloatField()
    longitude = models.FloatField()
    timezone = models.CharField(max_length=64)  # the place's
    date_range_start = models.DateField()
    date_range_end = models.DateField()  # inclusive
    # The range exact to the minute, where it was given so; the dates are then those it touches.
    not_before = models.DateTimeField(null=True, blank=True)
    not_after = models.DateTimeField(null=True, blank=True)
    day_parts = models.JSONField(default=list, blank=True)  # morning, afternoon, evening; [] any
    avoid_weekdays = models.JSONField(default=list, blank=True)  # 0 is Monday
    avoid_dates = models.JSONField(default=list, blank=True)  # ISO dates
    earliest_time = models.TimeField(null=True, blank=True)
    latest_time = models.TimeField(null=True, blank=True)  # an appointment ends by then
    duration_minutes = models.PositiveSmallIntegerField(
        default=30, validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    contact_phone = models.CharField(max_length=20, blank=True)
    insurance = models.CharField(max_length=100, blank=True)
    new_patient = models.BooleanField(null=True, blank=True)
    party_size = models.PositiveSmallIntegerField(null=True, blank=True)
    notes = models.TextField(blank=True)
    may_share = models.JSONField(default=list, blank=True)  # of name, phone, insurance, notes …

    earliest_weight = models.FloatField(default=0.50)
    rating_weight = models.FloatField(default=0.25)
    distance_weight = models.FloatField(default=0.20)
    preference_weight = models.FloatField(default=0.05)

    max_providers = models.PositiveSmallIntegerField(default=10)
    booking_policy = models.CharField(
        max_length=20, choices=BookingPolicy.choices, default=BookingPolicy.ASK_ME
    )
    started_at = models.DateTimeField(null=True, blank=True)
    calling_stopped_at = models.DateTimeField(null=True, blank=True)  # no new enquiries since
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(date_range_start__lte=models.F("date_range_end")),
                name="campaign_range_not_reversed",
            ),
            models.CheckConstraint(
                condition=Q(not_before__lt=models.F("not_after")),
                name="campaign_moments_not_reversed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["status"],
                condition=Q(
                    status__in=[
                        "created", "provider_lookup", "dialing", "negotiating", "ranking",
                        "confirming",
                    ]
                ),
                name="campaigns_unfinished",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.request or self.service

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def wanted(self) -> bool:
        """Whether calls for it should still be made."""
        return self.status not in self.FINISHED

    def move(self, status: str, *, only_from: set[str] | None = None, **changes: object) -> bool:
        """As StateMachine, with the mandate locked first: its log is written within."""
        with transaction.atomic():
            Mandate.locked(self.pk)
            return super().move(status, only_from=only_from, **changes)

    def begin_negotiating(self) -> bool:
        """Somebody has answered."""
        return self.move(self.Status.NEGOTIATING, only_from={self.Status.DIALING})

    def moved(self) -> None:
        Event.record(self, Event.Kind.CAMPAIGN_MOVED, status=self.status, reason=self.reason)
        if self.status == self.Status.RANKING:
            Notice.owe(self.pk, Notice.Kind.OFFERS_READY)
        elif self.status == self.Status.FAILED:
            Notice.owe(self.pk, Notice.Kind.NOTHING_FOUND)
