"""How English names a day: weekdays, dates, "tomorrow", "the Monday after next"."""

import re
from typing import TypeVar

from scheduling.language.en.words import (
    BIG_TENS,
    COUNTED,
    MONTHS,
    ORDINALS,
    SMALL,
    TENS,
    WEEKDAY_NAMES,
    WEEKDAYS,
    Token,
)
from scheduling.language.pieces import Day

T = TypeVar("T")
Found = tuple[T, int] | None
"""What was read, and the number of the token behind it."""

_WHICH = {"this": "this", "next": "next", "last": "last", "following": "following"}


class DayGrammar:
    """Reads days at a given token of `tokens`."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens

    def word(self, i: int) -> str:
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def words(self, i: int, count: int) -> str:
        return " ".join(self.word(k) for k in range(i, i + count))

    def number(self, i: int) -> Found[int]:
        """A cardinal up to 99: "24", "twenty four", "twenty-four"."""
        word = self.word(i)
        if word.isdecimal():
            return int(word), i + 1
        if word in SMALL:
            return SMALL[word], i + 1
        tens = TENS.get(word) or BIG_TENS.get(word)
        if not tens:
            return None
        k = i + 2 if self.word(i + 1) == "-" else i + 1
        unit = SMALL.get(self.word(k), 10)
        return (tens + unit, k + 1) if unit < 10 else (tens, i + 1)

    def ordinal(self, i: int) -> Found[int]:
        """ "24th", "twenty-fourth", "thirty first"; 1 to 31."""
        word = self.word(i)
        if match := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", word):
            return (int(match.group(1)), i + 1) if 1 <= int(match.group(1)) <= 31 else None
        if word in ORDINALS:
            return ORDINALS[word], i + 1
        if word in ("twenty", "thirty"):
            k = i + 2 if self.word(i + 1) == "-" else i + 1
            unit = ORDINALS.get(self.word(k), 10)
            if unit < 10 and TENS[word] + unit <= 31:
                return TENS[word] + unit, k + 1
        return None

    def day(self, i: int) -> Found[Day]:
        """The day named at token `i`, if one is."""
        if not 0 <= i < len(self.tokens):
            return None
        return self._relative(i) or self._weekday(i) or self._date(i)

    # days counted from today

    def _relative(self, i: int) -> Found[Day]:
        if self.words(i, 4) == "the day after tomorrow":
            return self._day(i, i + 4, offset=2)
        if self.words(i, 3) == "day after tomorrow":
            return self._day(i, i + 3, offset=2)
        word = self.tokens[i].root
        plain = {"today": 0, "tomorrow": 1, "tmrw": 1, "tomorow": 1, "yesterday": -1}
        if word in plain:
            week = 7 if self.word(i + 1) == "week" else 0
            return self._day(i, i + 1 + bool(week), offset=plain[word] + week)
        for phrase in ("the next day", "the following day", "the day after"):
            if self.words(i, 3) == phrase:
                return self._day(i, i + 3, week="following")
        count = self.number(i + 1) if self.word(i) == "in" else None
        if count and self.word(count[1]) in ("day", "days"):
            return self._day(i, count[1] + 1, offset=count[0])
        return self._weeks_from(i)

    def _weeks_from(self, i: int) -> Found[Day]:
        """ "a week from today", "a week on Tuesday"."""
        if self.word(i) not in ("a", "one") or self.word(i + 1) != "week":
            return None
        if self.word(i + 2) not in ("from", "on", "after"):
            return None
        weekday = WEEKDAYS.get(self._root(i + 3))
        if weekday is not None:
            return self._day(i, i + 4, weekday=weekday, week="later")
        offset = {"today": 7, "now": 7, "tomorrow": 8}.get(self.word(i + 3))
        return self._day(i, i + 4, offset=offset) if offset else None

    # weekdays

    def _weekday(self, i: int) -> Found[Day]:
        k, week = i, None
        if self.words(k, 2) in ("next week", "this week"):
            week = "next week" if self.word(k) == "next" else "this"
            k += 2
            while self.word(k) in ("on", ",", "the"):
                k += 1
        else:
            if self.word(k) == "the" and self.word(k + 1) in ("following", "next"):
                k, week = k + 2, "following" if self.word(k + 1) == "following" else "next"
            elif self.word(k) in _WHICH:
                week = _WHICH[self.word(k)]
                k += 1
            if self.word(k) == "coming":
                week, k = "this", k + 1
        named = self._weekday_name(k)
        if named is None:
            return None
        weekday, recurring = named
        k += 1
        if self.word(k) == "week" and week is None:
            week, k = "later", k + 1
        elif self.words(k, 2) == "after next":
            week, k = "later", k + 2
        elif self.words(k, 2) in ("next week", "this week"):
            week, k = ("next week" if self.word(k) == "next" else "this"), k + 2
        elif self.words(k, 3) in ("of next week", "in next week"):
            week, k = "next week", k + 3
        elif self.words(k, 3) == "the week after":
            week, k = "following", k + 3
        if self.word(i - 1) in ("every", "each"):
            recurring = True
        return self._day(i, k, weekday=weekday, week=week, recurring=recurring)

    def _weekday_name(self, k: int) -> tuple[int, bool] | None:
        """The weekday at token `k`, and whether it is a plural."""
        root = self._root(k)
        if root in ("sat", "sun"):  # "the patient sat": only as names
            beside = {self.word(k - 1), self.word(k + 1)}
            if not (self.tokens[k].capital or beside & {"-", "–", "/", ",", "or", "and", "&"}):
                return None
        if root in WEEKDAYS:
            return WEEKDAYS[root], False
        if root.endswith("s") and root[:-1] in WEEKDAY_NAMES:
            return WEEKDAYS[root[:-1]], True
        return None

    # dates

    def _date(self, i: int) -> Found[Day]:
        return self._month_first(i) or self._ordinal_date(i) or self._digits_date(i)

    def _month_first(self, i: int) -> Found[Day]:
        """ "December 1st", "Dec the first, 2026"."""
        month = MONTHS.get(self._root(i))
        if month is None:
            return None
        k = i + 2 if self.word(i + 1) == "the" else i + 1
        found = self.ordinal(k) or self.number(k)
        if found is None or not 1 <= found[0] <= 31:
            return None
        year, k = self._year(found[1])
        return self._day(i, k, day=found[0], month=month, year=year)

    def _ordinal_date(self, i: int) -> Found[Day]:
        """ "the first of December", "the 24th", "1 December", "the first Tuesday in March"."""
        k = i + 1 if self.word(i) == "the" else i
        named = self._weekday_name(k + 1) if self.word(k) == "last" else None
        if named and self.word(k + 2) in ("of", "in") and (month := MONTHS.get(self.word(k + 3))):
            return self._day(i, k + 4, weekday=named[0], nth=-1, month=month)
        found = self.ordinal(k)
        if found is None:
            count = self.number(k)
            month = MONTHS.get(self._root(count[1])) if count else None
            if count is None or month is None or not 1 <= count[0] <= 31:
                return None
            year, end = self._year(count[1] + 1)
            return self._day(i, end, day=count[0], month=month, year=year)
        number, end = found
        if named := self._weekday_name(end):
            return self._nth_weekday(i, end, number, named[0])
        k = end + 1 if self.word(end) == "of" else end
        if month := MONTHS.get(self._root(k)):
            year, k = self._year(k + 1)
            return self._day(i, k, day=number, month=month, year=year)
        if self.words(end, 3) in ("of this month", "of next month"):
            return self._day(i, end + 3, day=number, months=int(self.word(end + 1) == "next"))
        if self.words(end, 3) == "of the month":
            end += 3
        return self._day(i, end, day=number) if self._dates(i, end) else None

    def _nth_weekday(self, i: int, k: int, nth: int, weekday: int) -> Found[Day]:
        if nth > 5:
            return self._day(
                i, k + 1, weekday=weekday, day=nth
            )  # "the 24th, Tuesday" unspoken comma
        if self.word(k + 1) in ("of", "in") and (month := MONTHS.get(self.word(k + 2))):
            return self._day(i, k + 3, weekday=weekday, nth=nth, month=month)
        if self.words(k + 1, 3) in ("of next month", "in next month"):
            return self._day(i, k + 4, weekday=weekday, nth=nth, months=1)
        return self._day(i, k + 1, weekday=weekday, recurring=True)

    def _dates(self, i: int, end: int) -> bool:
        """Whether an ordinal without a month dates; "the first available" only counts."""
        after = self.word(end)
        if after in COUNTED or (after == "of" and self.word(end + 1) not in ("the", "next")):
            return False
        if self.word(i) == "the" or self.word(i - 1) in ("on", "the"):
            return True
        return self.word(i)[0].isdigit() or self.word(i) not in ORDINALS

    def _digits_date(self, i: int) -> Found[Day]:
        """ "2026-12-01", "12/1", "1.12.2026": which is the month may stay open."""
        word = self.word(i)
        if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", word):
            year, month, day = map(int, match.groups())
            return self._day(i, i + 1, day=day, month=month, year=year)
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
        return self._day(i, i + 1, day=day, month=month, year=full, swapped=swapped)

    def _year(self, k: int) -> tuple[int | None, int]:
        """The year at token `k`, perhaps after a comma, and the token behind it."""
        at = k + 1 if self.word(k) == "," else k
        if re.fullmatch(r"20[2-9]\d", self.word(at)):
            return int(self.word(at)), at + 1
        if self.word(at) == "twenty" and (last := self.number(at + 1)) and 20 < last[0] < 30:
            return 2000 + last[0], last[1]
        return None, k

    def _root(self, k: int) -> str:
        return self.tokens[k].root if 0 <= k < len(self.tokens) else ""

    def _day(self, i: int, end: int, **said: object) -> tuple[Day, int]:
        first, last = self.tokens[i], self.tokens[end - 1]
        return Day(start=first.start, end=last.end, **said), end  # type: ignore[arg-type]
