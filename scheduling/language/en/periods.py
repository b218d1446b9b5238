"""English for longer stretches of days: "next week", "early in March", "before Christmas"."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from scheduling.language.en.wish_words import (
    AHEAD,
    AROUND_FEAST,
    BETWEEN_FEASTS,
    COMING,
    COUNTS,
    EDGES,
    MONTH,
    NTH_WEEK_OF_MONTH,
    ONE_WEEKEND,
    WEEK,
    WEEKS_AHEAD,
)
from scheduling.language.en.words import MONTHS, ORDINALS
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


def _between_feasts(match: re.Match[str], today: date) -> Days:
    christmas = _feast("christmas", today)
    return christmas + DAY, date(christmas.year, 12, 31)


def _feast(name: str, today: date) -> date:
    """The next one that has not passed."""
    for year in (today.year, today.year + 1):
        found = _feast_in(name, year)
        if found >= today:
            return found
    return found


def _feast_in(name: str, year: int) -> date:
    if name.startswith("new year"):
        return date(year, 12, 31) if name.endswith("eve") else date(year, 1, 1)
    if name == "halloween":
        return date(year, 10, 31)
    if name == "thanksgiving":  # the fourth Thursday of November
        first = date(year, 11, 1)
        return first + ((3 - first.weekday()) % 7 + 21) * DAY
    if name == "easter":
        return _easter(year)
    return date(year, 12, 24 if name.endswith("eve") else 25)


def _easter(year: int) -> date:
    """Western Easter Sunday, by the rule of Meeus, Jones and Butcher."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * weekday) // 433
    month = (h + weekday - 7 * m + 90) // 25
    return date(year, month, (h + weekday - 7 * m + 33 * month + 19) % 32)


_Meaning = Callable[[re.Match[str], date], Days | None]
_MEANINGS: list[tuple[list[str], _Meaning]] = [
    (BETWEEN_FEASTS, _between_feasts),
    (AROUND_FEAST, _around_feast),
    (WEEK, _week),
    (ONE_WEEKEND, _weekend),
    (COMING, _coming),
    (AHEAD, _ahead),
    (NTH_WEEK_OF_MONTH, _nth_week_of_month),
    (MONTH, _month),
]
_PATTERNS = [(re.compile(each), meaning) for patterns, meaning in _MEANINGS for each in patterns]
