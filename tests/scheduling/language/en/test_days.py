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
    ("this coming Friday", {"weekday": 4, "week": "coming"}),
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
    ("in two weeks' time", {"offset": 14, "rough": True}),
    ("two weeks from today", {"offset": 14}),
    ("two weeks from now", {"offset": 14, "rough": True}),
    ("nine days from now", {"offset": 9}),
    ("three weeks hence", {"offset": 21, "rough": True}),
    ("Monday 30", {"weekday": 0, "day": 30}),
    ("Friday twenty three", {"weekday": 4, "day": 23}),
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


def test_so_many_days_or_months_are_counted_from_any_day() -> None:
    weeks = day_at(Tokens(tokens_of("two weeks from Monday")), 0)
    days = day_at(Tokens(tokens_of("three days before Christmas")), 0)
    months = day_at(Tokens(tokens_of("4 months from tomorrow")), 0)

    assert weeks and weeks[0].anchor and days and days[0].anchor and months and months[0].anchor
    assert (weeks[0].ahead_days, weeks[0].anchor.weekday) == (14, 0)
    assert (days[0].ahead_days, days[0].anchor.feast) == (-3, "christmas")
    assert (months[0].ahead_months, months[0].anchor.offset) == (4, 1)


@pytest.mark.parametrize(
    ("said", "week"),
    [("the Monday after Easter", "following"), ("Friday before the 20th", "preceding")],
)
def test_a_weekday_may_be_named_by_the_day_beside_it(said: str, week: str) -> None:
    found = day_at(Tokens(tokens_of(said)), 0)

    assert found and found[0].anchor
    assert found[0].week == week
    assert found[0].end == len(said)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("Friday 7 at 4", 7),
        ("Friday 7, 10:30", 7),
        ("Friday 23 4 pm", 23),
        ("Friday 7", None),  # an hour
        ("Friday 7 at Maple Street", None),
        ("Friday 7 pm", None),
        ("Friday 15 30", None),
        ("Friday twenty to ten", None),
        ("Friday 20 minutes", None),
        ("Fridays 23", None),
    ],
)
def test_a_number_beside_a_weekday_is_a_date_unless_it_may_be_an_hour(
    said: str, number: int | None
) -> None:
    found = day_at(Tokens(tokens_of(said)), 0)

    assert found
    assert found[0].day == number
