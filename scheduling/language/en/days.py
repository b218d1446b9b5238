"""How English names a day: weekdays, dates, "tomorrow", "the Monday after next"."""

import re
from typing import Unpack

from scheduling.language.en.numbers import number_at, ordinal_at
from scheduling.language.en.tokens import Found, Tokens
from scheduling.language.en.words import (
    AFTER_TOMORROW,
    AMBIGUOUS_WEEKDAYS,
    BESIDE_WEEKDAYS,
    COUNTED,
    DAY_BEHIND,
    EVERY,
    FROM_TODAY,
    MONTHS,
    ORDINALS,
    WEEK_BEFORE,
    WEEK_BEHIND,
    WEEK_FROM,
    WEEKDAY_NAMES,
    WEEKDAYS,
    WHICH_WEEK,
)
from scheduling.language.pieces import Day, DayFields, Week


def day_at(text: Tokens, i: int) -> Found[Day]:
    """The day named at token `i`, if one is."""
    if not 0 <= i < len(text):
        return None
    return _relative(text, i) or _weekday(text, i) or _date(text, i)


# days counted from today


def _relative(text: Tokens, i: int) -> Found[Day]:
    for phrase in AFTER_TOMORROW:
        length = len(phrase.split())
        if text.words(i, length) == phrase:
            return _day(text, i, i + length, offset=2)
    if (offset := FROM_TODAY.get(text.root(i))) is not None:
        week = text.word(i + 1) == "week"
        return _day(text, i, i + 1 + week, offset=offset + 7 * week)
    if text.words(i, 3) in DAY_BEHIND:
        return _day(text, i, i + 3, week="following")
    count = number_at(text, i + 1) if text.word(i) == "in" else None
    if count and text.word(count[1]) in ("day", "days"):
        return _day(text, i, count[1] + 1, offset=count[0])
    return _weeks_from(text, i)


def _weeks_from(text: Tokens, i: int) -> Found[Day]:
    """ "a week from today", "a week on Tuesday"."""
    if text.word(i) not in ("a", "one") or text.word(i + 1) != "week":
        return None
    if text.word(i + 2) not in ("from", "on", "after"):
        return None
    weekday = WEEKDAYS.get(text.root(i + 3))
    if weekday is not None:
        return _day(text, i, i + 4, weekday=weekday, week="later")
    offset = WEEK_FROM.get(text.word(i + 3))
    return _day(text, i, i + 4, offset=offset) if offset else None


# weekdays


def _weekday(text: Tokens, i: int) -> Found[Day]:
    """ "Tuesday", "next week on Tuesday", "the following Monday", "Monday of next week"."""
    before, k = _week_before(text, i)
    named = _weekday_name(text, k)
    if named is None:
        return None
    weekday, recurring = named
    behind, end = _week_behind(text, k + 1, before)
    recurring = recurring or text.word(i - 1) in EVERY
    return _day(text, i, end, weekday=weekday, week=behind or before, recurring=recurring)


def _week_before(text: Tokens, k: int) -> tuple[Week | None, int]:
    """The week that is named before a weekday, and the token where the weekday should stand."""
    if week := WEEK_BEFORE.get(text.words(k, 2)):
        k += 2
        while text.word(k) in ("on", ",", "the"):
            k += 1
        return week, k
    if text.word(k) == "the" and text.word(k + 1) in ("following", "next"):
        k += 1
    if week := WHICH_WEEK.get(text.word(k)):
        k += 1
    return ("this", k + 1) if text.word(k) == "coming" else (week, k)


def _week_behind(text: Tokens, k: int, before: Week | None) -> tuple[Week | None, int]:
    """The week that is named behind a weekday, and the token behind that."""
    if text.word(k) == "week" and before is None:
        return "later", k + 1
    for length in (2, 3):
        if week := WEEK_BEHIND.get(text.words(k, length)):
            return week, k + length
    return None, k


def _weekday_name(text: Tokens, k: int) -> tuple[int, bool] | None:
    """The weekday at token `k`, and whether it is a plural."""
    root = text.root(k)
    if root in AMBIGUOUS_WEEKDAYS:
        beside = {text.word(k - 1), text.word(k + 1)}
        if not (text.tokens[k].capital or beside & BESIDE_WEEKDAYS):
            return None
    if root in WEEKDAYS:
        return WEEKDAYS[root], False
    if root.endswith("s") and root[:-1] in WEEKDAY_NAMES:
        return WEEKDAYS[root[:-1]], True
    return None


# dates


def _date(text: Tokens, i: int) -> Found[Day]:
    return _month_first(text, i) or _ordinal_date(text, i) or _digits_date(text, i)


def _month_first(text: Tokens, i: int) -> Found[Day]:
    """ "December 1st", "Dec the first, 2026"."""
    month = MONTHS.get(text.root(i))
    if month is None:
        return None
    k = i + 2 if text.word(i + 1) == "the" else i + 1
    found = ordinal_at(text, k) or number_at(text, k)
    if found is None or not 1 <= found[0] <= 31:
        return None
    year, k = _year(text, found[1])
    return _day(text, i, k, day=found[0], month=month, year=year)


def _ordinal_date(text: Tokens, i: int) -> Found[Day]:
    """ "the first of December", "the 24th", "1 December", "the first Tuesday in March"."""
    k = i + 1 if text.word(i) == "the" else i
    named = _weekday_name(text, k + 1) if text.word(k) == "last" else None
    if named and text.word(k + 2) in ("of", "in") and (month := MONTHS.get(text.word(k + 3))):
        return _day(text, i, k + 4, weekday=named[0], nth=-1, month=month)
    found = ordinal_at(text, k)
    if found is None:
        count = number_at(text, k)
        month = MONTHS.get(text.root(count[1])) if count else None
        if count is None or month is None or not 1 <= count[0] <= 31:
            return None
        year, end = _year(text, count[1] + 1)
        return _day(text, i, end, day=count[0], month=month, year=year)
    number, end = found
    if named := _weekday_name(text, end):
        return _nth_weekday(text, i, end, number, named[0])
    k = end + 1 if text.word(end) == "of" else end
    if month := MONTHS.get(text.root(k)):
        year, k = _year(text, k + 1)
        return _day(text, i, k, day=number, month=month, year=year)
    if text.words(end, 3) in ("of this month", "of next month"):
        return _day(text, i, end + 3, day=number, months=int(text.word(end + 1) == "next"))
    if text.words(end, 3) == "of the month":
        end += 3
    return _day(text, i, end, day=number) if _dates(text, i, end) else None


def _nth_weekday(text: Tokens, i: int, k: int, nth: int, weekday: int) -> Found[Day]:
    if nth > 5:
        return _day(text, i, k + 1, weekday=weekday, day=nth)  # "the 24th, Tuesday" unspoken comma
    if text.word(k + 1) in ("of", "in") and (month := MONTHS.get(text.word(k + 2))):
        return _day(text, i, k + 3, weekday=weekday, nth=nth, month=month)
    if text.words(k + 1, 3) in ("of next month", "in next month"):
        return _day(text, i, k + 4, weekday=weekday, nth=nth, months=1)
    return _day(text, i, k + 1, weekday=weekday, recurring=True)


def _dates(text: Tokens, i: int, end: int) -> bool:
    """Whether an ordinal without a month dates; "the first available" only counts."""
    after = text.word(end)
    if after in COUNTED or (after == "of" and text.word(end + 1) not in ("the", "next")):
        return False
    if text.word(i) == "the" or text.word(i - 1) in ("on", "the"):
        return True
    return text.word(i)[0].isdigit() or text.word(i) not in ORDINALS


def _digits_date(text: Tokens, i: int) -> Found[Day]:
    """ "2026-12-01", "12/1", "1.12.2026": which is the month may stay open."""
    word = text.word(i)
    if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", word):
        year, month, day = map(int, match.groups())
        return _day(text, i, i + 1, day=day, month=month, year=year)
    match = re.fullmatch(r"(\d{1,2})([/.])(\d{1,2})(?:\2(\d{2}|\d{4}))?", word)
    if match is None or (match.group(2) == "." and not match.group(4)):
        return None
    month, day, year = int(match[1]), int(match[3]), int(match[4] or 0)
    if month > 12:
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    swapped = day <= 12 and day != month
    full = (2000 + year if 0 < year < 100 else year) or None
    return _day(text, i, i + 1, day=day, month=month, year=full, swapped=swapped)


def _year(text: Tokens, k: int) -> tuple[int | None, int]:
    """The year at token `k`, perhaps after a comma, and the token behind it."""
    at = k + 1 if text.word(k) == "," else k
    if re.fullmatch(r"20[2-9]\d", text.word(at)):
        return int(text.word(at)), at + 1
    if text.word(at) == "twenty" and (last := number_at(text, at + 1)) and 20 < last[0] < 30:
        return 2000 + last[0], last[1]
    return None, k


def _day(text: Tokens, i: int, end: int, **named: Unpack[DayFields]) -> tuple[Day, int]:
    return Day(start=text.start(i), end=text.end(end), **named), end
