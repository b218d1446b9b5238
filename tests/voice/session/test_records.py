"""What a conversation reads from and writes to rows."""

from datetime import datetime

import pytest
from django.db import transaction
from django.utils.timezone import now

from campaigns.bookings import booking
from campaigns.calls import outcomes
from campaigns.calls.cancel import cancel_campaign
from campaigns.models import Booking, Call, Campaign, Provider, Suppression
from scheduling.language.speak import spoken
from telephony.dialling import call_state
from tests.factories import make_call, make_campaign, make_offer
from tests.voice.desk import ZONE, workday
from voice.evidence.further_calls import QUESTION
from voice.models import ToolRun, Turn
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


def booked_and(later: str) -> Call:
    """A confirm call that has booked, and `later` was said afterwards."""
    call = confirming("Yes, that is right.")
    booking.agreed(call.pk, {"call_id": str(call.pk)})
    Turn.objects.create(call=call, number=3, speaker="agent", text="Thank you.")
    Turn.objects.create(call=call, number=4, speaker="callee", text=later)
    call.refresh_from_db()
    return call


@pytest.mark.parametrize(
    "later",
    [
        "Wait, the doctor is out that day.",
        "Oh, it's not letting me book that one.",
        "Sorry, I meant Wednesday.",
        "Hold on.",
    ],
)
def test_a_booking_is_judged_to_the_last_word(later: str) -> None:
    call = booked_and(later)

    call_state.finish(call, Call.Status.COMPLETED, outcome="")
    outcomes.conclude_call(call.pk)

    made = Booking.objects.get()
    assert (made.status, made.evidence["doubt"]) == (Booking.Status.NEEDS_CONFIRMATION, later)
    again = Call.objects.get(purpose="confirm", status="queued")
    assert again.retry_of == call


@pytest.mark.parametrize("later", ["You're welcome, bye.", "Great, see you then."])
def test_what_is_harmless_changes_no_booking(later: str) -> None:
    call = booked_and(later)

    records.finish(call.pk, [], {}, "", "")
    call_state.finish(call, Call.Status.COMPLETED, outcome="")
    outcomes.conclude_call(call.pk)

    assert Booking.objects.get().status == Booking.Status.BOOKED


def test_last_words_that_are_stored_after_the_end_count_too() -> None:
    call = booked_and("You're welcome.")
    call_state.finish(call, Call.Status.COMPLETED, outcome="")
    outcomes.conclude_call(call.pk)
    Turn.objects.create(call=call, number=5, speaker="callee", text="No, that one is gone.")

    records.finish(call.pk, [], {}, "", "")

    assert Booking.objects.get().status == Booking.Status.NEEDS_CONFIRMATION


def test_a_yes_in_an_enquiry_that_may_book_counts_although_its_agent_died_before_it_asked() -> None:
    offer = make_offer(start=workday(10, 30))
    Campaign.objects.update(booking_policy="book_when_it_fits", status="negotiating")
    Call.objects.update(status="in_progress", answered_at=now())
    call = Call.objects.get()
    read_back_and(call, offer.start, "Yes, that is right.")

    call_state.finish(call, Call.Status.COMPLETED, outcome="")

    assert Booking.objects.get().status == Booking.Status.NEEDS_CONFIRMATION
    assert Call.objects.get(purpose="confirm").status == "queued"


@pytest.mark.parametrize("heard", [True, False])
def test_who_agreed_to_what_was_stopped_is_rung_unless_the_agent_has_said_so(heard: bool) -> None:
    call = confirming("Yes, that is right.")
    assert call.campaign is not None and cancel_campaign(call.campaign)
    arguments = {"start": "2030-01-01T10:30"}
    answer = {"ok": False, "booked": False}
    ToolRun.objects.create(call=call, name="book_slot", arguments=arguments, answer=answer, key="k")
    if heard:
        Turn.objects.create(call=call, number=3, speaker="agent", text="Sorry, it is not needed.")
    call.refresh_from_db()

    call_state.finish(call, Call.Status.COMPLETED, outcome="")

    assert Call.objects.filter(purpose="cancel").exists() is not heard


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
    call = make_call(status="in_progress", outcome="callback_promised", stream_count=2)

    records.close(call.pk, {"turns": 3}, "failed", "whatever")

    call.refresh_from_db()
    assert (call.outcome, call.metrics) == ("callback_promised", {"turns": 3, "sockets_stored": 2})
    assert call.concluded_at is None


def test_a_failure_noted_while_the_conversation_stored_its_end_is_kept() -> None:
    call = make_call(status="in_progress", metrics={"agent_failed": True}, stream_count=3)

    records.close(call.pk, {"turns": 3}, "", "")

    call.refresh_from_db()
    assert call.metrics == {"agent_failed": True, "turns": 3, "sockets_stored": 3}


def test_a_call_whose_end_was_told_before_its_last_words_were_stored_is_concluded_then() -> None:
    call = make_call(status="in_progress", stream_count=1)
    call.move(Call.Status.COMPLETED, ended_at=now())
    outcomes.conclude_call(call.pk)

    records.close(call.pk, {}, "no_slots", "")

    call.refresh_from_db()
    assert call.outcome == "no_slots" and call.concluded_at is not None


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


DOUBT = "I'd rather you didn't do this."


@pytest.mark.parametrize(
    ("said", "stays_callable"),
    [
        ((("callee", DOUBT), ("agent", QUESTION)), False),  # and the line was gone
        ((("callee", DOUBT), ("agent", QUESTION), ("callee", "Yes.")), False),
        ((("callee", DOUBT), ("agent", QUESTION), ("callee", "No, go on.")), True),
        ((("callee", DOUBT),), False),  # who hangs up then has said it
        ((("callee", DOUBT), ("agent", "What time?"), ("callee", "Ten thirty.")), True),
    ],
)
def test_who_left_us_in_doubt_at_the_end_is_not_called_again(
    said: tuple[tuple[str, str], ...], stays_callable: bool
) -> None:
    call = make_call(status="in_progress", answered_at=now())
    for number, (speaker, text) in enumerate(said, 1):
        Turn.objects.create(call=call, number=number, speaker=speaker, text=text)

    call_state.finish(call, Call.Status.COMPLETED, outcome="no_slots")

    standing = Suppression.standing_for(call.to_number)
    assert (standing is None) is stays_callable
    assert standing is None or standing.reason == DOUBT
    assert (Call.objects.get(pk=call.pk).outcome == "no_slots") is stays_callable


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
