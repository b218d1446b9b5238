"""A calendar whose vendor can be down, for reading and for writing."""

from callpilot.errors import VendorError
from callpilot.models import User
from scheduling.calendars.base import Busy, EventDraft
from scheduling.calendars.builtin import BuiltinCalendar
from scheduling.slots import Slot


class BreakableCalendar(BuiltinCalendar):
    """The built-in one until a test breaks it."""

    def __init__(self) -> None:
        self.readable = self.writable = True

    def busy(self, person: User, window: Slot) -> list[Busy]:
        if not self.readable:
            raise VendorError("down")
        return super().busy(person, window)

    def add(self, person: User, event: EventDraft) -> None:
        if not self.writable:
            raise VendorError("down")
        super().add(person, event)
