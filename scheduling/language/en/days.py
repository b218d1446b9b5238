"""How English names a day: weekdays, dates, "tomorrow", "two weeks from Monday"."""

from dataclasses import replace

from scheduling.language.en.amounts import Amount, days_at
from scheduling.language.en.dates import date_at
from scheduling.language.en.numbers import number_at
from scheduling.language.en.tokens import Found, Tokens
from scheduling.language.en.weekdays import named_day, weekday_at, weekday_name
from scheduling.language.en.words import (
    AFTER_TOMORROW,
    BACK_FROM,
    DAY_BEHIND,
    FRACTIONS,
    FROM_NOW,
    FROM_TODAY,
    LATEST_HOUR,
    MONTHS,
    NAMED_HOURS,
    NO_DATE_BEHIND,
    ONWARD_FROM,
    UNITS,
    WEEK_FROM,
    WEEKDAYS,
)
from scheduling.language.pieces import Day, Week


def day_at(text: Tokens, i: int) -> Found[Day]:
    """The day named at token `i`, if one is."""
    if not 0 <= i < len(text):
        return None
    if found := _relative(text, i) or _beside_another(text, i):
        return found
    if text.word(i) == "last" and (found := date_at(text, i)):
        return found
    found = weekday_at(text, i)
    return (_with_number(text, found) if found else None) or found or date_at(text, i)


# days counted from today, or from another day


def _relative(text: Tokens, i: int) -> Found[Day]:
    for phrase in AFTER_TOMORROW:
        length = len(phrase.split())
        if text.words(i, length) == phrase:
            return named_day(text, i, i + length, offset=2)
    if (offset := FROM_TODAY.get(text.root(i))) is not None:
        week = text.word(i + 1) == "week"
        return named_day(text, i, i + 1 + week, offset=offset + 7 * week)
    if found := _weeks_from(text, i) or _counted(text, i) or _weekdays_on(text, i):
        return found
    if text.words(i, 3) in DAY_BEHIND:
        return named_day(text, i, i + 3, week="following")
    return None


def _weeks_from(text: Tokens, i: int) -> Found[Day]:
    """ "a week from today", "a week on Tuesday"."""
    if text.word(i) not in ("a", "one") or text.word(i + 1) != "week":
        return None
    if text.word(i + 2) not in ("from", "on", "after"):
        return None
    weekday = WEEKDAYS.get(text.root(i + 3))
    if weekday is not None:
        return named_day(text, i, i + 4, weekday=weekday, week="later")
    offset = WEEK_FROM.get(text.word(i + 3))
    return named_day(text, i, i + 4, offset=offset) if offset else None


def _counted(text: Tokens, i: int) -> Found[Day]:
    """ "in nine days", "two weeks from Monday", "three days before Christmas"."""
    if text.word(i) == "in":
        amount = days_at(text, i + 1)
        return _ahead(text, i, amount[0], _behind_time(text, amount[1])) if amount else None
    amount = (Amount(days=1), i + 2) if text.words(i, 2) == "the day" else days_at(text, i)
    if amount is None:
        return None
    so_many, end = amount
    relation = text.word(end)
    if relation == "hence":
        return _ahead(text, i, so_many, end + 1)
    if relation not in ONWARD_FROM | BACK_FROM:
        return None
    now = next((each for each in FROM_NOW if text.words(end + 1, len(each.split())) == each), "")
    if now and relation != "before":
        exact = replace(so_many, estimated=so_many.estimated and now != "today")
        return _ahead(text, i, exact, end + 1 + len(now.split()))
    anchor = day_at(text, end + 1)
    if anchor is None or anchor[0].recurring:
        return None
    sign = -1 if relation in BACK_FROM else 1
    days, months = sign * so_many.days, sign * so_many.months
    rough = so_many.estimated and text.word(i) in ("a", "an") and so_many.days == 1
    rough = rough or bool(
        anchor[0].feast and not anchor[0].year and so_many.months % 12 == 0 < so_many.months
    )
    return named_day(
        text,
        i,
        anchor[1],
        anchor=anchor[0],
        ahead_days=days or None,
        ahead_months=months or None,
        rough=rough,
    )


def _weekdays_on(text: Tokens, i: int) -> Found[Day]:
    """ "three Fridays from now"."""
    count = number_at(text, i)
    named = weekday_name(text, count[1]) if count else None
    if count is None or not count[0] or named is None:
        return None
    end = count[1] + 1
    from_now = next((each for each in FROM_NOW if text.words(end + 1, 1) == each), None)
    if text.word(end) != "from" or from_now is None:
        return None
    today = Day(start=text.start(i), end=text.end(end), offset=0)
    first = replace(today, offset=None, weekday=named[0], week="following", anchor=today)
    return named_day(text, i, end + 2, anchor=first, ahead_days=7 * (count[0] - 1) or None)


def _behind_time(text: Tokens, k: int) -> int:
    """The token behind "time" in "in two weeks' time"."""
    at = k + (text.word(k) in ("'", "’"))
    return at + 1 if text.word(at) == "time" else k


def _ahead(text: Tokens, i: int, amount: Amount, end: int) -> Found[Day]:
    """So far from today."""
    if not amount.months:
        return named_day(text, i, end, offset=amount.days, rough=amount.estimated)
    today = Day(start=text.start(i), end=text.end(end), offset=0)
    return named_day(text, i, end, anchor=today, ahead_months=amount.months, rough=amount.estimated)


def _beside_another(text: Tokens, i: int) -> Found[Day]:
    """ "the Monday after Christmas", "the last Friday before the 20th"."""
    k = i + (text.word(i) == "the")
    k += text.word(k) in ("first", "last")
    named = weekday_name(text, k)
    if named is None or named[1] or text.word(k + 1) not in ("after", "before", "following"):
        return None
    anchor = day_at(text, k + 2)
    if anchor is None or not (anchor[0].day or anchor[0].feast) or text.word(k + 2) == "next":
        return None
    week: Week = "preceding" if text.word(k + 1) == "before" else "following"
    return named_day(
        text, i, anchor[1], weekday=named[0], week=week, anchor=replace(anchor[0], bound=None)
    )


# a weekday and the number of its date


def _with_number(text: Tokens, found: tuple[Day, int]) -> Found[Day]:
    """ "Monday 30", "Friday 23 at 4": the number is no hour."""
    day, end = found
    if day.recurring or day.week not in (None, "this", "coming", "next"):
        return None
    count = number_at(text, end)
    if count is None or not 1 <= count[0] <= 31:
        return None
    number, behind = count
    after = text.word(behind)
    if after in UNITS | NO_DATE_BEHIND or after in MONTHS or text.is_meridiem(behind):
        return None
    more = number_at(text, behind)
    if more and not text.is_meridiem(more[1]):
        return None  # minutes
    if number <= LATEST_HOUR and not _clock_behind(text, behind):
        return None
    return replace(day, day=number, end=text.end(behind)), behind


def _clock_behind(text: Tokens, k: int) -> bool:
    """Whether an hour follows, so that the number before it cannot be one."""
    k += text.word(k) == ","
    if ":" in text.word(k):
        return True
    if text.word(k) not in ("at", "@"):
        return False
    word = text.word(k + 1)
    return bool(number_at(text, k + 1)) or word in FRACTIONS or word in NAMED_HOURS or ":" in word
