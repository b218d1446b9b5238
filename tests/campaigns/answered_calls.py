"""Moves calls along as a carrier's news would, for tests of what follows."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils.timezone import now

from callpilot.models import User
from campaigns.bookings import booking
from campaigns.calls import outcomes
from campaigns.models import Booking, Call, Campaign, Offer
from campaigns.offers import offers
from scheduling.models import Appointment
from scheduling.slots import Slot
from tests.factories import make_call, make_campaign, make_provider


def answer(call: Call) -> Call:
    assert call.move(Call.Status.DIALING)
    assert call.move(Call.Status.IN_PROGRESS, answered_at=now())
    return call


def hang_up(call: Call, outcome: str = "") -> Call:
    """The line is down; `outcome` is what the conversation had noted."""
    call.refresh_from_db()
    if outcome:
        outcomes.note_outcome(call.pk, outcome)
    assert call.move(Call.Status.COMPLETED, ended_at=now())
    outcomes.conclude_call(call.pk)
    call.refresh_from_db()
    return call


def unreached(call: Call, outcome: str = "no_answer") -> Call:
    assert call.move(Call.Status.DIALING)
    assert call.move(Call.Status.FAILED, outcome=outcome, ended_at=now())
    outcomes.conclude_call(call.pk)
    call.refresh_from_db()
    return call


def running(
    desks: int = 1, person: User | None = None, **changes: object
) -> tuple[Campaign, list[Call]]:
    """A campaign that dials so many desks."""
    campaign = make_campaign(person, status=Campaign.Status.DIALING, **changes)
    calls = [make_call(campaign, provider=make_provider()) for _ in range(desks)]
    return campaign, calls


def slot_at(campaign: Campaign, day: int = 2, hour: int = 10, minutes: int = 30) -> Slot:
    """So many days into the campaign's dates, by the clock of its place."""
    date = campaign.date_range_start + timedelta(days=day)
    return Slot.of(datetime.combine(date, time(hour), campaign.zone), minutes)


def offered(
    call: Call,
    slot: Slot,
    *,
    verified: bool = True,
    price: Decimal | None = None,
    kept_until: datetime | None = None,
) -> Offer:
    evidence = {"quote": "Yes."}
    return offers.note(
        call, slot, verified=verified, evidence=evidence, price=price, kept_until=kept_until
    )


def with_offers(
    count: int = 1, person: User | None = None, **changes: object
) -> tuple[Campaign, list[Offer]]:
    """A campaign at rest, with verified offers at 10, 11, 12 … from as many desks."""
    campaign, calls = running(count, person, **changes)
    noted = []
    for number, call in enumerate(calls):
        answer(call)
        noted.append(offered(call, slot_at(campaign, hour=10 + number)))
    for call in calls:
        hang_up(call, Call.Outcome.OFFER)
    campaign.refresh_from_db()
    return campaign, [Offer.objects.get(pk=offer.pk) for offer in noted]


def confirm_call(campaign: Campaign) -> Call:
    """The last call that was to book what the person chose."""
    return campaign.calls.filter(purpose=Call.Purpose.CONFIRM).latest("attempt")


def booked(campaign: Campaign, offer: Offer, quote: str = "Yes.") -> Booking:
    """The person chose this offer, and the desk agreed in a call that still goes on."""
    booking.confirm(campaign, offer)
    return booking.agreed(answer(confirm_call(campaign)).pk, {"quote": quote})


def appointment_of(made: Booking) -> Appointment:
    assert made.appointment is not None
    return made.appointment
