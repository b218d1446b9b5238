"""Tests of scheduling/language/from_now.py: what only the moment of speaking completes."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from scheduling.language.from_now import completed, counted, next_at
from scheduling.language.mentions import mentions, resolve

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=NEW_YORK)


@pytest.mark.parametrize(("at", "day"), [(time(10, 1), 21), (time(10), 22), (time(9), 22)])
def test_the_next_such_time_is_today_or_tomorrow(at: time, day: int) -> None:
    assert next_at(at, NOW) == datetime(2026, 11, day, at.hour, at.minute, tzinfo=NEW_YORK)


def test_an_hour_that_the_clocks_skip_or_show_twice_is_none() -> None:
    assert next_at(time(2, 30), datetime(2026, 3, 8, 0, 0, tzinfo=NEW_YORK)) is None
    assert next_at(time(1, 30), datetime(2026, 10, 31, 12, 0, tzinfo=NEW_YORK)) is None


@pytest.mark.parametrize(
    ("said", "day"), [("at three", 21), ("at nine", 22), ("Tuesday at three", 24)]
)
def test_only_an_hour_without_a_day_gets_the_next_one(said: str, day: int) -> None:
    (mention,) = mentions(said, NOW.date(), NEW_YORK)

    moment = resolve(completed(mention, NOW))

    assert isinstance(moment, datetime)
    assert moment.day == day


@pytest.mark.parametrize("said", ["Tuesday", "after three", "at seven", "3", "Tuesdays at three"])
def test_what_lacks_more_than_a_day_stays_as_it_is(said: str) -> None:
    (mention,) = mentions(said, NOW.date(), NEW_YORK)

    assert completed(mention, NOW) is mention


def test_what_is_counted_is_counted_in_real_hours() -> None:
    before = datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)

    (found,) = counted("in two hours", before, NEW_YORK)

    assert (found.text, found.rough) == ("in two hours", False)
    assert found.moment.timestamp() - before.timestamp() == 7200
