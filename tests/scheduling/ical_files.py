"""Reads calendar files as a calendar program does."""

from datetime import datetime

from icalendar import Calendar, Event, vDDDTypes


def read(body: bytes) -> tuple[Calendar, list[Event]]:
    """The file, and the events in it."""
    calendar = Calendar.from_ical(body)
    assert isinstance(calendar, Calendar)
    return calendar, calendar.events


def moment(event: Event, name: str) -> datetime:
    """The instant that a property of the event names."""
    found = event[name]
    assert isinstance(found, vDDDTypes) and isinstance(found.dt, datetime)
    return found.dt
