"""How a page writes a time: on the place's clock, in the way of the reader's language."""

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.formats import get_format
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Written:
    """A time at a place, and what a reader who is elsewhere reads in brackets."""

    moment: datetime  # in the place's zone
    day: str
    clock: str
    yours: str = ""  # blank: the reader's clock shows the same

    @property
    def there(self) -> str:
        return f"{self.day}, {self.clock}"

    def __str__(self) -> str:
        return f"{self.there} ({self.yours})" if self.yours else self.there


def written(
    start: datetime, zone_name: str | tzinfo, end: datetime | None = None, *, full: bool = False
) -> Written:
    """ "Tue, Dec 1, 10:30 AM PST", and "1:30 PM your time" where that differs at that moment.

    full: weekday and month in full, and the year, as in a heading.
    """
    zone = zone_of(zone_name)
    local = start.astimezone(zone)
    last = end.astimezone(zone) if end else None
    told = day(local, full=full), clock_span(local, last, zoned=True)
    reader = timezone.get_current_timezone()
    mine = start.astimezone(reader)
    my_last = end.astimezone(reader) if end else None
    shifted = [pair for pair in ((local, mine), (last, my_last)) if _differ(*pair)]
    if not shifted:
        return Written(local, *told)
    yours = clock_span(mine, my_last)
    if mine.date() != local.date():
        yours = f"{day(mine)}, {yours}"
    return Written(local, *told, _("%(time)s your time") % {"time": yours})


def _differ(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and one.utcoffset() != other.utcoffset()


def zone_of(zone: str | tzinfo) -> tzinfo:
    """A zone by its name; UTC for one that this machine does not know."""
    if not isinstance(zone, str):
        return zone
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def day(moment: date, *, full: bool = False) -> str:
    """ "Tue, Dec 1" or "Tue 1 Dec"; with the year when that is not the present one."""
    pattern = str(get_format("MONTH_DAY_FORMAT"))
    month_first = pattern.lstrip("\\")[:1] in "FMNmbE"
    with_year = full or moment.year != now().year
    if not full:
        pattern = pattern.replace("F", "M")
    if with_year:
        pattern += ", Y" if month_first else " Y"
    comma = "," if month_first or full else ""
    return f"{_face(moment, 'l' if full else 'D')}{comma} {_face(moment, pattern)}"


def clock(moment: datetime) -> str:
    """ "10:30 AM" or "10:30", as the reader's language has it."""
    return _face(moment, _clock_pattern())


def soon(moment: datetime) -> str:
    """A moment of the near future, as short as it is clear: "3:40 PM", "Sat, 6:00 PM"."""
    days = (moment.date() - now().astimezone(moment.tzinfo).date()).days
    told = clock(moment)
    if days:
        name = _face(moment, "D") if 0 < days < 7 else day(moment)
        told = f"{name}, {told}"
    mine = moment.astimezone(timezone.get_current_timezone())
    return f"{told} {zone_abbreviation(moment)}" if _differ(moment, mine) else told


def hour(at: datetime | time) -> str:
    """A full hour, short: "10 AM" or "10:00"."""
    return _face(at, _clock_pattern().replace("g:i A", "g A"))


def clock_span(start: datetime, end: datetime | None, *, zoned: bool = False) -> str:
    """ "10:30 – 11:00 AM PST"; what both ends share is written once."""
    zone = zone_abbreviation(end or start) if zoned else ""
    if end is None:
        return f"{clock(start)} {zone}".strip()
    pattern = _clock_pattern()
    first = pattern
    if (
        pattern.endswith(" A")
        and start.date() == end.date()
        and _face(start, "A") == _face(end, "A")
    ):
        first = pattern.removesuffix(" A")
    begin = _face(start, first)
    if zoned and zone_abbreviation(start) != zone:
        begin = f"{clock(start)} {zone_abbreviation(start)}"
    finish = clock(end) if start.date() == end.date() else f"{day(end)}, {clock(end)}"
    return f"{begin} – {finish} {zone}".strip()


def zone_abbreviation(moment: datetime) -> str:
    """ "PST"; "UTC+03" where the zone has no letters of its own."""
    name = moment.tzname() or ""
    return f"UTC{name}" if name[:1] in "+-" else name


def _clock_pattern() -> str:
    """Django's "P" writes "noon" and "2 p.m."; a column of times wants one shape for all."""
    pattern = str(get_format("TIME_FORMAT"))
    return "g:i A" if pattern == "P" else pattern


def _face(moment: date | time, pattern: str) -> str:
    return formatted(moment, pattern)


def countdown(start: datetime, end: datetime) -> str:
    """How far away it is, as one says it: "In 3 days", "Tomorrow", "In 2 hours", "Now"."""
    moment = now()
    if end <= moment:
        return _("Past")
    if start <= moment:
        return _("Now")
    minutes = int((start - moment).total_seconds() // 60)
    zone = timezone.get_current_timezone()
    days = (start.astimezone(zone).date() - moment.astimezone(zone).date()).days
    if minutes < 60:
        return ngettext("In %(n)d minute", "In %(n)d minutes", minutes) % {"n": minutes}
    if days == 0 or minutes < 6 * 60:
        hours = round(minutes / 60)
        return ngettext("In %(n)d hour", "In %(n)d hours", hours) % {"n": hours}
    if days == 1:
        return _("Tomorrow")
    if days < 21:
        return ngettext("In %(n)d day", "In %(n)d days", days) % {"n": days}
    weeks = round(days / 7)
    return ngettext("In %(n)d week", "In %(n)d weeks", weeks) % {"n": weeks}


def elapsed(seconds: float) -> str:
    """Minutes and whole seconds into a call, "1:07"."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"
