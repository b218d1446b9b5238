"""English stretches of time: "two weeks", "a fortnight", "half an hour", "an hour and a half"."""

import re
from dataclasses import dataclass

from scheduling.language.en.numbers import number_at
from scheduling.language.en.tokens import Found, Tokens
from scheduling.language.en.words import CALENDAR_UNITS, CLOCK_UNITS


@dataclass(frozen=True)
class Amount:
    """So many days, months or minutes. estimated: "a week" or "two months", not "nine days"."""

    days: int = 0
    months: int = 0
    minutes: int = 0
    estimated: bool = False


def days_at(text: Tokens, i: int) -> Found[Amount]:
    """ "nine days", "a week", "a couple of months"."""
    count = _count(text, i)
    if count is None:
        return None
    number, k = count
    days, months = CALENDAR_UNITS.get(text.root(k), (0, 0))
    if not number or not (days or months):
        return None
    estimated = days != 1 or text.word(i) in ("a", "an")
    return Amount(number * days, number * months, estimated=estimated), k + 1


def minutes_at(text: Tokens, i: int) -> Found[Amount]:
    """ "five minutes", "half an hour", "an hour and a half", "1 hour and 5 minutes"."""
    if text.words(i, 3) in ("half an hour", "half a hour"):
        return Amount(minutes=30), i + 3
    quarters = {"a quarter of an hour": 15, "three quarters of an hour": 45}
    for phrase, minutes in quarters.items():
        length = len(phrase.split())
        if text.words(i, length) == phrase:
            return Amount(minutes=minutes), i + length
    if (part := _parted(text, i)) and CLOCK_UNITS.get(text.root(part[1])) == 60:
        return Amount(minutes=round(60 * part[0])), part[1] + 1
    count = _count(text, i)
    if count is None:
        return None
    number, k = count
    half = 30 * (text.words(k, 3) == "and a half")
    k += 3 * bool(half)
    unit = CLOCK_UNITS.get(text.root(k))
    if not unit or not number or (half and unit != 60):
        return None
    k += 1
    if unit == 60 and text.words(k, 3) == "and a half":
        half, k = 30, k + 3
    further = k + (text.word(k) == ",")
    further += text.word(further) == "and"
    rest = minutes_at(text, further) if unit == 60 and not half else None
    if rest and rest[0].minutes < 60:
        return Amount(minutes=number * 60 + rest[0].minutes), rest[1]
    return Amount(minutes=number * unit + half), k


def _count(text: Tokens, i: int) -> Found[int]:
    for phrase in ("a couple of", "a couple", "couple of"):
        length = len(phrase.split())
        if text.words(i, length) == phrase:
            return 2, i + length
    return (1, i + 1) if text.word(i) in ("a", "an") else number_at(text, i)


def _parted(text: Tokens, i: int) -> Found[float]:
    """ "2.5", "2 1/2"."""
    if re.fullmatch(r"\d{1,2}\.(?:5|25|75)", text.word(i)):
        return float(text.word(i)), i + 1
    if text.word(i).isdecimal() and text.word(i + 1) == "1/2":
        return int(text.word(i)) + 0.5, i + 2
    return None
