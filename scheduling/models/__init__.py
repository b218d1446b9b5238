"""What takes up a person's time; one noun a file."""

from scheduling.models.appointment import Appointment
from scheduling.models.calendar_entry import CalendarEntry
from scheduling.models.feed import Feed
from scheduling.models.hold import Hold, HoldQuerySet
from scheduling.models.rules import CalendarRules, WorkingHours

__all__ = [
    "Appointment",
    "CalendarEntry",
    "CalendarRules",
    "Feed",
    "Hold",
    "HoldQuerySet",
    "WorkingHours",
]
