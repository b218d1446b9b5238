"""Tests of scheduling/slots.py."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.slots import Slot, gaps, merged, starts, subtract

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


def at(minute: int) -> datetime:
    return NOON + timedelta(minutes=minute)


def slot(start: int, end: int) -> Slot:
    return Slot(at(start), at(end))


def minutes_of(slots: list[Slot]) -> set[int]:
    """Each whole minute that the slots cover: the model the arithmetic is held against."""
    return {
        minute
        for each in slots
        for minute in range(
            int((each.start - NOON) / timedelta(minutes=1)),
            int((each.end - NOON) / timedelta(minutes=1)),
        )
    }


some_slot = st.builds(
    lambda start, length: slot(start, start + length), st.integers(-60, 60), st.integers(1, 40)
)
some_slots = st.lists(some_slot, max_size=8)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Slot(datetime(2026, 1, 1), NOON)
    with pytest.raises(ValueError, match="time zone"):
        Slot.of(datetime(2026, 1, 1), 5)


@pytest.mark.parametrize("length", [0, -1])
def test_a_slot_ends_after_it_starts(length: int) -> None:
    with pytest.raises(ValueError, match="end after"):
        slot(0, length)


def test_touching_slots_do_not_overlap() -> None:
    assert not slot(0, 10).overlaps(slot(10, 20))
    assert slot(0, 11).overlaps(slot(10, 20))


def test_the_hour_that_comes_twice_is_measured_in_real_minutes() -> None:
    first = datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)
    again = datetime(2026, 11, 1, 1, 15, tzinfo=NEW_YORK, fold=1)

    assert Slot(first, again).minutes == 45


def test_the_missing_hour_is_not_counted() -> None:
    before = datetime(2026, 3, 8, 1, 30, tzinfo=NEW_YORK)
    after = datetime(2026, 3, 8, 3, 30, tzinfo=NEW_YORK)

    assert Slot(before, after).minutes == 60
    assert Slot.of(before, 60) == Slot(before, after)


def test_equal_instants_of_two_zones_are_equal_slots() -> None:
    there = Slot(at(0).astimezone(NEW_YORK), at(30).astimezone(NEW_YORK))

    assert there == slot(0, 30)
    assert hash(there) == hash(slot(0, 30))


def test_padding_makes_room_for_the_way_there_and_back() -> None:
    assert slot(0, 30).padded(timedelta(minutes=10), timedelta(minutes=5)) == slot(-10, 35)


def test_starts_are_round_times_that_fit() -> None:
    found = list(starts([slot(7, 62)], minutes=30, step_minutes=15))

    assert found == [slot(15, 45), slot(30, 60)]


def test_starts_are_round_on_the_clocks_of_the_zone() -> None:
    nepal = ZoneInfo("Asia/Kathmandu")  # 5:45 ahead
    found = list(starts([slot(0, 120)], minutes=30, step_minutes=30, zone=nepal))

    assert [each.start.astimezone(nepal).minute % 30 for each in found] == [0] * len(found)
    assert len(found) == 3


@pytest.mark.parametrize(
    "day", [datetime(2026, 4, 4, 14, tzinfo=UTC), datetime(2026, 10, 3, 14, tzinfo=UTC)]
)
def test_starts_stay_round_where_the_clocks_change_by_half_an_hour(day: datetime) -> None:
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    free = Slot(day - timedelta(hours=4), day + timedelta(hours=6))

    found = list(starts([free], minutes=60, step_minutes=60, zone=lord_howe))

    assert {each.start.astimezone(lord_howe).minute for each in found} == {0}


@pytest.mark.parametrize("wrong", [(0, 15), (30, 0), (-5, 15)])
def test_starts_refuses_lengths_that_are_not_positive(wrong: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="positive"):
        list(starts([slot(0, 60)], *wrong))


@given(some_slots)
def test_merging_keeps_the_time_and_leaves_gaps_between(slots: list[Slot]) -> None:
    whole = merged(slots)

    assert minutes_of(whole) == minutes_of(slots)
    assert all(a.end < b.start for a, b in zip(whole, whole[1:], strict=False))
    assert merged(whole) == whole


@given(some_slots, some_slots)
def test_subtracting_takes_exactly_the_busy_minutes(wholes: list[Slot], busy: list[Slot]) -> None:
    left = subtract(wholes, busy)

    assert minutes_of(left) == minutes_of(wholes) - minutes_of(busy)
    assert merged(left) == left


@given(some_slots, some_slot)
def test_gaps_and_busy_time_fill_the_frame(busy: list[Slot], frame: Slot) -> None:
    free = gaps(busy, frame)

    assert minutes_of(free) == minutes_of([frame]) - minutes_of(busy)
    assert not any(each.overlaps(taken) for each in free for taken in busy)


@given(some_slot, some_slot)
def test_overlap_is_shared_time_and_mutual(a: Slot, b: Slot) -> None:
    assert a.overlaps(b) == b.overlaps(a) == bool(minutes_of([a]) & minutes_of([b]))
    assert a.contains(b) == (minutes_of([b]) <= minutes_of([a]))


@given(some_slot, st.integers(-500, 500))
def test_shifting_there_and_back_changes_nothing(a: Slot, minutes: int) -> None:
    by = timedelta(minutes=minutes)

    assert a.shifted(by).shifted(-by) == a
    assert a.shifted(by).minutes == a.minutes


@given(some_slots, st.integers(1, 40), st.sampled_from([5, 10, 15, 20, 30]))
def test_every_start_lies_in_the_free_time_and_none_is_left_out(
    free: list[Slot], minutes: int, step: int
) -> None:
    found = list(starts(free, minutes, step))

    whole = merged(free)
    assert all(any(each.contains(one) for each in whole) for one in found)
    assert {int((one.start - NOON) / timedelta(minutes=1)) for one in found} == {
        start
        for start in range(-60, 101)
        if start % step == 0 and any(each.contains(slot(start, start + minutes)) for each in whole)
    }
