"""What a desk said about when it has time, as an object; and whether a free time keeps to it."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

import msgspec
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot.errors import Refused
from scheduling.language import date_windows
from scheduling.language.date_windows import DateProblem, Wanted
from scheduling.language.en.words import WEEKDAY_NAMES, Weekday
from scheduling.language.mentions import in_part
from scheduling.slots import Slot
from voice.tools.context import Context

DayPart = Literal["morning", "afternoon", "evening"]
AROUND = timedelta(minutes=60)  # so far from a time that was named it still is that time
Fits = Callable[[Slot], bool]


class Constraints(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """All of it must be kept to; what was not said is left out."""

    words: Annotated[str, "What they said, in a few words: only Tuesdays, after lunch"] = ""
    days: Annotated[tuple[Weekday, ...], "Weekdays on which they have time"] = ()
    avoid_days: Annotated[tuple[Weekday, ...], "Weekdays on which they have none"] = ()
    day_parts: Annotated[tuple[DayPart, ...], "Parts of the day in which they have time"] = ()
    not_before: Annotated[str, "First date or moment, ISO 8601, local time of the business"] = ""
    not_after: Annotated[str, "Last date or moment, ISO 8601, local time of the business"] = ""
    earliest_time: Annotated[str, "Earliest time of day to begin, HH:MM"] = ""
    latest_time: Annotated[str, "Latest time of day to begin, HH:MM"] = ""


def fits(context: Context, wanted: Constraints) -> Fits:
    """Says of a slot whether it keeps to all of it. Raises Refused for what makes no sense."""
    told = _told(context, wanted.words)
    earliest, latest = _clock(wanted.earliest_time), _clock(wanted.latest_time)
    begins, ends = _edge(context, wanted.not_before), _edge(context, wanted.not_after, last=True)
    weekdays = {WEEKDAY_NAMES.index(day) for day in wanted.days}
    avoided = {WEEKDAY_NAMES.index(day) for day in wanted.avoid_days}

    def keeps(slot: Slot) -> bool:
        there = context.local(slot.start)
        at, weekday = there.time(), there.weekday()
        return (
            (not weekdays or weekday in weekdays)
            and weekday not in avoided
            and (not wanted.day_parts or any(in_part(at, part) for part in wanted.day_parts))
            and (earliest is None or at >= earliest)
            and (latest is None or at <= latest)
            and (begins is None or slot.start >= begins)
            and (ends is None or slot.end <= ends)
            and (told is None or _as_told(told, there))
        )

    return keeps


def _told(context: Context, words: str) -> Wanted | None:
    if not words.strip():
        return None
    eve = context.campaign.date_range_start - timedelta(days=1)
    today = max(context.local(now()).date(), eve)  # "Tuesday" is one of those asked for
    try:
        told = date_windows.window(" ".join(words.split()), today, country="US")
    except DateProblem as problem:
        raise Refused(str(problem)) from None
    if not told.understood:
        raise Refused(_("I do not understand when that is. Name days, parts of the day or times."))
    return told


def _as_told(told: Wanted, there: datetime) -> bool:
    at = there.time()
    near = (abs(there - datetime.combine(there.date(), each, there.tzinfo)) for each in told.times)
    return (
        told.allows(there.date())
        and (not told.day_parts or any(in_part(at, part) for part in told.day_parts))
        and (told.earliest is None or at >= told.earliest)
        and (told.latest is None or at <= told.latest)
        and (not told.times or any(away <= AROUND for away in near))
    )


def _clock(text: str) -> time | None:
    if not text.strip():
        return None
    try:
        return time.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        raise Refused(_("I need the time of day like 14:30.")) from None


def _edge(context: Context, text: str, *, last: bool = False) -> datetime | None:
    """A date is the whole day there."""
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip()) + timedelta(days=last)
    except ValueError:
        return context.moment(text)
    except OverflowError:
        raise Refused(_("That date is out of range.")) from None
    return datetime.combine(day, time(), context.provider.zone)
