"""The times of day of a wish: its limits, exact times and parts, and what cannot go together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import time, timedelta

from scheduling.language.pieces import DAY_PARTS, Between, Clock, Part
from scheduling.language.wish_pieces import At, Hours, Parts, Span

_NEAR = timedelta(minutes=30)  # what "around ten" allows to both sides
_ONE_WINDOW = timedelta(hours=2)  # "at 9 or 10" is one stretch of the day, "at 9 or 4" is two
REACH: dict[Part, tuple[time, time]] = {  # generously: nobody is asked because of a few minutes
    "morning": (time(0), time(12)),
    "afternoon": (time(12), time(18, 30)),
    "evening": (time(16), time(23, 59)),
}


@dataclass(frozen=True)
class TimeOfDay:
    """One stretch of the day as it was wished for: limits for the start, an exact time or a part.

    place: where it stands in the text. narrows: it only narrows what else was said.
    """

    earliest: time | None = None
    latest: time | None = None
    exactly: time | None = None
    part: Part | None = None
    place: int = 0
    narrows: bool = False

    @property
    def ends(self) -> tuple[time, time]:
        if self.exactly:
            return self.exactly, self.exactly
        if self.part:
            return REACH[self.part]
        return self.earliest or time(0), self.latest or time(23, 59)

    def meets(self, other: "TimeOfDay") -> bool:
        (low, high), (first, last) = self.ends, other.ends
        return low <= last and first <= high


@dataclass(frozen=True)
class DayTimes:
    """What all of them come to. either: those of which only one can be held, () when all can."""

    day_parts: tuple[Part, ...] = ()
    earliest: time | None = None
    latest: time | None = None
    times: tuple[time, ...] = ()
    either: tuple[TimeOfDay, ...] = ()
    gap: bool = False  # a time was ruled out in the midst of a day


@dataclass
class WishHours:
    """Collects the times of day of one text."""

    limits: list[TimeOfDay] = field(default_factory=list)
    times: list[TimeOfDay] = field(default_factory=list)
    parts: list[TimeOfDay] = field(default_factory=list)
    no_parts: set[Part] = field(default_factory=set)
    gap: bool = False

    def take(self, piece: Hours | Parts | Span | At) -> None:
        match piece:
            case Hours():
                self._habit(piece)
            case Parts():
                self._part(piece)
            case Span(refused=True):
                self.gap = True
            case Span():
                self._limit(*_ends(piece.between), place=piece.start)
            case At():
                self._timed(piece)

    def _habit(self, piece: Hours) -> None:
        low, high = piece.earliest, piece.latest
        if not piece.refused:
            self._limit(low, high, place=piece.start, narrows=True)
        elif low and high:
            self.gap = True
        else:
            self._limit(high, low, place=piece.start, narrows=True)

    def _part(self, piece: Parts) -> None:
        name: Part = "evening" if piece.part == "night" else piece.part
        if piece.refused:
            self.no_parts.add(name)
        else:
            self.parts.append(TimeOfDay(part=name, place=piece.start))

    def _timed(self, piece: At) -> None:
        clock, place = piece.clock, piece.start
        at = usual(clock)
        if clock.bound in ("after", "before"):
            after = (clock.bound == "after") != piece.refused
            ends = (at, None) if after else (None, at)
            self._limit(*ends, place=place, narrows=piece.refused)
        elif piece.refused:
            self.gap = True
        elif clock.bound == "around":
            minutes = timedelta(hours=at.hour, minutes=at.minute)
            self._limit(_time_of(minutes - _NEAR), _time_of(minutes + _NEAR), place=place)
        else:
            self.times.append(TimeOfDay(exactly=at, place=place))

    def _limit(
        self, earliest: time | None, latest: time | None, *, place: int, narrows: bool = False
    ) -> None:
        self.limits.append(TimeOfDay(earliest, latest, place=place, narrows=narrows))

    def found(self) -> DayTimes:
        lows = [each.earliest for each in self.limits if each.earliest]
        highs = [each.latest for each in self.limits if each.latest]
        whole = TimeOfDay(max(lows, default=None), min(highs, default=None))
        gap = self.gap and not (self.limits or self.times)
        if self._apart(whole):
            return self._either(gap=gap)
        times = tuple(each.exactly for each in self.times if each.exactly)
        return DayTimes(self._day_parts(), whole.earliest, whole.latest, times, gap=gap)

    def _day_parts(self) -> tuple[Part, ...]:
        wanted = dict.fromkeys(each.part for each in self.parts if each.part)
        if not wanted and self.no_parts:
            return tuple(part for part in DAY_PARTS if part not in self.no_parts)
        return tuple(part for part in wanted if part not in self.no_parts)

    def _apart(self, whole: TimeOfDay) -> bool:
        """Whether what was said cannot all be held in one stretch of the day."""
        low, high = whole.ends
        if len(self.limits) > 1 and (low >= high or _different(self.limits)):
            return True
        exact = [each.ends[0] for each in self.times]
        if exact and (_since(max(exact)) - _since(min(exact)) > _ONE_WINDOW):
            return True
        if any(not low <= at <= high for at in exact):
            return True
        return _unmet(self.parts, self.times or ([whole] if self.limits else []))

    def _either(self, *, gap: bool) -> DayTimes:
        said = [*self.limits, *self.times]
        alone = [part for part in self.parts if not any(part.meets(each) for each in said)]
        unlike: dict[TimeOfDay, None] = {}
        for each in sorted([*said, *alone], key=lambda one: one.place):
            unlike.setdefault(replace(each, place=0, narrows=False))
        parts = () if alone else self._day_parts()
        return DayTimes(parts, either=tuple(unlike), gap=gap)


def _different(limits: Sequence[TimeOfDay]) -> bool:
    """ "Tuesday after 3, Wednesday after 10": two limits of one kind, neither of which narrows."""
    said = [each for each in limits if not each.narrows]
    lows = {each.earliest for each in said if each.earliest}
    highs = {each.latest for each in said if each.latest}
    return len(lows) > 1 or len(highs) > 1


def _unmet(parts: Sequence[TimeOfDay], said: Iterable[TimeOfDay]) -> bool:
    """ "Mornings, or after 5": a part in which nothing of the rest lies, or the other way round."""
    said = list(said)
    if not parts or not said:
        return False
    lonely = any(not any(part.meets(each) for each in said) for part in parts)
    return lonely or any(not any(each.meets(part) for part in parts) for each in said)


def _ends(between: Between) -> tuple[time, time]:
    low, high = between.low, between.high
    end = usual(high)
    if low.meridiem is None and high.meridiem in ("am", "pm"):
        borrowed = usual(replace(low, meridiem=high.meridiem))
        if borrowed < end:
            return borrowed, end
    start = usual(low)
    if start > end and low.meridiem is None and high.meridiem is None:
        if low.hour == 7:  # "7 to 9" begins the day, "6 to 8" ends it
            return time(low.hour, low.minute), end
        return start, end.replace(hour=end.hour % 12 + 12)
    return start, end


def usual(clock: Clock) -> time:
    """The reading that people mean when they want an appointment: seven is seven in the morning
    only with a.m. or a morning beside it, and before eight."""
    at = time(clock.hour, clock.minute)
    if clock.meridiem == "24":
        return at
    if clock.meridiem:
        return at.replace(hour=at.hour % 12 + 12 * (clock.meridiem == "pm"))
    return at.replace(hour=at.hour + 12) if at.hour < 8 else at


def _since(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)


def _time_of(since_midnight: timedelta) -> time:
    minutes = min(max(int(since_midnight.total_seconds()) // 60, 0), 24 * 60 - 1)
    return time(*divmod(minutes, 60))
