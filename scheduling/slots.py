"""Slots of time and their arithmetic: merge, subtract, find gaps; pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, order=True)
class Slot:
    """From `start` up to, but without, `end`; slots that only touch do not overlap.

    Both are kept in UTC, because Python compares and subtracts two times of one zone by their
    clock faces, which is wrong in the night the clocks change. Raises ValueError for times
    without a zone and for an end that is not after the start.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        for name in ("start", "end"):
            moment: datetime = getattr(self, name)
            if moment.utcoffset() is None:
                raise ValueError(f"the {name} of a slot needs a time zone: {moment!r}")
            object.__setattr__(self, name, moment.astimezone(UTC))
        if self.end <= self.start:
            raise ValueError(f"a slot must end after it starts: {self.start} to {self.end}")

    @classmethod
    def of(cls, start: datetime, minutes: float) -> "Slot":
        """The slot of so many real minutes from `start`, also across a change of clocks."""
        if start.utcoffset() is None:
            raise ValueError(f"the start of a slot needs a time zone: {start!r}")
        begin = start.astimezone(UTC)
        return cls(begin, begin + timedelta(minutes=minutes))

    @property
    def minutes(self) -> float:
        return (self.end - self.start) / timedelta(minutes=1)

    def overlaps(self, other: "Slot") -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Slot") -> bool:
        return self.start <= other.start and other.end <= self.end

    def shifted(self, by: timedelta) -> "Slot":
        return Slot(self.start + by, self.end + by)

    def padded(self, before: timedelta, after: timedelta) -> "Slot":
        """Longer by `before` and `after`; negative ones shorten, to nothing raises ValueError."""
        return Slot(self.start - before, self.end + after)


def merged(slots: Iterable[Slot]) -> list[Slot]:
    """The same time as few slots, in order, none overlapping or touching another."""
    whole: list[Slot] = []
    for slot in sorted(slots):
        if whole and slot.start <= whole[-1].end:
            whole[-1] = Slot(whole[-1].start, max(whole[-1].end, slot.end))
        else:
            whole.append(slot)
    return whole


def subtract(wholes: Iterable[Slot], busy: Iterable[Slot]) -> list[Slot]:
    """What is left of `wholes` when all of `busy` is taken away; merged and in order."""
    taken = merged(busy)
    left: list[Slot] = []
    skip = 0  # both lists are in order, so what ends before this whole ends before all later ones
    for whole in merged(wholes):
        cursor = whole.start
        while skip < len(taken) and taken[skip].end <= whole.start:
            skip += 1
        for hole in taken[skip:]:
            if hole.start >= whole.end:
                break
            if hole.start > cursor:
                left.append(Slot(cursor, hole.start))
            cursor = max(cursor, hole.end)
        if cursor < whole.end:
            left.append(Slot(cursor, whole.end))
    return left


def gaps(busy: Iterable[Slot], within: Slot) -> list[Slot]:
    """The free time between `busy`, inside `within`."""
    return subtract([within], busy)


def starts(
    free: Iterable[Slot], minutes: int, step_minutes: int, zone: tzinfo = UTC
) -> Iterator[Slot]:
    """Every slot of `minutes` that fits into `free` and starts on a round time, in order.

    Round means a multiple of `step_minutes` on the clocks of `zone`, counted from midnight, so
    that people are offered 10:15 and not 10:07. Raises ValueError unless both are positive.
    """
    if minutes <= 0 or step_minutes <= 0:
        raise ValueError("minutes and step_minutes must be positive")
    length, step = timedelta(minutes=minutes), timedelta(minutes=step_minutes)
    for slot in merged(free):
        cursor = _rounded_up(slot.start, step, zone)
        while cursor + length <= slot.end:
            yield Slot(cursor, cursor + length)
            cursor = _rounded_up(cursor + timedelta.resolution, step, zone)


def _rounded_up(moment: datetime, step: timedelta, zone: tzinfo) -> datetime:
    """The first instant from `moment` on whose wall clock in `zone` shows a multiple of `step`."""
    offset = moment.astimezone(zone).utcoffset() or timedelta()
    wall = moment - EPOCH + offset
    into_day = wall % timedelta(days=1)
    rounded = -(-into_day // step) * step
    rounded = min(rounded, timedelta(days=1))  # the count begins again at midnight
    candidate = moment + (rounded - into_day)
    shift = (candidate.astimezone(zone).utcoffset() or timedelta()) - offset
    if shift and (wall + (candidate - moment) + shift) % timedelta(days=1) % step:
        # The clocks changed on the way by something that is no multiple of the step.
        return _rounded_up(candidate, step, zone)
    return candidate
