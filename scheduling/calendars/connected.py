"""Which calendars a person has connected."""

from typing import Any

from scheduling.calendars.base import Calendar
from scheduling.calendars.builtin import BuiltinCalendar


def connected(person: Any) -> list[Calendar]:
    """All calendars that say when this person is busy; appointments are written to the first."""
    return [BuiltinCalendar()]
