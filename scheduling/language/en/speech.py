"""How our agent says a time in English, and what it asks when one was not clear."""

from collections.abc import Iterable
from datetime import date, datetime, time

from scheduling.language.en.words import (
    LATEST_HOUR,
    MONTH_NAMES,
    ROUND_MINUTES,
    SMALL,
    WEEKDAY_NAMES,
)

_NUMBER_NAMES = {number: name for name, number in SMALL.items()}


def spoken(moment: datetime) -> str:
    """ "Tuesday, December 1st, at 10:30 in the morning": by the wall clock of its own zone."""
    return f"{spoken_day(moment)}, at {spoken_time(moment.time())}"


def spoken_day(day: date) -> str:
    """ "Tuesday, December 1st"."""
    return f"{weekday_name(day)}, {month_day(day)}"


def spoken_time(at: time) -> str:
    """ "10:30 in the morning"; noon and the hours of the night leave no doubt either."""
    if (at.hour, at.minute) == (12, 0):
        return "12 noon"
    if 1 <= at.hour < 12:
        part = "in the morning"
    elif 12 <= at.hour < 18:
        part = "in the afternoon"
    else:
        part = "in the evening" if 18 <= at.hour < 21 else "at night"
    return f"{clock_face(at)} {part}"


def clock_face(at: time) -> str:
    """ "2:30" for both half past two at night and in the afternoon."""
    return f"{(at.hour - 1) % 12 + 1}:{at.minute:02}"


def weekday_name(day: date | int) -> str:
    return WEEKDAY_NAMES[day if isinstance(day, int) else day.weekday()].capitalize()


def month_name(month: int) -> str:
    return MONTH_NAMES[month - 1].capitalize()


def month_day(day: date) -> str:
    return f"{month_name(day.month)} {numbered(day.day)}"


def numbered(day: int) -> str:
    """ "1st", "22nd", "13th"."""
    ending = "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


WHICH_DAY = "Which day would that be?"
WHICH_TIME = "What time exactly?"
SAY_AGAIN = "Sorry, the line broke up. Which day and what time was that?"
MORNING_OR_AFTERNOON = "Is that in the morning or in the afternoon?"
MORNING_OR_EVENING = "Is that in the morning or in the evening?"
NOON_OR_NIGHT = "Is that at noon or at midnight?"
WHICH_EXACTLY = "Which day and what time is that exactly?"
IN_LOCAL_TIME = "What time is that where you are?"
WHICH_MIDNIGHT = "Is that midnight at the beginning or at the end of that day?"


def which_half_of_the_day(later: time) -> str:
    if later.hour == 12:
        return NOON_OR_NIGHT
    return MORNING_OR_EVENING if later.hour >= 18 else MORNING_OR_AFTERNOON


def which_of_days(days: Iterable[date]) -> str:
    return f"Do you mean {' or '.join(spoken_day(day) for day in days)}?"


def which_of_times(times: Iterable[time]) -> str:
    return f"Do you mean {' or '.join(dict.fromkeys(clock_face(at) for at in times))}?"


def one_time_or_two(at: time) -> str:
    """About "nine ten" or "at 10, 30"; a question in those words would be answered by them."""
    if not 0 < at.minute <= LATEST_HOUR:
        return which_of_times([at, at.replace(minute=0)])
    hour, minute = _NUMBER_NAMES[(at.hour - 1) % 12 + 1], _NUMBER_NAMES[at.minute]
    past = f"{minute} past" if at.minute in ROUND_MINUTES else f"{minute} minutes past"
    return f"Is that {past} {hour}, or {hour} or {minute} o'clock?"


def is_it_a_time(at: time) -> str:
    return f"Do you mean the time, {clock_face(at)}?"


def not_that_weekday(said: date, meant: date, *, with_month: bool) -> str:
    """The date of the one, the weekday of the other: they do not go together."""
    if with_month:
        return f"{month_day(said)} is a {weekday_name(said)}. Which day do you mean?"
    return (
        f"The {numbered(said.day)} is a {weekday_name(said)}, and {weekday_name(meant)} is the "
        f"{numbered(meant.day)}. Which day do you mean?"
    )


def no_such_date(day: int, month: int, year: int | None = None) -> str:
    when = f" {year}" if year else ""
    return f"There is no {numbered(day)} of {month_name(month)}{when}. Which day do you mean?"


def day_has_passed(day: date) -> str:
    return f"{spoken_day(day)} has passed. Which day do you mean?"


def ends_before_it_begins(first: date, last: date) -> str:
    return f"{spoken_day(last)} is before {spoken_day(first)}."


def no_such_part(at: time, part: str) -> str:
    return f"{clock_face(at)} in the {part}? What time do you mean exactly?"


def clocks_skip(moment: datetime) -> str:
    return (
        f"There is no {clock_face(moment.time())} that night, because the clocks go forward. "
        "What time do you mean?"
    )


def clocks_repeat(moment: datetime) -> str:
    return (
        f"{clock_face(moment.time())} comes twice that night, because the clocks go back. "
        "Do you mean the first or the second?"
    )
