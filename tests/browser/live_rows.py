"""A campaign that talks with so many desks, made of rows: what happens in it the test decides."""

from datetime import timedelta

from django.utils.timezone import now

from callpilot.models import User
from campaigns.models import Call, Campaign, Event, Offer
from campaigns.offers import offers
from scheduling.slots import Slot
from tests.factories import make_call, make_campaign, make_provider


def make_talks(person: User, desks: int) -> tuple[Campaign, list[Call]]:
    """All desks are on the line at once; the carrier knows of none of it."""
    campaign = make_campaign(
        person, request="Dentist next week", status="negotiating", max_parallel=15
    )
    calls = []
    for number in range(desks):
        provider = make_provider(
            name=f"Desk {number + 1}",
            latitude=37.7749 + 0.004 * (number % 5),
            longitude=-122.4194 + 0.004 * (number // 5),
        )
        changes = {"status": Call.Status.IN_PROGRESS, "answered_at": now()}
        calls.append(make_call(campaign, provider=provider, **changes))
    return campaign, calls


def end_talks(campaign: Campaign) -> None:
    """As if the carrier had ended them; nobody else ever would."""
    campaign.calls.filter(status__in=Call.LIVE).update(
        status=Call.Status.COMPLETED, ended_at=now(), concluded_at=now(), outcome="no_slots"
    )


def say(call: Call, number: int, text: str) -> Event:
    assert call.campaign is not None
    return Event.record(
        call.campaign,
        Event.Kind.TURN,
        call=call,
        number=number,
        speaker="callee",
        text=text,
        at_ms=1000 * number,
    )


def make_bid(call: Call, hours: int) -> Offer:
    """The desk names a time, so many hours after the window opens."""
    campaign = call.campaign
    assert campaign is not None
    opens = now().astimezone(campaign.zone).replace(hour=9, minute=0, second=0, microsecond=0)
    start = opens + timedelta(days=2, hours=hours)
    evidence = {"quote": "We have that.", "call_id": str(call.pk), "at_ms": 4000}
    return offers.note(call, Slot.of(start, 30), verified=True, evidence=evidence)
