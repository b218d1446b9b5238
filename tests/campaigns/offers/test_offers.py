"""Offers: the server judges every time that is named, whatever the agent says."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils.timezone import now
from pytest_django import DjangoCaptureOnCommitCallbacks

from callpilot.errors import Refused, SlotTaken
from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns.announcements import call_group
from campaigns.models import Call, Campaign, Candidate, Event, Offer
from campaigns.offers import offers
from scheduling.models import CalendarEntry, Hold
from tests.campaigns.answered_calls import answer, offered, running, slot_at, with_offers
from tests.campaigns.channel_layer import KeepingLayer
from tests.factories import (
    make_call,
    make_campaign,
    make_mandate,
    make_offer,
    make_person,
    make_provider,
)

pytestmark = pytest.mark.django_db
WESTERN = ZoneInfo("America/Los_Angeles")


def a_call(**changes: object) -> Call:
    """In a campaign for Monday, March 1st to Sunday, March 14th 2032, half an hour."""
    fields: JsonObject = {
        "date_range_start": date(2032, 3, 1),
        "date_range_end": date(2032, 3, 14),
        "deadline_at": datetime(2032, 3, 15, tzinfo=UTC),
    }
    return make_call(make_campaign(**fields | changes))


def person_of(call: Call) -> User:
    assert call.campaign is not None
    return call.campaign.person


@pytest.mark.parametrize(
    ("wall", "wish", "reason"),
    [
        ((2, 28, 10, 0), {}, "outside the dates"),
        ((3, 15, 10, 0), {}, "outside the dates"),
        ((3, 4, 10, 0), {"avoid_weekdays": [3]}, "Thursday does not work."),
        ((3, 4, 10, 0), {"avoid_dates": ["2032-03-04"]}, "That day does not work."),
        ((3, 2, 14, 0), {"day_parts": ["morning"]}, "It should be in the morning."),
        ((3, 2, 9, 0), {"day_parts": ["afternoon", "evening"]}, "afternoon or evening"),
        ((3, 2, 8, 59), {"earliest_time": time(9)}, "too early"),
        ((3, 2, 11, 31), {"latest_time": time(12)}, "too late"),
        ((3, 14, 2, 30), {}, "does not exist"),
    ],
)
def test_a_time_outside_the_wish_is_refused_with_the_reason(
    wall: tuple[int, int, int, int], wish: dict[str, object], reason: str
) -> None:
    check = offers.check_slot(a_call(**wish), datetime(2032, *wall))

    assert not check.ok and reason in check.reason


@pytest.mark.parametrize(
    ("wall", "wish"),
    [
        ((3, 1, 0, 0), {}),
        ((3, 14, 23, 30), {}),
        ((3, 2, 11, 30), {"latest_time": time(12), "day_parts": ["morning"]}),
        ((3, 5, 10, 0), {"avoid_weekdays": [3], "avoid_dates": ["2032-03-04"]}),
    ],
)
def test_a_time_at_the_edge_of_the_wish_is_accepted(
    wall: tuple[int, int, int, int], wish: dict[str, object]
) -> None:
    check = offers.check_slot(a_call(**wish), datetime(2032, *wall))

    assert check.ok and check.slot is not None
    assert check.slot.start == datetime(2032, *wall, tzinfo=WESTERN)
    assert check.slot.minutes == 30


def test_a_time_that_comes_twice_is_asked_about() -> None:
    call = a_call(date_range_start=date(2032, 11, 1), date_range_end=date(2032, 11, 10))

    check = offers.check_slot(call, datetime(2032, 11, 7, 1, 30))

    assert not check.ok and "comes twice" in check.reason
    assert offers.check_slot(call, datetime.fromisoformat("2032-11-07T01:30-08:00")).ok


def test_the_past_is_refused() -> None:
    with time_machine.travel(datetime(2032, 3, 2, 18, 1, tzinfo=UTC), tick=False):
        check = offers.check_slot(a_call(), datetime(2032, 3, 2, 10, 0))

    assert check.reason == "That time has already passed."


def test_too_short_and_reversed_and_endless_slots_are_refused() -> None:
    call, ten = a_call(), datetime(2032, 3, 2, 10, 0)

    assert "too short" in offers.check_slot(call, ten, ten + timedelta(minutes=20)).reason
    assert "before it begins" in offers.check_slot(call, ten, ten).reason
    assert "too long" in offers.check_slot(call, ten, ten + timedelta(hours=13)).reason


def test_an_offset_counts_wherever_the_desk_is() -> None:
    check = offers.check_slot(a_call(), datetime(2032, 3, 2, 18, 0, tzinfo=UTC))

    assert check.slot is not None and check.slot.start == datetime(2032, 3, 2, 10, tzinfo=WESTERN)


def test_the_calendar_and_the_way_are_looked_at() -> None:
    call = a_call()
    assert call.campaign is not None and call.provider is not None
    Candidate.objects.create(
        campaign=call.campaign, provider=call.provider, position=0, travel_minutes=20
    )
    ten = datetime(2032, 3, 2, 10, tzinfo=WESTERN)
    CalendarEntry.objects.create(
        person=person_of(call), start=ten, end=ten + timedelta(hours=1), title="x"
    )

    assert "not free" in offers.check_slot(call, datetime(2032, 3, 2, 10, 30)).reason
    assert "too little time" in offers.check_slot(call, datetime(2032, 3, 2, 11, 10)).reason
    assert offers.check_slot(call, datetime(2032, 3, 2, 11, 20)).ok


def test_alternatives_suit_the_wish_and_come_from_different_days() -> None:
    call = a_call(day_parts=["afternoon"], avoid_weekdays=[1], latest_time=time(16))
    monday = datetime(2032, 3, 1, 8, tzinfo=WESTERN)
    CalendarEntry.objects.create(
        person=person_of(call), start=monday, end=monday + timedelta(hours=7), title="x"
    )

    found = offers.alternatives(call)

    local = [slot.start.astimezone(WESTERN) for slot in found]
    assert [(moment.day, moment.hour) for moment in local] == [(1, 15), (3, 12), (4, 12)]
    assert all(offers.check_slot(call, slot.start, slot.end).ok for slot in found)


def test_alternatives_keep_to_the_opening_hours() -> None:
    campaign = a_call().campaign
    hours = {"2": [["13:00", "13:30"]]}
    call = make_call(campaign, provider=make_provider(opening_hours=hours))

    local = [slot.start.astimezone(WESTERN) for slot in offers.alternatives(call)]

    assert [(moment.day, moment.hour) for moment in local] == [(3, 13), (10, 13)]


def test_proposals_leave_an_hour_to_get_ready() -> None:
    with time_machine.travel(datetime(2032, 3, 2, 10, 0, tzinfo=WESTERN), tick=False):
        call = a_call(date_range_start=date(2032, 3, 2), date_range_end=date(2032, 3, 2))

        found = [slot.start.astimezone(WESTERN) for slot in offers.alternatives(call)]

    assert found and min(found) == datetime(2032, 3, 2, 11, 30, tzinfo=WESTERN)


def test_however_long_a_desk_keeps_a_time_ours_is_held_for_three_days_at_most() -> None:
    campaign, [call] = running(deadline_at=now() + timedelta(days=30))
    until = now() + timedelta(days=20)

    offer = offered(answer(call), slot_at(campaign), kept_until=until)

    assert offer.kept_until == until and offer.hold is not None
    longest = now() + timedelta(hours=72)
    lapses_at = offer.hold.lapses_at
    assert lapses_at is not None and longest - timedelta(seconds=20) < lapses_at <= longest


def test_an_offer_is_noted_held_and_ranked() -> None:
    campaign, [call] = running()

    offer = offers.note(
        answer(call), slot_at(campaign), verified=True, evidence={"quote": "Yes."},
        price=Decimal(80), practitioner="Dr Invented",
    )  # fmt: skip

    assert (offer.rank, offer.verified, offer.price) == (1, True, Decimal(80))
    assert offer.end - offer.start == timedelta(minutes=30)
    assert offer.hold is not None and offer.hold.slot == offer.slot
    kinds = list(campaign.events.values_list("kind", flat=True))
    assert kinds[-2:] == [Event.Kind.OFFER_NOTED, Event.Kind.RANKED]


def test_the_same_slot_twice_is_one_row_and_one_hold() -> None:
    campaign, [call] = running()
    first = offered(answer(call), slot_at(campaign), verified=False)

    second = offered(call, slot_at(campaign), price=Decimal(90))

    assert first.pk == second.pk and second.verified and second.price == 90
    assert Hold.objects.standing().count() == 1


def test_evidence_is_not_taken_back_and_does_not_come_from_another_call() -> None:
    campaign, [call] = running()
    slot = slot_at(campaign)
    offered(answer(call), slot)
    assert offered(call, slot, verified=False).verified

    later = make_call(campaign, provider=call.provider, attempt=2)
    other = slot_at(campaign, hour=12)
    offered(call, other, verified=False)

    assert not offered(later, other, verified=True).verified


def test_what_does_not_suit_is_not_noted() -> None:
    campaign, [call] = running(avoid_weekdays=[0, 1, 2, 3, 4, 5, 6])

    with pytest.raises(Refused, match="does not work"):
        offered(answer(call), slot_at(campaign))
    assert not Offer.objects.exists() and not Hold.objects.exists()


def test_two_campaigns_of_one_person_never_hold_the_same_time() -> None:
    campaign, [call] = running()
    other, [theirs] = running(person=campaign.person)
    offered(answer(call), slot_at(campaign))

    with pytest.raises((Refused, SlotTaken)):
        offered(answer(theirs), slot_at(other))


def test_nothing_is_noted_for_a_campaign_that_is_over() -> None:
    campaign, [call] = running()
    answer(call)
    campaign.move("cancelled")

    with pytest.raises(Refused, match="no longer needed"):
        offered(call, slot_at(campaign))


def test_no_time_is_kept_for_a_campaign_that_is_over() -> None:
    campaign, [call] = running()
    slot = slot_at(campaign)
    assert offers.keep(call, slot) == offers.keep(call, slot)
    Campaign.objects.update(status="cancelled")

    with pytest.raises(Refused):
        offers.keep(call, slot)


def test_keeping_a_time_while_talking_never_shortens_an_offers_hold() -> None:
    campaign, [call] = running()
    offer = offered(call, slot_at(campaign))
    assert offer.hold is not None

    assert offers.keep(call, offer.slot).lapses_at == offer.hold.lapses_at


def test_a_desk_that_keeps_the_time_longer_makes_the_hold_longer() -> None:
    campaign, [call] = running()
    until = now() + timedelta(hours=5)

    offer = offered(answer(call), slot_at(campaign), kept_until=until)

    assert offer.kept_until == until and offer.hold is not None
    lapses_at = offer.hold.lapses_at
    assert lapses_at is not None and abs(lapses_at - until) < timedelta(seconds=5)
    past = offered(call, slot_at(campaign, hour=12), kept_until=now() - timedelta(hours=1))
    assert past.kept_until is None


def test_a_withdrawn_offer_frees_the_time_and_may_come_back() -> None:
    campaign, [call] = running()
    slot = slot_at(campaign)
    offer = offered(answer(call), slot)

    assert offers.withdraw(call, slot.start, "That one just went.") is not None
    offer.refresh_from_db()
    assert (offer.status, offer.rank) == ("withdrawn", None)
    assert not Hold.objects.standing().exists()
    assert offers.withdraw(call, slot.start, "again") is None

    back = offered(call, slot)
    assert (back.pk, back.status, back.rank) == (offer.pk, "standing", 1)
    assert back.hold is not None and back.hold.released_at is None


def test_leverage_is_the_best_verified_offer_of_somebody_else() -> None:
    campaign, [first, second] = running(2)
    answer(first), answer(second)
    offered(first, slot_at(campaign, hour=9), verified=False)
    assert offers.best_other(second) is None

    best = offered(first, slot_at(campaign, hour=10))

    assert offers.best_other(second) == best
    assert offers.best_other(first) is None
    assert offers.leverage_words(best).endswith("day")


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "Monday, August 10th"), (6, "Sunday"), (7, "Monday, August 17th")],
)
def test_a_day_in_hand_is_named_so_that_it_is_the_right_week(days: int, words: str) -> None:
    monday = datetime(2026, 8, 10, 16, tzinfo=UTC)
    with time_machine.travel(monday, tick=False):
        offer = Offer(start=monday + timedelta(days=days), timezone="America/Los_Angeles")

        assert offers.leverage_words(offer) == words


def test_a_new_best_offer_is_told_to_the_other_live_calls(
    layer: KeepingLayer, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    campaign, [first, second, waiting] = running(3)
    answer(first), answer(second)

    with django_capture_on_commit_callbacks(execute=True):
        offer = offered(first, slot_at(campaign))

    told = [layer.told(call_group(call.pk)) for call in (first, second, waiting)]
    leverage = {"type": "call.leverage", "words": offers.leverage_words(offer)}
    assert told == [[], [leverage], []] and waiting.status == "queued"


def test_an_errand_has_no_slots() -> None:
    call = Call.objects.create(mandate=make_mandate(), purpose="errand", to_number="+14155550101")

    assert not offers.check_slot(call, datetime(2032, 3, 1, 10)).ok
    assert offers.alternatives(call) == []


def test_offers_of_one_campaign_may_overlap_in_time() -> None:
    campaign, noted = with_offers(1)
    other = make_call(campaign, provider=make_provider())

    assert offered(answer(other), noted[0].slot).pk != noted[0].pk


def test_a_person_elsewhere_is_offered_the_clock_of_the_place() -> None:
    """New York's calendar, San Francisco's desk, the weekend on which the clocks go forward."""
    with time_machine.travel(datetime(2027, 3, 10, 12, tzinfo=UTC), tick=False):
        person = make_person(timezone="America/New_York")
        days: JsonObject = {
            "date_range_start": date(2027, 3, 13), "date_range_end": date(2027, 3, 15),
        }  # fmt: skip
        campaign, [call] = running(1, person=person, day_parts=["morning"], **days)
        busy_from = datetime(2027, 3, 14, 13, tzinfo=ZoneInfo("America/New_York"))
        CalendarEntry.objects.create(
            person=person, start=busy_from, end=busy_from + timedelta(hours=1), title="x"
        )

        taken = offers.check_slot(call, datetime(2027, 3, 14, 10))
        free = offers.check_slot(call, datetime(2027, 3, 14, 11, 30))
        before = offers.check_slot(call, datetime(2027, 3, 13, 10))

    assert not taken.ok  # ten in San Francisco is one in New York
    assert free.ok and free.slot is not None and before.slot is not None
    assert free.slot.start == datetime(2027, 3, 14, 18, 30, tzinfo=UTC)
    assert before.slot.start == datetime(2027, 3, 13, 18, tzinfo=UTC)  # an hour's difference


def test_the_booked_offer_is_shown_first_and_what_is_gone_not_at_all() -> None:
    campaign = make_campaign()
    made = [
        make_offer(make_call(campaign, status="completed"), status=status, rank=rank)
        for status, rank in [("standing", 2), ("withdrawn", None), ("booked", 3), ("standing", 1)]
    ]

    shown = offers.ranked(campaign)

    assert shown == [made[2], made[3], made[0]]
