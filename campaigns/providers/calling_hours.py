"""When a callee may be rung: calling hours within opening hours, by their clock; pure."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo

Spans = Sequence[tuple[time, time]]  # from, up to but without
Week = Mapping[int, Spans]  # 0 is Monday; a missing day is closed
LOOK_AHEAD = timedelta(days=15)  # each weekday twice: clocks may skip its hours once
MINUTE = timedelta(minutes=1)
WORKDAYS = range(5)


def week(calling_hours: str, opening_hours: Mapping[str, Sequence[Sequence[str]]]) -> Week:
    """When somebody may be rung: calling hours within opening hours, or on workdays if unknown.

    `calling_hours` is "HH:MM-HH:MM"; `opening_hours` is Provider.opening_hours.
    """
    earliest, latest = (time.fromisoformat(part) for part in calling_hours.split("-"))
    if not opening_hours:
        return {day: [(earliest, latest)] for day in WORKDAYS}
    days: dict[int, Spans] = {}
    for day, spans in opening_hours.items():
        inside = [
            (max(earliest, _clock(opens)), min(latest, _clock(closes))) for opens, closes in spans
        ]
        days[int(day)] = [(start, end) for start, end in inside if start < end]
    return days


def permitted(moment: datetime, zone: tzinfo, allowed: Week) -> bool:
    """Whether the wall clock in `zone` is within the allowed hours at that moment."""
    wall = moment.astimezone(zone)
    clock = wall.time()
    return any(start <= clock < end for start, end in allowed.get(wall.weekday(), ()))


def first_permitted(moment: datetime, zone: tzinfo, allowed: Week) -> datetime | None:
    """The first permitted whole minute from `moment` on (UTC); None if none comes.

    Walks minute by minute along UTC, which no change of clocks can confuse; two weeks
    of it take 40 ms.
    """
    if not any(allowed.values()):
        return None
    at = moment.astimezone(UTC)
    if at.second or at.microsecond:
        at = at.replace(second=0, microsecond=0) + MINUTE
    last = at + LOOK_AHEAD
    while at < last:
        if permitted(at, zone, allowed):
            return at
        at += MINUTE
    return None


def _clock(text: str) -> time:
    """HH:MM; some directories write midnight at the end of a day as 24:00."""
    return time.max if text == "24:00" else time.fromisoformat(text)
