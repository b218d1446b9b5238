"""When a callee may be rung, by the callee's clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.providers import calling_hours

ZONES = [
    "America/Los_Angeles", "America/New_York", "America/Phoenix", "America/St_Johns",
    "Australia/Lord_Howe", "Asia/Kathmandu", "Europe/Berlin", "Pacific/Apia", "Africa/Cairo",
]  # fmt: skip
PACIFIC = ZoneInfo("America/Los_Angeles")
OFFICE = calling_hours.week("09:00-17:30", {})


def at(text: str, zone: ZoneInfo = PACIFIC) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        ("2026-11-23T08:59:59", "2026-11-23T09:00"),  # Monday
        ("2026-11-23T09:00:00", "2026-11-23T09:00"),
        ("2026-11-23T17:29:00", "2026-11-23T17:29"),
        ("2026-11-23T17:29:30", "2026-11-24T09:00"),  # the next whole minute is too late
        ("2026-11-23T17:30:00", "2026-11-24T09:00"),
        ("2026-11-27T20:00:00", "2026-11-30T09:00"),  # Friday night
        ("2026-10-31T12:00:00", "2026-11-02T09:00"),  # clocks go back on the Sunday
        ("2026-03-06T18:00:00", "2026-03-09T09:00"),  # clocks go forward on the Sunday
    ],
)
def test_the_first_permitted_minute(moment: str, first: str) -> None:
    assert calling_hours.first_permitted(at(moment), PACIFIC, OFFICE) == at(first)


def test_opening_hours_cut_the_calling_hours() -> None:
    allowed = calling_hours.week(
        "09:00-17:30", {"0": [["08:00", "12:00"], ["13:00", "19:00"]], "5": [["10:00", "24:00"]]}
    )

    assert allowed[0] == [(time(9), time(12)), (time(13), time(17, 30))]
    assert allowed[5] == [(time(10), time(17, 30))]
    assert 1 not in allowed


def test_who_opens_on_saturday_is_rung_on_saturday() -> None:
    allowed = calling_hours.week("09:00-17:30", {"5": [["10:00", "14:00"]]})

    assert calling_hours.permitted(at("2026-11-28T10:00"), PACIFIC, allowed)
    assert not calling_hours.permitted(at("2026-11-23T10:00"), PACIFIC, allowed)


def test_who_opens_only_in_the_evening_is_never_rung() -> None:
    allowed = calling_hours.week("09:00-17:30", {"4": [["18:00", "23:00"]]})

    assert calling_hours.first_permitted(at("2026-11-23T10:00"), PACIFIC, allowed) is None


def test_a_minute_that_the_clocks_skip_is_replaced_by_the_next_that_exists() -> None:
    allowed = calling_hours.week("02:30-04:00", {"6": [["02:00", "05:00"]]})

    first = calling_hours.first_permitted(at("2026-03-08T01:00"), PACIFIC, allowed)

    assert first == datetime(2026, 3, 8, 10, 0, tzinfo=UTC)  # 03:00, there is no 02:30


clock = st.times().map(lambda t: t.replace(second=0, microsecond=0))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


@settings(max_examples=60, deadline=None)
@given(
    moments, st.sampled_from(ZONES), st.lists(clock, min_size=4, max_size=4).map(sorted),
    st.sets(st.integers(0, 6), min_size=1),
)  # fmt: skip
def test_the_first_permitted_minute_is_permitted_and_none_before_is(
    moment: datetime, name: str, clocks: list[time], days: set[int]
) -> None:
    opens, starts, ends, closes = (f"{c:%H:%M}" for c in clocks)
    zone = ZoneInfo(name)
    allowed = calling_hours.week(f"{starts}-{ends}", {str(day): [[opens, closes]] for day in days})

    first = calling_hours.first_permitted(moment, zone, allowed)

    if first is None:
        assert starts == ends
        return
    assert first >= moment
    assert calling_hours.permitted(first, zone, allowed)
    wall = first.astimezone(zone)
    assert wall.weekday() in days
    assert starts <= f"{wall:%H:%M}" < ends
    step = first - calling_hours.MINUTE
    for _ in range(200):
        if step < moment:
            break
        assert not calling_hours.permitted(step, zone, allowed)
        step -= calling_hours.MINUTE


def test_looking_ahead_covers_every_weekday_twice() -> None:
    # Once may fall into the hour that clocks skip.
    assert timedelta(days=14) <= calling_hours.LOOK_AHEAD
