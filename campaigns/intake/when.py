"""Reads when an appointment is wanted: dates, parts of the day, and limits by the clock."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callpilot.json_types import JsonObject
from campaigns.intake.wish import Wish
from campaigns.intake.words import times
from campaigns.intake.words.alternatives import any_of
from campaigns.providers import service_kinds
from scheduling.language import date_windows
from scheduling.language.date_windows import DateProblem, Wanted
from scheduling.language.wish_hours import TimeOfDay

DEFAULT_DAYS = 14  # how far we look when nobody says
DAY_PARTS = {
    "morning": gettext_lazy("mornings"),
    "afternoon": gettext_lazy("afternoons"),
    "evening": gettext_lazy("evenings"),
}
_IN_HOURS = re.compile(times.IN_HOURS, re.IGNORECASE)
_Time = TypeVar("_Time", time, time | None)
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
    dines = wish.service == "restaurant" and not _MORNING.search(said or phrase)
    if dines:
        wanted = _in_the_evening(wanted)
    earliest, latest = _hours(wish, wanted)
    wish = replace(wish, **found, earliest_time=earliest, latest_time=latest)
    return _with_questions(wish, phrase, wanted, today, dines=dines)


def _with_questions(wish: Wish, phrase: str, wanted: Wanted, today: date, *, dines: bool) -> Wish:
    """The wish with what must be asked, since it was said and cannot be held."""
    if wanted.either:
        choices = tuple(dict.fromkeys(_choice(each, dines=dines) for each in wanted.either))
        listed = _(", or ").join(choice[0].lower() + choice[1:] for choice in choices)
        asked = _("One request holds one time of day. Which one: %(times)s?") % {"times": listed}
        wish = wish.with_problem("earliest_time", asked)
        wish = replace(wish, choices={**wish.choices, "earliest_time": choices})
    if wanted.gap:
        words = _("We cannot leave out a time within the day. Say from when, or until when.")
        wish = wish.with_problem("earliest_time", words)
    if wanted.whole_days:
        words = _("We cannot leave out a part of a day yet, so such a day is left out altogether.")
        wish = replace(wish, remarks=(*wish.remarks, words))
    if soon := _IN_HOURS.search(phrase):
        words = _("We do not count in hours. What time of day do you mean by “%(said)s”?")
        wish = wish.with_problem("earliest_time", words % {"said": soon.group().strip().lower()})
        if wish.date_range_start is None:
            wish = replace(wish, date_range_start=today, date_range_end=today)
    return wish


def _choice(each: TimeOfDay, *, dines: bool) -> str:
    """As an answer that can be pressed, and is understood."""
    if each.part:
        return str(DAY_PARTS[each.part]).capitalize()
    if each.exactly:
        return _("At %(time)s") % {"time": _shown(each.exactly, dines=dines)}
    low, high = _shown(each.earliest, dines=dines), _shown(each.latest, dines=dines)
    if low and high:
        return _("Between %(low)s and %(high)s") % {"low": low, "high": high}
    return _("After %(time)s") % {"time": low} if low else _("Before %(time)s") % {"time": high}


def _shown(at: time | None, *, dines: bool) -> str:
    shown = _evening(at) if dines else at
    return str(time_format(shown, "g:i A")) if shown else ""


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


def _in_the_evening(wanted: Wanted) -> Wanted:
    earliest, latest = _evening(wanted.earliest), _evening(wanted.latest)
    evening = replace(
        wanted,
        times=tuple(_evening(at) for at in wanted.times),
        earliest=earliest,
        latest=latest,
    )
    if earliest is None or latest is None or earliest < latest:
        return evening
    both = TimeOfDay(latest=latest), TimeOfDay(earliest=earliest)  # "before 6 or after 9"
    return replace(evening, either=both, earliest=None, latest=None)


def _evening(at: _Time) -> _Time:
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
