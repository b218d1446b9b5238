"""Appointments: made once, cancelled once, and a file that calendars understand."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from scheduling import appointments, holds, tasks
from scheduling.calendars import ical
from scheduling.models import Appointment, CalendarEntry, Hold
from scheduling.slots import Slot
from tests.factories import make_person
from tests.scheduling.ical_files import moment, read

HOUR = timedelta(hours=1)


def make(
    start: datetime = datetime(2031, 12, 1, 18, tzinfo=UTC),
    notes: str = "Bring\nthe card",
    status: str = Appointment.Status.BOOKED,
) -> Appointment:
    person = make_person()
    hold = holds.place_hold(person, Slot.of(start, 30), wish=uuid4(), keep=HOUR)
    return appointments.make(
        hold,
        title="Dentist: Foggy, Bay; Dental",
        timezone="America/Los_Angeles",
        place_name="Foggy Bay Dental",
        address="101 Market St, San Francisco",
        phone="+14155550101",
        notes=notes,
        status=status,
    )


@pytest.mark.django_db
def test_an_appointment_keeps_its_hold_for_good() -> None:
    appointment = make()

    assert Hold.objects.get(pk=appointment.hold_id).lapses_at is None


@pytest.mark.django_db
def test_one_hold_makes_one_appointment() -> None:
    appointment = make()
    again = appointments.make(
        appointment.hold, title="Again", timezone="UTC", place_name="Elsewhere"
    )

    assert again == appointment


@pytest.mark.django_db
def test_references_are_short_and_differ() -> None:
    references = {appointments.new_reference() for _ in range(50)}

    assert len(references) == 50
    assert all(len(reference) == 10 and "O" not in reference for reference in references)


@pytest.mark.django_db
def test_cancelling_frees_the_time_and_counts_once() -> None:
    appointment = make()

    assert [appointments.cancel(appointment), appointments.cancel(appointment)] == [True, False]
    appointment.refresh_from_db()
    assert (appointment.status, appointment.sequence) == ("cancelled", 1)
    assert not Hold.objects.standing().filter(pk=appointment.hold_id).exists()


@pytest.mark.django_db
def test_the_file_says_what_the_appointment_says() -> None:
    appointment = make()

    calendar, [event] = read(ical.file_of(appointment))

    assert str(calendar["METHOD"]) == "PUBLISH"
    assert str(event["UID"]) == f"{appointment.pk}@callpilot"
    assert event["SEQUENCE"] == 0
    assert moment(event, "DTSTAMP").utcoffset() == timedelta(0)
    assert moment(event, "DTSTART") == appointment.start
    assert event["DTSTART"].params["TZID"] == "America/Los_Angeles"
    assert moment(event, "DTEND") == appointment.end
    assert str(event["SUMMARY"]) == "Dentist: Foggy, Bay; Dental"
    assert str(event["STATUS"]) == "CONFIRMED"
    assert appointment.confirmation_ref in str(event["DESCRIPTION"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "start",
    [datetime(2031, 1, 15, 18, tzinfo=UTC), datetime(2031, 7, 15, 18, tzinfo=UTC),
     datetime(2031, 11, 2, 8, 30, tzinfo=UTC), datetime(2031, 11, 2, 9, 30, tzinfo=UTC)],
)  # fmt: skip
def test_the_zone_in_the_file_gives_the_same_instant(start: datetime) -> None:
    appointment = make(start)

    calendar, [event] = read(ical.file_of(appointment))

    zone = calendar.timezones[0].to_tz(lookup_tzid=False)
    wall = moment(event, "DTSTART").replace(tzinfo=None)
    offset = ZoneInfo("America/Los_Angeles").utcoffset(wall)
    assert wall.replace(tzinfo=zone).utcoffset() == offset


@pytest.mark.django_db
def test_lines_of_the_file_are_short_and_end_as_the_standard_wants() -> None:
    raw = ical.file_of(make(notes="é" * 300))

    lines = raw.split(b"\r\n")
    assert raw.endswith(b"\r\n") and b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75


@pytest.mark.django_db
def test_a_cancelled_appointment_cancels_itself_in_calendars() -> None:
    appointment = make()
    appointments.cancel(appointment)
    appointment.refresh_from_db()

    calendar, [event] = read(ical.file_of(appointment))

    assert (str(calendar["METHOD"]), str(event["STATUS"])) == ("CANCEL", "CANCELLED")
    assert event["SEQUENCE"] == 1


@pytest.mark.django_db
def test_the_calendar_shows_the_appointment_once_and_not_after_cancelling() -> None:
    appointment = make()
    for _ in range(2):
        appointments.sync_calendar(appointment.pk)
    entry = CalendarEntry.objects.get(person=appointment.person)
    assert entry.slot == appointment.slot

    appointments.cancel(appointment)
    assert appointments.unsynced() == [appointment.pk]
    tasks.tidy_holds()

    assert not CalendarEntry.objects.filter(person=appointment.person).exists()
    assert appointments.unsynced() == []


@pytest.mark.django_db
def test_what_needs_confirmation_is_tentative_and_not_in_the_calendar() -> None:
    appointment = make(status=Appointment.Status.NEEDS_CONFIRMATION)

    appointments.sync_calendar(appointment.pk)

    assert not CalendarEntry.objects.exists()
    assert b"STATUS:TENTATIVE" in ical.file_of(appointment)


@pytest.mark.django_db
def test_tidying_releases_what_has_lapsed_and_nothing_else() -> None:
    person = make_person()
    day = datetime(2031, 12, 1, tzinfo=UTC)
    slots = [Slot.of(day + timedelta(hours=n), 30) for n in range(3)]
    lapsed, standing, kept = (
        holds.place_hold(person, slot, wish=uuid4(), keep=keep)
        for slot, keep in zip(slots, [timedelta(seconds=-1), HOUR, None], strict=True)
    )

    tasks.tidy_holds()

    released = {hold.pk for hold in Hold.objects.exclude(released_at=None)}
    assert released == {lapsed.pk} and {standing.pk, kept.pk}.isdisjoint(released)
