"""Which calendars a person has connected."""

from callpilot.models import User
from scheduling.calendars.base import Calendar, calendars


def connected(person: User) -> list[Calendar]:
    """All calendars that say when this person is busy; appointments are written to the first."""
    return [calendars.get()]
