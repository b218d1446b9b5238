"""Addresses at other people's sites: put it into a calendar there, find the way."""

from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from scheduling.distances.base import Point
from scheduling.models import Appointment


def google_calendar(appointment: Appointment) -> str:
    """Google's form for a new event, filled in; the instants are UTC, so no zone can be wrong."""
    return _address(
        "https://calendar.google.com/calendar/render",
        action="TEMPLATE",
        text=appointment.title,
        dates=f"{_basic(appointment.start)}/{_basic(appointment.end)}",
        details=appointment.description,
        location=_where(appointment),
        ctz=appointment.timezone,
    )


def outlook_calendar(appointment: Appointment) -> str:
    """The same at Outlook.com, which reads ISO times with a Z."""
    return _address(
        "https://outlook.live.com/calendar/0/action/compose",
        rru="addevent",
        path="/calendar/action/compose",
        subject=appointment.title,
        startdt=_extended(appointment.start),
        enddt=_extended(appointment.end),
        body=appointment.description,
        location=_where(appointment),
    )


def google_maps(address: str, point: Point | None) -> str:
    destination = address or _coordinates(point)
    return _address("https://www.google.com/maps/dir/", api="1", destination=destination)


def apple_maps(address: str, point: Point | None) -> str:
    return _address("https://maps.apple.com/", daddr=address or _coordinates(point))


def geo(name: str, point: Point) -> str:
    """For the maps program of a phone (RFC 5870, with the query that those programs read)."""
    at = _coordinates(point)
    return f"geo:{at}?q={at}({quote(name, safe='')})"


def _address(base: str, **query: str) -> str:
    # %20 and not "+": Outlook shows the plus signs.
    return f"{base}?{urlencode(query, quote_via=quote)}"


def _where(appointment: Appointment) -> str:
    return ", ".join(filter(None, [appointment.place_name, appointment.address]))


def _basic(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _extended(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _coordinates(point: Point | None) -> str:
    return f"{point.latitude:.6f},{point.longitude:.6f}" if point else ""
