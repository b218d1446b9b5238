"""What one turn of the callee claims about each time it mentions."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from scheduling.language.mentions import mentions
from voice.evidence.claims import MAX_WORDS, claims, refusals_in, too_long

ZONE = ZoneInfo("America/New_York")
TODAY = date(2026, 11, 21)  # a Saturday


def claimed(text: str) -> list[tuple[str, str | None]]:
    return [
        (claim.stance, claim.mention.text if claim.mention else None)
        for claim in claims(text, mentions(text, TODAY, ZONE))
    ]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Dr. Patel has Tuesday at ten.", "offered"),
        ("How about Tuesday at ten?", "offered"),
        ("Tuesday at ten", "bare"),
        ("Tuesday at ten, does that work?", "bare"),
        ("Tuesday at ten is taken.", "refused"),
        ("We have Tuesday at ten, I think.", "hedged"),
        ("Only for emergencies on Tuesday at ten.", "hedged"),
        ("Did you say Tuesday at ten?", "asked"),
        ("Let me check Tuesday at ten.", "asked"),
        ("The doctor had Tuesday at ten.", "aside"),
        ("We close on Tuesday at ten.", "aside"),
    ],
)
def test_a_time_is_offered_refused_doubted_asked_about_or_beside_the_point(
    text: str, stance: str
) -> None:
    assert claimed(text) == [(stance, "Tuesday at ten")]


def test_how_long_a_slot_is_kept_is_no_slot() -> None:
    assert claimed("I can keep it until Friday at noon.") == [("deadline", "Friday at noon")]


@pytest.mark.parametrize(
    "text",
    ["Tuesday is full, Wednesday at two works.", "Tuesday is full Wednesday at two works"],
)
def test_each_clause_speaks_for_its_own_time_with_a_comma_or_without(text: str) -> None:
    assert claimed(text) == [("refused", "Tuesday"), ("offered", "Wednesday at two")]


def test_what_is_said_of_a_list_is_said_of_each_of_its_times() -> None:
    assert claimed("Tuesday and Wednesday are full.") == [
        ("refused", "Tuesday"),
        ("refused", "Wednesday"),
    ]


def test_a_clause_without_a_time_may_take_back_the_one_before() -> None:
    assert claimed("We have Tuesday at ten. That one just went.") == [
        ("offered", "Tuesday at ten"),
        ("refused", None),
    ]


def test_the_full_stop_of_a_title_ends_no_sentence() -> None:
    assert claimed("Tuesday at ten with Dr. Patel is gone.") == [("refused", "Tuesday at ten")]


def test_a_turn_without_a_time_or_a_no_claims_nothing() -> None:
    assert claimed("Thank you for calling.") == []


def test_a_turn_is_too_long_by_its_words_or_its_letters() -> None:
    assert not too_long("yes " * MAX_WORDS)
    assert too_long("yes " * (MAX_WORDS + 1))
    assert too_long("y" * 1000)


def test_refusals_are_picked_out_of_the_talk_the_last_ones_first() -> None:
    talk = "A heron comes in the morning to look at the fish. "
    said = f"{talk}That one just went. {talk}No, it is gone. {talk}"

    assert refusals_in(said) == "That one just went. No, it is gone."
    assert refusals_in("That is taken. " * 20) == " ".join(["That is taken."] * 13)
