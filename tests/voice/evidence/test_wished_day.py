"""Tests of voice/evidence/wished_day.py: days that we wish for, tell of or leave open."""

from datetime import date

import pytest

from tests.voice.evidence.dialogue import TODAY, ZONE
from voice.evidence.claim_ledger import ClaimLedger
from voice.evidence.wished_day import DayTalk, asks_hour, day_talk

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)


def talk(text: str) -> DayTalk:
    return day_talk(text, TODAY, ClaimLedger(ZONE, TODAY).read)


@pytest.mark.parametrize(
    "text",
    [
        "Tuesday.",
        "Tuesday, please.",
        "Yes, on Tuesday.",
        "So that is Tuesday, November 24th, at 9:00 in the morning.",
        "Do you have anything on Tuesday?",
        "It would be for Tuesday.",
        "I was hoping for Tuesday.",
        "An appointment with Dr. Reed on Tuesday. I have had a cough for days.",
        "Tuesday, today I have a sore throat.",
        "I fell down today, and I need somebody on Tuesday.",
        "Don't you have a thing on Tuesday?",
        "Tuesday at nine does not suit. Would ten on Tuesday be possible?",
    ],
)
def test_a_wish_names_the_day_of_the_visit(text: str) -> None:
    assert talk(text) == DayTalk(wished=frozenset({TUESDAY}))


@pytest.mark.parametrize(
    "text",
    [
        "I fell down today.",
        "He was so sick today.",
        "Today I have a headache.",
        "It's Saturday today.",
        "Dr. Reed saw us on Monday.",
        "She has been ill since Monday.",
        "Tuesday at nine does not work for us.",
    ],
)
def test_a_tale_names_no_day_at_all(text: str) -> None:
    assert talk(text).named == frozenset()
    assert not talk(text).moved


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Tuesday is his only day off.", {TUESDAY}),
        ("Or Tuesday.", {TUESDAY}),
        ("Tuesday does not work for us.", {TUESDAY}),
        ("It's Tuesday today.", {TUESDAY, TODAY}),
    ],
)
def test_a_day_that_is_neither_leaves_the_wish_in_doubt(text: str, days: set[date]) -> None:
    assert talk(text) == DayTalk(unsure=frozenset(days))


def test_a_date_is_not_cut_at_its_comma() -> None:
    assert talk("On Monday, November 30th, please.").wished == {date(2026, 11, 30)}


def test_two_days_are_both_wished_for() -> None:
    assert talk("Monday or Wednesday, please.").wished == {MONDAY, WEDNESDAY}


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("Any day is fine.", True),
        ("Would another day be possible?", True),
        ("The day doesn't matter.", True),
        ("Tuesday, or another day.", True),
        ("Some time after Wednesday.", True),
        ("Any day is fine, Tuesday would be best.", False),
        ("Tuesday next week.", False),
        ("At any time.", False),
        ("Would you have anything earlier?", False),
    ],
)
def test_whoever_takes_any_day_wishes_for_none(text: str, moved: bool) -> None:
    assert talk(text).moved == moved


def test_as_soon_as_possible_is_told_from_any_day() -> None:
    assert talk("As soon as possible.") == DayTalk(soonest=True)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("At what time can you be here?", True),
        ("And which time would suit you?", True),
        ("When would you like to come?", False),
        ("What is the name?", False),
    ],
)
def test_a_desk_that_asks_for_the_hour_is_known(text: str, asks: bool) -> None:
    assert asks_hour(text) == asks
