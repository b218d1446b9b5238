"""How free the person is in the days asked for."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from callpilot.models import User
from campaigns.intake import availability_strip
from campaigns.intake.availability_strip import Strip
from campaigns.models import Draft
from scheduling.models import CalendarEntry
from scheduling.slots import Slot
from tests.campaigns.drafts import holding
from tests.factories import make_person

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
ZONE = ZoneInfo("America/Los_Angeles")


@pytest.fixture
def person() -> User:
    return make_person()


def draft(person: User, **values: object) -> Draft:
    return holding(Draft(person=person), **values)


def busy(person: User, day: date, low: int, high: int) -> None:
    start, end = (datetime.combine(day, time(hour), ZONE) for hour in (low, high))
    CalendarEntry.objects.create(person=person, title="Busy", start=start, end=end)


def states(person: User, **values: object) -> list[list[str]]:
    return [[cell.state for cell in cells] for _label, cells in strip(person, **values).parts]


def strip(person: User, **values: object) -> Strip:
    found = availability_strip.strip(draft(person, **values))
    assert found is not None
    return found


def test_without_a_wish_it_is_the_next_five_working_days(person: User) -> None:
    days = availability_strip.days_of(draft(person), date(2026, 11, 27))

    assert [day.day for day in days] == [27, 30, 1, 2, 3]


def test_it_is_the_first_days_asked_for_without_those_to_avoid(person: User) -> None:
    asked = draft(
        person, date_range_start=MONDAY, date_range_end=MONDAY + timedelta(days=6),
        avoid_weekdays=(0,), avoid_dates=("2026-11-25",),
    )  # fmt: skip

    assert [day.day for day in availability_strip.days_of(asked, MONDAY)] == [24, 26, 27, 28, 29]


def test_days_that_are_over_are_not_shown(person: User) -> None:
    asked = draft(person, date_range_start=MONDAY, date_range_end=MONDAY + timedelta(days=2))

    assert availability_strip.days_of(asked, date(2026, 11, 25)) == [date(2026, 11, 25)]


def test_half_days_are_free_partly_free_or_busy(person: User) -> None:
    day = (now() + timedelta(days=7)).astimezone(ZONE).date()
    busy(person, day, 8, 12)
    busy(person, day, 13, 14)

    [[morning], [afternoon]] = states(person, date_range_start=day, date_range_end=day)

    assert (morning, afternoon) == ("busy", "some")


def test_what_is_left_of_a_half_day_must_be_long_enough(person: User) -> None:
    day = (now() + timedelta(days=7)).astimezone(ZONE).date()
    busy(person, day, 9, 12)
    one = {"date_range_start": day, "date_range_end": day, "day_parts": ("morning",)}

    assert states(person, **one, duration_minutes=60)[0] == ["some"]
    assert states(person, **one, duration_minutes=90)[0] == ["busy"]
    assert states(person, **one)[1] == ["out"]


def test_before_and_after_the_exact_range_nothing_is_asked_for(person: User) -> None:
    first = (now() + timedelta(days=7)).astimezone(ZONE).date()
    last = first + timedelta(days=1)
    days = {"date_range_start": first, "date_range_end": last}
    busy(person, last, 8, 9)

    def at(day: date, hour: int) -> str:
        return datetime.combine(day, time(hour), ZONE).isoformat()

    exact = {"not_before": at(first, 13), "not_after": at(last, 9)}
    assert states(person, **days, **exact) == [["out", "busy"], ["free", "out"]]
    exact = {"not_before": at(first, 11), "not_after": at(last, 10)}
    assert states(person, **days, **exact) == [["free", "some"], ["free", "out"]]
    exact = {"not_before": at(first, 11)}
    assert states(person, **days, **exact, duration_minutes=90)[0] == ["out", "some"]


def test_what_is_free_is_counted_among_what_was_asked_for(person: User) -> None:
    day = (now() + timedelta(days=7)).astimezone(ZONE).date()
    busy(person, day, 8, 12)

    found = strip(person, date_range_start=day, date_range_end=day)

    assert (found.free, found.total) == (1, 2)


def test_today_is_over_when_it_is(person: User) -> None:
    asked = draft(person, date_range_start=MONDAY, date_range_end=MONDAY)
    day = MONDAY - timedelta(days=900)
    asked_for = Slot(*(datetime.combine(day, time(hour), ZONE) for hour in (0, 23)))
    cell = availability_strip._cell(day, time(8), time(12), ZONE, [], 30, asked_for)

    assert cell.state == "past" and availability_strip.zone_of(asked) == ZONE
