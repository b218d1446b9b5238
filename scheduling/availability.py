"""What is free: calendars, appointments, holds of other wishes and the way there taken off."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, timedelta, tzinfo
from itertools import chain
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from callpilot.errors import VendorError
from scheduling.calendars.base import Busy
from scheduling.calendars.connected import connected
from scheduling.distances.base import Point, distances
from scheduling.models import Appointment, Hold
from scheduling.slots import Slot, gaps, merged, starts
from scheduling.working_hours import Rules, rules_of

logger = logging.getLogger(__name__)
FAR_MINUTES = 240.0  # no way is looked at beyond this; nobody drives longer to a dentist


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


def busy(person: Any, window: Slot) -> list[Slot]:
    """When the person's calendars and appointments leave no time, as few slots, in order."""
    entries = (entry.slot for entry in _entries(person, window))
    return merged(chain(entries, (hold.slot for hold in _appointments(person, window))))


def conflict(
    person: Any,
    slot: Slot,
    *,
    wish: UUID | None,
    travel_minutes: float = 0,
    place: Point | None = None,
    by_rules: bool = True,
) -> str | None:
    """Why the slot does not suit the person, in words that give nothing away, or None.

    by_rules: also when it lies outside the person's hours, too near to other entries or too
    soon; not for a time that the person has picked in person.

    travel_minutes: from wherever the person is to the place of the appointment, and back.
    place: where that is; the way from entries whose own place is known is then looked up.
    Holds of `wish` itself are no conflict. May ask vendors: not for use in a transaction.
    """
    rules = rules_of(person) if by_rules else Rules()
    if rules.too_soon(slot):
        return _("That is too soon.")
    if rules.closed(slot):
        return _("That is not a time of day or a weekday that suits.")
    taken = _taken(person, slot, wish, travel_minutes, place, rules)
    if any(one.slot.overlaps(slot) for one in taken):
        return _("That time is not free in the calendar.")
    if any(one.padded.overlaps(slot) for one in taken):
        return _("That leaves too little time for the way there or back.")
    return None


def clashes(
    person: Any,
    slot: Slot,
    *,
    wish: UUID | None,
    travel_minutes: float = 0,
    place: Point | None = None,
) -> list[Clash]:
    """What stands in the way of a time that the person picked, for their own eyes."""
    taken = _taken(person, slot, wish, travel_minutes, place, Rules())
    met = merged(one.slot for one in taken if one.slot.overlaps(slot))
    if met:
        return [Clash(one, overlaps=True) for one in met]
    near = merged(one.slot for one in taken if one.padded.overlaps(slot))
    return [Clash(one, overlaps=False) for one in near]


def free_slots(
    person: Any,
    window: Slot,
    minutes: int,
    *,
    wish: UUID | None,
    travel_minutes: float = 0,
    step_minutes: int = 30,
    place: Point | None = None,
    zone: tzinfo = UTC,
) -> list[Slot]:
    """All slots of `minutes` inside the window that have no conflict, at round times of `zone`."""
    rules = rules_of(person)
    taken = _taken(person, window, wish, travel_minutes, place, rules)
    free = gaps(chain((one.padded for one in taken), rules.closed(window)), window)
    return list(starts(free, minutes, step_minutes, zone))


def _taken(
    person: Any,
    slot: Slot,
    wish: UUID | None,
    travel_minutes: float,
    place: Point | None,
    rules: Rules,
) -> list[_Taken]:
    """All that could be in the way of something within `slot`, ways included."""
    way = FAR_MINUTES if place else min(travel_minutes, FAR_MINUTES)
    reach = timedelta(minutes=max(way, rules.buffer_before, rules.buffer_after))
    around = slot.padded(reach, reach)
    others = Hold.objects.standing().filter(person=person).overlapping(around.start, around.end)
    if wish is not None:
        others = others.exclude(wish=wish)
    way = min(travel_minutes, FAR_MINUTES)
    return [
        *(replace(one, rules=rules) for one in _with_ways(_entries(person, around), way, place)),
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


def _entries(person: Any, window: Slot) -> list[Busy]:
    return [entry for calendar in connected(person) for entry in calendar.busy(person, window)]


def _appointments(person: Any, window: Slot) -> Iterable[Hold]:
    """Holds that appointments rest on, whatever wish they came from."""
    rows = Hold.objects.standing().filter(person=person).overlapping(window.start, window.end)
    return rows.filter(appointment__isnull=False).exclude(
        appointment__status=Appointment.Status.CANCELLED
    )
