"""Tests of scheduling/language/en/speech.py: times as our agent says them, and its questions."""

from datetime import date, datetime, time

import pytest

from scheduling.language.en import speech


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (time(0, 30), "12:30 at night"),
        (time(2, 30), "2:30 in the morning"),
        (time(11, 59), "11:59 in the morning"),
        (time(12), "12 noon"),
        (time(12, 5), "12:05 in the afternoon"),
        (time(18), "6:00 in the evening"),
        (time(21), "9:00 at night"),
    ],
)
def test_a_time_leaves_no_doubt_about_its_half_of_the_day(at: time, said: str) -> None:
    assert speech.spoken_time(at) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (13, "13th"), (22, "22nd")],
)
def test_a_day_of_the_month_has_its_ending(day: int, said: str) -> None:
    assert speech.numbered(day) == said


@pytest.mark.parametrize(
    ("later", "asked"),
    [
        (time(12), speech.NOON_OR_NIGHT),
        (time(15), speech.MORNING_OR_AFTERNOON),
        (time(19), speech.MORNING_OR_EVENING),
    ],
)
def test_the_question_names_the_halves_that_are_possible(later: time, asked: str) -> None:
    assert speech.which_half_of_the_day(later) == asked


@pytest.mark.parametrize(
    ("at", "asked"),
    [
        (time(9, 10), "Is that ten past nine, or nine or ten o'clock?"),
        (time(10, 11), "Is that eleven minutes past ten, or ten or eleven o'clock?"),
        (time(22, 45), "Do you mean 10:45 or 10:00?"),
    ],
)
def test_two_numbers_are_asked_about_in_other_words(at: time, asked: str) -> None:
    assert speech.one_time_or_two(at) == asked


def test_each_doubt_has_a_question_that_repeats_what_was_heard() -> None:
    first, second = date(2026, 12, 1), date(2026, 12, 8)

    assert speech.which_of_days([first, second]) == (
        "Do you mean Tuesday, December 1st or Tuesday, December 8th?"
    )
    assert speech.which_of_times([time(9, 30), time(21, 30)]) == "Do you mean 9:30?"
    assert speech.no_such_date(31, 6) == "There is no 31st of June. Which day do you mean?"
    assert speech.ends_before_it_begins(second, first) == (
        "Tuesday, December 1st is before Tuesday, December 8th."
    )
    assert "clocks go forward" in speech.clocks_skip(datetime(2026, 3, 8, 2, 30))
    assert "clocks go back" in speech.clocks_repeat(datetime(2026, 11, 1, 1, 30))
