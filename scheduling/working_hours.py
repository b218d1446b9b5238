"""Working hours: when a person is willing to have appointments, and what is kept free around."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.db import transaction
from django.utils.timezone import now

from callpilot.models import User
from scheduling.models import CalendarRules, WorkingHours
from scheduling.models.rules import MIDNIGHT
from scheduling.slots import Slot, subtract

Span = tuple[time, time]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rules:
    """A person's rules; `hours` is weekday → spans, or None for whoever is free at any time."""

    zone: tzinfo = UTC
    hours: Mapping[int, list[Span]] | None = None
    buffer_before: float = 0
    buffer_after: float = 0
    notice: timedelta = field(default_factory=timedelta)

    def closed(self, window: Slot) -> list[Slot]:
        """The parts of the window that lie outside the hours or are too soon, in order."""
        return subtract([window], self._open(window))

    def _open(self, window: Slot) -> list[Slot]:
        spans = [window] if self.hours is None else _spelled_out(self.hours, window, self.zone)
        soonest = now() + self.notice
        if not self.notice or soonest <= window.start:
            return spans
        return [] if soonest >= window.end else subtract(spans, [Slot(window.start, soonest)])

    def too_soon(self, slot: Slot) -> bool:
        return bool(self.notice) and slot.start < now() + self.notice


def _spelled_out(hours: Mapping[int, list[Span]], window: Slot, zone: tzinfo) -> list[Slot]:
    """The spans of every day that the window touches, as real time: also when clocks change."""
    day = window.start.astimezone(zone).date() - DAY
    last = window.end.astimezone(zone).date()
    slots = []
    while day <= last:
        for start, end in hours.get(day.weekday(), []):
            begins, ends = _moment(day, start, zone), _moment(_last_day(day, end), end, zone)
            if begins < ends:  # else the clocks have jumped over all of it
                slots.append(Slot(begins, ends))
        day += DAY
    return slots


def _last_day(day: date, end: time) -> date:
    return day + DAY if end == MIDNIGHT else day


def _moment(day: date, at: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def rules_of(person: User) -> Rules:
    """As the person has set them; nothing is kept from whoever has set nothing."""
    hours = hours_of(person)
    row = CalendarRules.of(person)
    return Rules(
        zone=person.profile.zone,
        hours=hours or None,
        buffer_before=row.buffer_before,
        buffer_after=row.buffer_after,
        notice=timedelta(hours=row.notice_hours),
    )


def hours_of(person: User) -> dict[int, list[Span]]:
    """Weekday → spans, only days that have any."""
    found: dict[int, list[Span]] = {}
    for row in WorkingHours.objects.filter(person_id=person.pk):
        found.setdefault(row.weekday, []).append((row.start, row.end))
    return found


def set_rules(
    person: User,
    hours: Mapping[int, Iterable[Span]],
    *,
    buffer_before: int = 0,
    buffer_after: int = 0,
    notice_hours: int = 0,
) -> None:
    """Write all rules at once; without any span every time is fine."""
    with transaction.atomic():
        CalendarRules.objects.update_or_create(
            person_id=person.pk,
            defaults={
                "buffer_before": buffer_before,
                "buffer_after": buffer_after,
                "notice_hours": notice_hours,
            },
        )
        WorkingHours.objects.filter(person_id=person.pk).delete()
        WorkingHours.objects.bulk_create(
            WorkingHours(person_id=person.pk, weekday=weekday, start=start, end=end)
            for weekday, spans in hours.items()
            for start, end in spans
        )
