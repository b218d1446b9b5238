"""Tests of scheduling/language/en/language.py: English brings what a language has to bring."""

from datetime import date

from scheduling.language.en.language import LANGUAGE
from scheduling.language.languages import language_of
from scheduling.language.pieces import Clock, Day
from scheduling.language.wish_pieces import OneDay


def test_english_is_found_by_the_name_of_its_folder() -> None:
    assert language_of("en") is LANGUAGE


def test_english_reads_says_and_understands_wishes() -> None:
    assert [type(piece) for piece in LANGUAGE.read("Tuesday at ten")] == [Day, Clock]
    assert [type(piece) for piece in LANGUAGE.read_wish("Tuesday", date(2026, 11, 21))] == [OneDay]
    assert LANGUAGE.speech.spoken_day(date(2026, 12, 1)) == "Tuesday, December 1st"
