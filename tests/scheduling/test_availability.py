"""Availability: what is free, and in which words it is not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from callpilot.errors import VendorError
from callpilot.models import User
from scheduling import appointments, availability, holds
from scheduling.availability import Visit
from scheduling.distances.base import Point
from scheduling.models import CalendarEntry, Hold
from scheduling.slots import Slot
from tests.factories import make_person

Register = Callable[[str, object], None]
DAY = datetime(2031, 12, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(hour: float, minutes: int = 60) -> Slot:
    return Slot.of(DAY + timedelta(hours=hour), minutes)


def enter(
    person: User, slot: Slot, latitude: float | None = None, longitude: float | None = None
) -> CalendarEntry:
    return CalendarEntry.objects.create(
        person=person, start=slot.start, end=slot.end, title="Secret heart surgery",
        latitude=latitude, longitude=longitude,
    )  # fmt: skip


@pytest.mark.django_db
def test_an_entry_is_a_conflict_and_its_title_stays_secret() -> None:
    person = make_person()
    enter(person, at(10))

    words = availability.conflict(person, Visit(at(10.5, 30)))

    assert words == "That time is not free in the calendar."


@pytest.mark.django_db
def test_slots_that_only_touch_an_entry_are_free() -> None:
    person = make_person()
    enter(person, at(10))

    assert availability.conflict(person, Visit(at(11))) is None
    assert availability.conflict(person, Visit(at(9))) is None


@pytest.mark.django_db
def test_the_way_there_and_back_must_fit_in_between() -> None:
    person = make_person()
    enter(person, at(10))

    for start in (8.8, 11.2):
        words = availability.conflict(person, Visit(at(start), travel_minutes=20))
        assert words == "That leaves too little time for the way there or back."
    assert availability.conflict(person, Visit(at(11.5), travel_minutes=20)) is None


@pytest.mark.django_db
def test_a_far_entry_with_a_known_place_needs_a_longer_way() -> None:
    person = make_person()
    enter(person, at(10), 38.5816, -121.4944)  # Sacramento
    here = Point(37.79, -122.40)

    assert availability.conflict(person, Visit(at(11.5), travel_minutes=5)) is None
    assert availability.conflict(person, Visit(at(11.5), travel_minutes=5, place=here))


@pytest.mark.django_db
def test_holds_of_the_wish_itself_are_no_conflict_but_others_are() -> None:
    person, wish = make_person(), uuid4()
    holds.place_hold(person, at(10), wish=wish, keep=HOUR)

    assert availability.conflict(person, Visit(at(10), wish=wish)) is None
    assert availability.conflict(person, Visit(at(10), wish=uuid4())) is not None


@pytest.mark.django_db
def test_lapsed_and_released_holds_leave_the_time_free() -> None:
    person = make_person()
    holds.place_hold(person, at(10), wish=uuid4(), keep=timedelta(seconds=-1))
    holds.release(holds.place_hold(person, at(12), wish=uuid4(), keep=HOUR))

    assert availability.conflict(person, Visit(at(10))) is None
    assert availability.conflict(person, Visit(at(12))) is None


@pytest.mark.django_db
def test_busy_merges_entries_and_appointments() -> None:
    person = make_person()
    enter(person, at(10))
    hold = holds.place_hold(person, at(11), wish=uuid4(), keep=HOUR)
    holds.place_hold(person, at(15), wish=uuid4(), keep=HOUR)  # only held, not busy
    appointments.make(hold, title="Dentist", timezone="UTC", place_name="A")

    assert availability.busy(person, at(8, 600)) == [at(10, 120)]


@pytest.mark.django_db
def test_free_slots_are_round_on_the_clocks_of_the_place() -> None:
    person = make_person()
    zone = ZoneInfo("Asia/Kathmandu")  # 5:45 ahead

    slots = availability.free_slots(person, Visit(at(9, 120)), 30, zone=zone)

    assert [slot.start.astimezone(zone).minute for slot in slots] == [0, 30, 0]


class Properties(TestCase):
    @settings(max_examples=30, deadline=None)
    @given(
        st.lists(st.tuples(st.integers(0, 90), st.integers(1, 20), st.booleans()), max_size=6),
        st.integers(1, 8),
        st.sampled_from([0, 7, 25]),
    )
    def test_free_slots_are_exactly_the_round_slots_without_conflict(
        self, taken: list[tuple[int, int, bool]], length: int, travel: int
    ) -> None:
        person = User.objects.create(username=str(uuid4()))
        for start, size, is_hold in taken:
            slot = Slot.of(DAY + timedelta(minutes=5 * start), 5 * size)
            if is_hold:
                wish = uuid4()
                if availability.conflict(person, Visit(slot, wish=wish)) is None:
                    holds.place_hold(person, slot, wish=wish, keep=HOUR)
            else:
                enter(person, slot)
        window = at(0, 480)
        minutes = 15 * length

        free = availability.free_slots(person, Visit(window, travel_minutes=travel), minutes)

        rounds = [Slot.of(DAY + timedelta(minutes=30 * n), minutes) for n in range(16)]
        expected = [
            slot
            for slot in rounds
            if window.contains(slot)
            and availability.conflict(person, Visit(slot, travel_minutes=travel)) is None
        ]
        assert free == expected
        Hold.objects.all().delete()


@pytest.mark.django_db
def test_without_ways_the_usual_way_is_kept_free(register: Register) -> None:
    class Lost:
        def ways(self, *_: object) -> object:
            raise VendorError("down")

    register("DISTANCE", Lost())
    person = make_person()
    enter(person, at(10), 37.8, -122.4)
    soon_after, place = at(11.1, 30), Point(37.7, -122.4)

    far = availability.conflict(person, Visit(soon_after, travel_minutes=20, place=place))
    near = availability.conflict(person, Visit(soon_after, travel_minutes=5, place=place))

    assert far is not None and near is None
