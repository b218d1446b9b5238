"""The Calendar port: what a person's calendar must be able to do for us."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from callpilot.adapters import Registry
from callpilot.models import User
from scheduling.slots import Slot


@dataclass(frozen=True)
class Busy:
    """A time that is taken, and where the person will be, if known. Titles stay behind."""

    slot: Slot
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class EventDraft:
    """What is written into the calendar for an appointment."""

    appointment_id: UUID  # makes writing twice harmless
    title: str
    start: datetime
    end: datetime
    timezone: str
    address: str
    notes: str


class Calendar(Protocol):
    """Somewhere a person keeps appointments. Network and its errors stay inside: VendorError."""

    def busy(self, person: User, window: Slot) -> list[Busy]:
        """What overlaps the window, in no particular order."""
        ...

    def add(self, person: User, event: EventDraft) -> None:
        """Write the event; writing it again changes nothing."""
        ...

    def remove(self, person: User, appointment_id: UUID) -> None:
        """Take the event out; it may be gone already."""
        ...


calendars = Registry[Calendar](
    "CALENDAR", {"builtin": "scheduling.calendars.builtin.BuiltinCalendar"}
)
