"""Tests of scheduling/language/pieces.py: two ways to name one day become one."""

import pytest

from scheduling.language.pieces import Day, one_day

TUESDAY = Day(start=0, end=7, weekday=1)
FIRST = Day(start=9, end=18, link="comma", day=1)
TOMORROW = Day(start=0, end=8, offset=1)


def test_a_weekday_and_a_date_are_one_day_from_the_first_word_to_the_last() -> None:
    assert one_day(TUESDAY, FIRST) == Day(start=0, end=18, weekday=1, day=1)


def test_tomorrow_and_a_weekday_are_one_day() -> None:
    found = one_day(TOMORROW, TUESDAY)

    assert found is not None and (found.offset, found.weekday) == (1, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TUESDAY, Day(start=9, end=15, weekday=4)),
        (FIRST, Day(start=20, end=24, day=2)),
        (TUESDAY, Day(start=9, end=16, weekday=1, nth=1)),
        (Day(start=0, end=8, weekday=1, recurring=True), FIRST),
    ],
)
def test_two_weekdays_or_two_dates_are_two_days(one: Day, other: Day) -> None:
    assert one_day(one, other) is None
