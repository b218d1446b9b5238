"""The built-in calendar: our own rows, for people who connect no other."""

from uuid import UUID

from callpilot.models import User
from scheduling.calendars.base import Busy, EventDraft
from scheduling.models import CalendarEntry
from scheduling.slots import Slot


class BuiltinCalendar:
    """CalendarEntry rows as a calendar."""

    def busy(self, person: User, window: Slot) -> list[Busy]:
        rows = CalendarEntry.objects.filter(
            person=person, start__lt=window.end, end__gt=window.start
        )
        return [Busy(row.slot, row.latitude, row.longitude) for row in rows]

    def add(self, person: User, event: EventDraft) -> None:
        CalendarEntry.objects.update_or_create(
            appointment_id=event.appointment_id,
            defaults={
                "person": person,
                "start": event.start,
                "end": event.end,
                "title": event.title,
            },
        )

    def remove(self, person: User, appointment_id: UUID) -> None:
        CalendarEntry.objects.filter(person=person, appointment_id=appointment_id).delete()
