"""Spoken and written times: "half past ten on Tuesday" becomes an aware datetime, or a question."""

from scheduling.language.date_windows import DateProblem, Wanted, window
from scheduling.language.mentions import Mention, Precision, Question, in_part, mentions, resolve
from scheduling.language.speak import spoken, spoken_day, spoken_time

__all__ = [
    "DateProblem",
    "Mention",
    "Precision",
    "Question",
    "Wanted",
    "in_part",
    "mentions",
    "resolve",
    "spoken",
    "spoken_day",
    "spoken_time",
    "window",
]
