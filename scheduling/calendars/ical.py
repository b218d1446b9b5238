"""Appointments as iCalendar text (RFC 5545): one as a file, all as a file, all as a feed."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils.timezone import now
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress, vDuration, vText, vUri

from callpilot.models import User
from scheduling.language.wall_clock import comes_twice
from scheduling.models import Appointment, Feed

STATUS = {
    Appointment.Status.BOOKED: "CONFIRMED",
    Appointment.Status.NEEDS_CONFIRMATION: "TENTATIVE",
    Appointment.Status.CANCELLED: "CANCELLED",
}
KEPT = timedelta(days=366)  # a feed goes so far back; calendars keep what they have read
REFRESH = timedelta(hours=1)
YEAR = timedelta(days=366)


def file_of(appointment: Appointment) -> bytes:
    """One appointment for any calendar program.

    The UID is the same each time, so importing it again updates. Times are local with their
    zone's rules, so that they stay right in any program.
    """
    calendar = _calendar()
    calendar.add("method", method_of(appointment))
    return _filled(calendar, [appointment], organized=True)


def method_of(appointment: Appointment) -> str:
    """What its file asks a calendar program to do (RFC 5546)."""
    return "CANCEL" if appointment.status == Appointment.Status.CANCELLED else "PUBLISH"


def content_type(method: str = "") -> str:
    """The type to serve it as, which names the METHOD when there is one (RFC 5545, 8.1)."""
    return "text/calendar; charset=utf-8" + (f"; method={method}" if method else "")


def export(person: User) -> bytes:
    """All appointments that stand, past ones too, as one file."""
    rows = Appointment.objects.filter(person=person)
    calendar = _calendar()
    calendar.add("method", "PUBLISH")
    return _filled(calendar, rows.exclude(status=Appointment.Status.CANCELLED))


def feed(subscription: Feed) -> bytes:
    """What a subscribed calendar program reads again and again; the same rows, the same bytes.

    It has no METHOD: it is a calendar, not a message about one. A cancelled appointment stays
    as cancelled, so that programs that have shown it take it away.
    """
    rows = Appointment.objects.filter(
        person_id=subscription.person_id, start__gte=now() - KEPT
    ).order_by("start", "pk")
    calendar = _calendar()
    calendar.add("name", _("CallPilot appointments"))
    calendar.add("x-wr-calname", _("CallPilot appointments"))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    if subscription.detail == Feed.Detail.BUSY:
        return _filled(calendar, rows, veiled=True)
    return _filled(calendar, rows)


def etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//CallPilot//CallPilot//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _filled(
    calendar: Calendar,
    rows: Iterable[Appointment],
    *,
    veiled: bool = False,
    organized: bool = False,
) -> bytes:
    appointments = list(rows)
    for zone in _zones(appointments):
        calendar.add_component(zone)
    for appointment in appointments:
        calendar.add_component(_event(appointment, veiled=veiled, organized=organized))
    return bytes(calendar.to_ical())


def _zones(appointments: list[Appointment]) -> list[Timezone]:
    """The rules of each zone that occurs, around the times that occur in it; UTC needs none."""
    zones = []
    for name in sorted({row.timezone for row in appointments} - {"UTC"}):
        there = [row for row in appointments if row.timezone == name]
        first = (min(row.start for row in there) - YEAR).date()
        last = (max(row.end for row in there) + YEAR).date()
        zones.append(Timezone.from_tzinfo(there[0].zone, name, first, last))
    return zones


def _event(appointment: Appointment, *, veiled: bool, organized: bool) -> Event:
    cancelled = appointment.status == Appointment.Status.CANCELLED
    changed_at = appointment.cancelled_at or appointment.created_at
    event = Event()
    event.add("uid", f"{appointment.pk}@callpilot")
    event.add("dtstamp", changed_at)
    event.add("created", appointment.created_at)
    event.add("last-modified", changed_at)
    event.add("sequence", appointment.sequence)
    event.add("dtstart", _on_the_clock(appointment.start, appointment))
    event.add("dtend", _on_the_clock(appointment.end, appointment))
    event.add("status", STATUS[Appointment.Status(appointment.status)])
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    if veiled:
        event.add("summary", _("Busy"))
        event.add("class", "PRIVATE")
        return event
    event.add("summary", appointment.title)
    where = ", ".join(filter(None, [appointment.place_name, appointment.address]))
    event.add("location", vText(where))
    event.add("description", vText(appointment.description))
    event.add("url", vUri(f"{settings.PUBLIC_URL}/appointments/{appointment.pk}/"))
    if organized:
        event.add("organizer", _organizer())
    return event


def _on_the_clock(moment: datetime, appointment: Appointment) -> datetime:
    """By the place's clock; as UTC in the hour that comes twice, which it could not tell apart."""
    if appointment.timezone == "UTC":
        return moment.astimezone(UTC)
    local = moment.astimezone(appointment.zone)
    return moment.astimezone(UTC) if comes_twice(local) else local


def _organizer() -> vCalAddress:
    sender = settings.DEFAULT_FROM_EMAIL.split("<")[-1].rstrip(">")
    organizer = vCalAddress(f"MAILTO:{sender}")
    organizer.params["CN"] = vText("CallPilot")
    return organizer
