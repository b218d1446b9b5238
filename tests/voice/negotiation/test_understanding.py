"""What the callee's words mean to somebody who waits for a time, a yes, a price or a question."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from voice.negotiation.facts import Facts
from voice.negotiation.understanding import Heard, heard, practitioner_in, price_in

ZONE = ZoneInfo("America/Los_Angeles")
FACTS = Facts.of({"today": "2026-11-21", "timezone": "America/Los_Angeles"})  # a Saturday
SLOT = datetime(2026, 11, 24, 10, 30, tzinfo=ZONE)


def said(text: str) -> Heard:
    return heard(text, FACTS, None, None)


def test_a_certain_time_is_a_slot_and_one_that_is_denied_is_none() -> None:
    assert said("We have Tuesday at 10:30.").slots == (SLOT,)
    assert said("Tuesday at 10:30 is taken.").slots == ()


def test_a_correction_replaces_the_time_before_it() -> None:
    corrected = said("We have Tuesday at 9:30, I mean Tuesday at 10:30.")

    assert corrected.slots == (SLOT,)


def test_a_time_that_is_not_certain_is_left_open_and_completed_by_the_next_turn() -> None:
    first = said("We have 10:30.")
    assert first.slots == ()
    assert first.open is not None

    assert heard("On Tuesday.", FACTS, None, first.open).slots == (SLOT,)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Good morning, how can I help?", "greets"),
        ("Let me just check.", "fills"),
        ("Sorry, could you say that again?", "lost_it"),
        ("We are fully booked.", "nothing_free"),
        ("We have … on Tuesday.", "broken"),
        ("Which day?", "asks"),
    ],
)
def test_a_turn_greets_waits_missed_us_has_nothing_breaks_off_or_asks(text: str, what: str) -> None:
    assert getattr(said(text), what)


def test_a_price_is_known_only_if_there_is_one() -> None:
    assert price_in("that would be ninety five dollars") == "95.00"
    assert price_in("between 80 dollars and 95 dollars") == ""


def test_who_would_see_the_person_is_read_with_the_title() -> None:
    assert practitioner_in("That would be with Dr. Patel.") == "Dr. Patel"
    assert practitioner_in("That would be with us.") == ""


def test_of_whoever_says_too_much_at_once_no_time_is_heard() -> None:
    talk = "We have Tuesday at ten thirty, or so I would say if anybody asked me today. "

    long = heard(talk * 40, FACTS, None, None)

    assert (long.slots, long.open, long.parts) == ((), None, ())
    assert len(long.low) < len(talk * 40)
