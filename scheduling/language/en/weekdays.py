"""How English names a weekday: "Tuesday", "next week on Friday", "the Monday after next"."""

from typing import Unpack

from scheduling.language.en.numbers import number_at, ordinal_at
from scheduling.language.en.tokens import Found, Tokens
from scheduling.language.en.words import (
    AMBIGUOUS_WEEKDAYS,
    BEFORE_SHORT_WEEKDAY,
    BESIDE_WEEKDAYS,
    EVERY,
    PARTS,
    WEEK_BEFORE,
    WEEK_BEHIND,
    WEEKDAY_NAMES,
    WEEKDAYS,
    WHICH_WEEK,
)
from scheduling.language.pieces import Day, DayFields, Week


def weekday_at(text: Tokens, i: int) -> Found[Day]:
    """ "Tuesday", "next week on Tuesday", "the following Monday", "Monday of next week"."""
    before, k = _week_before(text, i)
    named = weekday_name(text, k)
    if named is None:
        return None
    weekday, recurring = named
    behind, end = _week_behind(text, k + 1, before)
    recurring = recurring or text.word(i - 1) in EVERY
    return named_day(text, i, end, weekday=weekday, week=behind or before, recurring=recurring)


def weekday_name(text: Tokens, k: int) -> tuple[int, bool] | None:
    """The weekday at token `k`, and whether it is a plural."""
    root = text.root(k)
    if root in AMBIGUOUS_WEEKDAYS:
        beside = {text.word(k - 1), text.word(k + 1)}
        alone = text.word(k - 1) == "" and text.word(k + 1) in ("", ".", "?")
        placed = text.word(k - 1) in BEFORE_SHORT_WEEKDAY and _time_behind(text, k + 1)
        if not (text.tokens[k].capital or alone or placed or beside & BESIDE_WEEKDAYS):
            return None
    if root in WEEKDAYS:
        return WEEKDAYS[root], False
    if root.endswith("s") and root[:-1] in WEEKDAY_NAMES:
        return WEEKDAYS[root[:-1]], True
    return None


def _time_behind(text: Tokens, k: int) -> bool:
    """Whether an hour, a date or a part of the day goes on at token `k`: "on sat at three"."""
    goes_on = text.word(k) in ("at", "@", "the") and number_at(text, k + 1) is not None
    dated = text.word(k) == "the" and ordinal_at(text, k + 1) is not None
    return goes_on or dated or text.word(k) in PARTS or number_at(text, k) is not None


def _week_before(text: Tokens, k: int) -> tuple[Week | None, int]:
    """The week that is named before a weekday, and the token where the weekday should stand."""
    for length in (2, 3, 4):
        if week := WEEK_BEFORE.get(text.words(k, length)):
            k += length
            while text.word(k) in ("on", ",", "the"):
                k += 1
            return week, k
    if text.word(k) == "the" and text.word(k + 1) in ("following", "next", "coming", "upcoming"):
        k += 1
    if week := WHICH_WEEK.get(text.word(k)):
        k += 1
    return ("coming", k + 1) if text.word(k) in ("coming", "upcoming") else (week, k)


def _week_behind(text: Tokens, k: int, before: Week | None) -> tuple[Week | None, int]:
    """The week that is named behind a weekday, and the token behind that."""
    if text.word(k) == "week" and before is None:
        return "later", k + 1
    at = k + 1 if text.word(k) == "," else k
    for length in (5, 4, 3, 2):
        if week := WEEK_BEHIND.get(text.words(at, length)):
            return week, at + length
    return None, k


def named_day(text: Tokens, i: int, end: int, **named: Unpack[DayFields]) -> tuple[Day, int]:
    return Day(start=text.start(i), end=text.end(end), **named), end
