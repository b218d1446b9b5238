"""How far a booking is, what stands in its way, and whether a desk knows of a cancellation."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from campaigns.bookings import booking, permits
from campaigns.models import Booking, Call
from campaigns.pages import booking_progress
from scheduling.models import CalendarEntry
from tests.campaigns.answered_calls import answer, unreached, with_offers

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
