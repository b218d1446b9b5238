"""The feed and the files: what a calendar program reads."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from callpilot.models import User
from scheduling import appointments, holds
from scheduling.calendars import ical
from scheduling.models import Appointment, Feed
from scheduling.slots import Slot
from tests.factories import make_person
from tests.scheduling.ical_files import moment, read

pytestmark = pytest.mark.django_db
LA = "America/Los_Angeles"
WISH = UUID(int=1)


def make(person: User, start: datetime, zone: str = LA) -> Appointment:
    hold = holds.place_hold(person, Slot.of(start, 30), wish=WISH, keep=None)
    return appointments.make(
        hold,
        title="Dentist: Bright Smile",
        timezone=zone,
        place_name="Bright Smile",
        address="500 Market St, San Francisco",
        phone="+14155550111",
        notes="Bring the card",
    )


@pytest.fixture
def person() -> User:
    return make_person()


def soon(days: int = 3, hour: int = 18) -> datetime:
    return (now() + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)


def test_a_feed_is_a_calendar_and_not_a_message(person: User) -> None:
    make(person, soon())

    calendar, [event] = read(ical.feed(Feed.of(person)))

    assert "METHOD" not in calendar and calendar["X-WR-CALNAME"] == "CallPilot appointments"
    assert calendar.refresh_interval == timedelta(hours=1)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in ical.feed(Feed.of(person))
    assert event["SUMMARY"] == "Dentist: Bright Smile" and event["STATUS"] == "CONFIRMED"
    assert "Market St" in str(event["LOCATION"])


def test_times_carry_their_zones_rules_and_their_instant(person: User) -> None:
    winter = datetime(2027, 1, 12, 18, 30, tzinfo=UTC)
    summer = datetime(2027, 7, 13, 17, 30, tzinfo=UTC)
    make(person, winter), make(person, summer, "America/New_York")

    calendar, events = read(ical.feed(Feed.of(person)))

    zones = {str(zone["TZID"]) for zone in calendar.timezones}
    assert zones == {LA, "America/New_York"}
    assert [moment(event, "DTSTART").astimezone(UTC) for event in events] == [winter, summer]
    assert events[0]["DTSTART"].params["TZID"] == LA
    assert moment(events[0], "DTSTART").strftime("%H:%M") == "10:30"


def test_the_hour_that_comes_twice_keeps_its_instant(person: User) -> None:
    second = datetime(2027, 11, 7, 1, 30, tzinfo=ZoneInfo(LA), fold=1)
    make(person, second)

    _calendar, [event] = read(ical.feed(Feed.of(person)))

    length = moment(event, "DTEND").astimezone(UTC) - moment(event, "DTSTART").astimezone(UTC)
    assert length == timedelta(minutes=30)


def test_only_busy_gives_nothing_away(person: User) -> None:
    make(person, soon())
    subscription = Feed.of(person)
    subscription.detail = Feed.Detail.BUSY

    body = ical.feed(subscription)

    assert b"SUMMARY:Busy" in body and b"CLASS:PRIVATE" in body
    for secret in (b"Dentist", b"Bright", b"Market", b"415555", b"card", b"URL", b"DESCRIPTION"):
        assert secret not in body


def test_a_cancelled_appointment_stays_as_cancelled_under_the_same_uid(person: User) -> None:
    row = make(person, soon())
    [before] = read(ical.feed(Feed.of(person)))[1]
    appointments.cancel(row)

    [after] = read(ical.feed(Feed.of(person)))[1]

    assert after["UID"] == before["UID"] and after["STATUS"] == "CANCELLED"
    assert after.sequence > before.sequence


def test_the_same_rows_are_the_same_bytes(person: User) -> None:
    make(person, soon())
    first, second = (ical.feed(Feed.of(person)) for _ in range(2))

    assert ical.etag(first) == ical.etag(second)
    make(person, soon(5))
    assert ical.etag(ical.feed(Feed.of(person))) != ical.etag(first)


def test_nobody_elses_appointments_are_in_it(person: User) -> None:
    make(make_person(), soon())

    assert read(ical.feed(Feed.of(person)))[1] == []


def test_the_export_leaves_out_what_was_cancelled(person: User) -> None:
    appointments.cancel(make(person, soon()))
    make(person, soon(5))

    calendar, events = read(ical.export(person))

    assert calendar["METHOD"] == "PUBLISH" and len(events) == 1
