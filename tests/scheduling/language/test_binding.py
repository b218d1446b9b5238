"""Tests of scheduling/language/binding.py: which time belongs to which day."""

import pytest

from scheduling.language.binding import Item, bind, days_joined, with_parts
from scheduling.language.languages import language_of
from scheduling.language.pieces import Clock, Day


def items(said: str, *, has_context: bool = False) -> list[Item]:
    found = with_parts(days_joined(language_of("en").read(said)))
    bind(found, has_context)
    return found


def pairs(said: str) -> list[tuple[int, int | None]]:
    """Each hour with the weekday that it belongs to."""
    found = []
    for item in items(said):
        if isinstance(item.piece, Clock):
            day = item.day.piece if item.day else None
            found.append((item.piece.hour, day.weekday if isinstance(day, Day) else None))
    return found


@pytest.mark.parametrize(
    ("said", "bound"),
    [
        ("Tuesday at nine", [(9, 1)]),
        ("Tuesday at nine or ten", [(9, 1), (10, 1)]),
        ("nine or ten on Thursday", [(9, 3), (10, 3)]),
        ("Tuesday at nine, Wednesday at two", [(9, 1), (2, 2)]),
        ("Tuesday at nine Wednesday at two", [(9, 1), (2, 2)]),
        ("Ten thirty would be possible on Tuesday", [(10, 1)]),
        ("at ten", [(10, None)]),
    ],
)
def test_a_time_belongs_to_the_day_beside_it(said: str, bound: list[tuple[int, int]]) -> None:
    assert pairs(said) == bound


def test_a_day_from_an_earlier_sentence_binds_loosely() -> None:
    [_day, clock] = items("Tuesday works. Then at ten.")

    assert clock.loose and clock.day is not None


def test_a_day_that_was_spoken_of_before_keeps_a_later_one_away() -> None:
    said = "Ten thirty would be possible on Tuesday"

    [clock, _day] = items(said, has_context=True)

    assert clock.day is None


def test_the_weekday_and_its_date_are_one_day() -> None:
    [day] = days_joined(language_of("en").read("Tuesday, the first of December"))

    assert isinstance(day, Day)
    assert (day.weekday, day.day, day.month) == (1, 1, 12)


def test_a_part_of_the_day_goes_to_what_stands_beside_it() -> None:
    [day, clock] = [
        item
        for item in items("Tuesday morning. We open at two in the afternoon")
        if item.is_day or item.is_clock
    ]

    assert day.part is not None and day.part.part == "morning"
    assert clock.part is not None and clock.part.part == "afternoon"


def test_tonight_is_a_day_of_its_own() -> None:
    [item] = items("tonight")

    assert item.is_day and item.part is not None and item.part.part == "evening"
