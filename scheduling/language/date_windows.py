"""Reads when somebody would like an appointment, as they write it: "next week, not Thursday"."""

from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from scheduling.language.base import Speech
from scheduling.language.dating import dated, in_local_order
from scheduling.language.languages import ENGLISH, language_of
from scheduling.language.pieces import Day, Part
from scheduling.language.wish_hours import TimeOfDay, WishHours
from scheduling.language.wish_pieces import (
    At,
    DayRange,
    Hours,
    OneDay,
    Parts,
    Period,
    Soonest,
    Span,
    Weekdays,
    WeekOf,
    WishPiece,
)

DAY = timedelta(days=1)


class DateProblem(ValueError):
    """A date that does not exist, has passed, or may mean two; its text says so to the person."""


@dataclass(frozen=True)
class Wanted:
    """When an appointment is wanted; whatever was not said is None or empty.

    first, last: the days that the wish allows, both included. day_parts: the parts of the day
    asked for. only: the weekdays asked for (0 is Monday), avoid: those ruled out, avoid_dates
    likewise. earliest, latest: limits for the start, by the clock on the wall. times: exact ones
    asked for. either: times of day that no one stretch holds, so that it must be asked which one.
    gap: a time in the midst of a day was ruled out. whole_days: of a day that is ruled out only a
    part was. asap: as soon as possible. understood: the
    characters of the text that were used.
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
    either: tuple[TimeOfDay, ...] = ()
    gap: bool = False
    whole_days: bool = False
    asap: bool = False
    understood: tuple[tuple[int, int], ...] = ()

    def allows(self, day: date) -> bool:
        """Whether the wish leaves `day` open."""
        if self.first and day < self.first or self.last and day > self.last:
            return False
        if self.only and day.weekday() not in self.only:
            return False
        return day.weekday() not in self.avoid and day not in self.avoid_dates


def window(
    text: str, today: date, *, country: str | None = None, language: str = ENGLISH
) -> Wanted:
    """What `text` says about when. Raises DateProblem for a date that cannot be.

    A weekday alone is the coming one, and never today; "next Friday" is that of the next week,
    Monday to Sunday. country: ISO code, tells whether 3/4 is in March or in April.
    """
    read_in = language_of(language)
    wish = _Wish(today, country, read_in.speech)
    pieces = read_in.read_wish(text, today)
    for piece in pieces:
        wish.take(piece)
    wish.narrow_days()
    understood = tuple(sorted((each.start, each.end) for each in pieces))
    return replace(wish.found, **vars(wish.hours.found()), understood=understood)


@dataclass
class _Wish:
    """What the pieces of one text come to, taken in one after the other."""

    today: date
    country: str | None
    say: Speech
    found: Wanted = field(default_factory=Wanted)
    named: list[date] = field(default_factory=list)
    first: list[date] = field(default_factory=list)
    last: list[date] = field(default_factory=list)
    week: frozenset[int] = frozenset()  # the weekdays of "Mon-Wed", which are the coming ones
    in_period: bool = False
    hours: WishHours = field(default_factory=WishHours)

    def take(self, piece: WishPiece) -> None:
        match piece:
            case Soonest():
                self.found = replace(self.found, asap=True)
            case Weekdays():
                self._weekdays(piece.days, refused=piece.refused)
            case Period(refused=False):
                self._period(piece.first, piece.last)
            case Period():
                self._not_then(piece.first, piece.last)
            case WeekOf():
                self._week_of(piece)
            case DayRange():
                self._day_range(piece)
            case OneDay(refused=True):
                self._avoid(piece.day)
                self.found = replace(self.found, whole_days=self.found.whole_days or piece.partly)
            case OneDay():
                self._accept(piece)
            case Hours() | Parts() | Span() | At():
                self.hours.take(piece)
                if isinstance(piece, Parts) and piece.today:
                    self.named.append(self.today)

    # days

    def _period(self, first: date | None, last: date | None) -> None:
        self.in_period = True
        if first:
            self.first.append(first)
        if last:
            self.last.append(last)

    def _not_then(self, first: date | None, last: date | None) -> None:
        """A stretch that is ruled out; of one that begins now, or never ends, only the rest is."""
        if last is None:
            self.last += [first - DAY] if first else []
        elif first is None or first <= self.today:
            self.first.append(last + DAY)
        else:
            days = {first + n * DAY for n in range((last - first).days + 1)}
            self.found = replace(self.found, avoid_dates=self.found.avoid_dates | days)

    def _week_of(self, piece: WeekOf) -> None:
        on = self._certain(piece.day)
        first = on if piece.begins else on - on.weekday() * DAY
        if piece.refused:
            self._not_then(first, first + 6 * DAY)
        else:
            self._period(max(first, self.today), first + 6 * DAY)

    def _day_range(self, piece: DayRange) -> None:
        """ "between 3 and 7 December", "Mon-Wed", "from the 3rd until Friday"."""
        weekdays = _plain_weekday(piece.low), _plain_weekday(piece.high)
        if weekdays[0] is not None and weekdays[1] is not None:
            count = (weekdays[1] - weekdays[0]) % 7 + 1
            days = frozenset((weekdays[0] + n) % 7 for n in range(count))
            if piece.refused or _recurs(piece.low) or _recurs(piece.high):
                self._weekdays(days, refused=piece.refused)
            else:
                self.week |= days
        else:
            self._period(*self._both_dates(piece.low, piece.high))

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
            last = dated(
                high, first, self.say
            ).day  # "the 28th to the 3rd" goes into the next month
        last = last or self._certain(high)
        if last < first:
            raise DateProblem(self.say.ends_before_it_begins(first, last))
        return first, last

    def _avoid(self, day: Day) -> None:
        if day.weekday is not None and day.day is None and day.week is None:
            self.found = replace(self.found, avoid=self.found.avoid | {day.weekday})
        else:
            dates = self.found.avoid_dates | {self._certain(day)}
            self.found = replace(self.found, avoid_dates=dates)

    def _accept(self, piece: OneDay) -> None:
        day = piece.day
        weekday = _plain_weekday(day)
        if piece.limit is None and weekday is not None and (day.recurring or self.in_period):
            self._weekdays(frozenset({weekday}), refused=False)
            return
        on = self._certain(day)
        if piece.limit == "first":
            self.first.append(on + piece.shut_out * DAY)
        elif piece.limit == "last":
            self.last.append(on - piece.shut_out * DAY)
        else:
            self.named.append(on)

    def _weekdays(self, days: frozenset[int], *, refused: bool) -> None:
        if refused:
            self.found = replace(self.found, avoid=self.found.avoid | days)
        else:
            self.found = replace(self.found, only=self.found.only | days)

    def _certain(self, day: Day) -> date:
        """The one date that is meant; DateProblem when there is none, or more than one."""
        day = in_local_order(day, self.country)
        found = dated(day, self.today, self.say)
        if found.day:
            return found.day
        bare = day.weekday is not None and day.day is None
        if found.problem == "ambiguous_day" and bare and len(found.days) == 2:
            return found.days[0] if day.week == "this" else found.days[1]
        raise DateProblem(found.ask or self.say.WHICH_DAY)

    def narrow_days(self) -> None:
        named, first, last = self.named, max(self.first, default=None), min(self.last, default=None)
        if self.week and (named or first or last or self.in_period or self.found.asap):
            self._weekdays(self.week, refused=False)
        elif self.week:
            named = [self.today + _days_until(day, self.today) * DAY for day in self.week]
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
            raise DateProblem(self.say.ends_before_it_begins(first, last))
        self.found = replace(self.found, first=first, last=last)


def _days_until(weekday: int, today: date) -> int:
    """Until the coming one, which is never today."""
    return (weekday - today.weekday() - 1) % 7 + 1


def _recurs(day: Day | int) -> bool:
    return isinstance(day, Day) and day.recurring


def _plain_weekday(day: Day | int) -> int | None:
    """The weekday of a day that was named by nothing else."""
    return None if isinstance(day, int) or day.day or day.week else day.weekday
