"""How our agent says a time, "Tuesday, December 1st, at 10:30 in the morning", in any language."""

from datetime import date, datetime, time

from scheduling.language.languages import ENGLISH, language_of


def spoken(moment: datetime, language: str = ENGLISH) -> str:
    """ "Tuesday, December 1st, at 10:30 in the morning": by the wall clock of its own zone."""
    return language_of(language).speech.spoken(moment)


def spoken_day(day: date, language: str = ENGLISH) -> str:
    """ "Tuesday, December 1st"."""
    return language_of(language).speech.spoken_day(day)


def spoken_time(at: time, language: str = ENGLISH) -> str:
    """ "10:30 in the morning"; noon and the hours of the night leave no doubt either."""
    return language_of(language).speech.spoken_time(at)


def weekday_name(day: date | int, language: str = ENGLISH) -> str:
    """ "Tuesday", of a date or a number; 0 is Monday."""
    return language_of(language).speech.weekday_name(day)


def month_name(month: int, language: str = ENGLISH) -> str:
    return language_of(language).speech.month_name(month)
