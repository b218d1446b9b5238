"""Tests of scheduling/language/en/wish_parts.py: which hours a part of the day reaches."""

from datetime import date

import pytest

from scheduling.language.en.wishes import read_wish
from scheduling.language.wish_pieces import At


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("tomorrow morning at 7", ["am"]),
        ("tomorrow morning, at 7", ["am"]),
        ("a dentist tomorrow morning at 7", ["am"]),
        ("at 7 tomorrow morning", ["am"]),
        ("at 7 or 8 in the morning", ["am", "am"]),
        ("in the morning at 7 or 8", ["am", "am"]),
        ("in the evening around 9", ["pm"]),
        ("in the afternoon at 9", [None]),  # no afternoon has it
        ("tonight, before 9", ["pm"]),
        ("mornings, or at 5", [None]),
        ("Monday morning, Friday at 5", [None]),
        ("Saturday at 3 or Sunday morning", [None]),
        ("not in the morning, at 6", [None]),
        ("at 3 pm or in the morning", ["pm"]),
    ],
)
def test_a_part_of_the_day_binds_the_hour_beside_it_and_no_other(
    text: str, halves: list[str | None]
) -> None:
    clocks = [piece.clock for piece in read_wish(text, date(2026, 11, 21)) if isinstance(piece, At)]

    assert [clock.meridiem for clock in clocks] == halves
