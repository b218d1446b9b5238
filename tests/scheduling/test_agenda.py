"""Weeks and months as grids: what lies where, also when the clocks change."""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from callpilot.errors import VendorError
from callpilot.models import User
from scheduling import agenda, appointments, holds
from scheduling.agenda import Cell, Week
from scheduling.calendars.base import Busy
from scheduling.calendars.builtin import BuiltinCalendar
from scheduling.models import Appointment, CalendarEntry
from scheduling.slots import Slot
from tests.factories import make_person

pytestmark = pytest.mark.django_db
LA = ZoneInfo("America/Los_Angeles")
NOW = datetime(2026, 10, 20, 9, 0, tzinfo=LA)


@pytest.fixture(autouse=True)
def here() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), timezone.override(LA):
        yield


@pytest.fixture
def person() -> User:
    return make_person()


def at(day: date, hour: int, minute: int = 0, zone: ZoneInfo = LA) -> datetime:
    return datetime.combine(day, time(hour, minute), zone)


def booked(person: User, start: datetime, minutes: int = 30) -> Appointment:
    hold = holds.place_hold(person, Slot.of(start, minutes), wish=uuid.uuid4(), keep=None)
    return appointments.make(
        hold, title="Dentist", timezone="America/Los_Angeles", place_name="Bright Smile"
    )


def cells(week: Week, kind: str) -> list[Cell]:
    return [cell for row in week.rows for cell in row.cells if cell.kind == kind]


def test_a_week_begins_as_the_language_has_it() -> None:
    with translation.override("en"):
        assert agenda.first_of_week(date(2026, 10, 21)) == date(2026, 10, 18)  # Sunday
    with translation.override("en-gb"):
        assert agenda.first_of_week(date(2026, 10, 21)) == date(2026, 10, 19)
        assert agenda.first_of_week(date(2026, 10, 19)) == date(2026, 10, 19)


def test_an_appointment_stands_in_its_row_as_high_as_it_is_long(person: User) -> None:
    made = booked(person, at(date(2026, 10, 21), 10, 30), 45)

    week = agenda.week(person, date(2026, 10, 21))

    [cell] = cells(week, "appointment")
    assert cell.items[0].appointment == made
    assert (cell.start, cell.span) == (at(date(2026, 10, 21), 10, 30), 2)
    for row in week.rows:  # each column is full: what is left out is covered from above
        assert len(row.cells) <= 7
    assert sum(cell.span for row in week.rows for cell in row.cells) == len(week.rows) * 7


def test_busy_times_have_no_title_and_appointments_are_not_busy_twice(person: User) -> None:
    row = booked(person, at(date(2026, 10, 21), 10))
    appointments.sync_calendar(row.pk)
    CalendarEntry.objects.create(
        person=person,
        start=at(date(2026, 10, 22), 14),
        end=at(date(2026, 10, 22), 15, 30),
        title="Secret",
    )

    week = agenda.week(person, date(2026, 10, 21))

    [busy] = cells(week, "busy")
    assert (busy.start, busy.span, busy.items[0].title) == (at(date(2026, 10, 22), 14), 3, "")
    [mine] = cells(week, "appointment")
    assert [item.kind for item in mine.items] == ["appointment"]


def test_what_overlaps_shares_a_cell(person: User) -> None:
    booked(person, at(date(2026, 10, 21), 10), 15)
    CalendarEntry.objects.create(
        person=person,
        start=at(date(2026, 10, 21), 10, 15),
        end=at(date(2026, 10, 21), 12),
        title="x",
    )

    week = agenda.week(person, date(2026, 10, 21))

    [cell] = cells(week, "appointment")
    assert {item.kind for item in cell.items} == {"appointment", "busy"} and cell.span == 4


def test_the_same_time_kept_by_several_desks_is_shown_once(person: User) -> None:
    wish = uuid.uuid4()
    for _ in range(3):
        holds.place_hold(
            person, Slot.of(at(date(2026, 10, 21), 9), 30), wish=wish, keep=timedelta(hours=1)
        )

    week = agenda.week(person, date(2026, 10, 21))

    [cell] = cells(week, "hold")
    assert len(cell.items) == 1 and cell.items[0].wish == wish


def test_early_and_late_appointments_widen_the_day(person: User) -> None:
    booked(person, at(date(2026, 10, 21), 6, 30))
    booked(person, at(date(2026, 10, 22), 23, 30), 60)

    week = agenda.week(person, date(2026, 10, 21))

    assert week.rows[0].at == time(0) and week.rows[-1].at == time(23, 30)
    assert [len(day.shown) for day in week.days] == [0, 0, 0, 1, 1, 1, 0]  # past midnight: Friday


@pytest.mark.parametrize("sunday", [date(2026, 11, 1), date(2027, 3, 14)])
def test_in_the_weeks_the_clocks_change_everything_keeps_its_wall_time(
    person: User, sunday: date
) -> None:
    for days in (-1, 0, 1):
        booked(person, at(sunday + timedelta(days=days), 10))

    found = [
        cell.start.strftime("%a %H:%M")
        for week in (agenda.week(person, sunday - timedelta(days=1)), agenda.week(person, sunday))
        for cell in cells(week, "appointment")
    ]

    assert sorted(set(found)) == ["Mon 10:00", "Sat 10:00", "Sun 10:00"]


def test_a_time_that_the_clocks_skip_cannot_be_wished_for() -> None:
    night = agenda.Day(date(2027, 3, 14))

    assert not agenda.Cell(night, at(night.date, 2, 30), 1).ahead
    assert agenda.Cell(night, at(night.date, 3, 30), 1).ahead
    assert not agenda.Cell(night, NOW - timedelta(hours=1), 1).ahead


def test_a_reader_elsewhere_sees_the_times_of_their_own_clock(person: User) -> None:
    booked(person, at(date(2026, 10, 21), 22, 30))

    with timezone.override(ZoneInfo("America/New_York")):
        week = agenda.week(person, date(2026, 10, 21))

    [cell] = cells(week, "appointment")
    assert cell.start.strftime("%a %H:%M") == "Thu 01:30"


def test_a_month_is_whole_weeks(person: User) -> None:
    booked(person, at(date(2026, 10, 31), 10))

    month = agenda.month(person, date(2026, 10, 20))

    days = [day for week in month.weeks for day in week]
    assert len(days) == 35 and days[0].date == date(2026, 9, 27) and days[0].outside
    assert [day.date for day in days if day.shown] == [date(2026, 10, 31)]
    assert [day.date for day in days if day.is_today] == [date(2026, 10, 20)]


def test_a_calendar_that_is_down_is_said_and_the_rest_is_shown(
    person: User, register: Callable[[str, object], None]
) -> None:
    class Down(BuiltinCalendar):
        def busy(self, person: User, window: Slot) -> list[Busy]:
            raise VendorError("down")

    register("CALENDAR", Down())
    booked(person, at(date(2026, 10, 21), 10))

    week = agenda.week(person, date(2026, 10, 21))

    assert not week.complete and len(cells(week, "appointment")) == 1


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "9999-12-31", "0001-01-01"])
def test_a_date_that_is_none_is_today(text: str) -> None:
    assert agenda.day_asked_for(text) == date(2026, 10, 20)


def test_the_date_asked_for_is_shown() -> None:
    assert agenda.day_asked_for("2027-02-03") == date(2027, 2, 3)
