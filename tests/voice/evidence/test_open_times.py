"""A time that was left open, and the words that complete it."""

from datetime import date, time

import pytest

from scheduling.language.mentions import Mention, mentions
from tests.voice.evidence.dialogue import TODAY, ZONE, at
from voice.evidence.open_times import on_the_wall, together


def mention(text: str) -> Mention:
    (found,) = mentions(text, TODAY, ZONE)
    return found


@pytest.mark.parametrize(("before", "now"), [("ten thirty", "on Tuesday"), ("Tuesday", "10:30")])
def test_a_clock_time_and_a_day_complete_each_other(before: str, now: str) -> None:
    assert together(mention(before), mention(now), ZONE) == at(24, 10, 30)


def test_the_part_of_the_day_decides_between_two_readings() -> None:
    both = together(mention("seven thirty"), mention("in the evening on Tuesday"), ZONE)

    assert both == at(24, 19, 30)


def test_words_that_contradict_each_other_make_no_instant() -> None:
    assert together(mention("Tuesday"), mention("Wednesday at ten"), ZONE) is None


def test_two_readings_that_both_remain_make_no_instant() -> None:
    assert together(mention("seven thirty"), mention("on Tuesday"), ZONE) is None


def test_a_time_that_the_clocks_skip_or_show_twice_is_no_instant() -> None:
    assert on_the_wall(date(2026, 3, 8), time(2, 30), ZONE) is None
    assert on_the_wall(date(2026, 11, 1), time(1, 30), ZONE) is None
    assert on_the_wall(date(2026, 11, 24), time(10, 30), ZONE) == at(24, 10, 30)
