"""Tests of scheduling/language/en/clock.py: the forms of an English clock time."""

import pytest

from scheduling.language.en.clock import idiom_at, part_at, plain_time_at
from scheduling.language.en.tokens import Tokens, tokens_of


def tokens(said: str) -> Tokens:
    return Tokens(tokens_of(said))


@pytest.mark.parametrize(
    ("said", "hour", "minute", "meridiem"),
    [
        ("ten", 10, 0, None),
        ("ten thirty", 10, 30, None),
        ("10:30", 10, 30, None),
        ("07:30", 7, 30, "24"),
        ("3 pm", 3, 0, "pm"),
        ("930 am", 9, 30, "am"),
        ("nine oh five", 9, 5, None),
        ("oh seven thirty", 7, 30, "24"),
        ("fourteen hundred hours", 14, 0, "24"),
        ("noon", 12, 0, "24"),
        ("12 midnight", 0, 0, "24"),
        ("ten o'clock", 10, 0, None),
        ("ten-forty", 10, 40, None),
        ("twelve-oh-seven", 12, 7, None),
        ("mid day", 12, 0, "24"),
        ("7:56:30", 7, 56, None),
    ],
)
def test_a_plain_time_is_read(said: str, hour: int, minute: int, meridiem: str | None) -> None:
    found = plain_time_at(tokens(said), 0)

    assert found is not None
    clock = found[0]
    assert (clock.hour, clock.minute, clock.meridiem) == (hour, minute, meridiem)
    assert clock.end == len(said)


@pytest.mark.parametrize(
    ("said", "hour", "minute", "doubt"),
    [
        ("half past two", 2, 30, None),
        ("a quarter to nine", 8, 45, None),
        ("quarter of five", 4, 45, None),
        ("quarter to one", 12, 45, None),
        ("ten minutes past four", 4, 10, None),
        ("twenty to six", 5, 40, None),
        ("fifteen past seven", 7, 15, None),
        ("8 past noon", 12, 8, None),
        ("thirty-four minutes past three", 3, 34, None),
        ("ten to nine", 8, 50, "range"),
        ("half ten", 10, 30, "half"),
    ],
)
def test_an_idiom_is_read_with_the_doubt_that_it_leaves(
    said: str, hour: int, minute: int, doubt: str | None
) -> None:
    found = idiom_at(tokens(said), 0)

    assert found is not None
    clock = found[0]
    assert (clock.hour, clock.minute, clock.doubt) == (hour, minute, doubt)


@pytest.mark.parametrize(
    ("said", "minute", "doubt"),
    [
        ("nine ten", 10, "minutes"),
        ("10 11", 11, "minutes"),
        ("10, 45", 45, "minutes"),
        ("nine oh five", 5, None),
        ("ten ten", 10, None),
        ("two ten", 10, None),
        ("9 45", 45, None),
    ],
)
def test_two_numbers_are_doubtful_where_they_may_be_two_hours(
    said: str, minute: int, doubt: str | None
) -> None:
    found = plain_time_at(tokens(said), 0)

    assert found is not None
    assert (found[0].minute, found[0].doubt) == (minute, doubt)


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("1130", 0),
        ("1130 is taken", 0),
        ("Thursday, 1130", 2),
        ("Thursday 915 or 1130", 3),
        ("1130 or 1215 on Thursday", 0),
        ("a 930 slot", 1),
        ("we have 1130", 2),
        ("is 1130 okay", 1),
        ("could do 1030 or 1115", 4),
    ],
)
def test_a_number_without_a_colon_is_a_time_by_its_place(said: str, at: int) -> None:
    assert plain_time_at(tokens(said), at) is not None


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("1130 is our extension", 0),
        ("the code is 1130", 3),
        ("we have 1130 members", 2),
        ("we have 130 free", 2),
        ("the code is 1130 okay", 3),
        ("1945", 0),
        ("930", 0),
        ("a 930", 1),
    ],
)
def test_elsewhere_such_a_number_is_none(said: str, at: int) -> None:
    assert plain_time_at(tokens(said), at) is None


def test_at_takes_the_doubt_from_ten_to_nine() -> None:
    found = idiom_at(tokens("at ten to nine"), 1)

    assert found is not None and found[0].doubt is None


@pytest.mark.parametrize(
    "said", ["half to two", "ten of five", "half an hour", "seven past", "25:00"]
)
def test_what_nobody_says_for_a_time_is_none(said: str) -> None:
    assert idiom_at(tokens(said), 0) is None


@pytest.mark.parametrize(
    ("said", "part", "today"),
    [
        ("in the morning", "morning", False),
        ("this afternoon", "afternoon", True),
        ("tonight", "evening", True),
        ("late evening", "evening", False),
        ("at night", "night", False),
    ],
)
def test_a_part_of_the_day_is_read(said: str, part: str, today: bool) -> None:
    found = part_at(tokens(said), 0)

    assert found is not None and (found[0].part, found[0].today) == (part, today)


@pytest.mark.parametrize("said", ["Morning, this is Ann", "night"])
def test_a_greeting_and_a_lone_night_are_no_part_of_the_day(said: str) -> None:
    assert part_at(tokens(said), 0) is None


def test_good_before_it_makes_it_a_greeting() -> None:
    assert part_at(tokens("good morning"), 1) is None


@pytest.mark.parametrize("said", ["19 h", "830", "ten-eleven"])
def test_digits_that_nothing_leads_to_are_no_time(said: str) -> None:
    found = plain_time_at(tokens(said), 0)

    assert found is None or found[0].end < len(said)


@pytest.mark.parametrize(
    ("said", "at"), [("at 1030", (10, 30)), ("tonight 815", (8, 15)), ("@ 19h", (19, 0))]
)
def test_digits_behind_at_or_a_day_are_a_time(said: str, at: tuple[int, int]) -> None:
    found = plain_time_at(tokens(said), 1)

    assert found is not None
    assert (found[0].hour, found[0].minute) == at
