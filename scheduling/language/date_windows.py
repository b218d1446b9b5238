"""Reads when somebody would like an appointment, as they write it: "next week, not Thursday"."""

import re
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Literal

from scheduling.language import speak as say
from scheduling.language.binding import one_day
from scheduling.language.dating import dated, in_local_order
from scheduling.language.en.days import Found
from scheduling.language.en.periods import periods
from scheduling.language.en.plausibility import MeaningGrammar
from scheduling.language.en.wishes import (
    ASAP,
    DENIED,
    HABITS,
    NOT,
    REFUSED_BEHIND,
    WEEKEND,
    WORKDAYS,
)
from scheduling.language.en.words import tokens_of
from scheduling.language.pieces import Between, Clock, Day, Part

DAY = timedelta(days=1)
SATURDAY_SUNDAY, MONDAY_TO_FRIDAY = frozenset({5, 6}), frozenset(range(5))
_NEAR = timedelta(minutes=30)  # what "around ten" allows to both sides


class DateProblem(ValueError):
    """A date that does not exist, has passed, or may mean two; its text says so to the person."""


@dataclass(frozen=True)
class Wanted:
    """When an appointment is wanted; whatever was not said is None or empty.

    first, last: the days that the wish allows, both included. day_parts: the parts of the day
    asked for. only: the weekdays asked for (0 is Monday), avoid: those ruled out, avoid_dates
    likewise. earliest, latest: limits for the start, by the clock on the wall. times: exact ones
    asked for. asap: as soon as possible. understood: the characters of the text that were used.
    """

    first: date | None = None
    last: date | None = None
    day_parts: tuple[Part, ...] = ()
    only: frozenset[int] = frozenset()
    avoid: frozenset[int] = frozenset()
    avoid_dates: frozenset[date] = frozenset()
    earliest: time | None = None
    latest: time | None = None
    times: tuple[time, ...] = ()
    asap: bool = False
    understood: tuple[tuple[int, int], ...] = ()

    def allows(self, day: date) -> bool:
        """Whether the wish leaves `day` open."""
        if self.first and day < self.first or self.last and day > self.last:
            return False
        if self.only and day.weekday() not in self.only:
            return False
        return day.weekday() not in self.avoid and day not in self.avoid_dates


def window(text: str, today: date, *, country: str | None = None) -> Wanted:
    """What `text` says about when. Raises DateProblem for a date that cannot be.

    A weekday alone is the coming one, and never today; "next Friday" is that of the next week,
    Monday to Sunday. country: ISO code, tells whether 3/4 is in March or in April.
    """
    return _Wish(text, today, country).wanted()


class _Wish(MeaningGrammar):
    """One pass over one text; what has been understood is blanked and not read again."""

    def __init__(self, text: str, today: date, country: str | None) -> None:
        self.today, self.country = today, country
        self.lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text).replace(
            "’", "'"
        )
        self.original = text
        self.found = Wanted()
        self.spans: list[tuple[int, int]] = []
        self.opaque = set()
        self.named: list[date] = []
        self.first: list[date] = []
        self.last: list[date] = []
        self.in_period = False
        self.refusing_until = -1  # the token up to which a "not" still holds

    def wanted(self) -> Wanted:
        self._phrases()
        super().__init__(tokens_of(self._blanked()))
        i = 0
        while i < len(self.tokens):
            i = self._date_range(i) or self._one_day(i) or self._part_or_time(i) or i + 1
        self._narrow_days()
        spans = tuple(sorted(self.spans))
        return replace(self.found, understood=spans)

    # whole phrases

    def _phrases(self) -> None:
        for match in ASAP.finditer(self.lower):
            self.found = replace(self.found, asap=True)
            self._use(match.start(), match.end())
        self._weekday_groups()
        for pattern, earliest, latest in HABITS:
            for match in pattern.finditer(self.lower):
                self._limit(earliest, latest)
                self._use(match.start(), match.end())
        for period in periods(self._blanked().lower(), self.today):
            self._use(period.start, period.end)
            if self._refused(period.start):
                continue
            self.in_period = True
            if period.first:
                self.first.append(period.first)
            if period.last:
                self.last.append(period.last)

    def _weekday_groups(self) -> None:
        for pattern, group in ((WEEKEND, SATURDAY_SUNDAY), (WORKDAYS, MONDAY_TO_FRIDAY)):
            for match in pattern.finditer(self.lower):
                if self._refused(match.start()):
                    self.found = replace(self.found, avoid=self.found.avoid | group)
                else:
                    self.found = replace(self.found, only=self.found.only | group)
                self._use(match.start(), match.end())

    def _refused(self, start: int) -> bool:
        return re.search(NOT, self.lower[:start]) is not None

    def _use(self, start: int, end: int) -> None:
        self.spans.append((start, end))

    def _blanked(self) -> str:
        text = list(self.original)
        for start, end in self.spans:
            text[start:end] = " " * (end - start)
        return "".join(text)

    # days

    def _date_range(self, i: int) -> int | None:
        """ "between 3 and 7 December", "Mon-Wed", "from the 3rd until Friday"."""
        opener = self.word(i) in ("between", "from")
        low = self._end(i + 1 if opener else i)
        if low is None:
            return None
        middle = self.word(low[1])
        if middle not in ("to", "until", "till", "through", "thru", "-", "–", "—", "bis") and not (
            middle == "and" and self.word(i) == "between"
        ):
            return None
        high = self._end(low[1] + 1)
        if high is None or not (isinstance(low[0], Day) or isinstance(high[0], Day)):
            return None
        start, end = self.tokens[i].start, self.tokens[high[1] - 1].end
        if (
            isinstance(low[0], Day)
            and isinstance(high[0], Day)
            and _plain_weekdays(low[0], high[0])
        ):
            assert low[0].weekday is not None and high[0].weekday is not None
            span = (high[0].weekday - low[0].weekday) % 7
            self._weekdays({(low[0].weekday + n) % 7 for n in range(span + 1)}, start)
        else:
            first, last = self._both_dates(low[0], high[0])
            self.first.append(first)
            self.last.append(last)
            self.in_period = True
        self._use(start, end)
        return high[1]

    def _end(self, i: int) -> tuple[Day | int, int] | None:
        """A day, or a number that may borrow its month from the other end."""
        if found := self._whole_day(i):
            return found
        count = self.number(i)
        if count is None or not 1 <= count[0] <= 31 or self._has_meridiem(count[1]):
            return None
        return count

    def _whole_day(self, i: int) -> Found[Day]:
        """A day with its date, also as "Tuesday, December 1st"."""
        found = self.day(i)
        if found is None:
            return None
        behind = self.day(found[1] + (self.word(found[1]) == ","))
        whole = one_day(found[0], behind[0]) if behind else None
        return (whole, behind[1]) if whole and behind else found

    def _both_dates(self, low: Day | int, high: Day | int) -> tuple[date, date]:
        if isinstance(high, int):
            assert isinstance(low, Day)
            high = replace(low, day=high, weekday=None)
        elif isinstance(low, int):
            low = replace(high, day=low, weekday=None)
        elif low.day and low.month is None and high.month and high.day and low.day <= high.day:
            low = replace(low, month=high.month, year=high.year)
        first, last = self._certain(low), None
        if high.day and high.month is None and high.offset is None:
            last = dated(high, first).day  # "the 28th to the 3rd" goes into the next month
        last = last or self._certain(high)
        if last < first:
            raise DateProblem(f"{say.spoken_day(last)} is before {say.spoken_day(first)}.")
        return first, last

    def _one_day(self, i: int) -> int | None:
        found = self._whole_day(i)
        if found is None:
            return None
        day, end = found
        start, stop = day.start, day.end
        self._use(start, stop)
        listed = i <= self.refusing_until
        if listed or self._refused(start) or REFUSED_BEHIND.match(self.lower[stop:]):
            self._avoid(day)
            behind = end
            while self.word(behind) in (",", "or", "and", "nor", "on", "/", "&"):
                behind += 1
            self.refusing_until = behind
            return end
        self._accept(day, i, end)
        return end

    def _avoid(self, day: Day) -> None:
        if day.weekday is not None and day.day is None and day.week is None:
            self.found = replace(self.found, avoid=self.found.avoid | {day.weekday})
        else:
            dates = self.found.avoid_dates | {self._certain(day)}
            self.found = replace(self.found, avoid_dates=dates)

    def _accept(self, day: Day, i: int, end: int) -> None:
        bound, exclusive = self._limit_of(i, end)
        bare = day.weekday is not None and day.day is None and day.week is None
        if bound is None and bare and (day.recurring or self.in_period):
            assert day.weekday is not None
            self._weekdays({day.weekday}, day.start)
            return
        on = self._certain(day)
        if bound == "first":
            self.first.append(on + exclusive * DAY)
        elif bound == "last":
            self.last.append(on - exclusive * DAY)
        else:
            self.named.append(on)

    def _limit_of(self, i: int, end: int) -> tuple[Literal["first", "last"] | None, bool]:
        """Whether the day is only the first or last one allowed, and is itself shut out."""
        before, pair = self.word(i - 1), self.words(i - 2, 2)
        if pair in ("not before", "no earlier", "earlier than") or before in ("from", "starting"):
            return "first", False
        if pair in ("not after", "later than") or self.words(end, 3) == "at the latest":
            return "last", False
        if self.words(end, 3) == "at the earliest" or self.word(end) in ("onwards", "onward"):
            return "first", False
        if pair == "earlier than":
            return "first", False
        if before in ("by", "until", "till", "til"):
            return "last", False
        if before == "before":
            return "last", True
        return ("first", True) if before in ("after", "since") else (None, False)

    def _weekdays(self, days: set[int], start: int) -> None:
        if self._refused(start):
            self.found = replace(self.found, avoid=self.found.avoid | days)
        else:
            self.found = replace(self.found, only=self.found.only | days)

    def _certain(self, day: Day) -> date:
        """The one date that is meant; DateProblem when there is none, or more than one."""
        day = in_local_order(day, self.country)
        found = dated(day, self.today)
        if found.day:
            return found.day
        bare = day.weekday is not None and day.day is None
        if found.problem == "ambiguous_day" and bare and len(found.days) == 2:
            return found.days[0] if day.week == "this" else found.days[1]
        raise DateProblem(found.ask or say.WHICH_DAY)

    def _narrow_days(self) -> None:
        named, first, last = self.named, max(self.first, default=None), min(self.last, default=None)
        if named:
            first = min([*named, *([first] if first and first > max(named) else [])])
            last = max(named)
            if len(set(named)) > 1 and (last - first).days + 1 > len(set(named)):
                days = {day.weekday() for day in named}
                self.found = replace(self.found, only=self.found.only | days)
        elif last and not first:
            first = self.today
        if self.found.asap and first is None:
            first = self.today
        if first and last and last < first:
            raise DateProblem(f"{say.spoken_day(last)} is before {say.spoken_day(first)}.")
        self.found = replace(self.found, first=first, last=last)

    # times of day

    def _part_or_time(self, i: int) -> int | None:
        if found := self._part(i):
            part, end = found
            name: Part = "evening" if part.part == "night" else part.part
            if part.today:
                self.named.append(self.today)
            refused = self._refused(part.start) or self.word(i - 1) == "no"
            parts: tuple[Part, ...] = (name,)
            if refused:
                everything: tuple[Part, ...] = ("morning", "afternoon", "evening")
                parts = tuple(each for each in everything if each != name)
            known = self.found.day_parts
            merged = known + tuple(each for each in parts if each not in known)
            self.found = replace(self.found, day_parts=merged)
            self._use(part.start, part.end)
            return end
        between = self._between(i)
        if between:
            self._use(between[0].start, between[0].end)
            self._limit(*self._ends(between[0]))
            return between[1]
        clock = self._clock(i)
        if clock is None:
            return None
        self._use(clock[0].start, clock[0].end)
        self._timed(clock[0])
        return clock[1]

    def _ends(self, between: Between) -> tuple[time, time]:
        high = _usual(between.high)
        low = between.low
        if low.meridiem is None and between.high.meridiem in ("am", "pm"):
            borrowed = replace(low, meridiem=between.high.meridiem)
            if _usual(borrowed) < high:
                return _usual(borrowed), high
        return _usual(low), high

    def _timed(self, clock: Clock) -> None:
        at = _usual(clock)
        turned = DENIED.search(self.lower[: clock.start]) is not None  # "not before ten"
        if clock.bound in ("after", "before"):
            if (clock.bound == "after") != turned:
                self._limit(at, None)
            else:
                self._limit(None, at)
        elif clock.bound == "around":
            minutes = timedelta(hours=at.hour, minutes=at.minute)
            self._limit(_time_of(minutes - _NEAR), _time_of(minutes + _NEAR))
        else:
            self.found = replace(self.found, times=(*self.found.times, at))

    def _limit(self, earliest: time | None, latest: time | None) -> None:
        now = self.found
        if earliest and (now.earliest is None or earliest > now.earliest):
            now = replace(now, earliest=earliest)
        if latest and (now.latest is None or latest < now.latest):
            now = replace(now, latest=latest)
        self.found = now


def _plain_weekdays(low: Day, high: Day) -> bool:
    return all(each.weekday is not None and not (each.day or each.week) for each in (low, high))


def _usual(clock: Clock) -> time:
    """The reading that people mean when they want an appointment: seven is seven in the morning
    only with a.m., and before eight."""
    at = time(clock.hour, clock.minute)
    if clock.meridiem == "24":
        return at
    if clock.meridiem:
        return at.replace(hour=at.hour % 12 + 12 * (clock.meridiem == "pm"))
    return at.replace(hour=at.hour + 12) if at.hour < 8 else at


def _time_of(since_midnight: timedelta) -> time:
    minutes = min(max(int(since_midnight.total_seconds()) // 60, 0), 24 * 60 - 1)
    return time(*divmod(minutes, 60))
