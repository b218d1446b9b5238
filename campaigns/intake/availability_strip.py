"""How free the person is in the days asked for: five days, mornings and afternoons."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from callpilot.errors import VendorError
from campaigns.intake import fields
from campaigns.models import Draft
from campaigns.providers.service_kinds import SERVICES
from scheduling import availability
from scheduling.slots import Slot

DAYS = 5
PARTS = (
    ("morning", gettext_noop("Morning"), time(8), time(12)),
    ("afternoon", gettext_noop("Afternoon"), time(12), time(18)),
)
# The share of a half-day that is free → its word.
WORDS = {"free": gettext_noop("free"), "some": gettext_noop("partly"), "busy": gettext_noop("busy")}


@dataclass(frozen=True)
class Cell:
    state: str  # a key of WORDS, or "past" or "out" (not asked for)
    words: str


@dataclass(frozen=True)
class Strip:
    """Days as columns, parts of the day as rows."""

    days: list[str]
    parts: list[tuple[str, list[Cell]]]
    free: int  # half-days in which there is room
    total: int  # half-days that come into question


def strip(draft: Draft) -> Strip | None:
    """None when the calendar could not be read."""
    zone = zone_of(draft)
    days = days_of(draft, now().astimezone(zone).date())
    service = SERVICES.get(draft.value("service") or "general", SERVICES["general"])
    minutes = int(draft.value("duration_minutes") or service.duration_minutes)
    whole = Slot(_at(days[0], time(0), zone), _at(days[-1] + timedelta(days=1), time(0), zone))
    try:
        busy = availability.busy(draft.person, whole)
    except VendorError:
        return None
    wanted = draft.value("day_parts") or [key for key, *_rest in PARTS]
    asked = exact_range(draft, whole)
    rows = [
        (
            _(label),
            [
                _cell(day, low, high, zone, busy, minutes, asked if key in wanted else None)
                for day in days
            ],
        )
        for key, label, low, high in PARTS
    ]
    cells = [cell for _label, row in rows for cell in row if cell.state in WORDS]
    free = sum(cell.state != "busy" for cell in cells)
    return Strip([f"{date_format(day, 'D')} {day.day}" for day in days], rows, free, len(cells))


def zone_of(draft: Draft) -> ZoneInfo:
    place = draft.value("place")
    return ZoneInfo(place["timezone"]) if place else draft.person.profile.zone


def days_of(draft: Draft, today: date) -> list[date]:
    """The first days asked for; working days while nobody has said."""
    first, last = draft.value("date_range_start"), draft.value("date_range_end")
    start = max(date.fromisoformat(first), today) if first else today
    end = date.fromisoformat(last or first) if first else start + timedelta(days=13)
    avoid = set(draft.value("avoid_weekdays") or ([] if first else [5, 6]))
    dates = set(draft.value("avoid_dates") or [])
    span = (start + timedelta(days=n) for n in range(max((end - start).days, 0) + 1))
    days = [day for day in span if day.weekday() not in avoid and day.isoformat() not in dates]
    return days[:DAYS] or [start]


def exact_range(draft: Draft, whole: Slot) -> Slot | None:
    """The part of `whole` that was asked for, to the minute where it was; None for nothing."""
    first, last = (draft.value(name) for name in fields.MOMENTS)
    start = max(datetime.fromisoformat(first), whole.start) if first else whole.start
    end = min(datetime.fromisoformat(last), whole.end) if last else whole.end
    return Slot(start, end) if start < end else None


def _cell(
    day: date,
    low: time,
    high: time,
    zone: ZoneInfo,
    busy: list[Slot],
    minutes: int,
    asked: Slot | None,
) -> Cell:
    """asked: where an appointment may lie at all."""
    start, end = _at(day, low, zone), _at(day, high, zone)
    if asked is not None:
        start, end = max(start, asked.start), min(end, asked.end)
    if asked is None or end - start < timedelta(minutes=minutes):
        return Cell("out", _("not asked for"))
    start = max(start, now().astimezone(zone))
    if end - start < timedelta(minutes=minutes):
        return Cell("past", _("over"))
    part = Slot(start, end)
    taken = [
        (max(slot.start, part.start), min(slot.end, part.end))
        for slot in busy
        if slot.overlaps(part)
    ]
    if not taken:
        return Cell("free", _(WORDS["free"]))
    edges = [part.start, *(moment for pair in taken for moment in pair), part.end]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    room = any(after - before >= timedelta(minutes=minutes) for before, after in gaps)
    state = "some" if room else "busy"
    return Cell(state, _(WORDS[state]))


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone)
