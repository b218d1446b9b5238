"""English for longer stretches of days: "next week", "early in March", "before Christmas"."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from scheduling.language.en.wish_words import (
    AHEAD,
    AROUND_FEAST,
    BETWEEN_FEASTS,
    BY_ITS_END,
    COMING,
    COUNTS,
    EDGES,
    END_OF,
    FEAST_WEEK,
    MONTH,
    NTH_WEEK_OF_MONTH,
    ONE_WEEKEND,
    THE_HOLIDAYS,
    THIS_OR_NEXT,
    WEEK,
    WEEKS_AHEAD,
)
from scheduling.language.en.words import MONTHS, ORDINALS, WISH_FEASTS
from scheduling.language.feasts import coming_feast
from scheduling.language.wish_pieces import Period

DAY = timedelta(days=1)


def periods(text: str, today: date) -> Iterator[Period]:
    """All such stretches in lower-case `text`; one that has begun starts today."""
    taken = text
    for pattern, meaning in _PATTERNS:
        for match in pattern.finditer(taken):
            days = meaning(match, today)
            if days is None:
                continue
            first = max(days[0], today) if days[0] else None
            yield Period(start=match.start(), end=match.end(), first=first, last=days[1])
            blank = " " * (match.end() - match.start())
            taken = taken[: match.start()] + blank + taken[match.end() :]


Days = tuple[date | None, date | None]


def _week(match: re.Match[str], today: date) -> Days:
    monday = today - today.weekday() * DAY
    monday += WEEKS_AHEAD[match["which"]] * 7 * DAY
    first, last = EDGES[match["edge"] or ""]
    return monday + first * DAY, monday + last * DAY


def _this_or_next(_match: re.Match[str], today: date) -> Days:
    monday = today - today.weekday() * DAY
    return monday, monday + 13 * DAY


def _weekend(match: re.Match[str], today: date) -> Days:
    saturday = today + (5 - today.weekday()) * DAY
    if match["which"] == "next":
        saturday += 7 * DAY
    return saturday, saturday + DAY


def _coming(match: re.Match[str], today: date) -> Days:
    return today, _after(today, match)


def _ahead(match: re.Match[str], today: date) -> Days | None:
    """ "in two weeks" is the whole of that week; "in three days" is a day and not for here."""
    if match["unit"].startswith("day"):
        return None
    then = _after(today, match)
    if match["unit"].startswith("month"):
        return then.replace(day=1), _month_end(then)
    monday = then - then.weekday() * DAY
    return monday, monday + 6 * DAY


def _after(today: date, match: re.Match[str]) -> date:
    number = match["count"] or "1"
    count = int(number) if number.isdecimal() else COUNTS[number]
    unit = match["unit"]
    if unit.startswith("month"):
        months = today.year * 12 + today.month - 1 + count
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(today.day, monthrange(year, month)[1]))
    length = 14 if unit.startswith("fortnight") else 7 if unit.startswith("week") else 1
    return today + count * length * DAY


def _month(match: re.Match[str], today: date) -> Days | None:
    groups = match.groupdict()
    if groups.get("month"):
        month = MONTHS[groups["month"]]
        named = groups.get("year")
        year = int(named) if named else today.year + (month < today.month)
        first = date(year, month, 1)
    else:
        first = today.replace(day=1)
        if groups["which"] == "next":
            first = (first + 31 * DAY).replace(day=1)
    return _edge_of_month(first, groups.get("edge"))


def _edge_of_month(first: date, edge: str | None) -> Days:
    last = _month_end(first)
    if edge in ("early", "beginning", "start"):
        return first, first.replace(day=10)
    if edge in ("mid", "middle"):
        return first.replace(day=11), first.replace(day=20)
    if edge in ("late", "end"):
        return first.replace(day=21), last
    if edge in ("first half", "second half"):
        return (first, first.replace(day=15)) if edge[0] == "f" else (first.replace(day=16), last)
    return first, last


def _nth_week_of_month(match: re.Match[str], today: date) -> Days | None:
    first = _month(match, today)
    if first is None or first[0] is None:
        return None
    begin = first[0] + (ORDINALS[match["nth"]] - 1) * 7 * DAY
    return begin, min(begin + 6 * DAY, _month_end(first[0]))


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _around_feast(match: re.Match[str], today: date) -> Days:
    feast = _feast(match["feast"], today)
    if match["bound"] in ("before", "by", "until", "till"):
        return today, feast - DAY
    if match["bound"] == "after":
        return feast + DAY, None
    return feast, feast


def _the_holidays(match: re.Match[str], today: date) -> Days:
    """From Christmas Eve until New Year's Day."""
    first, last = _feast("christmas eve", today), _feast("new year's day", today)
    if last < first:  # we are in them
        first = today
    if match["bound"] == "after":
        return last + DAY, None
    if match["bound"] in ("before", "by", "until", "till"):
        return today, first - DAY
    return first, last


# The weekday of a holiday → the first and the last day of its weekend, counted from it.
_FEAST_WEEKEND = ((-2, 0), (4, 5), (3, 4), (0, 3), (0, 2), (0, 1), (-1, 0))


def _feast_week(match: re.Match[str], today: date) -> Days | None:
    """ "Thanksgiving week": Monday to Sunday; "Labor Day weekend": the days off around it."""
    feast = _feast(match["feast"], today)
    low, high = _FEAST_WEEKEND[feast.weekday()]
    if match["unit"] == "week":
        low, high = -feast.weekday(), 6 - feast.weekday()
    first, last = feast + low * DAY, feast + high * DAY
    if match["bound"] in ("before", "by"):
        return today, first - DAY
    return (last + DAY, None) if match["bound"] == "after" else (first, last)


def _unit(unit: str, today: date) -> tuple[date, date]:
    """This week, month or year."""
    if unit == "week":
        monday = today - today.weekday() * DAY
        return monday, monday + 6 * DAY
    if unit == "month":
        return today.replace(day=1), _month_end(today)
    return date(today.year, 1, 1), date(today.year, 12, 31)


def _by_its_end(match: re.Match[str], today: date) -> Days:
    return today, _unit(match["unit"], today)[1]


def _end_of(match: re.Match[str], today: date) -> Days:
    """ "End of the month": of this one, or of the next when that part of it has passed."""
    edge, unit = match["edge"], match["unit"]
    first, last = _edge_of(edge, *_unit(unit, today))
    if last < today:
        first, last = _edge_of(edge, *_unit(unit, _unit(unit, today)[1] + DAY))
    return first, last


def _edge_of(edge: str, first: date, last: date) -> tuple[date, date]:
    if (last - first).days < 7:
        low, high = EDGES[edge]
        return first + low * DAY, first + high * DAY
    if last.month == first.month:
        low_day, high_day = _edge_of_month(first, edge)
        return low_day or first, high_day or last
    begin, end = _OF_YEAR[edge]
    return date(first.year, begin, 1), _month_end(date(first.year, end, 1))


_OF_YEAR = {  # the first and the last month
    "early": (1, 4),
    "beginning": (1, 2),
    "start": (1, 2),
    "first half": (1, 6),
    "mid": (5, 8),
    "middle": (5, 8),
    "late": (9, 12),
    "second half": (7, 12),
    "end": (12, 12),
}


def _between_feasts(match: re.Match[str], today: date) -> Days:
    christmas = _feast("christmas", today)
    return christmas + DAY, date(christmas.year, 12, 31)


def _feast(name: str, today: date) -> date:
    return coming_feast(WISH_FEASTS[name], today)


_Meaning = Callable[[re.Match[str], date], Days | None]
_MEANINGS: list[tuple[list[str], _Meaning]] = [
    (BETWEEN_FEASTS, _between_feasts),
    (THE_HOLIDAYS, _the_holidays),
    (FEAST_WEEK, _feast_week),
    (AROUND_FEAST, _around_feast),
    (BY_ITS_END, _by_its_end),
    (THIS_OR_NEXT, _this_or_next),
    (WEEK, _week),
    (END_OF, _end_of),
    (ONE_WEEKEND, _weekend),
    (COMING, _coming),
    (AHEAD, _ahead),
    (NTH_WEEK_OF_MONTH, _nth_week_of_month),
    (MONTH, _month),
]
_PATTERNS = [(re.compile(each), meaning) for patterns, meaning in _MEANINGS for each in patterns]
