"""Tests of scheduling/language/speak.py: what our agent says in the language of the call."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from scheduling.language import speak
from scheduling.language.en import speech

DAY = date(2026, 12, 1)


def test_english_is_spoken_where_no_language_is_named() -> None:
    moment = datetime(2026, 12, 1, 10, 30, tzinfo=ZoneInfo("America/New_York"))

    assert speak.spoken(moment) == "Tuesday, December 1st, at 10:30 in the morning"
    assert speak.spoken_day(DAY) == "Tuesday, December 1st"
    assert speak.spoken_time(time(12)) == "12 noon"


def test_names_are_given_for_dates_and_for_numbers() -> None:
    assert speak.weekday_name(DAY) == speak.weekday_name(1) == "Tuesday"
    assert speak.month_name(12) == "December"


def test_a_language_can_be_named() -> None:
    assert speak.spoken_day(DAY, "en") == speech.spoken_day(DAY)
