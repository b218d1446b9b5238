"""How English names a date: "December 1st", "the 20th of next month", "12/1", "Christmas Eve"."""

import re

from scheduling.language.en.numbers import number_at, ordinal_at
from scheduling.language.en.tokens import Found, Tokens
from scheduling.language.en.weekdays import named_day, weekday_name
from scheduling.language.en.words import (
    BEFORE_GOOD_FRIDAY,
    COUNTED,
    EARLIEST_HOUR,
    FEASTS,
    FEASTS_WITH_YEAR,
    MONTHS,
    MORE_FEASTS,
    NO_ONE_DAY,
    NUMBERED,
    OF_THE_MONTH,
    ORDINALS,
    SIGNS,
    UNITS,
    WISHED,
)
from scheduling.language.pieces import Day


def date_at(text: Tokens, i: int) -> Found[Day]:
    return _month_first(text, i) or _day_first(text, i) or _digits_date(text, i) or _feast(text, i)


def _month_first(text: Tokens, i: int) -> Found[Day]:
    """ "December 1st", "Dec the first, 2026", "Dec/1", "Sep-23-2026"."""
    month = MONTHS.get(text.root(i))
    if month is None:
        return None
    sign = text.word(i + 1) if text.word(i + 1) in ("/", "-") else ""
    k = i + 2 if sign or text.word(i + 1) == "the" else i + 1
    found = ordinal_at(text, k) or number_at(text, k)
    if found is None or not 1 <= found[0] <= 31:
        return None
    year, k = _year(text, found[1], sign)
    return named_day(text, i, k, day=found[0], month=month, year=year)


def _day_first(text: Tokens, i: int) -> Found[Day]:
    """ "the first of December", "the 24th", "1 December", "the first Tuesday in March"."""
    k = i + 1 if text.word(i) == "the" else i
    if text.word(k) == "last":  # and not the end of "the fifth last day"
        return None if ordinal_at(text, k - 1) else _last_in_month(text, i, k + 1)
    found = ordinal_at(text, k)
    if found is None:
        return _cardinal(text, i, k)
    number, end = found
    for from_end in ("last", "to last"):
        length = len(from_end.split())
        if text.words(end, length) == from_end:
            return _last_in_month(text, i, end + length, number)
    if named := weekday_name(text, end):
        return _nth_weekday(text, i, end, number, named[0])
    end += text.word(end) == "day" and text.word(end + 1) in ("of", "in")
    k = end + 1 if text.word(end) in ("of", "/", "-") else end
    if month := MONTHS.get(text.root(k)):
        year, k = _year(text, k + 1, text.word(end))
        return named_day(text, i, k, day=number, month=month, year=year)
    if ahead := _month_ahead(text, end):
        return named_day(text, i, ahead[1], day=number, months=ahead[0])
    if text.words(end, 3) == "of the month":
        end += 3
    return named_day(text, i, end, day=number) if _dates(text, i, end) else None


def _cardinal(text: Tokens, i: int, k: int) -> Found[Day]:
    """ "1 December", "2 of Dec", "20 of this month"."""
    count = number_at(text, k)
    if count is None or not 1 <= count[0] <= 31:
        return None
    number, end = count
    if ahead := _month_ahead(text, end):
        return named_day(text, i, ahead[1], day=number, months=ahead[0])
    sign = text.word(end)
    month = MONTHS.get(text.root(end + (sign in ("of", "/", "-"))))
    if month is None:
        return None
    year, end = _year(text, end + 1 + (sign in ("of", "/", "-")), sign)
    return named_day(text, i, end, day=number, month=month, year=year)


def _month_ahead(text: Tokens, k: int) -> Found[int]:
    """ "of this month", "of next month": how many months from this one."""
    for length in (4, 3):
        if (months := OF_THE_MONTH.get(text.words(k, length))) is not None:
            return months, k + length
    return None


def _last_in_month(text: Tokens, i: int, k: int, from_end: int = 1) -> Found[Day]:
    """ "the last Friday of March", "the last day of next month", "the second last day of May"."""
    named = weekday_name(text, k)
    weekday = named[0] if named else None
    if weekday is None and text.word(k) != "day":
        return None
    if text.word(k + 1) in ("of", "in") and (month := MONTHS.get(text.word(k + 2))):
        year, end = _year(text, k + 3)
        return named_day(text, i, end, weekday=weekday, nth=-from_end, month=month, year=year)
    if ahead := _month_ahead(text, k + 1):
        return named_day(text, i, ahead[1], weekday=weekday, nth=-from_end, months=ahead[0])
    if text.words(k + 1, 3) == "of the month":
        return named_day(text, i, k + 4, weekday=weekday, nth=-from_end, months=0)
    return None


def _nth_weekday(text: Tokens, i: int, k: int, nth: int, weekday: int) -> Found[Day]:
    if nth > 5:
        # "the 24th, Tuesday" with an unspoken comma
        return named_day(text, i, k + 1, weekday=weekday, day=nth)
    if text.word(k + 1) in ("of", "in") and (month := MONTHS.get(text.word(k + 2))):
        year, end = _year(text, k + 3)
        return named_day(text, i, end, weekday=weekday, nth=nth, month=month, year=year)
    if ahead := _month_ahead(text, k + 1):
        return named_day(text, i, ahead[1], weekday=weekday, nth=nth, months=ahead[0])
    return named_day(text, i, k + 1, weekday=weekday, recurring=True)


def _dates(text: Tokens, i: int, end: int) -> bool:
    """Whether an ordinal without a month dates; "the first available" only counts."""
    after = text.word(end)
    if after in COUNTED or after == "last":
        return False
    if after == "of" and text.word(end + 1) not in ("the", "next"):
        return False
    if text.word(i) == "the" or text.word(i - 1) in ("on", "the"):
        return True
    return text.word(i)[0].isdigit() or text.word(i) not in ORDINALS


def _digits_date(text: Tokens, i: int) -> Found[Day]:
    """ "2026-12-01", "12/1", "1.12.2026": which is the month may stay open."""
    word = text.word(i)
    if word in ("24/7", "7/24"):
        return None  # round the clock
    if match := re.fullmatch(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})", word):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
        if not _plausible(day, month):
            return None
        return named_day(text, i, i + 1, day=day, month=month, year=year)
    if match := re.fullmatch(r"(20\d\d)/(\d{1,2})", word):  # "2027/23/Sep"
        named = MONTHS.get(text.word(i + 2)) if text.word(i + 1) == "/" else None
        year, day = int(match[1]), int(match[2])
        if named is None or not _plausible(day, named):
            return None
        return named_day(text, i, i + 3, day=day, month=named, year=year)
    match = re.fullmatch(r"(\d{1,2})([/.])(\d{1,2})(?:\2(\d{2}|\d{4}))?", word)
    match = match or re.fullmatch(r"(\d{1,2})(-)(\d{1,2})-(\d{4})", word)
    end = i + 1
    if match is None and text.word(i + 1) in ("/", "-"):
        match = _parted(text, i)
        end = i + 3
    if match is None:
        return None
    if match[2] == "." and not match[4] and not _beside_weekday(text, i):
        return None
    month, day, year = int(match[1]), int(match[3]), int((match.groups() + ("0",))[3] or 0)
    if month > 12:
        month, day = day, month
    if not _plausible(day, month) and not _plausible(month, day):
        return None
    swapped = day <= 12 and day != month
    full = (2000 + year if 0 < year < 100 else year) or None
    return named_day(text, i, end, day=day, month=month, year=full, swapped=swapped)


def _parted(text: Tokens, i: int) -> re.Match[str] | None:
    """ "7-6" beside a weekday, but not "9-11", which is rather from nine until eleven; alone only
    what can be nothing else: "2 / 15", "15-2"."""
    match = re.fullmatch(r"(\d{1,2})([/-])(\d{1,2})", "".join(map(text.word, range(i, i + 3))))
    if match is None:
        return None
    first, last = int(match[1]), int(match[3])
    if _beside_weekday(text, i):
        return None if match[2] == "-" and first < last <= 24 else match
    spoilt = text.word(i - 1) in NUMBERED | SIGNS | {"-", "/"} or text.word(i - 1).isdecimal()
    behind = text.word(i + 3)
    spoilt = spoilt or behind in UNITS | {"-", "/", "%"} or number_at(text, i + 3) is not None
    hours = match[2] == "-" and EARLIEST_HOUR <= first < last <= 24
    return None if spoilt or hours or max(first, last) <= 12 else match


def _plausible(day: int, month: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _beside_weekday(text: Tokens, i: int) -> bool:
    """Whether a weekday stands right before: "Friday 7.6" is no number with a point."""
    return i > 0 and weekday_name(text, i - 1) is not None


def _feast(text: Tokens, i: int) -> Found[Day]:
    """ "Christmas Eve", "Easter 2027"; not in a wish, "Happy Easter"."""
    for length in (4, 3, 2, 1):
        phrase = text.words(i, length).replace(" '", "'").replace(" .", "")  # "St. Patrick's"
        year, end = _year(text, i + length)
        feast = FEASTS.get(phrase) or MORE_FEASTS.get(phrase)
        feast = feast or (FEASTS_WITH_YEAR.get(phrase) if year else None)
        if phrase == "good friday" and (year or text.word(i - 1) in BEFORE_GOOD_FRIDAY):
            feast = "good friday"
        if feast and phrase not in NO_ONE_DAY and text.word(i - 1) not in WISHED:
            return named_day(text, i, end, feast=feast, year=year)
    return None


def _year(text: Tokens, k: int, sign: str = "") -> tuple[int | None, int]:
    """The year at token `k`, perhaps after a comma or the sign that parts the date, and the token
    behind it."""
    at = k + 1 if text.word(k) in (",", "of") or (sign and text.word(k) == sign) else k
    word = text.word(at)
    if re.fullmatch(r"(?:19|20)\d\d", word):
        return int(word), at + 1
    if word == "twenty" and (last := number_at(text, at + 1)) and 20 <= last[0] < 100:
        return 2000 + last[0], last[1]
    if text.words(at, 2) == "two thousand":
        m = at + 2 + (text.word(at + 2) == "and")
        if (last := number_at(text, m)) and last[0] < 100:
            return 2000 + last[0], last[1]
    return None, k
