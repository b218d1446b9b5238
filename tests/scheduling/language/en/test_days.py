"""Tests of scheduling/language/en/days.py: how English names a day."""

import pytest

from scheduling.language.en.days import day_at
from scheduling.language.en.tokens import Tokens, tokens_of
from scheduling.language.pieces import Day, DayFields

SAID: list[tuple[str, DayFields]] = [
    ("today", {"offset": 0}),
    ("the day after tomorrow", {"offset": 2}),
    ("tomorrow week", {"offset": 8}),
    ("in three days", {"offset": 3}),
    ("a week from today", {"offset": 7}),
    ("a week on Tuesday", {"weekday": 1, "week": "later"}),
    ("the next day", {"week": "following"}),
    ("Tuesday", {"weekday": 1}),
    ("this coming Friday", {"weekday": 4, "week": "this"}),
    ("next Friday", {"weekday": 4, "week": "next"}),
    ("next week on Friday", {"weekday": 4, "week": "next week"}),
    ("Friday of next week", {"weekday": 4, "week": "next week"}),
    ("the following Monday", {"weekday": 0, "week": "following"}),
    ("Monday after next", {"weekday": 0, "week": "later"}),
    ("Monday the week after", {"weekday": 0, "week": "following"}),
    ("Mondays", {"weekday": 0, "recurring": True}),
    ("December 1st, 2026", {"month": 12, "day": 1, "year": 2026}),
    ("the first of December", {"month": 12, "day": 1}),
    ("1 December twenty twenty seven", {"month": 12, "day": 1, "year": 2027}),
    ("the 24th", {"day": 24}),
    ("the 3rd of next month", {"day": 3, "months": 1}),
    ("the second Tuesday in March", {"weekday": 1, "nth": 2, "month": 3}),
    ("the last Friday of March", {"weekday": 4, "nth": -1, "month": 3}),
    ("2026-12-01", {"month": 12, "day": 1, "year": 2026}),
    ("3/4", {"month": 3, "day": 4, "swapped": True}),
    ("24/12/26", {"month": 12, "day": 24, "year": 2026}),
]


@pytest.mark.parametrize(("said", "meant"), SAID)
def test_a_day_is_read_as_it_was_said(said: str, meant: DayFields) -> None:
    found = day_at(Tokens(tokens_of(said)), 0)

    assert found is not None
    assert found[0] == Day(start=0, end=len(said), **meant)


@pytest.mark.parametrize("said", ["the first available", "the patient sat", "13/13", "may", "ten"])
def test_what_only_sounds_like_a_day_is_none(said: str) -> None:
    text = Tokens(tokens_of(said))

    assert all(day_at(text, i) is None for i in range(-1, len(text) + 1))
