"""What every calendar keeps to: written once, taken out, and nobody else's."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from callpilot.models import User
from scheduling import appointments, holds
from scheduling.calendars.base import Calendar, EventDraft, calendars
from scheduling.slots import Slot
from tests.factories import make_person

pytestmark = pytest.mark.django_db
TEN = datetime(2031, 12, 1, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = Slot(TEN - 8 * HOUR, TEN + 8 * HOUR)


@pytest.fixture(params=calendars.names)
def calendar(request: pytest.FixtureRequest) -> Iterator[Calendar]:
    yield calendars.get(request.param)


@pytest.fixture
def person() -> User:
    return make_person()


def appointed(person: User) -> UUID:
    """The id of an appointment of this person's that no calendar knows yet."""
    hold = holds.place_hold(person, Slot(TEN, TEN + HOUR), wish=uuid4(), keep=HOUR)
    appointment = appointments.make(
        hold, title="Dentist", timezone="America/Los_Angeles", place_name="Foggy Bay Dental",
        address="1 Market St", phone="+14155550101", notes="",
    )  # fmt: skip
    return appointment.pk


def event(appointment_id: UUID, start: datetime = TEN) -> EventDraft:
    zone = "America/Los_Angeles"
    return EventDraft(appointment_id, "Dentist", start, start + HOUR, zone, "1 Market St", "")


def slots(calendar: Calendar, person: User, window: Slot = DAY) -> list[Slot]:
    return [entry.slot for entry in calendar.busy(person, window)]


def test_what_is_written_is_busy_and_what_is_taken_out_is_not(
    calendar: Calendar, person: User
) -> None:
    known = appointed(person)

    calendar.add(person, event(known))
    written = slots(calendar, person)
    calendar.remove(person, known)

    assert written == [Slot(TEN, TEN + HOUR)] and slots(calendar, person) == []


def test_writing_twice_is_once_and_writing_anew_moves_it(calendar: Calendar, person: User) -> None:
    known = appointed(person)
    calendar.add(person, event(known))

    calendar.add(person, event(known))
    assert slots(calendar, person) == [Slot(TEN, TEN + HOUR)]
    calendar.add(person, event(known, TEN + HOUR))
    assert slots(calendar, person) == [Slot(TEN + HOUR, TEN + 2 * HOUR)]


def test_taking_out_what_is_not_there_is_no_fault(calendar: Calendar, person: User) -> None:
    calendar.remove(person, uuid4())


def test_only_what_overlaps_the_window_is_told(calendar: Calendar, person: User) -> None:
    calendar.add(person, event(appointed(person)))

    assert slots(calendar, person, Slot(TEN - HOUR, TEN)) == []
    assert slots(calendar, person, Slot(TEN + HOUR, TEN + 2 * HOUR)) == []
    assert len(slots(calendar, person, Slot(TEN + HOUR / 2, TEN + 2 * HOUR))) == 1


def test_nobody_sees_or_removes_what_is_somebody_elses(calendar: Calendar, person: User) -> None:
    known, other = appointed(person), make_person()
    calendar.add(person, event(known))

    calendar.remove(other, known)

    assert slots(calendar, other) == [] and len(slots(calendar, person)) == 1
