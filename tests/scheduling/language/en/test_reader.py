"""Tests of scheduling/language/en/reader.py: pieces of a sentence and how they hang together."""

import pytest

from scheduling.language.en.reader import read
from scheduling.language.pieces import Clock, Day, PartOfDay


@pytest.mark.parametrize(
    ("said", "link"),
    [
        ("Tuesday at ten", "joined"),
        ("Tuesday, ten thirty", "comma"),
        ("nine or ten", "or"),
        ("Tuesday is fine and we open at ten", "apart"),
        ("Tuesday is full, but we open at ten", "clause"),
        ("Tuesday is full. At ten", "sentence"),
    ],
)
def test_what_stands_between_two_pieces_is_how_they_hang_together(said: str, link: str) -> None:
    assert [piece.link for piece in read(said)] == ["sentence", link]


def test_days_times_and_parts_come_in_the_order_of_their_words() -> None:
    kinds = [type(piece) for piece in read("Tuesday in the morning or at two p.m.")]

    assert kinds == [Day, PartOfDay, Clock]


def test_a_lost_word_beside_a_piece_breaks_it() -> None:
    [day, clock] = read("Tuesday … at ten")

    assert clock.broken and day.broken


def test_a_pause_after_um_loses_nothing() -> None:
    [clock] = read("um… at ten")

    assert not clock.broken


def test_a_day_may_be_a_limit() -> None:
    [day] = read("before Friday")

    assert isinstance(day, Day) and day.bound == "before"


def test_telephone_numbers_hold_no_times() -> None:
    assert not read("call five five five one two three four")
