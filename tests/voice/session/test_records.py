"""What a conversation reads from and writes to rows."""

from datetime import datetime

import pytest
from django.db import transaction
from django.utils.timezone import now

from campaigns.bookings import booking
from campaigns.calls import outcomes
from campaigns.models import Booking, Call, Provider, Suppression
from scheduling.language.speak import spoken
from telephony.dialling import call_state
from tests.factories import make_call, make_campaign, make_offer
from tests.voice.desk import ZONE, workday
from voice.models import Turn
from voice.session import records

pytestmark = pytest.mark.django_db(transaction=True)


def read_back_and(call: Call, start: datetime, reply: str) -> None:
    """The time was read back and `reply` came."""
    read_back = f"So that is {spoken(start.astimezone(ZONE))}, for Alex Example. Is that right?"
    Turn.objects.create(call=call, number=1, speaker="agent", text=read_back)
    Turn.objects.create(call=call, number=2, speaker="callee", text=reply)


def confirming(reply: str) -> Call:
    """A confirm call in progress in which the time was read back and `reply` came."""
    offer = make_offer(start=workday(10, 30))
    booking.confirm(offer.campaign, offer)
    call = Call.objects.get(purpose="confirm")
    Call.objects.filter(pk=call.pk).update(status="in_progress", answered_at=now())
    read_back_and(call, offer.start, reply)
    call.refresh_from_db()
    return call


def test_a_yes_that_was_not_stored_when_the_line_died_needs_another_confirmation() -> None:
    call = confirming("Yes, that is right.")

    call_state.finish(call, Call.Status.COMPLETED, outcome="")

    assert Booking.objects.get().status == Booking.Status.NEEDS_CONFIRMATION


@pytest.mark.parametrize("reply", ["Probably.", "No, that one is gone.", "Sorry, what?"])
def test_without_a_clear_yes_nothing_is_kept(reply: str) -> None:
    call = confirming(reply)

    assert records.lost_after_yes(call.pk) is False

    assert Booking.objects.get().status == Booking.Status.CONFIRMING


def test_what_was_refused_is_not_brought_back() -> None:
    call = confirming("Yes, that is right.")
    Call.objects.filter(pk=call.pk).update(outcome="refused")

    assert records.lost_after_yes(call.pk) is False


def test_an_outcome_that_is_known_is_not_replaced() -> None:
    call = make_call(status="in_progress", outcome="callback_promised")

    records.close(call.pk, {"turns": 3}, "failed", "whatever")

    call.refresh_from_db()
    assert (call.outcome, call.metrics) == ("callback_promised", {"turns": 3})


def test_a_release_call_that_somebody_heard_has_released() -> None:
    heard = make_call(status="in_progress", purpose="release")
    Turn.objects.create(call=heard, number=1, speaker="callee", text="Okay, thanks.")
    unheard = make_call(status="in_progress", purpose="release")

    for call in (heard, unheard):
        records.close(call.pk, {}, "no_slots", "")
        call.refresh_from_db()

    assert (heard.outcome, unheard.outcome) == ("released", "failed")


# --- what was said and not stored, when processes die --------------------------------------------


def test_a_yes_is_kept_in_one_step_with_the_end_of_the_call() -> None:
    """Whoever has noted the end may die at once; others then conclude the call."""
    call = confirming("Yes, that is right.")

    with transaction.atomic():
        call_state.finish(call, Call.Status.COMPLETED, outcome="")
        known = Booking.objects.get().status
    outcomes.conclude_call(call.pk)

    assert known == Booking.Status.NEEDS_CONFIRMATION
    assert Booking.objects.get().status == Booking.Status.NEEDS_CONFIRMATION
    assert Call.objects.filter(purpose="confirm", status="queued").count() == 1


def test_a_yes_in_an_enquiry_that_may_book_is_confirmed_again() -> None:
    campaign = make_campaign(booking_policy="book_when_it_fits", status="negotiating")
    call = make_call(campaign, status="in_progress", answered_at=now())
    offer = make_offer(call, start=workday(10, 30))
    booking.take_permit_in_call(call, offer)
    read_back_and(call, offer.start, "Yes, that is right.")

    call_state.finish(call, Call.Status.COMPLETED, outcome="")

    assert Booking.objects.get().status == Booking.Status.NEEDS_CONFIRMATION
    assert Call.objects.get(purpose="confirm").status == Call.Status.QUEUED


def test_a_permit_in_an_enquiry_without_a_yes_is_free_again() -> None:
    campaign = make_campaign(booking_policy="book_when_it_fits", status="negotiating")
    call = make_call(campaign, status="in_progress", answered_at=now())
    offer = make_offer(call, start=workday(10, 30))
    booking.take_permit_in_call(call, offer)

    call_state.finish(call, Call.Status.COMPLETED, outcome="")

    assert Booking.objects.get().status == Booking.Status.REFUSED


def test_an_opt_out_that_nobody_could_store_is_in_force_when_the_call_ends() -> None:
    call = make_call(status="in_progress", answered_at=now())
    Turn.objects.create(call=call, number=1, speaker="callee", text="Take us off your list.")
    Turn.objects.create(call=call, number=2, speaker="agent", text="Please stop calling us.")

    call_state.finish(call, Call.Status.COMPLETED, outcome="")

    standing = Suppression.standing_for(call.to_number)
    assert standing is not None and standing.source == "callee"
    assert Call.objects.get(pk=call.pk).outcome == Call.Outcome.DECLINED


def test_only_the_callee_can_opt_out() -> None:
    call = make_call(status="in_progress", answered_at=now())
    Turn.objects.create(call=call, number=1, speaker="agent", text="Take us off your list.")

    call_state.finish(call, Call.Status.COMPLETED, outcome="no_slots")

    assert Suppression.standing_for(call.to_number) is None


def test_an_end_is_kept_although_its_last_words_cannot_be_heeded() -> None:
    call = confirming("Yes, that is right.")
    Provider.objects.update(opening_hours={"1": [9]})  # which are no hours
    with pytest.raises(TypeError):
        records.lost_after_yes(call.pk)

    assert call_state.finish(call, Call.Status.COMPLETED, outcome="no_slots")
    assert Call.objects.get(pk=call.pk).status == Call.Status.COMPLETED
