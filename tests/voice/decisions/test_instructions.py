"""What code tells an agent in mid-call."""

from voice.decisions import instructions
from voice.decisions.silence_timer import Act


def test_every_act_of_the_clock_is_told_or_ends_the_call() -> None:
    assert instructions.TOLD.keys() | instructions.ENDS.keys() == set(Act)
    assert not instructions.TOLD.keys() & instructions.ENDS.keys()


def test_what_another_place_offers_is_quoted_and_cut_short() -> None:
    told = instructions.leverage("Tuesday at nine. " * 50)

    assert "already have an option" in told
    assert told.count("Tuesday") < 8


def test_what_the_person_adds_is_quoted() -> None:
    assert instructions.whisper("Friday too").endswith('"Friday too"')
