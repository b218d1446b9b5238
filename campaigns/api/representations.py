"""Campaigns, calls, offers and appointments as the API shows them."""

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, prefetch_related_objects
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from callpilot.json_types import JsonObject
from campaigns.api.inputs import DayOrMoment
from campaigns.models import Booking, Call, Campaign, Candidate, Event, Offer
from campaigns.models.progress import cost, progress
from campaigns.offers.offers import in_order
from scheduling.language.pieces import DAY_PARTS
from scheduling.models import Appointment


class PublicStatus(models.TextChoices):
    """What the move table calls a state, in the four words that a program acts on."""

    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


PUBLIC_STATUS = {
    Campaign.Status.RANKING: PublicStatus.COMPLETED,
    Campaign.Status.CONFIRMED: PublicStatus.COMPLETED,
    Campaign.Status.FAILED: PublicStatus.FAILED,
    Campaign.Status.CANCELLED: PublicStatus.CANCELLED,
}


def public_status(campaign: Campaign) -> str:
    """running, completed (offers to choose from, or booked), failed or cancelled."""
    known = PUBLIC_STATUS.get(Campaign.Status(campaign.status), PublicStatus.RUNNING)
    return known.value


class Zoned(Protocol):
    """What happens at a place, on its clock."""

    @property
    def zone(self) -> ZoneInfo: ...


@extend_schema_field(OpenApiTypes.DATETIME)
class Local(serializers.Field[Zoned, object, str | None, Zoned]):
    """A moment with the offset of the place, not of the server."""

    def __init__(self, moment: str, *, allow_null: bool = False) -> None:
        self.moment = moment
        super().__init__(source="*", read_only=True, allow_null=allow_null)

    def to_representation(self, row: Zoned) -> str | None:
        return _local(getattr(row, self.moment), row.zone)


class OfferSerializer(serializers.ModelSerializer[Offer]):
    """A slot that a provider named, with its place in the ranking and the reasons."""

    offer_id = serializers.UUIDField(source="id", read_only=True)
    provider = serializers.CharField(source="provider.name", read_only=True)
    phone = serializers.CharField(source="provider.phone", read_only=True)
    address = serializers.CharField(source="provider.address", read_only=True)
    start = Local("start")
    end = Local("end")
    kept_until = Local("kept_until", allow_null=True)
    breakdown = serializers.DictField(child=serializers.FloatField(), read_only=True)
    why = serializers.ListField(child=serializers.CharField(), read_only=True)
    evidence = serializers.DictField(read_only=True)

    class Meta:
        model = Offer
        fields = [
            "offer_id", "provider_id", "provider", "phone", "address", "call_id", "status",
            "verified", "start", "end", "timezone", "price", "practitioner", "conditions",
            "kept_until", "rank", "score", "breakdown", "why", "evidence",
        ]  # fmt: skip
        read_only_fields = fields


class CallSerializer(serializers.ModelSerializer[Call]):
    """A phone call; its words are in the events."""

    call_id = serializers.UUIDField(source="id", read_only=True)
    provider = serializers.CharField(source="provider.name", read_only=True, default="")
    outcome = serializers.ChoiceField(Call.Outcome.choices, allow_blank=True, read_only=True)

    class Meta:
        model = Call
        fields = [
            "call_id", "campaign_id", "provider_id", "provider", "purpose", "attempt", "status",
            "outcome", "reason", "summary", "due_at", "answered_at", "ended_at", "cost",
        ]  # fmt: skip
        read_only_fields = fields


class ProgressSerializer(serializers.Serializer[object]):
    total_providers = serializers.IntegerField()
    completed_calls = serializers.IntegerField()
    live_calls = serializers.IntegerField()
    queued_calls = serializers.IntegerField()
    offers = serializers.IntegerField()


class CostSerializer(serializers.Serializer[object]):
    spent = serializers.DecimalField(8, 2)
    cap = serializers.DecimalField(8, 2)
    currency = serializers.CharField()


class UnderstoodSerializer(serializers.Serializer[object]):
    """What was made of the request."""

    service = serializers.CharField()
    detail = serializers.CharField()
    location = serializers.CharField()
    timezone = serializers.CharField()
    date_range_start = DayOrMoment()
    date_range_end = DayOrMoment()
    day_parts = serializers.ListField(child=serializers.ChoiceField(DAY_PARTS))
    avoid_weekdays = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6), help_text="0 is Monday."
    )
    avoid_dates = serializers.ListField(child=serializers.DateField())
    duration_min = serializers.IntegerField()


class DebugCandidateSerializer(serializers.Serializer[object]):
    provider_id = serializers.UUIDField()
    name = serializers.CharField()
    position = serializers.IntegerField()
    distance_km = serializers.FloatField(allow_null=True)
    travel_minutes = serializers.FloatField(allow_null=True)
    travel_mode = serializers.CharField(allow_blank=True)
    skipped_because = serializers.CharField(allow_blank=True)


class DebugCallSerializer(serializers.Serializer[object]):
    call_id = serializers.UUIDField()
    carrier_id = serializers.CharField(allow_null=True)
    engine = serializers.CharField(allow_blank=True)
    status = serializers.CharField()


class DebugSerializer(serializers.Serializer[object]):
    """For who keeps CallPilot running: whom it found and why not, and each call at the carrier."""

    mode = serializers.CharField()
    rehearsal = serializers.BooleanField()
    events = serializers.IntegerField()
    deadline_at = serializers.DateTimeField()
    candidates = DebugCandidateSerializer(many=True)
    calls = DebugCallSerializer(many=True)


class CampaignSerializer(serializers.Serializer[Campaign]):
    """One wish, how far it is, and what has been offered."""

    campaign_id = serializers.UUIDField(source="id")
    status = serializers.ChoiceField(PublicStatus.choices)
    state = serializers.ChoiceField(Campaign.Status.choices)
    reason = serializers.CharField()
    request = serializers.CharField()
    remarks = serializers.ListField(child=serializers.CharField())
    understood = UnderstoodSerializer()
    progress = ProgressSerializer()
    confirmed = serializers.BooleanField()
    confirmation_ref = serializers.CharField(allow_null=True)
    appointment_id = serializers.UUIDField(allow_null=True)
    best = OfferSerializer(allow_null=True)
    ranked = OfferSerializer(many=True)
    calls = CallSerializer(many=True)
    cost = CostSerializer()
    created_at = serializers.DateTimeField()
    debug = DebugSerializer(required=False, help_text="For staff alone.")

    def to_representation(self, campaign: Campaign) -> JsonObject:
        return campaign_object(campaign)


def everything() -> list[Prefetch[str]]:
    """What a campaign object is made of, a query each however many campaigns are shown."""
    return [
        Prefetch("calls", Call.objects.select_related("provider").order_by("created_at")),
        Prefetch("offers", Offer.objects.select_related("provider")),
        Prefetch("bookings", Booking.objects.select_related("appointment")),
        Prefetch("candidates", Candidate.objects.all()),
    ]


def campaign_object(campaign: Campaign) -> JsonObject:
    """The API's campaign object; also what `run_campaign --json` prints."""
    prefetch_related_objects([campaign], *everything())
    calls = list(campaign.calls.all())
    offers = OfferSerializer(in_order(campaign.offers.all()), many=True).data
    return {
        **confirmation(campaign),
        "campaign_id": str(campaign.pk),
        "status": public_status(campaign),
        "state": campaign.status,
        "reason": campaign.reason,
        "request": campaign.request,
        "remarks": campaign.remarks,
        "understood": understood(campaign),
        "progress": progress(campaign, calls, len(offers)),
        "best": offers[0] if offers else None,
        "ranked": offers,
        "calls": CallSerializer(calls, many=True).data,
        "cost": cost(campaign, calls),
        "created_at": campaign.created_at.isoformat(),
    }


def debug(campaign: Campaign) -> JsonObject:
    """What staff sees besides."""
    candidates = campaign.candidates.select_related("provider").order_by("position")
    return {
        "mode": settings.MODE,
        "rehearsal": campaign.rehearsal,
        "events": campaign.event_count,
        "deadline_at": campaign.deadline_at.isoformat(),
        "candidates": [
            {
                "provider_id": str(row.provider_id),
                "name": row.provider.name,
                "position": row.position,
                "distance_km": row.distance_km,
                "travel_minutes": row.travel_minutes,
                "travel_mode": row.travel_mode,
                "skipped_because": row.skipped_because,
            }
            for row in candidates
        ],
        "calls": [
            {
                "call_id": str(call.pk),
                "carrier_id": call.carrier_id,
                "engine": call.engine,
                "status": call.status,
            }
            for call in campaign.calls.all()
        ],
    }


def understood(campaign: Campaign) -> JsonObject:
    """What was made of the request."""
    return {
        "service": campaign.service,
        "detail": campaign.detail,
        "location": campaign.place,
        "timezone": campaign.timezone,
        "date_range_start": _local(campaign.not_before, campaign.zone)
        or campaign.date_range_start.isoformat(),
        "date_range_end": _local(campaign.not_after, campaign.zone)
        or campaign.date_range_end.isoformat(),
        "day_parts": campaign.day_parts,
        "avoid_weekdays": campaign.avoid_weekdays,
        "avoid_dates": campaign.avoid_dates,
        "duration_min": campaign.duration_minutes,
    }


def _local(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return moment.astimezone(zone).isoformat() if moment else None


def confirmation(campaign: Campaign) -> JsonObject:
    """Whether it stands in the calendar, and under which reference."""
    rows = (row for row in campaign.bookings.all() if row.status in Booking.HOLDING)
    booking = next(rows, None)
    appointment = booking.appointment if booking else None
    confirmed = bool(appointment and appointment.status == Appointment.Status.BOOKED)
    return {
        "campaign_id": str(campaign.pk),
        "confirmed": confirmed,
        "state": campaign.status,
        "confirmation_ref": appointment.confirmation_ref if appointment else None,
        "appointment_id": str(appointment.pk) if appointment else None,
    }


class AppointmentSerializer(serializers.ModelSerializer[Appointment]):
    """A confirmed time with a provider."""

    appointment_id = serializers.UUIDField(source="id", read_only=True)
    start = Local("start")
    end = Local("end")
    campaign_id = serializers.UUIDField(source="hold.wish", read_only=True)
    evidence = serializers.SerializerMethodField()

    class Meta:
        model = Appointment
        fields = [
            "appointment_id", "campaign_id", "status", "title", "start", "end", "timezone",
            "place_name", "address", "phone", "confirmation_ref", "notes", "evidence",
        ]  # fmt: skip
        read_only_fields = fields

    def get_evidence(self, appointment: Appointment) -> JsonObject:
        """The callee's own words that booked it."""
        booking: Booking | None = getattr(appointment, "booking", None)
        return dict(booking.evidence) if booking else {}


class EventSerializer(serializers.ModelSerializer[Event]):
    """One thing that happened; what `data` holds follows from its kind."""

    at = serializers.DateTimeField(source="created_at")

    class Meta:
        model = Event
        fields = ["number", "kind", "call_id", "offer_id", "at", "data"]
        read_only_fields = fields

    def get_fields(self) -> JsonObject:
        return super().get_fields() | {"data": serializers.DictField()}


def event_object(event: Event) -> JsonObject:
    """An event row as SSE and the events address carry it."""
    return {
        "number": event.number,
        "kind": event.kind,
        "call_id": str(event.call_id) if event.call_id else None,
        "offer_id": str(event.offer_id) if event.offer_id else None,
        "at": event.created_at.isoformat(),
        "data": event.data,
    }
