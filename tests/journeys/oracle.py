"""Compares the phone network's own ledger with the rows, trusting neither; finds contradictions.

It reads rows and nothing else of the product, so that no rule of the product can excuse itself.
"""

import math
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from django.conf import settings
from django.db.models import Q
from django.utils.timezone import now

from callpilot.json_types import JsonObject
from campaigns.models import Booking, Call, Campaign, Event, Offer
from scheduling.models import Appointment, Hold

LIVE = {"dialing", "in_doubt", "ringing", "in_progress"}
OVER = {"confirmed", "failed", "cancelled"}
# How the carrier's last word on a call must have ended up in our row.
AGREES = {
    "completed": {"completed"},
    "busy": {"failed", "cancelled"},
    "no-answer": {"failed", "cancelled"},
    "failed": {"failed", "cancelled"},
    "canceled": {"failed", "cancelled"},
}


def contradictions(ledger: JsonObject) -> list[str]:
    """Sentences about what does not fit; for a town at rest, whose ledger was never reset."""
    found = [*_accepted_calls(ledger)]
    for check in (
        _doubled_calls,
        _money,
        _campaigns,
        _events,
        _offers,
        _bookings,
        _double_booked_people,
    ):
        found.extend(check())
    return found


def _accepted_calls(ledger: JsonObject) -> Iterator[str]:
    rows = {call.carrier_id: call for call in Call.objects.exclude(carrier_id=None)}
    entries = {entry["sid"]: entry for entry in ledger["calls"]}
    longest = math.ceil(settings.CALL_LIMIT_SECONDS / 60)
    for sid, entry in entries.items():
        call = rows.get(sid)
        if call is None:
            yield f"the carrier accepted {sid}, of which we know nothing"
            continue
        if entry["to"] != call.to_number:
            yield f"{sid} rang a number that is not the call's"
        agreeing = AGREES.get(entry["status"], set())
        if not entry["seconds"]:  # picked up while we hung up: either side may be right
            agreeing = agreeing | {"cancelled"}
        if call.status not in agreeing:
            yield f"{sid} is {entry['status']} at the carrier and {call.status} here"
        if entry["minutes"] > longest:
            yield f"{sid} took {entry['minutes']} minutes"
        if call.cost is not None and call.cost < _price(entry["minutes"]):
            yield f"{sid} took {entry['minutes']} minutes and cost only {call.cost}"
    for sid in rows.keys() - entries.keys():
        yield f"{sid} stands in our rows, and the carrier never accepted it"
    for call in Call.objects.filter(status__in=LIVE):
        yield f"call {call.pk} is still {call.status}"
    talked = Q(status="completed") | Q(answered_at__isnull=False)
    for call in Call.objects.filter(talked, carrier_id=None):
        yield f"call {call.pk} talked without a call at the carrier"
    for call in Call.objects.filter(ended_at__isnull=False, concluded_at=None):
        yield f"nobody acted on the end of call {call.pk}"


def _price(minutes: int) -> Decimal:
    per_minute = Decimal(settings.PRICE_PER_MINUTE) + Decimal(settings.VOICE_PRICE_PER_MINUTE)
    return minutes * per_minute


def _doubled_calls() -> Iterator[str]:
    placed = Call.objects.exclude(carrier_id=None)
    keys = Counter(
        (call.campaign_id, call.provider_id, call.purpose, call.offer_id, call.attempt)
        for call in placed
    )
    yield from (f"{count} calls were placed for {key}" for key, count in keys.items() if count > 1)


def _money() -> Iterator[str]:
    for campaign in Campaign.objects.all():
        spent = sum(
            (
                call.cost if call.cost is not None else call.cost_reserved
                for call in Call.objects.filter(campaign=campaign)
            ),
            start=Decimal(0),
        )
        if spent > campaign.budget:
            yield f"campaign {campaign.pk} spent {spent} of {campaign.budget}"


def _campaigns() -> Iterator[str]:
    """At rest, a campaign that is not over offers a choice, or has a call that waits its time."""
    for campaign in Campaign.objects.exclude(status__in=OVER):
        waiting = Call.objects.filter(campaign=campaign, status="queued", due_at__gt=now())
        if campaign.status != "ranking" and not waiting.exists():
            yield f"campaign {campaign.pk} is {campaign.status}, and nothing will ever move it"
    for campaign in Campaign.objects.filter(status="failed", reason=""):
        yield f"campaign {campaign.pk} failed without saying why"


def _events() -> Iterator[str]:
    for campaign in Campaign.objects.all():
        rows = Event.objects.filter(campaign=campaign).order_by("number")
        numbers = list(rows.values_list("number", flat=True))
        if numbers != list(range(1, campaign.event_count + 1)):
            yield f"the events of campaign {campaign.pk} are numbered {numbers}"


def _offers() -> Iterator[str]:
    standing = Offer.objects.filter(status="standing", start__gt=now())
    for offer in standing.exclude(campaign__status__in=OVER):
        hold = offer.hold
        if hold is None or hold.released_at or (hold.lapses_at and hold.lapses_at <= now()):
            yield f"offer {offer.pk} stands, and its time is not held"
        elif (hold.start, hold.end) != (offer.start, offer.end):
            yield f"offer {offer.pk} is held at another time"
    for offer in Offer.objects.filter(verified=True):
        if not offer.evidence.get("quote"):
            yield f"offer {offer.pk} is verified without words"


def _bookings() -> Iterator[str]:
    for campaign in Campaign.objects.all():
        holding = ["confirming", "needs_confirmation", "booked"]
        permits = Booking.objects.filter(campaign=campaign, status__in=holding)
        booked = permits.filter(status="booked")
        appointments = Appointment.objects.filter(hold__wish=campaign.pk, status="booked")
        if permits.count() > 1:
            yield f"campaign {campaign.pk} has {permits.count()} permits"
        if booked.count() != appointments.count():
            yield f"campaign {campaign.pk}: {booked.count()} bookings, {appointments.count()} dates"
        if (campaign.status == "confirmed") != booked.exists():
            yield f"campaign {campaign.pk} is {campaign.status}, booked: {booked.exists()}"
    for booking in Booking.objects.filter(status="booked"):
        if not booking.evidence.get("quote"):
            yield f"booking {booking.pk} stands without anybody's yes"


def _double_booked_people() -> Iterator[str]:
    """Of one person neither appointments nor the holds of different wishes overlap."""
    upright = Q(lapses_at=None) | Q(lapses_at__gt=now())
    holds = list(Hold.objects.filter(upright, released_at=None))
    for one, two in combinations(holds, 2):
        rivals = one.person_id == two.person_id and one.wish != two.wish
        if rivals and one.start < two.end and two.start < one.end:
            yield f"holds {one.pk} and {two.pk} of two wishes overlap"
    for appointment in Appointment.objects.filter(status="booked"):
        if appointment.hold.released_at or appointment.hold.lapses_at:
            yield f"appointment {appointment.pk} does not rest on a lasting hold"
