"""Which date a spoken day means, counted from today: one date, several, or none."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from scheduling.language.base import Speech
from scheduling.language.pieces import Day

Problem = Literal["vague", "ambiguous_day", "contradiction", "impossible"]
MONTH_FIRST = ("US", "CA", "PH")  # countries
FAR_DAYS = 270  # a date without a year that lies further ahead has more likely just passed


@dataclass(frozen=True)
class Dated:
    """The dates that a day may mean; one and no problem when it is certain."""

    days: tuple[date, ...] = ()
    problem: Problem | None = None
    ask: str | None = None

    @property
    def day(self) -> date | None:
        return self.days[0] if len(self.days) == 1 and self.problem is None else None


def dated(day: Day, today: date, say: Speech, context: date | None = None) -> Dated:
    """The date of `day`; never one that was shifted to make it possible. say: asks about it."""
    if day.recurring:
        return Dated((), "vague", say.WHICH_DAY)
    if day.nth is not None:
        return _nth(day, today, say)
    if day.day is not None and day.offset is None:
        return _checked(_on_date(day, today, say, context), day, say)
    if day.offset is not None:
        return _checked(Dated((today + timedelta(days=day.offset),)), day, say, today)
    return _on_weekday(day, today, say, context)


def in_local_order(day: Day, country: str | None) -> Day:
    """3/4 is in March where the month is written first, in April elsewhere; open if unknown."""
    if not day.swapped or country is None:
        return day
    if country in MONTH_FIRST:
        return replace(day, swapped=False)
    return replace(day, swapped=False, day=day.month, month=day.day)


def _checked(found: Dated, day: Day, say: Speech, today: date | None = None) -> Dated:
    """`found` unless weekday or date, said as well, disagree with it, or it lies behind us."""
    if found.problem == "impossible" or not found.days:
        return found
    days = found.days
    if day.weekday is not None:
        days = tuple(each for each in days if each.weekday() == day.weekday)
        if not days:
            first = found.days[0]
            near = first + timedelta(days=(day.weekday - first.weekday() + 3) % 7 - 3)
            ask = say.not_that_weekday(first, near, with_month=day.month is not None)
            return Dated((first, near), "contradiction", ask)
        if found.problem == "ambiguous_day" and len(days) == 1:
            return Dated(days)  # the weekday decides
    if day.offset is not None and day.day is not None and days[0].day != day.day:
        return Dated(days, "contradiction", say.which_of_days(days))
    if today is not None and days[0] < today:
        return Dated(days, "impossible", say.day_has_passed(days[0]))
    return Dated(days, found.problem, found.ask)


def _on_weekday(day: Day, today: date, say: Speech, context: date | None) -> Dated:
    if day.week == "following":
        if context is None:
            return Dated((), "ambiguous_day", say.WHICH_DAY)
        steps = 1 if day.weekday is None else (day.weekday - context.weekday() - 1) % 7 + 1
        return Dated((context + timedelta(days=steps),))
    if day.weekday is None:
        return Dated((), "vague", say.WHICH_DAY)
    coming = today + timedelta(days=(day.weekday - today.weekday() - 1) % 7 + 1)
    next_week = today + timedelta(days=7 - today.weekday() + day.weekday)
    if day.week == "next week":
        return Dated((next_week,))
    if day.week == "later":
        return Dated((coming + timedelta(days=7),))
    if day.week == "last":
        gone = coming - timedelta(days=7)
        return Dated((gone,), "impossible", say.day_has_passed(gone))
    if day.week == "next":
        days = tuple(dict.fromkeys((coming, next_week)))
    else:
        days = (today, coming) if today.weekday() == day.weekday else (coming,)
    if len(days) == 1:
        return Dated(days)
    return Dated(days, "ambiguous_day", say.which_of_days(days))


def _on_date(day: Day, today: date, say: Speech, context: date | None) -> Dated:
    assert day.day is not None
    if day.month is None:
        return _on_day_of_month(day.day, day.months, today, say, context)
    straight = _in_year(day.day, day.month, day.year, today, say)
    if not day.swapped:
        return straight
    turned = _in_year(day.month, day.day, day.year, today, say)
    days = tuple(dict.fromkeys([*straight.days, *turned.days]))
    return Dated(days, "ambiguous_day", say.which_of_days(days)) if len(days) > 1 else straight


def _in_year(day: int, month: int, year: int | None, today: date, say: Speech) -> Dated:
    if day > monthrange(2024, month)[1]:  # 2024 had a 29 February
        return Dated((), "impossible", say.no_such_date(day, month))
    in_year = year or today.year + ((month, day) < (today.month, today.day))
    if day > monthrange(in_year, month)[1]:
        return Dated((), "impossible", say.no_such_date(day, month, in_year))
    found = date(in_year, month, day)
    if year is not None and found < today:
        return Dated((found,), "impossible", say.day_has_passed(found))
    last_one_existed = day <= monthrange(in_year - 1, month)[1]
    if year is None and (found - today).days > FAR_DAYS and last_one_existed:
        gone = date(in_year - 1, month, day)
        return Dated((found,), "ambiguous_day", say.day_has_passed(gone))
    return Dated((found,))


def _on_day_of_month(
    number: int, months: int | None, today: date, say: Speech, context: date | None
) -> Dated:
    ahead = int(number < today.day) if months is None else months
    year, month = _later(today, ahead)
    if number > monthrange(year, month)[1]:
        return Dated((), "impossible", say.no_such_date(number, month, year))
    found = date(year, month, number)
    if found < today:
        return Dated((found,), "impossible", say.day_has_passed(found))
    further = months is None and context and (context.year, context.month) > (year, month)
    if context and further and number <= monthrange(context.year, context.month)[1]:
        # "December the 1st ... or the 24th", said in November: of which month?
        days = (found, context.replace(day=number))
        return Dated(days, "ambiguous_day", say.which_of_days(days))
    return Dated((found,))


def _nth(day: Day, today: date, say: Speech) -> Dated:
    """ "the first Tuesday in December", "the last Friday of next month"."""
    assert day.nth is not None and day.weekday is not None
    if day.month is None:
        year, month = _later(today, day.months or 0)
    else:
        year, month = today.year + (day.month < today.month), day.month
    fits = [
        found
        for number in range(1, monthrange(year, month)[1] + 1)
        if (found := date(year, month, number)).weekday() == day.weekday
    ]
    place = day.nth - 1 if day.nth > 0 else day.nth
    if place >= len(fits):
        return Dated((), "impossible", say.WHICH_DAY)
    if fits[place] < today:
        return Dated((fits[place],), "impossible", say.day_has_passed(fits[place]))
    return Dated((fits[place],))


def _later(today: date, months: int) -> tuple[int, int]:
    """Year and month so many months from today's."""
    count = today.year * 12 + today.month - 1 + months
    return count // 12, count % 12 + 1
