"""Tests of scheduling/language/dating.py: which date a day means, counted from today."""

from datetime import date
from typing import Unpack

import pytest

from scheduling.language.dating import Dated, dated, in_local_order
from scheduling.language.en import speech
from scheduling.language.pieces import Day, DayFields

TODAY = date(2026, 11, 21)  # a Saturday


def of(today: date = TODAY, context: date | None = None, **said: Unpack[DayFields]) -> Dated:
    return dated(Day(start=0, end=1, **said), today, speech, context)


def test_a_weekday_is_the_coming_one() -> None:
    assert of(weekday=1).day == date(2026, 11, 24)


def test_the_weekday_of_today_may_be_today_or_in_a_week() -> None:
    found = of(weekday=5)

    assert found.problem == "ambiguous_day"
    assert found.days == (TODAY, date(2026, 11, 28))


def test_the_following_weekday_needs_a_day_to_follow() -> None:
    assert of(weekday=1, week="following").problem == "ambiguous_day"
    assert of(weekday=1, week="following", context=date(2026, 12, 1)).day == date(2026, 12, 8)


def test_a_date_without_a_year_is_the_next_one() -> None:
    assert of(day=1, month=3).day == date(2027, 3, 1)


def test_a_date_that_has_just_passed_is_asked_about() -> None:
    found = of(day=3, month=11)

    assert found.problem == "ambiguous_day"
    assert found.ask == "Tuesday, November 3rd has passed. Which day do you mean?"


def test_a_date_that_passed_more_than_a_month_ago_is_next_years() -> None:
    assert of(day=8, month=10).day == date(2027, 10, 8)


def test_the_coming_weekday_is_never_today() -> None:
    assert of(weekday=5, week="coming").day == date(2026, 11, 28)
    assert of(weekday=1, week="coming").day == date(2026, 11, 24)


def test_a_leap_day_has_not_just_passed_where_last_year_had_none() -> None:
    assert of(date(2027, 3, 12), day=29, month=2).day == date(2028, 2, 29)
    assert of(date(2027, 1, 12), day=29, month=2).problem == "impossible"


def test_a_weekday_beside_a_date_must_agree_with_it() -> None:
    assert of(day=1, month=12, weekday=1).day == date(2026, 12, 1)

    found = of(day=1, month=12, weekday=2)

    assert found.problem == "contradiction"
    assert found.ask == "December 1st is a Tuesday. Which day do you mean?"


@pytest.mark.parametrize(
    ("nth", "month", "expected"),
    [(1, 12, date(2026, 12, 1)), (-1, 12, date(2026, 12, 29)), (5, 12, date(2026, 12, 29))],
)
def test_the_nth_weekday_of_a_month_is_counted_out(nth: int, month: int, expected: date) -> None:
    assert of(weekday=1, nth=nth, month=month).day == expected


def test_a_month_without_a_fifth_such_weekday_has_no_such_day() -> None:
    assert of(weekday=1, nth=5, month=2).problem == "impossible"


def test_the_order_of_day_and_month_is_that_of_the_country() -> None:
    said = Day(start=0, end=3, day=4, month=3, swapped=True)

    american, british = in_local_order(said, "US"), in_local_order(said, "GB")

    assert (american.day, american.month) == (4, 3)
    assert (british.day, british.month) == (3, 4)
    assert in_local_order(said, None).swapped


def test_weeks_are_counted_from_whichever_day_may_be_meant() -> None:
    monday = Day(start=0, end=1, weekday=0)
    saturday = Day(start=0, end=1, weekday=5)  # of today's name

    assert of(anchor=monday, ahead_days=14).day == date(2026, 12, 7)
    assert of(anchor=saturday, ahead_days=7).days == (date(2026, 11, 28), date(2026, 12, 5))
    assert of(anchor=saturday, ahead_days=7).problem == "ambiguous_day"


def test_a_month_that_lacks_the_day_is_asked_about_and_none_is_made_up() -> None:
    found = of(date(2027, 1, 31), anchor=Day(start=0, end=1, offset=0), ahead_months=1)

    assert found.problem == "impossible"
    assert found.ask == "There is no 31st of February 2027. Which day do you mean?"


def test_weeks_as_people_estimate_them_are_asked_about() -> None:
    found = of(offset=14, rough=True)

    assert (found.problem, found.days) == ("ambiguous_day", (date(2026, 12, 5),))
    assert found.ask == "Do you mean Saturday, December 5th?"
    assert of(offset=14, rough=True, weekday=5).day == date(2026, 12, 5)
    assert of(offset=14, rough=True, weekday=0).days == (date(2026, 11, 30), date(2026, 12, 7))


def test_the_weekday_beside_another_day_is_the_nearest_one() -> None:
    christmas = Day(start=0, end=1, feast="christmas")  # a Friday

    assert of(weekday=0, week="following", anchor=christmas).day == date(2026, 12, 28)
    assert of(weekday=4, week="following", anchor=christmas).day == date(2027, 1, 1)
    assert of(weekday=0, week="preceding", anchor=christmas).day == date(2026, 12, 21)
    assert of(weekday=4, week="preceding", anchor=christmas).day == date(2026, 12, 18)


def test_the_weekday_of_a_named_week_is_in_that_week() -> None:
    assert of(weekday=2, week="next week").day == date(2026, 11, 25)
    assert of(weekday=2, week="after next week").day == date(2026, 12, 2)
    assert of(weekday=6, week="this week").day == date(2026, 11, 22)
    assert of(weekday=2, week="this week").problem == "impossible"


def test_a_holiday_is_the_coming_one_unless_its_year_is_said() -> None:
    assert of(feast="easter").day == date(2027, 3, 28)
    assert of(feast="easter", year=2028).day == date(2028, 4, 16)
    assert of(feast="easter", year=2026).problem == "impossible"


def test_the_last_day_of_a_month_is_counted_out() -> None:
    assert of(nth=-1, month=2, year=2028).day == date(2028, 2, 29)
    assert of(nth=-1, months=0).day == date(2026, 11, 30)
    assert of(nth=-3, months=0).day == date(2026, 11, 28)
    assert of(nth=-31, month=2).problem == "impossible"
