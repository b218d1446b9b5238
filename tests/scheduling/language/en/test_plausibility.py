"""Tests of scheduling/language/en/plausibility.py: a time, or a price, a number, an address."""

import pytest

from scheduling.language.en.plausibility import between_at, clock_at
from scheduling.language.en.tokens import Tokens, tokens_of


def clocks(said: str) -> list[tuple[int, int]]:
    """All that are read as times, wherever they begin."""
    text, found, i = Tokens(tokens_of(said)), [], 0
    while i < len(text):
        clock = clock_at(text, i)
        if clock:
            found.append((clock[0].hour, clock[0].minute))
        i = clock[1] if clock else i + 1
    return found


@pytest.mark.parametrize(
    "said",
    [
        "ten dollars",
        "about ten minutes",
        "a table for four",
        "room nine",
        "it costs one twenty",
        "five Main Street",
        "two or three weeks",
        "555 1234",
        "a party of six",
        "ten % off",
    ],
)
def test_a_number_that_is_something_else_is_no_time(said: str) -> None:
    assert clocks(said) == []


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("at ten", (10, 0)),
        ("we have nine on Tuesday", (9, 0)),
        ("put you down for ten", (10, 0)),
        ("make it ten thirty", (10, 30)),
        ("Tuesday nine", (9, 0)),
        ("ten", (10, 0)),
    ],
)
def test_a_number_that_is_meant_as_a_time_is_one(said: str, meant: tuple[int, ...]) -> None:
    assert clocks(said) == [meant]


@pytest.mark.parametrize(
    ("said", "bound"),
    [
        ("after four", "after"),
        ("four or later", "after"),
        ("from four onwards", "after"),
        ("before four", "before"),
        ("earlier than four", "before"),
        ("around four", "around"),
        ("four-ish", "around"),
        ("how about four", None),
        ("would you like four", None),
    ],
)
def test_the_words_around_a_time_may_make_it_a_limit(said: str, bound: str | None) -> None:
    text = Tokens(tokens_of(said))
    [found] = [clock for i in range(len(text)) if (clock := clock_at(text, i))]

    assert found[0].bound == bound


def test_that_is_one_twenty_may_be_money() -> None:
    found = clock_at(Tokens(tokens_of("that's one twenty")), 1)

    assert found is not None and found[0].doubt == "number"


def test_a_number_before_what_it_may_count_is_doubted() -> None:
    found = clock_at(Tokens(tokens_of("We're at 101 points")), 2)

    assert found is not None
    assert found[0].doubt == "number"


@pytest.mark.parametrize("said", ["between nine and eleven", "from nine to eleven", "9-11"])
def test_two_times_with_a_word_between_are_a_stretch(said: str) -> None:
    found = between_at(Tokens(tokens_of(said)), 0)

    assert found is not None
    assert (found[0].low.hour, found[0].high.hour) == (9, 11)


def test_two_times_in_a_list_are_no_stretch() -> None:
    assert between_at(Tokens(tokens_of("nine and eleven")), 0) is None
