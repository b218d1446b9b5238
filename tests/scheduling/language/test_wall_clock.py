"""Tests of scheduling/language/wall_clock.py: the two nights in which the clocks change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from scheduling.language.wall_clock import comes_twice, skipped

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("moment", "is_skipped", "is_twice"),
    [
        (datetime(2026, 3, 8, 1, 59, tzinfo=NEW_YORK), False, False),
        (datetime(2026, 3, 8, 2, 0, tzinfo=NEW_YORK), True, False),
        (datetime(2026, 3, 8, 2, 59, tzinfo=NEW_YORK), True, False),
        (datetime(2026, 3, 8, 3, 0, tzinfo=NEW_YORK), False, False),
        (datetime(2026, 11, 1, 0, 59, tzinfo=NEW_YORK), False, False),
        (datetime(2026, 11, 1, 1, 0, tzinfo=NEW_YORK), False, True),
        (datetime(2026, 11, 1, 1, 59, tzinfo=NEW_YORK, fold=1), False, True),
        (datetime(2026, 11, 1, 2, 0, tzinfo=NEW_YORK), False, False),
        (datetime(2026, 3, 8, 2, 30, tzinfo=UTC), False, False),
    ],
)
def test_the_clocks_skip_an_hour_in_spring_and_show_one_twice_in_autumn(
    moment: datetime, is_skipped: bool, is_twice: bool
) -> None:
    assert (skipped(moment), comes_twice(moment)) == (is_skipped, is_twice)


def test_an_island_that_crossed_the_date_line_skipped_a_whole_day() -> None:
    samoa = ZoneInfo("Pacific/Apia")

    assert skipped(datetime(2011, 12, 30, 12, tzinfo=samoa))
    assert not skipped(datetime(2011, 12, 31, 12, tzinfo=samoa))
