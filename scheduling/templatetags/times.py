"""`{% place_time start zone [end] %}`: a place's own time, and the reader's where it differs."""

from datetime import datetime, tzinfo
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from scheduling import written

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
    told = written.written(start, zone, end, full=full)
    moment = told.moment.isoformat(timespec="minutes")
    there = format_html('<time datetime="{}">{}</time>', moment, told.there)
    if not (told.yours and yours):
        return there
    return format_html('{} <span class="yours">({})</span>', there, told.yours)


@register.simple_tag
def your_time(start: datetime | None, zone: str | tzinfo, end: datetime | None = None) -> str:
    """ "1:30 PM your time", or nothing when the reader's clock shows the same."""
    return written.written(start, zone, end).yours if start else ""


@register.filter
def clock_in(moment: datetime | None, zone: str | tzinfo) -> str:
    """ "10:30 AM" in the zone, without day and letters."""
    return written.clock(moment.astimezone(written.zone_of(zone))) if moment else ""


@register.filter
def day_in(moment: Any, zone: str | tzinfo) -> str:
    """ "Tue, Dec 1" in the zone."""
    return written.day(moment.astimezone(written.zone_of(zone))) if moment else ""


@register.simple_tag
def day_and_clock(start: datetime, zone: str | tzinfo) -> str:
    """ "Tue, Dec 1, 10:30 AM", for a button, where the zone was said before."""
    local = start.astimezone(written.zone_of(zone))
    return f"{written.day(local)}, {written.clock(local)}"


@register.simple_tag
def span_in(start: datetime, end: datetime, zone: str | tzinfo) -> str:
    """ "10:00 – 10:45 AM" in the zone."""
    there = written.zone_of(zone)
    return written.clock_span(start.astimezone(there), end.astimezone(there))
