"""Tests of scheduling/language/en/periods.py: weeks, months and feasts as stretches of days."""

from datetime import date

import pytest

from scheduling.language.en.periods import periods

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("this week", date(2026, 11, 25), date(2026, 11, 29)),  # what has begun starts today
        ("next week", date(2026, 11, 30), date(2026, 12, 6)),
        ("early next week", date(2026, 11, 30), date(2026, 12, 2)),
        ("the week after next", date(2026, 12, 7), date(2026, 12, 13)),
        ("next weekend", date(2026, 12, 5), date(2026, 12, 6)),
        ("within ten days", date(2026, 11, 25), date(2026, 12, 5)),
        ("in a month", date(2026, 12, 1), date(2026, 12, 31)),
        ("mid december", date(2026, 12, 11), date(2026, 12, 20)),
        ("the second week of january", date(2027, 1, 8), date(2027, 1, 14)),
        ("end of february 2028", date(2028, 2, 21), date(2028, 2, 29)),
        ("before easter", date(2026, 11, 25), date(2027, 3, 27)),
        ("after thanksgiving", date(2026, 11, 27), None),
        ("between christmas and new year", date(2026, 12, 26), date(2026, 12, 31)),
        ("on new year's eve", date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_a_stretch_of_days_has_its_first_and_last(
    said: str, first: date, last: date | None
) -> None:
    [period] = periods(said, TODAY)

    assert (period.first, period.last) == (first, last)
    assert said[period.start : period.end].strip() in said


@pytest.mark.parametrize("said", ["in three days", "on tuesday", "march on", "12 march"])
def test_a_single_day_is_no_stretch(said: str) -> None:
    assert list(periods(said, TODAY)) == []


def test_what_one_stretch_used_is_not_read_again() -> None:
    found = list(periods("the first week of march and in april", TODAY))

    assert [(each.first, each.last) for each in found] == [
        (date(2027, 3, 1), date(2027, 3, 7)),
        (date(2027, 4, 1), date(2027, 4, 30)),
    ]
