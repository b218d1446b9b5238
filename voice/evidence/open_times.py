"""Makes one instant of a time that was left open and the words that complete it."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from scheduling.language.mentions import Mention, in_part
from scheduling.language.wall_clock import comes_twice, skipped


def together(before: Mention, now: Mention, zone: ZoneInfo) -> datetime | None:
    """The instant that fits both, if there is exactly one on the clock."""
    days = [day for day in now.days or before.days if not before.days or day in before.days]
    if not days and now.weekday_said is not None:
        days = [day for day in before.days if day.weekday() == now.weekday_said]
    times = before.times or now.times
    found = {
        moment
        for day in days
        for at in times
        if (moment := on_the_wall(day, at, zone)) and (not now.times or at in now.times)
        if now.day_part is None or in_part(at, now.day_part)
    }
    return found.pop() if len(found) == 1 else None


def on_the_wall(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """None for a time that the clocks skip or show twice."""
    moment = datetime.combine(day, at, zone)
    return None if skipped(moment) or comes_twice(moment) else moment
