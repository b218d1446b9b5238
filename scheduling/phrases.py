"""Spoken and written times: "half past ten on Tuesday" becomes an aware datetime, or a question."""

from scheduling.spoken import spoken, spoken_day, spoken_time
from scheduling.spoken_times import Mention, Precision, Question, in_part, mentions, resolve
from scheduling.wishes import DateProblem, Wanted, window

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
