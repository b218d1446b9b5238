"""How far a booking is, what stands in its way, and whether a desk knows of a cancellation."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from callpilot.json_types import JsonObject
from campaigns.bookings import booking, permits
from campaigns.models import Booking, Call, Campaign, Event, Offer
from campaigns.pages import booking_progress
from scheduling.models import CalendarEntry
from tests.campaigns.answered_calls import answer, unreached, with_offers
from tests.factories import make_call, make_offer

pytestmark = pytest.mark.django_db


def confirming() -> tuple[Booking, Call]:
    campaign, [offer] = with_offers(1)
    booking.confirm(campaign, offer)
    return campaign.bookings.get(), campaign.calls.get(purpose="confirm")


def steps(row: Booking) -> list[str]:
    row.refresh_from_db()
    return [step.state for step in booking_progress.progress_of(row).steps]


def test_an_offer_can_be_booked_until_something_stands_in_its_way() -> None:
    campaign, [first, second] = with_offers(2)
    assert booking_progress.review(campaign, first).bookable

    CalendarEntry.objects.create(
        person=campaign.person, start=first.start, end=first.end, title="Piano"
    )
    seen = booking_progress.review(campaign, first)

    assert not seen.bookable and seen.clashes[0].overlaps and seen.next_best == second


def test_what_another_offer_has_taken_is_said_in_words() -> None:
    campaign, [first, second] = with_offers(2)
    booking.confirm(campaign, first)

    seen = booking_progress.review(campaign, second)

    assert "Another offer is being confirmed" in seen.problem and seen.next_best is None


def test_the_steps_of_a_booking_from_the_held_time_to_the_calendar() -> None:
    row, call = confirming()
    assert steps(row) == ["done", "current", "ahead", "ahead"]

    booking.agreed(answer(call).pk, {"quote": "Yes, that is booked."})

    assert steps(row) == ["done", "done", "done", "current"]


def test_a_booking_that_has_failed_says_what_can_be_done() -> None:
    row, call = confirming()
    call.end("stopped")
    permits.free(row, "They did not answer.", gone=False)
    row.refresh_from_db()

    shown = booking_progress.progress_of(row)

    assert steps(row)[1] == "failed" and shown.can_try_again and not shown.under_way


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("busy", "Their line was busy."),
        ("no_answer", "Nobody answered."),
        ("failed", "The call did not come about."),
    ],
)
def test_while_a_retry_waits_the_reason_of_the_first_try_is_told(outcome: str, words: str) -> None:
    row, call = confirming()
    if outcome == "failed":
        Call.objects.filter(pk=call.pk).update(metrics={Call.NEVER_PLACED: True})
    unreached(call, outcome)
    Call.objects.filter(retry_of=call).update(due_at=now() + timedelta(minutes=20))
    row.refresh_from_db()

    shown = booking_progress.progress_of(row)

    assert shown.phone_words == words and shown.waits_for is not None


def chosen(count: int = 1) -> tuple[Campaign, list[Offer], Booking, Call]:
    campaign, offers = with_offers(count)
    made = booking.confirm(campaign, offers[0])
    campaign.refresh_from_db()
    return campaign, offers, made, campaign.calls.get(purpose="confirm")


# --- before -------------------------------------------------------------------------------------


def test_what_nothing_stands_in_the_way_of_can_be_booked() -> None:
    campaign, [offer] = with_offers(1)

    seen = booking_progress.review(campaign, offer)

    assert seen.bookable and seen.next_best is None and seen.others_talking == 0


def test_what_stands_in_the_calendar_is_shown_with_the_next_best() -> None:
    campaign, [offer, other] = with_offers(2)
    CalendarEntry.objects.create(
        person=campaign.person, start=offer.start, end=offer.end, title="Dinner"
    )

    seen = booking_progress.review(campaign, offer)

    assert not seen.bookable and len(seen.clashes) == 1 and seen.next_best == other


def test_what_is_gone_says_so_and_is_not_looked_for_in_the_calendar() -> None:
    campaign, [offer] = with_offers(1)
    Offer.objects.update(status="withdrawn")
    offer.refresh_from_db()

    seen = booking_progress.review(campaign, offer)

    assert not seen.bookable and "no longer has" in seen.problem and seen.clashes == []


def test_while_another_is_confirmed_it_cannot_be_chosen() -> None:
    campaign, [_, other], _made, _call = chosen(2)

    seen = booking_progress.review(campaign, other)

    assert "being confirmed" in seen.problem and seen.next_best is None


def test_the_calls_that_would_be_ended_are_counted() -> None:
    campaign, [offer] = with_offers(1)
    make_call(campaign, status="in_progress")
    make_call(campaign)

    assert booking_progress.review(campaign, offer).others_talking == 1


# --- after --------------------------------------------------------------------------------------


def states(row: Booking) -> list[str]:
    return [step.state for step in booking_progress.progress_of(row).steps]


@pytest.mark.parametrize(
    "status,found",
    [
        ("confirming", ["done", "current", "ahead", "ahead"]),
        ("needs_confirmation", ["done", "current", "current", "ahead"]),
        ("refused", ["done", "failed", "ahead", "ahead"]),
        ("cancelled", ["done", "failed", "ahead", "ahead"]),
    ],
)
def test_each_status_is_a_place_on_the_way(status: str, found: list[str]) -> None:
    _, _, made, _ = chosen()
    made.status = status

    assert states(made) == found


@pytest.mark.parametrize(
    "changes,state",
    [
        ({"in_calendar_at": now()}, "done"),
        ({"in_calendar_at": None, "calendar_failed_at": None}, "current"),
        ({"in_calendar_at": None, "calendar_failed_at": now()}, "failed"),
    ],
)
def test_the_last_step_is_the_calendars(changes: JsonObject, state: str) -> None:
    _, _, _, call = chosen()
    made = booking.agreed(answer(call).pk, {"turns": [1], "quote": "Yes."})
    assert made.appointment is not None
    for name, value in changes.items():
        setattr(made.appointment, name, value)

    assert states(made) == ["done", "done", "done", state]


@pytest.mark.parametrize(
    "changes,words",
    [
        ({"status": "queued"}, "Waiting for a free line."),
        ({"status": "queued", "due_at": now() + timedelta(hours=9)}, "We call when they are open."),
        ({"status": "dialing"}, "Dialling."), ({"status": "in_doubt"}, "Dialling."),
        ({"status": "ringing"}, "It is ringing."),
        ({"status": "in_progress", "answered_at": now()}, "Talking with them."),
        ({"status": "completed"}, "The call has ended. A moment, please."),
    ],
)  # fmt: skip
def test_what_happens_on_the_phone_is_said_in_words(changes: JsonObject, words: str) -> None:
    _, _, made, call = chosen()
    Call.objects.filter(pk=call.pk).update(**changes)

    assert booking_progress.progress_of(made).phone_words == words


@pytest.mark.parametrize(
    "outcome,words",
    [
        ("busy", "Their line was busy."), ("no_answer", "Nobody answered."),
        ("voicemail", "A machine answered."), ("", "The call did not come about."),
        ("failed", "The call did not come about."),
    ],
)  # fmt: skip
def test_a_call_that_waits_after_another_says_how_that_one_went(outcome: str, words: str) -> None:
    _, _, made, call = chosen()
    before = make_call(outcome=outcome, status="failed")
    Call.objects.filter(pk=call.pk).update(retry_of=before, due_at=now() + timedelta(minutes=9))

    shown = booking_progress.progress_of(made)

    assert shown.phone_words == words and shown.waits_for is not None


def test_what_was_said_last_is_shown_while_they_talk() -> None:
    campaign, _, made, call = chosen()
    answer(call)
    for number, text in enumerate(("Hello.", "One moment.", ""), 1):
        Event.record(campaign, "turn", call=call, number=number, speaker="callee", text=text)

    assert booking_progress.progress_of(made).confirm_line == {
        "speaker": "callee",
        "text": "One moment.",
    }


def test_a_refused_booking_can_be_tried_again_while_its_offer_stands() -> None:
    _, [offer], made, _ = chosen()
    Booking.objects.update(status="refused")
    made.refresh_from_db()
    assert booking_progress.progress_of(made).can_try_again

    Offer.objects.filter(pk=offer.pk).update(status="withdrawn")

    made.offer.refresh_from_db()
    assert not booking_progress.progress_of(made).can_try_again


def test_the_one_that_holds_the_permit_is_shown_before_one_that_failed() -> None:
    campaign, [offer] = with_offers(1)
    fields = {"campaign": campaign, "offer": offer, "deadline_at": now()}
    refused = Booking.objects.create(status="refused", **fields)
    assert booking_progress.latest(campaign) == refused

    held = Booking.objects.create(status="confirming", **fields)

    assert booking_progress.latest(campaign) == held


def test_a_campaign_that_is_over_shows_no_failed_booking() -> None:
    campaign, [offer] = with_offers(1)
    Booking.objects.create(campaign=campaign, offer=offer, status="refused", deadline_at=now())
    campaign.status = "cancelled"

    assert booking_progress.latest(campaign) is None


# --- does the desk know -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes,state",
    [
        ({"status": "queued"}, "calling"),
        ({"status": "queued", "due_at": now() + timedelta(hours=3)}, "waiting"),
        ({"status": "in_progress"}, "calling"),
        ({"status": "completed", "outcome": "released"}, "calling"),
        ({"status": "completed", "outcome": "released", "concluded_at": now()}, "knows"),
        ({"status": "completed", "outcome": "voicemail", "concluded_at": now()}, "machine"),
        ({"status": "failed", "outcome": "busy", "concluded_at": now()}, "not"),
        ({"status": "failed", "outcome": "", "concluded_at": now()}, "not"),
    ],
)
def test_whether_the_desk_knows_of_a_cancellation(changes: JsonObject, state: str) -> None:
    offer = make_offer()
    made = Booking(campaign=offer.campaign, offer=offer)
    assert booking_progress.told(made) is None
    make_call(offer.campaign, provider=offer.provider, offer=offer, purpose="cancel", **changes)

    told = booking_progress.told(made)

    assert told is not None and told.state == state
    assert told.under_way is (state in ("calling", "waiting"))
