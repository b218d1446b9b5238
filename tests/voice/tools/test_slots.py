"""Tools about times: free or busy without a why, offers by proof alone, bookings by permission."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import now

from callpilot.errors import Refused
from callpilot.json_types import JsonObject
from campaigns.models import Booking, Offer
from scheduling import holds
from scheduling.language.speak import spoken
from scheduling.models import CalendarEntry, Hold
from scheduling.slots import Slot
from tests.factories import make_call, make_campaign, make_offer
from tests.voice.desk import agreement, iso, workday
from voice.models import Turn
from voice.tools import slots
from voice.tools.constraints import Constraints
from voice.tools.context import Context

pytestmark = pytest.mark.django_db


def context(*said: tuple[str, str], **changes: object) -> Context:
    fields: JsonObject = {"status": "in_progress", "answered_at": now()} | changes
    call = make_call(**fields)
    turns = [
        Turn.objects.create(call=call, number=n, speaker=who, text=text, started_ms=1000 * n)
        for n, (who, text) in enumerate(said, 1)
    ]
    return Context(call, at_ms=0, turns=turns)


def proven(start: datetime, **changes: object) -> Context:
    return context(*agreement(start), **changes)


def busy(asked: Context, start: datetime) -> None:
    CalendarEntry.objects.create(
        person=asked.campaign.person, start=start, end=start + timedelta(hours=1), title="Secret"
    )


# --- looking ------------------------------------------------------------------------------------


def test_a_free_time_is_free() -> None:
    answer = slots.check_availability(context(), iso(workday(10)))

    assert answer["free"] is True and answer["alternatives"] == []


def test_a_free_time_is_kept_when_that_is_asked_and_only_then() -> None:
    asked = context()

    looked = slots.check_availability(asked, iso(workday(10)))
    assert not looked["held"] and not Hold.objects.exists()
    kept = slots.check_availability(asked, iso(workday(10)), hold=True)
    again = slots.check_availability(asked, iso(workday(10)), hold=True)

    hold = Hold.objects.get()
    assert kept["held"] and again["held"] and not kept["conflict"]
    assert (hold.start, hold.wish) == (workday(10), asked.campaign.pk)
    assert hold.lapses_at is not None and hold.lapses_at <= now() + timedelta(minutes=10)


def test_a_time_that_is_kept_for_another_wish_is_a_conflict() -> None:
    asked = context()
    other = make_campaign(asked.campaign.person)
    holds.place_hold(
        asked.campaign.person, Slot.of(workday(10), 30), wish=other.pk, keep=timedelta(hours=1)
    )

    answer = slots.check_availability(asked, iso(workday(10)), hold=True)

    assert answer["conflict"] and not answer["held"] and Hold.objects.count() == 1


def test_a_time_that_does_not_work_is_not_kept() -> None:
    asked = context()
    busy(asked, workday(10))

    answer = slots.check_availability(asked, iso(workday(10)), hold=True)

    assert answer["conflict"] and not Hold.objects.exists()


def test_a_busy_time_gets_no_reason_and_the_nearest_free_ones_first() -> None:
    asked = context()
    busy(asked, workday(10))

    answer = slots.check_availability(asked, iso(workday(10)))

    assert answer["free"] is False and "Secret" not in str(answer)
    found = [datetime.fromisoformat(each) for each in answer["alternatives"]]
    away = [abs(each - workday(10)) for each in found]
    assert found and away == sorted(away)


def test_a_time_that_suits_is_said_in_words() -> None:
    answer = slots.validate_slot(context(), iso(workday(10)))

    assert answer["acceptable"] and spoken(workday(10)) in answer["say"]


def test_a_time_that_does_not_suit_gets_the_reason_that_may_be_told() -> None:
    answer = slots.validate_slot(context(), iso(workday(10) - timedelta(days=20)))

    assert not answer["acceptable"] and answer["reason"] == answer["say"] != ""


def test_an_end_before_the_beginning_is_no_time() -> None:
    assert not slots.validate_slot(context(), iso(workday(10)), iso(workday(9)))["acceptable"]


def test_at_most_three_are_found_and_two_suggested() -> None:
    answer = slots.propose_alternatives(context())

    assert 1 <= len(answer["slots"]) == len(answer["words"]) <= 3
    assert answer["say"].count(" or ") <= 1


def test_alternatives_keep_to_what_the_desk_said() -> None:
    asked = context()

    answer = slots.propose_alternatives(
        asked, Constraints(day_parts=("afternoon",), words="not on Fridays")
    )

    found = [datetime.fromisoformat(each) for each in answer["slots"]]
    assert found and all(each.hour >= 12 and each.weekday() != 4 for each in found)


def test_when_nothing_keeps_to_it_that_is_said() -> None:
    answer = slots.propose_alternatives(context(), Constraints(earliest_time="23:00"))

    assert not answer["ok"] and answer["say"] == "No free time keeps to that."


# --- offers -------------------------------------------------------------------------------------


def test_an_offer_that_was_heard_is_verified() -> None:
    answer = slots.report_slot_offer(proven(workday(10)), iso(workday(10)), price="$85.50")

    offer = Offer.objects.get()
    assert answer["verified"] and offer.verified and offer.price == Decimal("85.50")
    assert offer.evidence["turns"]


def test_an_offer_that_nobody_was_heard_saying_is_kept_unverified() -> None:
    answer = slots.report_slot_offer(context(("callee", "Hello?")), iso(workday(10)))

    assert answer["ok"] and not answer["verified"] and not Offer.objects.get().verified


def test_a_time_they_have_refused_is_no_offer() -> None:
    words = spoken(workday(10))
    asked = context(("agent", f"Would {words} be possible?"), ("callee", f"No, {words} is taken."))

    assert not slots.report_slot_offer(asked, iso(workday(10)))["ok"] and not Offer.objects.exists()


@pytest.mark.parametrize("price", ["1.2.3", "1000000", "99999999"])
def test_a_price_that_cannot_be_is_refused(price: str) -> None:
    with pytest.raises(Refused, match="price"):
        slots.report_slot_offer(proven(workday(10)), iso(workday(10)), price=price)


@pytest.mark.parametrize(
    "text,price",
    [("", None), ("free", None), ("85", Decimal(85)), ("85.5 dollars", Decimal("85.50"))],
)
def test_of_a_price_the_digits_count(text: str, price: Decimal | None) -> None:
    slots.report_slot_offer(proven(workday(10)), iso(workday(10)), price=text)

    assert Offer.objects.get().price == price


def test_an_offer_is_taken_back_once() -> None:
    asked = proven(workday(10))
    slots.report_slot_offer(asked, iso(workday(10)))

    assert slots.withdraw_offer(asked, iso(workday(10)))["ok"]
    assert not slots.withdraw_offer(asked, iso(workday(10)))["ok"]
    assert Offer.objects.get().status == "withdrawn"


def test_a_confirm_call_takes_no_offer_back() -> None:
    assert not slots.withdraw_offer(context(purpose="confirm"), iso(workday(10)))["ok"]


# --- booking ------------------------------------------------------------------------------------


def test_an_enquiry_may_not_book_unless_the_person_lets_it() -> None:
    answer = slots.book_slot(proven(workday(10)), iso(workday(10)))

    assert not answer["booked"] and not Booking.objects.exists()


def test_an_enquiry_that_may_book_books_what_was_agreed() -> None:
    asked = proven(workday(10))
    type(asked.campaign).objects.update(booking_policy="book_when_it_fits", status="negotiating")
    asked.call.refresh_from_db()

    answer = slots.book_slot(asked, iso(workday(10)))

    assert answer["booked"] and answer["reference"]
    assert Booking.objects.get().status == "booked"


def test_without_their_yes_nothing_is_booked_whatever_the_agent_says() -> None:
    asked = context(("callee", f"We have {spoken(workday(10))}."))
    type(asked.campaign).objects.update(booking_policy="book_when_it_fits", status="negotiating")
    asked.call.refresh_from_db()

    answer = slots.book_slot(asked, iso(workday(10)))

    assert not answer["booked"] and answer["reason"] and not Booking.objects.exists()


def test_a_confirm_call_books_only_the_time_it_is_about() -> None:
    offer = make_offer(start=workday(10))
    asked = proven(
        workday(11),
        campaign=offer.campaign,
        provider=offer.provider,
        offer=offer,
        purpose="confirm",
    )

    answer = slots.book_slot(asked, iso(workday(11)))

    assert not answer["booked"] and "Only the time" in answer["reason"]


def test_an_end_before_its_beginning_is_refused() -> None:
    asked = proven(workday(10))

    with pytest.raises(Refused, match="before it begins"):
        slots.report_slot_offer(asked, iso(workday(10)), iso(workday(9)))


def test_all_tools_mean_the_same_slot_by_the_same_words() -> None:
    asked = context()
    start, later = iso(workday(10, 30)), iso(workday(11, 45))

    named = slots._slot(asked, start, "")

    assert named == slots._check(asked, start, "").slot
    assert named.minutes == asked.campaign.duration_minutes
    assert slots._slot(asked, start, later).minutes == 75


def test_a_slot_that_ends_before_it_begins_is_none() -> None:
    asked = context()

    with pytest.raises(Refused, match="cannot end before it begins"):
        slots._slot(asked, iso(workday(10, 30)), iso(workday(10)))
    assert slots._check(asked, iso(workday(10, 30)), iso(workday(10))).slot is None
