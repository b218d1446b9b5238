"""Which date a spoken day means, counted from today: one date, several, or none."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from scheduling.language.base import Speech
from scheduling.language.feasts import coming_feast, feast_in
from scheduling.language.pieces import Day, Feast

Problem = Literal["vague", "ambiguous_day", "contradiction", "impossible"]
MONTH_FIRST = ("US", "CA", "PH")  # countries
FAR_DAYS = 330  # a date without a year that lies further ahead has more likely just passed


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
    if day.anchor is not None:
        return _from_anchor(day, day.anchor, today, say, context)
    if day.nth is not None:
        return _nth(day, today, say)
    if day.feast is not None:
        return _checked(_on_feast(day, day.feast, today, say), day, say)
    if day.day is not None and day.offset is None:
        return _checked(_on_date(day, today, say, context), day, say)
    if day.offset is not None:
        moved = today + timedelta(days=day.offset)
        if day.rough:
            return _estimated((moved,), day, say)
        return _checked(Dated((moved,)), day, say, today)
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


def _from_anchor(day: Day, anchor: Day, today: date, say: Speech, context: date | None) -> Dated:
    """So far from another day, or the weekday that comes next after it; both of two, if the
    other day may be two."""
    base = dated(anchor, today, say, context)
    if base.problem in ("vague", "contradiction") or not base.days:
        return base
    if day.week in ("following", "preceding"):
        found = [_on_weekday(day, today, say, each).days for each in base.days]
        days = tuple(each for near in found for each in near)
    else:
        from_days = base.days
        if day.rough and day.ahead_months and anchor.feast:  # from the last one or the coming one
            from_days = (feast_in(anchor.feast, from_days[0].year - 1), *from_days)
        moved = [_moved(each, day, say) for each in from_days]
        if lost := next((each for each in moved if isinstance(each, Dated)), None):
            return lost
        days = tuple(each for each in moved if isinstance(each, date))
    if day.rough:
        return _estimated(days, day, say)
    ask = say.which_of_days(days) if len(days) > 1 else None
    return _checked(Dated(days, "ambiguous_day" if ask else None, ask), day, say, today)


def _moved(base: date, day: Day, say: Speech) -> date | Dated:
    year, month = _later(base, day.ahead_months or 0)
    if base.day > monthrange(year, month)[1]:
        return Dated((), "impossible", say.no_such_date(base.day, month, year))
    return date(year, month, base.day) + timedelta(days=day.ahead_days or 0)


def _estimated(days: tuple[date, ...], day: Day, say: Speech) -> Dated:
    """ "In two weeks" is about that day; with a weekday it is one of the two nearest."""
    if day.weekday is not None:
        near = [
            each + timedelta(days=(day.weekday - each.weekday()) % 7 - 7 * back)
            for each in days
            for back in (1, 0)
        ]
        exact = tuple(each for each in days if each.weekday() == day.weekday)
        if exact:
            return Dated(exact)
        days = tuple(near)
    return Dated(days, "ambiguous_day", say.which_of_days(days))


def _on_feast(day: Day, feast: Feast, today: date, say: Speech) -> Dated:
    found = feast_in(feast, day.year) if day.year else coming_feast(feast, today)
    if found < today:
        return Dated((found,), "impossible", say.day_has_passed(found))
    return Dated((found,))


def _on_weekday(day: Day, today: date, say: Speech, context: date | None) -> Dated:
    if day.week in ("following", "preceding"):
        if context is None:
            return Dated((), "ambiguous_day", say.WHICH_DAY)
        steps = 1 if day.weekday is None else (day.weekday - context.weekday() - 1) % 7 + 1
        if day.week == "preceding":
            steps = steps - 7 if steps < 7 else -7
        return Dated((context + timedelta(days=steps),))
    if day.weekday is None:
        return Dated((), "vague", say.WHICH_DAY)
    coming = today + timedelta(days=(day.weekday - today.weekday() - 1) % 7 + 1)
    next_week = today + timedelta(days=7 - today.weekday() + day.weekday)
    if day.week == "next week":
        return Dated((next_week,))
    if day.week == "after next week":
        return Dated((next_week + timedelta(days=7),))
    if day.week == "this week":
        found = next_week - timedelta(days=7)
        return _checked(Dated((found,)), day, say, today)
    if day.week == "later":
        return Dated((coming + timedelta(days=7),))
    if day.week == "last":
        gone = coming - timedelta(days=7)
        return Dated((gone,), "impossible", say.day_has_passed(gone))
    if day.week == "next":
        days = tuple(dict.fromkeys((coming, next_week)))
    elif day.week == "coming":
        days = (coming,)
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
    """ "the first Tuesday in December", "the last Friday of next month", "the last day of May"."""
    assert day.nth is not None
    if day.month is None:
        year, month = _later(today, day.months or 0)
    else:
        year, month = day.year or today.year + (day.month < today.month), day.month
    fits = [
        found
        for number in range(1, monthrange(year, month)[1] + 1)
        if (found := date(year, month, number)).weekday() == day.weekday or day.weekday is None
    ]
    place = day.nth - 1 if day.nth > 0 else len(fits) + day.nth
    if not 0 <= place < len(fits):
        return Dated((), "impossible", say.WHICH_DAY)
    if fits[place] < today:
        return Dated((fits[place],), "impossible", say.day_has_passed(fits[place]))
    return Dated((fits[place],))


def _later(today: date, months: int) -> tuple[int, int]:
    """Year and month so many months from today's."""
    count = today.year * 12 + today.month - 1 + months
    return count // 12, count % 12 + 1
