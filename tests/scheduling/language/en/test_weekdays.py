"""Tests of scheduling/language/en/weekdays.py: which weekday, of which week."""

import pytest

from scheduling.language.en.tokens import Tokens, tokens_of
from scheduling.language.en.weekdays import weekday_at, weekday_name
from scheduling.language.pieces import Day, DayFields


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Sunday", {"weekday": 6}),
        ("Sun.", {"weekday": 6}),
        ("the upcoming Friday", {"weekday": 4, "week": "coming"}),
        ("Thursday of this week", {"weekday": 3, "week": "this week"}),
        ("Thursday, next week", {"weekday": 3, "week": "next week"}),
        ("Monday of the following week", {"weekday": 0, "week": "next week"}),
        ("the week after next on Monday", {"weekday": 0, "week": "after next week"}),
        ("Monday the week after next", {"weekday": 0, "week": "after next week"}),
        ("last Monday", {"weekday": 0, "week": "last"}),
    ],
)
def test_a_weekday_is_of_the_week_that_was_said(said: str, meant: DayFields) -> None:
    found = weekday_at(Tokens(tokens_of(said)), 0)

    assert found is not None
    assert found[0] == Day(start=0, end=len(said.rstrip(".")), **meant)


def test_sat_and_sun_are_weekdays_as_names_alone() -> None:
    said = Tokens(tokens_of("he sat in the sun with Sat and sun"))

    assert [bool(weekday_name(said, k)) for k in (1, 4, 6, 8)] == [False, False, True, True]
