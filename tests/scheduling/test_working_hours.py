"""Working hours: inside them as always, outside never, on the clocks where the person lives."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from callpilot.models import User
from scheduling import availability, working_hours
from scheduling.availability import Visit
from scheduling.models import CalendarEntry, WorkingHours
from scheduling.slots import Slot
from scheduling.working_hours import Rules
from tests.factories import make_person

MONDAY = date(2031, 12, 1)
PACIFIC = ZoneInfo("America/Los_Angeles")
NINE_TO_FIVE = {day: [(time(9), time(17))] for day in range(5)}


def at(hour: float, minutes: int = 60, day: date = MONDAY) -> Slot:
    midnight = datetime.combine(day, time(), PACIFIC)
    return Slot.of(midnight.astimezone(UTC) + timedelta(hours=hour), minutes)


@pytest.mark.django_db
def test_who_has_no_hours_is_free_at_any_time() -> None:
    person = make_person()

    assert availability.conflict(person, Visit(at(3))) is None
    working_hours.set_rules(person, {})
    assert availability.conflict(person, Visit(at(3))) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slot", "fits"),
    [
        (at(9), True), (at(16), True), (at(8.5), False), (at(16.5), False), (at(0), False),
        (at(10, day=MONDAY + timedelta(days=5)), False),
    ],
)  # fmt: skip
def test_a_time_must_lie_within_the_hours_altogether(slot: Slot, fits: bool) -> None:
    person = make_person()
    working_hours.set_rules(person, NINE_TO_FIVE)

    words = availability.conflict(person, Visit(slot))

    assert (words is None) == fits
    assert fits or words == "That is not a time of day or a weekday that suits."


@pytest.mark.django_db
def test_a_time_that_the_person_picks_needs_no_hours() -> None:
    person = make_person()
    working_hours.set_rules(person, NINE_TO_FIVE, buffer_before=60, notice_hours=5)

    assert availability.conflict(person, Visit(at(3)), by_rules=False) is None
    assert availability.clashes(person, Visit(at(3))) == []


@pytest.mark.django_db
def test_only_times_within_the_hours_are_proposed() -> None:
    person = make_person()
    working_hours.set_rules(person, {0: [(time(9), time(10)), (time(16), time())]})  # to midnight

    free = availability.free_slots(person, Visit(at(0, 24 * 60)), 60, step_minutes=60)

    assert free == [at(hour) for hour in (9, 16, 17, 18, 19, 20, 21, 22, 23)]


@pytest.mark.django_db
def test_spans_that_touch_are_one() -> None:
    person = make_person()
    working_hours.set_rules(person, {0: [(time(9), time(12)), (time(12), time(14))]})

    assert availability.conflict(person, Visit(at(11.5))) is None


@pytest.mark.django_db
def test_buffers_are_kept_free_before_and_after_entries() -> None:
    person = make_person()
    entry = at(12)
    CalendarEntry.objects.create(person=person, start=entry.start, end=entry.end, title="x")
    working_hours.set_rules(person, {}, buffer_before=30, buffer_after=15)

    fits = {hour: availability.conflict(person, Visit(at(hour))) for hour in (10.75, 10.9)}
    later = {hour: availability.conflict(person, Visit(at(hour))) for hour in (13.4, 13.5)}

    assert fits[10.75] is None and "too little time" in (fits[10.9] or "")
    assert "too little time" in (later[13.4] or "") and later[13.5] is None


@pytest.mark.django_db
def test_what_is_sooner_than_the_notice_is_too_soon() -> None:
    person = make_person()
    working_hours.set_rules(person, {}, notice_hours=24)
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)

    soon = Slot.of(hour + timedelta(hours=3), 30)

    assert availability.conflict(person, Visit(soon)) == "That is too soon."
    assert availability.free_slots(person, Visit(soon), 30) == []
    assert availability.conflict(person, Visit(soon.shifted(timedelta(hours=24)))) is None


def test_hours_follow_the_clocks_when_they_change() -> None:
    rules = Rules(zone=PACIFIC, hours={6: [(time(1), time(4))]})
    spring, autumn = date(2031, 3, 9), date(2031, 11, 2)

    for day, hours in ((spring, 2), (autumn, 4)):
        window = Slot.of(datetime.combine(day, time(), PACIFIC), 24 * 60)
        [open_] = _open(rules, window)
        assert open_.minutes == hours * 60


def test_an_hour_that_the_clocks_skip_does_not_exist() -> None:
    rules = Rules(zone=PACIFIC, hours={6: [(time(2), time(3))]})
    window = Slot.of(datetime(2031, 3, 9, tzinfo=PACIFIC), 20 * 60)

    assert rules.closed(window) == [window]


def _open(rules: Rules, window: Slot) -> list[Slot]:
    from scheduling.slots import subtract

    return subtract([window], rules.closed(window))


@pytest.mark.django_db
def test_hours_that_end_before_they_start_are_refused_by_the_database() -> None:
    person = make_person()

    with pytest.raises(IntegrityError), transaction.atomic():
        WorkingHours.objects.create(person=person, weekday=0, start=time(12), end=time(9))


times = st.integers(0, 47).map(lambda half: time(half // 2, 30 * (half % 2)))
spans = st.tuples(times, times).filter(lambda span: span[0] < span[1])


class Properties(TestCase):
    @settings(max_examples=30, deadline=None)
    @given(
        st.dictionaries(st.integers(0, 6), st.lists(spans, max_size=2, unique_by=lambda s: s[0])),
        st.lists(st.tuples(st.integers(0, 90), st.integers(1, 20)), max_size=3),
        st.sampled_from([0, 10, 45]),
        st.sampled_from([0, 20]),
        st.sampled_from(["America/Los_Angeles", "Asia/Kathmandu", "Pacific/Apia"]),
    )
    def test_what_is_proposed_is_exactly_what_is_accepted(
        self,
        hours: dict[int, list[tuple[time, time]]],
        taken: list[tuple[int, int]],
        buffer: int,
        travel: int,
        zone: str,
    ) -> None:
        person = User.objects.create(username=str(uuid4()))
        person.profile.timezone = zone
        person.profile.save()
        for start, size in taken:
            slot = at(start / 12, 5 * size)
            CalendarEntry.objects.create(person=person, start=slot.start, end=slot.end, title="x")
        working_hours.set_rules(person, hours, buffer_before=buffer, buffer_after=buffer // 2)
        window = at(0, 36 * 60)

        free = availability.free_slots(person, Visit(window, travel_minutes=travel), 45)

        rounds = [at(half / 2, 45) for half in range(72)]
        assert free == [
            slot
            for slot in rounds
            if window.contains(slot)
            and availability.conflict(person, Visit(slot, travel_minutes=travel)) is None
        ]
        local = ZoneInfo(zone)
        if any(hours.values()):
            for slot in free:
                last = slot.end - timedelta(minutes=1)
                days = {each.astimezone(local).weekday() for each in (slot.start, last)}
                assert all(hours.get(day) for day in days)
