"""Reads when an appointment is wanted: dates, parts of the day, and limits by the clock."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from callpilot.json_types import JsonObject
from campaigns.intake.wish import Wish
from campaigns.intake.words import times
from campaigns.intake.words.alternatives import any_of
from campaigns.providers import service_kinds
from scheduling.language import date_windows
from scheduling.language.date_windows import DateProblem, Wanted

DEFAULT_DAYS = 14  # how far we look when nobody says
_MORNING = re.compile(any_of(times.MORNING), re.IGNORECASE)


def read(wish: Wish, phrase: str, today: date, said: str = "") -> Wish:
    """The wish with what a phrase says about when.

    The service decides what "at eight" means, and so may all that was `said` around the phrase.
    Times that cannot be are in `problems`, never guessed at.
    """
    try:
        wanted = date_windows.window(plain(phrase), today, country="US")
    except DateProblem as problem:
        return wish.with_problem("date_range_start", str(problem))
    found: JsonObject = {}
    if wanted.first is not None:
        last = wanted.last or wanted.first + timedelta(days=DEFAULT_DAYS - 1)
        found |= {"date_range_start": max(wanted.first, today), "date_range_end": last}
    if wanted.day_parts:
        found["day_parts"] = tuple(dict.fromkeys(wanted.day_parts))
    avoided = set(wanted.avoid)
    if wanted.only:
        avoided |= set(range(7)) - wanted.only
    if avoided:
        found["avoid_weekdays"] = tuple(sorted(avoided))
    if wanted.avoid_dates:
        found["avoid_dates"] = tuple(sorted(day.isoformat() for day in wanted.avoid_dates))
    earliest, latest = _hours(wish, wanted)
    if wish.service == "restaurant" and not _MORNING.search(said or phrase):
        earliest, latest = _evening(earliest), _evening(latest)
    return replace(wish, **found, earliest_time=earliest, latest_time=latest)


def plain(text: str) -> str:
    """One line with plain apostrophes."""
    return " ".join(text.replace("’", "'").split())


def _hours(wish: Wish, wanted: Wanted) -> tuple[time | None, time | None]:
    """Limits for the start become limits for the appointment: it must end by the later one."""
    service = service_kinds.SERVICES.get(wish.service or "general")
    minutes = wish.duration_minutes or (service.duration_minutes if service else 30)
    earliest, latest = wanted.earliest, wanted.latest
    if wanted.times:
        half_hour = timedelta(minutes=30)
        earliest = _later(min(wanted.times), -half_hour)
        latest = _later(max(wanted.times), half_hour + timedelta(minutes=minutes))
    elif earliest and latest and _span(earliest, latest) < timedelta(minutes=minutes + 60):
        latest = _later(latest, timedelta(minutes=minutes))
    return earliest, latest


def _evening(at: time | None) -> time | None:
    """Nobody dines at eight in the morning."""
    return at.replace(hour=at.hour + 12) if at is not None and at.hour < 11 else at


def _later(at: time, by: timedelta) -> time:
    """Within the day: before midnight stays before midnight."""
    moment = datetime.combine(date(2000, 1, 2), at) + by
    if moment.date() > date(2000, 1, 2):
        return time(23, 59)
    return time(0) if moment.date() < date(2000, 1, 2) else moment.time()


def _span(low: time, high: time) -> timedelta:
    day = date(2000, 1, 2)
    return datetime.combine(day, high) - datetime.combine(day, low)
