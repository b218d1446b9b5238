"""Several wishes in one message, told apart."""

from datetime import date
from pathlib import Path

import pytest

from campaigns.intake import several
from campaigns.intake.several import Wishes
from campaigns.providers import service_kinds

TODAY = date(2026, 11, 23)
TABLE = (Path(__file__).parent / "words" / "several_wishes.txt").read_text()
ROWS = [
    tuple(map(str.strip, line.split("|")))
    for line in TABLE.splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("said", "told"), ROWS)
def test_the_wishes_of_a_message_are_told_apart(said: str, told: str) -> None:
    each = told.removeprefix("or: ").split("; ") if told != "-" else [said]

    assert several.told_apart(said, TODAY) == Wishes(tuple(each), told.startswith("or:"))


@pytest.mark.parametrize(
    ("said", "service"),
    [
        ("haircut after the dentist on Monday", "hair_salon"),
        ("I need a doctor, not a dentist", "doctor"),
        ("Table for two with my dog", "restaurant"),
        ("dentist before noon", "dentist"),
        ("something near my dentist", "dentist"),  # nothing else is wished for
    ],
)
def test_what_only_stands_beside_is_no_service_that_is_wished_for(said: str, service: str) -> None:
    assert service_kinds.recognise(several.subject(said)) == service


def test_a_day_that_cannot_be_is_one_all_the_same() -> None:
    assert several.has_day("on February 30", TODAY)
    assert not several.has_day("in the morning", TODAY)
