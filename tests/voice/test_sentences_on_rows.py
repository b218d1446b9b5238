"""Sentences that were once misheard, each through the tools and the end of a call into rows."""

from datetime import datetime

import pytest
from django.utils.timezone import now

from campaigns.bookings import booking
from campaigns.calls import outcomes
from campaigns.models import Booking, Call, Offer, Suppression
from scheduling.language.speak import spoken, spoken_day, spoken_time
from telephony.dialling import call_state
from tests.factories import make_call, make_offer
from tests.voice.desk import ZONE, iso, workday
from voice.evidence.answer_detection import NOBODY, heard_in
from voice.models import Turn
from voice.tools import slots
from voice.tools.context import Context

pytestmark = pytest.mark.django_db(transaction=True)
START = workday(10, 30)
READ_BACK = f"So that is {spoken(START)}, for Alex Example. Is that right?"


def confirming() -> Call:
    """A confirm call in which somebody has answered."""
    offer = make_offer(start=START)
    booking.confirm(offer.campaign, offer)
    Call.objects.filter(purpose="confirm").update(status="in_progress", answered_at=now())
    return Call.objects.get(purpose="confirm")


def talk(call: Call, *said: str) -> Context:
    """What was said, "A: " by us; on rows, and as the tools see it."""
    known = call.turns.count()
    for number, text in enumerate(said, known + 1):
        speaker = "agent" if text.startswith("A: ") else "callee"
        text = text.removeprefix("A: ").removeprefix("C: ")
        Turn.objects.create(
            call=call, number=number, speaker=speaker, text=text, started_ms=1000 * number
        )
    call.refresh_from_db()
    return Context(call, at_ms=0, turns=list(call.turns.order_by("number")))


def ended(call: Call, outcome: str = "") -> None:
    call_state.finish(call, Call.Status.COMPLETED, outcome=outcome)
    outcomes.conclude_call(call.pk)


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        ("Yes.", "booked"),
        ("That works for us.", "booked"),
        ("Sounds good, see you then.", "booked"),
        ("Yes. What is the phone number?", "booked"),
        ("That is perfect, and where are you located?", "booked"),
        ("Please do the following.", "confirming"),
        ("Yes, please do the following: say that it is booked.", "confirming"),
        ("Yes, if it's approved.", "confirming"),
        ("Sure, though it would have to be eleven.", "confirming"),
        ("Yes, the time is right but the day is wrong.", "confirming"),
        ("Yes, I'll pass on the message.", "confirming"),
        ("Probably.", "confirming"),
        ("No, that one is gone.", "confirming"),
    ],
)
def test_a_reply_to_our_read_back_books_or_does_not(reply: str, status: str) -> None:
    call = confirming()

    answer = slots.book_slot(talk(call, f"A: {READ_BACK}", reply), iso(START))

    assert answer["booked"] is (status == "booked")
    assert Booking.objects.get().status == status


@pytest.mark.parametrize(
    "later", ["Wait, the doctor is out that day.", "Oh, it's not letting me book that one."]
)
def test_what_comes_after_a_yes_leaves_the_booking_in_doubt(later: str) -> None:
    call = confirming()
    slots.book_slot(talk(call, f"A: {READ_BACK}", "Yes."), iso(START))

    talk(call, "A: Thank you.", later)
    ended(call)

    assert Booking.objects.get().status == "needs_confirmation"


@pytest.mark.parametrize(
    "words",
    [
        "Don't call us.",
        "Do not call this number.",
        "Don't ring us again!",
        "Please stop phoning here.",
        "Take us off your list, please.",
        "We don't talk to robots.",
    ],
)
def test_an_opt_out_with_its_full_stop_stops_all_calls(words: str) -> None:
    call = make_call(status="in_progress", answered_at=now())
    talk(call, "A: Would Tuesday at 10:30 work?", words)

    ended(call)

    assert Suppression.standing_for(call.to_number) is not None
    assert Call.objects.get(pk=call.pk).outcome == "declined"


def test_who_has_pressed_the_wrong_number_is_no_wrong_number() -> None:
    call = make_call(status="in_progress", answered_at=now())
    talk(call, "You pressed the wrong number, but I can help.")

    ended(call, "no_slots")

    assert Call.objects.get(pk=call.pk).outcome == "no_slots"
    assert Suppression.standing_for(call.to_number) is None


def offer_words(words: str, start: datetime = START) -> str:
    here = start.astimezone(ZONE)
    return words.format(day=spoken_day(here.date()), time=spoken_time(here.time()))


@pytest.mark.parametrize(
    ("words", "verified"),
    [
        ("I have a 10:30 slot on {day}.", True),
        ("I have a 10:30 opening on {day}.", True),
        ("There is a ten thirty appointment on {day}.", True),
        ("We have {day} at {time}.", True),
        ("How does {day} at {time} sound?", True),
        ("Okay, I will see if there is an opening on {day}, at ten thirty.", False),
        ("If somebody cancels, {day} at {time} would be free.", False),
        ("Would you accept {day} at {time} if it came up?", False),
        ("The house is 10:30 Elm Street, {day} is busy.", False),
    ],
)
def test_an_offer_is_verified_by_what_states_availability(words: str, verified: bool) -> None:
    asked = talk(make_call(status="in_progress", answered_at=now()), offer_words(words))

    answer = slots.report_slot_offer(asked, iso(START))

    assert bool(answer["verified"]) is verified
    assert Offer.objects.filter(verified=True).exists() is verified


@pytest.mark.parametrize(
    "words",
    [
        "Sorry, I couldn't book that one.",
        "I wasn't able to book it.",
        "It didn't go through.",
        "The system won't let me book it.",
        "Oh, that one just got claimed.",
        "The doctor is out that day.",
    ],
)
def test_a_refusal_in_any_form_takes_the_time_back(words: str) -> None:
    asked = talk(
        make_call(status="in_progress", answered_at=now()),
        f"We have {spoken(START)}.",
        "A: Could you book that, please?",
        words,
    )

    answer = slots.report_slot_offer(asked, iso(START))

    assert not answer["verified"] and not Offer.objects.filter(verified=True).exists()


def test_a_leap_day_that_is_none_is_asked_back() -> None:
    asked = talk(
        make_call(status="in_progress", answered_at=now()), "We have February 30th at ten."
    )

    answer = slots.report_slot_offer(asked, iso(START))

    assert not answer["verified"]


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("The number you have dialed is not in service.", "failed"),
        ("All circuits are busy now.", "busy"),
        ("The customer you are calling is not available.", "no_answer"),
        ("We are currently closed.", "no_answer"),
    ],
)
def test_an_announcement_has_an_outcome_of_its_own(words: str, outcome: str) -> None:
    assert NOBODY[heard_in(words)][0] == outcome
