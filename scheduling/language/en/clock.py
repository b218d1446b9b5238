"""The forms of an English clock time: "ten thirty", "quarter to nine", "3:30 pm", "noon"."""

import re
from dataclasses import replace
from typing import Literal

from scheduling.language.en.days import day_at
from scheduling.language.en.numbers import number_at
from scheduling.language.en.tokens import Found, Tokens
from scheduling.language.en.words import (
    BEFORE_ALONE,
    BEFORE_PART,
    BEHIND_PUT,
    BEHIND_SOLID,
    CLOSING,
    EARLIEST_OF_A_LIST,
    ENDS,
    FRACTIONS,
    LATEST_HOUR,
    LEADS_DIGITS,
    MINUTES,
    MONTHS,
    NAMED_HOURS,
    NOUGHT,
    O_CLOCK,
    ONLY_BEHIND_IS,
    PARTS,
    PAST_OR_TO,
    PUTTING,
    ROUND_MINUTES,
    SLOT_NOUNS,
    UNITS,
    ZONE_TIME,
    ZONES,
    ZONES_WITH_TIME,
)
from scheduling.language.pieces import Clock, Doubt, PartOfDay

Half = Literal["am", "pm", "24"]


def part_at(text: Tokens, i: int) -> Found[PartOfDay]:
    k = i
    today = text.word(k) == "tonight"
    while text.word(k) in BEFORE_PART:
        today = today or text.word(k) == "this"
        k += 1
    part = PARTS.get(text.root(k))
    if part is None or (part == "night" and not (today or _at_night(text, i, k))):
        return None
    if text.word(i - 1) == "good" or (i == 0 == k and not today and _greets(text)):
        return None  # a greeting
    piece = PartOfDay(start=text.start(i), end=text.end(k + 1), part=part, today=today)
    return piece, k + 1


def _greets(text: Tokens) -> bool:
    """Whether the text begins with "Morning, ..."; alone it is rather an answer."""
    return text.word(1) in (",", ".", "!") and len(text) > 2


def _at_night(text: Tokens, i: int, k: int) -> bool:
    """Whether "night" is a time here: "at night", "Thursday night"; not "a bad night"."""
    return text.word(k - 1) == "at" or (i == k and bool(i) and day_at(text, i - 1) is not None)


def idiom_at(text: Tokens, i: int) -> Found[Clock]:
    """ "half past two", "quarter to nine", "ten minutes past four", "half ten"."""
    k = i + 1 if text.word(i) == "a" else i
    told = _minutes_before_hour(text, k)
    if told is None:
        return None
    minutes, end = told
    direction = PAST_OR_TO.get(text.word(end), 0)
    if text.word(k) == "half" and not direction:
        return _half_of_hour(text, i, end)
    if not direction or (text.word(k) == "half" and direction < 0):
        return None
    if text.word(end) == "of" and text.word(k) != "quarter":
        return None
    doubt: Doubt | None = "range" if _may_be_a_range(text, i, told) else None
    hour = _hour(text, end + 1)
    if hour is None:
        return None
    clock, end = hour
    total = (clock.hour * 60 + direction * minutes) % (24 * 60)
    h, m = divmod(total, 60)
    if clock.meridiem != "24":
        h = (h - 1) % 12 + 1
    told_clock, end = _meridiem(text, i, replace(clock, hour=h, minute=m, doubt=doubt), end)
    if clock.hour == 12 and direction < 0 and told_clock.meridiem in ("am", "pm"):
        other: Half = "am" if told_clock.meridiem == "pm" else "pm"  # ten to 12 pm is still a.m.
        told_clock = replace(told_clock, meridiem=other)
    return told_clock, end


def _minutes_before_hour(text: Tokens, k: int) -> Found[int]:
    """ "half", "quarter", "ten minutes"; also "ten" and its like, which may be hours as well."""
    if text.word(k) in FRACTIONS:
        return FRACTIONS[text.word(k)], k + 1
    count = number_at(text, k)
    if count is None or not 1 <= count[0] <= 59:
        return None
    minutes, end = count
    if text.word(end) in MINUTES:
        return minutes, end + 1
    if text.word(end) == "past":
        return count
    return count if minutes in ROUND_MINUTES else None


def _may_be_a_range(text: Tokens, i: int, told: tuple[int, int]) -> bool:
    """Whether "ten to four" may as well mean from ten until four."""
    minutes, end = told
    if minutes not in (5, 10) or text.word(end) != "to" or text.word(end - 1) in MINUTES:
        return False
    return text.word(i - 1) not in ("at", "it's")


def _half_of_hour(text: Tokens, i: int, end: int) -> Found[Clock]:
    """ "Half ten", which is 10:30 in some countries and 9:30 in others."""
    hour = _hour(text, end)
    if hour is None or not 1 <= hour[0].hour <= 12 or text.word(hour[1]) in UNITS:
        return None
    return _meridiem(text, i, replace(hour[0], minute=30, doubt="half"), hour[1])


def _hour(text: Tokens, i: int) -> Found[Clock]:
    """A whole hour of the clock face: "nine", "9", "noon"."""
    word = text.word(i)
    if text.words(i, 2) == "mid day":
        return _at(text, i, i + 2, 12, 0, "24")
    if word == "noonish":
        clock, end = _at(text, i, i + 1, 12, 0, "24")
        return replace(clock, bound="around"), end
    if word in NAMED_HOURS:
        hour = NAMED_HOURS[word]
        doubt: Doubt | None = "midnight" if word == "midnight" else None
        return _at(text, i, i + 1, hour, 0, "24", doubt)
    count = number_at(text, i)
    if count is None or not 0 <= count[0] <= 23 or (count[0] == 0 and len(word) < 2):
        return None
    end = count[1] + 1 if text.word(count[1]) in O_CLOCK else count[1]
    if text.word(end) in NAMED_HOURS and count[0] == 12:
        return _hour(text, end)
    certain: Half | None = "24" if count[0] == 0 or count[0] > 12 else None
    return _at(text, i, end, count[0], 0, certain)


def plain_time_at(text: Tokens, i: int) -> Found[Clock]:
    """ "10:30", "ten-thirty", "3 30", "nine oh five", "ten", "noon", with am or pm if said."""
    word = text.word(i)
    if digits := re.fullmatch(r"(\d{1,2})(?:[:.](\d\d)|:(\d\d):\d\d)", word):
        return _with_colon(text, i, digits[1], digits[2] or digits[3])
    if found := _written_solid(text, i):
        return found
    if word in NOUGHT and (count := number_at(text, i + 1)) and 1 <= count[0] <= 9:
        late = _minutes(text, count[1])  # "oh seven thirty"
        return _at(text, i, late[1], count[0], late[0], "24") if late else None
    found = _hour(text, i)
    if found is None:
        return None
    clock, end = found
    if clock.doubt != "midnight" and text.word(end - 1) not in ("noon", "midday", "o'clock"):
        if minutes := _minutes(text, end) or _minutes_behind_comma(text, i, end):
            doubt: Doubt | None = "minutes" if _may_be_hours(text, clock, end, minutes) else None
            clock, end = replace(clock, minute=minutes[0], doubt=doubt), minutes[1]
        elif text.word(end) == "hundred" and clock.meridiem == "24":
            end += 1 + (text.word(end + 1) == "hours")
    return _meridiem(text, i, clock, end)


def _written_solid(text: Tokens, i: int) -> Found[Clock]:
    """ "at 1030", "930 am", "tonight 815", "at 19h": elsewhere they are other numbers."""
    word = text.word(i)
    led = text.root(i - 1) in LEADS_DIGITS
    four = _SOLID.fullmatch(word) and len(word) == 4
    if four and text.word(i + 1) == "hours" and text.word(i + 2) not in ("of", "in", "from"):
        return _at(text, i, i + 2, int(word[:2]), int(word[2:]), "24")  # "at 1500 hours"
    if _SOLID.fullmatch(word) and (led or has_meridiem(text, i + 1) or _placed_solid(text, i)):
        hour, minute = int(word[:-2]), int(word[-2:])
        certain: Half | None = "24" if hour > 12 or word[0] == "0" else None
        return _meridiem(text, i, *_at(text, i, i + 1, hour, minute, certain))
    year = re.fullmatch(r"20\d\d", text.word(i - 1))
    if re.fullmatch(r"[01]?\d|2[0-3]", word) and text.word(i + 1) == "h" and (led or year):
        return _at(text, i, i + 2, int(word), 0, "24")  # of 24: nobody writes "8h" for the evening
    return None


_SOLID = re.compile(r"(?:[01]?\d|2[0-3])[0-5]\d")
_ROUND = re.compile(r"(?:0?[1-9](?:00|15|30|45)|0[1-9][0-5][05]|1[0-8][0-5][05])")  # and no year


def _placed_solid(text: Tokens, i: int) -> bool:
    """Whether the place of "1030" makes it a time: beside a day, in a list, with a slot, alone."""
    if not _ROUND.fullmatch(text.word(i)):
        return False
    beside = solid_beside_day(text, i) or solid_for_a_slot(text, i)
    return beside or solid_put(text, i) or _solid_alone(text, i)


def solid_beside_day(text: Tokens, i: int) -> bool:
    """ "Tuesday, 1030", "930 on Friday", "1030 or 1115 on Tuesday"."""
    if not _ROUND.fullmatch(text.word(i)):
        return False
    first = i
    while _another_solid(text, first - 2, first - 1):
        first -= 2
    if day_ends_at(text, first - (text.word(first - 1) == ",")):
        return True
    behind = i + 1
    while _another_solid(text, behind + 1, behind):
        behind += 2
    return day_at(text, behind + (text.word(behind) in ("on", ","))) is not None


def _another_solid(text: Tokens, k: int, parted: int) -> bool:
    return text.word(parted) in ("or", "and", ",") and bool(_ROUND.fullmatch(text.word(k)))


def solid_for_a_slot(text: Tokens, i: int) -> bool:
    """ "a 1030 slot", "the 930 appointment"."""
    return text.word(i - 1) in ("a", "an", "the") and text.word(i + 1) in SLOT_NOUNS


def solid_put(text: Tokens, i: int) -> bool:
    """ "we have 1030", "would you like 1030 instead", "is 1030 okay", "could do 1030 or 1115"."""
    if not _ROUND.fullmatch(text.word(i)) or len(text.word(i)) < 4:
        return False
    if text.word(i - 1) == "is" and text.word(i - 2) in BEFORE_ALONE:
        return text.word(i + 1) in ONLY_BEHIND_IS
    if _another_solid(text, i - 2, i - 1):
        return solid_put(text, i - 2)
    return text.word(i - 1) in PUTTING and text.word(i + 1) in BEHIND_PUT


def _solid_alone(text: Tokens, i: int) -> bool:
    """ "1030.", "1030 works", "1030 is free": not "1030 is our extension"."""
    if text.word(i - 1) not in BEFORE_ALONE or len(text.word(i)) < 4:
        return False
    k = i + 1 + (text.word(i + 1) in ("is", "would", "still"))
    return text.word(k) in BEHIND_SOLID and (k > i + 1 or text.word(k) not in ONLY_BEHIND_IS)


def day_ends_at(text: Tokens, i: int) -> bool:
    """Whether a day is named right before token `i`."""
    for first in range(max(0, i - 5), i):
        found = day_at(text, first)
        if found and found[1] == i:
            return True
    return False


def _with_colon(text: Tokens, i: int, hours: str, minutes: str) -> Found[Clock]:
    hour, minute = int(hours), int(minutes)
    if hour > 23 or minute > 59 or len(hours) > 2 or "$" in text.word(i - 1):
        return None
    # Nobody writes 07:30 for the evening.
    certain: Half | None = "24" if hour > 12 or hours[0] == "0" else None
    return _meridiem(text, i, *_at(text, i, i + 1, hour, minute, certain))


def _minutes(text: Tokens, i: int) -> Found[int]:
    """The minutes behind an hour: "thirty", "oh five", "45"; not "ten" of "ten o'clock"."""
    if text.hyphen(i):
        return _hyphened(text, i + 1)
    if text.word(i) in NOUGHT and (count := number_at(text, i + 1)) and 1 <= count[0] <= 9:
        return count
    if text.word(i).isdecimal() and len(text.word(i)) != 2:
        return None
    count = number_at(text, i)
    if count is None or not 0 <= count[0] <= 59 or (count[0] < 10 and text.word(i)[0] != "0"):
        return None
    if text.word(count[1]) in O_CLOCK:
        return None
    if MONTHS.get(text.word(count[1])) and not has_meridiem(text, count[1]):
        return None  # "at ten 24 December"
    return count


def _minutes_behind_comma(text: Tokens, i: int, end: int) -> Found[int]:
    """The 30 of "at 10, 30", as a recogniser may write what was said with a pause."""
    word = text.word(end + 1)
    if text.word(end) != "," or not (text.word(i).isdecimal() and re.fullmatch(r"[1-5]\d", word)):
        return None
    return (int(word), end + 2) if int(word) > 12 and text.word(end + 2) in CLOSING else None


def _may_be_hours(text: Tokens, clock: Clock, k: int, minutes: tuple[int, int]) -> bool:
    """Whether "nine ten", with its second number at token `k`, may as well be two hours."""
    if text.word(k) == ",":
        return True
    if text.hyphen(k) or text.word(k) in NOUGHT:
        return False
    return EARLIEST_OF_A_LIST <= clock.hour < minutes[0] <= LATEST_HOUR


def _hyphened(text: Tokens, i: int) -> Found[int]:
    """The "thirty" of "ten-thirty", the "oh-five" of "nine-oh-five"; "nine-eleven" is a span."""
    if text.word(i) in NOUGHT:
        k = i + 1 + text.hyphen(i + 1)
        count = number_at(text, k)
        return count if count and count[0] < 10 and text.word(k).isalpha() else None
    count = number_at(text, i)
    return count if count and 12 < count[0] < 60 and text.word(i).isalpha() else None


def zone_at(text: Tokens, k: int) -> Found[str]:
    """The zone named at token `k`: "PST", "Eastern", "Pacific Standard Time", "your time"."""
    word = text.word(k)
    if text.word(k + 1) == "time" and (zone := ZONES.get(f"{word} time")):
        return zone, k + 2
    if word not in ZONES:
        return None
    for length in (3, 2, 1):
        if text.words(k + 1, length) in ZONE_TIME:
            return ZONES[word], k + 1 + length
    if word in ZONES_WITH_TIME and text.word(k + 1) not in ("", *ENDS):
        return None
    return ZONES[word], k + 1


def has_meridiem(text: Tokens, k: int) -> bool:
    return text.is_meridiem(k)


def _meridiem(text: Tokens, i: int, clock: Clock, end: int) -> tuple[Clock, int]:
    while text.word(end) in (*O_CLOCK, "sharp"):
        end += 1
    ish = (text.word(end) == "-") + 1 if "ish" in (text.word(end), text.words(end, 2)[2:]) else 0
    if ish and has_meridiem(text, end + ish):  # "3ish pm"
        clock, end = replace(clock, bound="around"), end + ish
    if text.words(end, 2) == "in the" and has_meridiem(text, end + 2):
        end += 2  # "three in the AM"
    if has_meridiem(text, end) and not (text.word(end) == "am" and text.word(end - 1) == "i"):
        said: Literal["am", "pm"] = "am" if text.word(end) == "am" else "pm"
        wrong = clock.meridiem == "24" and clock.hour not in (12, 0)
        if not (wrong and (clock.hour >= 12) == (said == "pm")):
            clock = replace(clock, meridiem=said)
        end += 1
    return replace(clock, start=text.start(i), end=text.end(end)), end


def _at(
    text: Tokens,
    i: int,
    end: int,
    hour: int,
    minute: int,
    meridiem: Half | None,
    doubt: Doubt | None = None,
) -> tuple[Clock, int]:
    clock = Clock(
        start=text.start(i),
        end=text.end(end),
        hour=hour,
        minute=minute,
        meridiem=meridiem,
        doubt=doubt,
    )
    return clock, end
