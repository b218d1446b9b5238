"""Tests of scheduling/language/en/wishes.py: the pieces of a written wish, in their order."""

from datetime import date, time

import pytest

from scheduling.language.en.wishes import read_wish
from scheduling.language.wish_pieces import (
    At,
    DayRange,
    Hours,
    OneDay,
    Parts,
    Period,
    Soonest,
    Span,
    Weekdays,
    WishPiece,
)

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("asap", Soonest),
        ("weekends only", Weekdays),
        ("after work", Hours),
        ("next week", Period),
        ("Mon-Wed", DayRange),
        ("between 3 and 7 December", DayRange),
        ("tomorrow", OneDay),
        ("mornings", Parts),
        ("from 2 to 4", Span),
        ("at ten", At),
    ],
)
def test_each_kind_of_wish_is_a_piece_of_its_own(text: str, kind: type[WishPiece]) -> None:
    [piece] = read_wish(text, TODAY)

    assert type(piece) is kind
    assert not piece.refused


def test_whole_phrases_come_before_days_and_times() -> None:
    kinds = [type(piece) for piece in read_wish("Tuesday at ten, next week, asap", TODAY)]

    assert kinds == [Soonest, Period, OneDay, At]


def test_a_refusal_holds_for_the_whole_list() -> None:
    pieces = read_wish("not Monday or Tuesday, rather Friday", TODAY)

    assert [piece.refused for piece in pieces] == [True, True, False]


@pytest.mark.parametrize("text", ["Monday is not good", "no mornings", "not next week"])
def test_a_refusal_may_stand_before_or_behind(text: str) -> None:
    [piece] = read_wish(text, TODAY)

    assert piece.refused


@pytest.mark.parametrize(
    ("text", "limit", "shut_out"),
    [
        ("from Friday", "first", False),
        ("after Friday", "first", True),
        ("no earlier than Friday", "first", False),
        ("by Friday", "last", False),
        ("before Friday", "last", True),
        ("Friday at the latest", "last", False),
        ("Friday onwards", "first", False),
        ("Friday", None, False),
    ],
)
def test_a_day_may_be_the_first_or_the_last_one(
    text: str, limit: str | None, shut_out: bool
) -> None:
    [piece] = read_wish(text, TODAY)

    assert isinstance(piece, OneDay)
    assert (piece.limit, piece.shut_out) == (limit, shut_out)


def test_a_habit_sets_the_hours() -> None:
    [piece] = read_wish("at lunchtime", TODAY)

    assert isinstance(piece, Hours)
    assert (piece.earliest, piece.latest) == (time(12), time(14))


def test_not_before_turns_a_limit_round() -> None:
    [piece] = read_wish("not before ten", TODAY)

    assert isinstance(piece, At) and piece.refused and piece.clock.bound == "before"
