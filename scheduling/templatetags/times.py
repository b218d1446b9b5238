"""`{% place_time start zone [end] %}`: a place's own time, and the reader's where it differs."""

from datetime import date, datetime, time, tzinfo

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from scheduling.language import write

register = template.Library()


@register.simple_tag
def place_time(
    start: datetime | None,
    zone: str | tzinfo,
    end: datetime | None = None,
    full: bool = False,
    yours: bool = True,
) -> SafeString | str:
    """The time as `<time>`, with the reader's in brackets; `yours=False` leaves those out."""
    if start is None:
        return ""
    told = write.written(start, zone, end, full=full)
    moment = told.moment.isoformat(timespec="minutes")
    text: SafeString | str = told.there
    if full:  # a heading breaks between day and time
        text = format_html('{} <span class="whole">{}</span>', f"{told.day},", told.clock)
    there = format_html('<time datetime="{}">{}</time>', moment, text)
    if not (told.yours and yours):
        return there
    return format_html('{} <span class="yours">({})</span>', there, told.yours)


@register.filter
def clock_in(moment: datetime | None, zone: str | tzinfo) -> str:
    """ "10:30 AM" in the zone, without day and letters."""
    return write.clock(moment.astimezone(write.zone_of(zone))) if moment else ""


@register.filter
def soon_in(moment: datetime | None, zone: str | tzinfo) -> str:
    """ "3:40 PM" or "Sat, 6:00 PM" in the zone; with its letters where the reader has another."""
    return write.soon(moment.astimezone(write.zone_of(zone))) if moment else ""


@register.filter
def day_in(moment: datetime, zone: str | tzinfo) -> str:
    """ "Tue, Dec 1" in the zone."""
    return write.day(moment.astimezone(write.zone_of(zone))) if moment else ""


@register.simple_tag
def day_and_clock(start: datetime, zone: str | tzinfo) -> str:
    """ "Tue, Dec 1, 10:30 AM", for a button, where the zone was said before."""
    local = start.astimezone(write.zone_of(zone))
    return f"{write.day(local)}, {write.clock(local)}"


@register.simple_tag
def span_in(start: datetime, end: datetime, zone: str | tzinfo) -> str:
    """ "10:00 – 10:45 AM" in the zone."""
    there = write.zone_of(zone)
    return write.clock_span(start.astimezone(there), end.astimezone(there))


@register.simple_tag
def countdown(start: datetime, end: datetime) -> str:
    """ "In 3 days", "Tomorrow", "In 2 hours"."""
    return write.countdown(start, end)


@register.filter
def day(value: date) -> str:
    """A date as "Tue, Dec 1", in the order of the language."""
    return write.day(value)


@register.filter
def hour(value: time) -> str:
    """A time on the wall as "10 AM" or "10:00"."""
    return write.hour(value)


@register.simple_tag
def local_date(start: datetime, zone: str | tzinfo) -> date:
    """The date there."""
    return start.astimezone(write.zone_of(zone)).date()


@register.simple_tag
def past_by_now(end: datetime) -> bool:
    return end <= timezone.now()


@register.simple_tag
def get_zone() -> tzinfo:
    """The reader's zone."""
    return timezone.get_current_timezone()


@register.simple_tag
def zone_words() -> str:
    """ "PST", the reader's."""
    return write.zone_abbreviation(timezone.localtime())
