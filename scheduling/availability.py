"""What is free: calendars, appointments, holds of other wishes and the way there taken off."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, timedelta, tzinfo
from itertools import chain
from uuid import UUID

from django.utils.translation import gettext as _

from callpilot.errors import VendorError
from callpilot.models import User
from scheduling.calendars.base import Busy
from scheduling.calendars.connected import connected
from scheduling.distances.base import Point, distances
from scheduling.models import Appointment, Hold
from scheduling.slots import Slot, gaps, merged, starts
from scheduling.working_hours import Rules, rules_of

logger = logging.getLogger(__name__)
FAR_MINUTES = 240.0  # no way is looked at beyond this; nobody drives longer to a dentist


@dataclass(frozen=True)
class Visit:
    """What the person must be free for: a time at a place, with the way there and back.

    travel_minutes: from wherever the person is to the place of the appointment, and back.
    place: where that is; the way from entries whose own place is known is then looked up.
    wish: whom it is for; its own holds stand in nobody's way.
    """

    slot: Slot
    wish: UUID | None = None
    travel_minutes: float = 0.0
    place: Point | None = None


@dataclass(frozen=True)
class _Taken:
    """A time that is taken, and the minutes needed between it and the slot in question."""

    slot: Slot
    travel_minutes: float
    rules: Rules = Rules()

    @property
    def padded(self) -> Slot:
        """With the way, or with what an appointment before or after it needs, if that is more."""
        before = max(self.travel_minutes, self.rules.buffer_after)
        after = max(self.travel_minutes, self.rules.buffer_before)
        return self.slot.padded(timedelta(minutes=before), timedelta(minutes=after))


@dataclass(frozen=True)
class Clash:
    """A time that stands in the way of a slot; what it is stays in the calendar."""

    slot: Slot
    overlaps: bool  # else the slots do not meet, but the way there or back does not fit


def busy(person: User, window: Slot) -> list[Slot]:
    """When the person's calendars and appointments leave no time, as few slots, in order."""
    entries = (entry.slot for entry in _entries(person, window))
    return merged(chain(entries, (hold.slot for hold in _appointments(person, window))))


def conflict(person: User, visit: Visit, *, by_rules: bool = True) -> str | None:
    """Why the visit does not suit the person, in words that give nothing away, or None.

    by_rules: also when it lies outside the person's hours, too near to other entries or too
    soon; not for a time that the person has picked in person.

    May ask vendors: not for use in a transaction.
    """
    slot = visit.slot
    rules = rules_of(person) if by_rules else Rules()
    if rules.too_soon(slot):
        return _("That is too soon.")
    if rules.closed(slot):
        return _("That is not a time of day or a weekday that suits.")
    taken = _taken(person, visit, rules)
    if any(one.slot.overlaps(slot) for one in taken):
        return _("That time is not free in the calendar.")
    if any(one.padded.overlaps(slot) for one in taken):
        return _("That leaves too little time for the way there or back.")
    return None


def clashes(person: User, visit: Visit) -> list[Clash]:
    """What stands in the way of a time that the person picked, for their own eyes."""
    slot = visit.slot
    taken = _taken(person, visit, Rules())
    met = merged(one.slot for one in taken if one.slot.overlaps(slot))
    if met:
        return [Clash(one, overlaps=True) for one in met]
    near = merged(one.slot for one in taken if one.padded.overlaps(slot))
    return [Clash(one, overlaps=False) for one in near]


def free_slots(
    person: User,
    within: Visit,
    minutes: int,
    *,
    step_minutes: int = 30,
    zone: tzinfo = UTC,
) -> list[Slot]:
    """All slots of `minutes` within a visit that have no conflict, at round times of `zone`."""
    rules = rules_of(person)
    window = within.slot
    taken = _taken(person, within, rules)
    free = gaps(chain((one.padded for one in taken), rules.closed(window)), window)
    return list(starts(free, minutes, step_minutes, zone))


def _taken(person: User, visit: Visit, rules: Rules) -> list[_Taken]:
    """All that could be in the way of something within the visit's slot, ways included."""
    way = min(visit.travel_minutes, FAR_MINUTES)
    furthest = FAR_MINUTES if visit.place else way
    reach = timedelta(minutes=max(furthest, rules.buffer_before, rules.buffer_after))
    around = visit.slot.padded(reach, reach)
    others = Hold.objects.standing().filter(person=person).overlapping(around.start, around.end)
    if visit.wish is not None:
        others = others.exclude(wish=visit.wish)
    entries = _with_ways(_entries(person, around), way, visit.place)
    return [
        *(replace(one, rules=rules) for one in entries),
        *(_Taken(hold.slot, way, rules) for hold in others),
    ]


def _with_ways(entries: Iterable[Busy], usual: float, place: Point | None) -> list[_Taken]:
    listed = list(entries)
    placed = [entry for entry in listed if entry.latitude is not None and place is not None]
    if not placed or place is None:
        return [_Taken(entry.slot, usual) for entry in listed]
    origins = [Point(entry.latitude or 0.0, entry.longitude or 0.0) for entry in placed]
    try:
        minutes = distances.get().ways(origins, [place]).minutes[:, 0]
    except VendorError:
        logger.warning("Ways between appointments could not be had; the usual one is taken.")
        return [_Taken(entry.slot, usual) for entry in listed]
    known = {
        id(entry): min(float(m), FAR_MINUTES) for entry, m in zip(placed, minutes, strict=True)
    }
    return [_Taken(entry.slot, known.get(id(entry), usual)) for entry in listed]


def _entries(person: User, window: Slot) -> list[Busy]:
    return [entry for calendar in connected(person) for entry in calendar.busy(person, window)]


def _appointments(person: User, window: Slot) -> Iterable[Hold]:
    """Holds that appointments rest on, whatever wish they came from."""
    rows = Hold.objects.standing().filter(person=person).overlapping(window.start, window.end)
    return rows.filter(appointment__isnull=False).exclude(
        appointment__status=Appointment.Status.CANCELLED
    )
