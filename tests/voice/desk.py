"""A desk in San Francisco: when it is open, how it says a time, and how it agrees to one."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.timezone import now

from scheduling.language.speak import spoken

ZONE = ZoneInfo("America/Los_Angeles")


def workday(hour: int, minute: int = 0) -> datetime:
    """On the first working day from the day after tomorrow."""
    day = now().astimezone(ZONE).date() + timedelta(days=2)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime.combine(day, time(hour, minute), ZONE)


def iso(start: datetime) -> str:
    """As an agent names it: the desk's own clock, without an offset."""
    return start.replace(tzinfo=None).isoformat(timespec="minutes")


def agreement(start: datetime) -> list[tuple[str, str]]:
    """Who says what when a time is offered, read back and agreed to: proof of both."""
    words = spoken(start)
    return [
        ("callee", f"We have {words}."),
        ("agent", f"So that is {words}, for Alex Example. Is that right?"),
        ("callee", "Yes, that's right."),
    ]
