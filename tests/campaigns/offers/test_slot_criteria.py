"""Does a time fit the wish? Days, parts of the day, limits by the clock, and nights of changing."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callpilot.json_types import JsonObject
from campaigns.models import Campaign
from campaigns.offers import slot_criteria
from scheduling.slots import Slot

WEST = ZoneInfo("America/Los_Angeles")
BERLIN = ZoneInfo("Europe/Berlin")


def wish(**changes: object) -> Campaign:
    """Monday, March 1st to Sunday, March 14th 2032; the clocks go forward on the 14th."""
    fields: JsonObject = {
        "date_range_start": date(2032, 3, 1), "date_range_end": date(2032, 3, 14),
    }  # fmt: skip
    return Campaign(**fields | changes)


def at(day: int, hour: int, minute: int = 0, minutes: int = 30) -> Slot:
    return Slot.of(datetime(2032, 3, day, hour, minute, tzinfo=WEST), minutes)


def misfit(campaign: Campaign, slot: Slot) -> str | None:
    return slot_criteria.misfit(campaign, slot, WEST)


def test_a_range_of_moments_is_kept_to_the_minute() -> None:
    first, last = at(1, 8, 15), at(1, 17, minutes=60)
    exact = wish(not_before=first.start, not_after=last.end)

    assert misfit(exact, first) is None and misfit(exact, last) is None
    assert misfit(exact, at(1, 8, 14)) == "That is earlier than asked for."
    assert misfit(exact, at(1, 17, 31)) == "That is later than asked for."


# --- what a clock on the wall means -------------------------------------------------------------


def test_a_time_without_an_offset_is_the_clock_of_the_place() -> None:
    wall = slot_criteria.on_the_wall(datetime(2032, 3, 2, 10), WEST)

    assert wall.moment == datetime(2032, 3, 2, 18, tzinfo=UTC) and wall.reason == ""


def test_a_time_with_an_offset_is_an_instant_already() -> None:
    told = datetime(2032, 3, 2, 10, tzinfo=timezone(timedelta(hours=1)))

    wall = slot_criteria.on_the_wall(told, WEST)

    assert wall.moment == told and wall.moment is not None and wall.moment.hour == 1


@pytest.mark.parametrize(
    "zone,moment",
    [(WEST, datetime(2032, 3, 14, 2, 30)), (BERLIN, datetime(2032, 3, 28, 2, 30))],
)
def test_a_time_that_the_clocks_skip_is_none(zone: ZoneInfo, moment: datetime) -> None:
    wall = slot_criteria.on_the_wall(moment, zone)

    assert wall.moment is None and "does not exist" in wall.reason


@pytest.mark.parametrize(
    "zone,moment",
    [(WEST, datetime(2032, 11, 7, 1, 30)), (BERLIN, datetime(2032, 10, 31, 2, 30))],
)
def test_a_time_that_comes_twice_is_none_until_it_is_said_which(
    zone: ZoneInfo, moment: datetime
) -> None:
    bare = slot_criteria.on_the_wall(moment, zone)
    told = slot_criteria.on_the_wall(moment.replace(tzinfo=zone).astimezone(UTC), zone)

    assert bare.moment is None and "comes twice" in bare.reason
    assert told.moment is not None


@given(st.datetimes(datetime(2032, 4, 1), datetime(2032, 10, 1)))
def test_on_every_other_day_a_clock_shows_one_instant(moment: datetime) -> None:
    found = slot_criteria.on_the_wall(moment, WEST).moment

    assert found is not None and found.replace(tzinfo=None) == moment


# --- what fits ----------------------------------------------------------------------------------


def test_a_wish_without_limits_takes_any_time_within_its_days() -> None:
    assert misfit(wish(), at(1, 0)) is None and misfit(wish(), at(14, 23, 0)) is None


@pytest.mark.parametrize(
    "slot", [at(15, 0), Slot(at(1, 0).start - timedelta(hours=1), at(1, 0).end)]
)
def test_a_day_outside_is_outside(slot: Slot) -> None:
    assert "outside the dates" in (misfit(wish(), slot) or "")


def test_until_midnight_is_still_the_same_day_and_a_minute_later_is_not() -> None:
    assert misfit(wish(), at(14, 23, 30, 30)) is None
    assert misfit(wish(), at(14, 23, 30, 31)) is not None


def test_days_to_avoid_are_named_to_the_desk() -> None:
    assert misfit(wish(avoid_weekdays=[3]), at(4, 10)) == "Thursday does not work."
    assert misfit(wish(avoid_weekdays=[3]), at(5, 10)) is None


def test_a_date_to_avoid_is_not_explained() -> None:
    assert misfit(wish(avoid_dates=["2032-03-04"]), at(4, 10)) == "That day does not work."


@pytest.mark.parametrize(
    "parts,hour,fits",
    [
        (["morning"], 9, True), (["morning"], 14, False), (["afternoon"], 14, True),
        (["evening"], 18, True), (["morning", "evening"], 14, False), ([], 3, True),
    ],
)  # fmt: skip
def test_a_part_of_the_day_is_kept_to(parts: list[str], hour: int, fits: bool) -> None:
    assert (misfit(wish(day_parts=parts), at(2, hour)) is None) is fits


@pytest.mark.parametrize("minute,fits", [(59, False), (0, True)])
def test_the_earliest_time_is_inside(minute: int, fits: bool) -> None:
    hour = 8 if minute else 9

    assert (misfit(wish(earliest_time=time(9)), at(2, hour, minute)) is None) is fits


@pytest.mark.parametrize("minutes,fits", [(60, True), (61, False)])
def test_the_latest_time_is_when_it_must_be_over(minutes: int, fits: bool) -> None:
    assert (misfit(wish(latest_time=time(17)), at(2, 16, 0, minutes)) is None) is fits


def test_what_is_late_here_may_be_another_day_there() -> None:
    slot = Slot.of(datetime(2032, 3, 15, 5, tzinfo=UTC), 30)  # still the 14th in the west

    assert misfit(wish(), slot) is None
    assert slot_criteria.misfit(wish(), slot, BERLIN) is not None


# --- which days ---------------------------------------------------------------------------------


def test_the_days_of_a_wish_leave_out_what_it_avoids() -> None:
    found = list(slot_criteria.days(wish(avoid_weekdays=[5, 6], avoid_dates=["2032-03-03"])))

    assert len(found) == 9 and date(2032, 3, 3) not in found
    assert all(day.weekday() < 5 for day in found)


def test_the_whole_range_goes_from_midnight_to_midnight_also_over_a_changing_night() -> None:
    span = slot_criteria.whole_range(wish(), WEST)

    assert (span.start, span.end) == (
        datetime(2032, 3, 1, tzinfo=WEST), datetime(2032, 3, 15, tzinfo=WEST),
    )  # fmt: skip
    assert span.minutes == (14 * 24 - 1) * 60


@given(st.integers(0, 13), st.lists(st.integers(0, 6), max_size=6))
def test_a_day_is_allowed_exactly_when_its_noon_fits(number: int, avoid: list[int]) -> None:
    campaign = wish(avoid_weekdays=avoid)
    day = date(2032, 3, 1) + timedelta(days=number)
    noon = Slot.of(datetime.combine(day, time(12), WEST), 30)

    assert (day in slot_criteria.days(campaign)) is (misfit(campaign, noon) is None)
