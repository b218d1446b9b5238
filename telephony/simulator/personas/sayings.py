"""How people at a desk say times and prices: in words, each in their own way."""

from datetime import date, datetime

from scheduling.language.en.words import BIG_TENS, ORDINALS, SMALL, TENS
from scheduling.language.speak import month_name, weekday_name

_UNITS = ["zero", *SMALL]
_TENS = ["", "ten", *TENS, *BIG_TENS]
_ORDINALS = ["zeroth", *ORDINALS]  # up to the twentieth they stand at their own number


def number_words(number: int) -> str:
    """ "ninety five", "one hundred and twenty"; below a thousand."""
    if number < 20:
        return _UNITS[number]
    if number < 100:
        tens, unit = divmod(number, 10)
        return _TENS[tens] + (f" {_UNITS[unit]}" if unit else "")
    hundreds, rest = divmod(number, 100)
    return f"{_UNITS[hundreds]} hundred" + (f" and {number_words(rest)}" if rest else "")


def ordinal_words(number: int) -> str:
    """ "first", "twenty third"; up to 31."""
    if number <= 20:
        return _ORDINALS[number]
    if number == 30:
        return "thirtieth"
    return f"{_TENS[number // 10]} {_ORDINALS[number % 10]}"


def day_words(day: date, style: int = 0) -> str:
    """The weekday with its date."""
    month, number = month_name(day.month), ordinal_words(day.day)
    if style % 2:
        return f"{weekday_name(day)}, {month} {number}"
    return f"{weekday_name(day)} the {number} of {month}"


def time_words(moment: datetime, style: int = 0) -> str:
    """The time of day without its half: "ten thirty", "half past ten", "ten o'clock"."""
    hour = (moment.hour - 1) % 12 + 1
    hour_word, minute = _UNITS[hour], moment.minute
    if minute == 0:
        return f"{hour_word} o'clock"
    if style % 3 == 2 and minute in (15, 30, 45):
        after = _UNITS[hour % 12 + 1]
        return {
            15: f"quarter past {hour_word}",
            30: f"half past {hour_word}",
            45: f"quarter to {after}",
        }[minute]
    return f"{hour_word} {'oh ' if minute < 10 else ''}{number_words(minute)}"


def half_of_day(moment: datetime) -> str:
    if moment.hour < 12:
        return "in the morning"
    return "in the afternoon" if moment.hour < 18 else "in the evening"


def slot_words(moment: datetime, style: int = 0) -> str:
    """Everything: weekday, date, time, and its half of the day unless it is noon."""
    if (moment.hour, moment.minute) == (12, 0):
        return f"{day_words(moment.date(), style)} at twelve noon"
    return f"{day_words(moment.date(), style)} at {time_words(moment, style)} {half_of_day(moment)}"
