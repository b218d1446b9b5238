"""Reads an English wish for a time, "next week, not Thursday", into the pieces it is made of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time

from scheduling.language.en.clock import has_meridiem, part_at
from scheduling.language.en.days import day_at
from scheduling.language.en.numbers import number_at
from scheduling.language.en.periods import periods
from scheduling.language.en.plausibility import between_at, clock_at
from scheduling.language.en.tokens import Found, Tokens, lower_case, tokens_of
from scheduling.language.en.wish_parts import bound
from scheduling.language.en.wish_words import (
    ALL_BUT,
    ASAP,
    BUT_ENDS,
    DAYS_BEHIND,
    DENIED,
    EARLIEST_BEFORE,
    EARLIEST_BEHIND,
    EDGES_SHUT_OUT,
    FIRST_DAY,
    FIRST_DAY_PAIRS,
    HABITS,
    LAST_DAY,
    LAST_DAY_PAIRS,
    LATEST_BEFORE,
    LATEST_BEHIND,
    LEADS_TO_PART,
    LISTED,
    NOT,
    PART_EDGE,
    PART_EDGES,
    REFUSED_BEHIND,
    TOLD,
    TOLD_LEAD,
    UNTIL_DAY,
    WEEK_OF,
    WEEKDAY_GROUPS,
)
from scheduling.language.en.words import ONWARDS, WEAK_LEADS
from scheduling.language.pieces import Clock, Day, one_day
from scheduling.language.wish_pieces import (
    At,
    DayRange,
    Hours,
    Limit,
    OneDay,
    Parts,
    Period,
    Soonest,
    Span,
    Weekdays,
    WeekOf,
    WishPiece,
)


def read_wish(text: str, today: date) -> list[WishPiece]:
    """Whole phrases first; what they used is blanked and not read again as days and times."""
    plain = lower_case(text).replace("’", "'")
    found = [*_phrases(plain)]
    rest = _blanked(text, found)
    for period in periods(lower_case(_blanked(rest, _counted_days(rest))), today):
        found.append(replace(period, refused=_refused(plain, period.start, period.end)))
    found += _days_and_times(plain, Tokens(tokens_of(_blanked(text, found))))
    return bound(_without_told(found, plain), plain)


def _without_told(found: Sequence[WishPiece], plain: str) -> list[WishPiece]:
    """Without what lasts "since this morning" or "began on Monday", and without a day that lies
    behind us where another one is wished for."""
    told: set[int] = set()
    line = sorted(range(len(found)), key=lambda n: found[n].start)
    for n, last in zip(line, [-1, *line], strict=False):
        follows = last in told and TOLD_LEAD.fullmatch(plain[found[last].end : found[n].start])
        if follows or TOLD.search(plain[: found[n].start]):
            told.add(n)
    days = [n for n in line if n not in told and isinstance(found[n], OneDay | Period | Weekdays)]
    past = {n for n in days if _past(found[n])}
    told |= past if len(past) < len(days) else set()
    return [piece for n, piece in enumerate(found) if n not in told]


def _past(piece: WishPiece) -> bool:
    return isinstance(piece, OneDay) and piece.day.offset is not None and piece.day.offset < 0


def _phrases(plain: str) -> Iterator[WishPiece]:
    for match in ASAP.finditer(plain):
        yield Soonest(start=match.start(), end=match.end())
    for group, days in WEEKDAY_GROUPS:
        for match in group.finditer(plain):
            start, end = match.span()
            refused = _refused(plain, start, end)
            yield Weekdays(start=start, end=end, days=days, refused=refused)
    for habit, earliest, latest in HABITS:
        for match in habit.finditer(plain):
            yield _hours(plain, match, earliest, latest)
    for match in PART_EDGE.finditer(plain):
        edge = match["edge"], match["part"]
        if not _refused(plain, match.start()):
            yield _hours(plain, match, *PART_EDGES[edge])
        elif edge in EDGES_SHUT_OUT:
            end = match.end("part")  # the rest of that part of the day stays open
            low, high = EDGES_SHUT_OUT[edge]
            yield Hours(start=match.start(), end=end, earliest=low, latest=high)


def _hours(plain: str, match: re.Match[str], earliest: time | None, latest: time | None) -> Hours:
    start, end = match.span()
    refused = _refused(plain, start, end)
    return Hours(start=start, end=end, earliest=earliest, latest=latest, refused=refused)


def _refused(plain: str, start: int, end: int | None = None) -> bool:
    """Whether what stands there is shut out; with its `end`, also by "any day but"."""
    if NOT.search(plain[:start]):
        return True
    return end is not None and bool(ALL_BUT.search(plain[:start]) and BUT_ENDS.match(plain, end))


def _counted_days(text: str) -> list[Day]:
    """The days that name a longer stretch: "the 20th of next month", "the day after Christmas"."""
    tokens = Tokens(tokens_of(text))
    found: list[Day] = []
    i = 0
    while i < len(tokens):
        day = day_at(tokens, i)
        if day and not day[0].rough and _counted(day[0]):
            found.append(day[0])
        i = day[1] if day else i + 1
    return found


def _counted(day: Day) -> bool:
    far = day.offset is not None and day.offset > 6
    return far or day.anchor is not None or day.months is not None or day.nth is not None


def _blanked(text: str, used: Sequence[WishPiece | Day]) -> str:
    letters = list(text)
    for piece in used:
        letters[piece.start : piece.end] = " " * (piece.end - piece.start)
    return "".join(letters)


def _days_and_times(plain: str, text: Tokens) -> Iterator[WishPiece]:
    refused_up_to = -1  # the token up to which a "not" still holds
    i = 0
    while i < len(text):
        found: Found[WishPiece] = _day_range(plain, text, i)
        if found is None and (day := _whole_day(text, i)):
            listed = i <= refused_up_to
            found = _week_of(plain, day) or _part_shut_out(plain, text, day, listed=listed)
            found = found or _one_day(plain, text, i, day, listed=listed)
            if found[0].refused:
                refused_up_to = _behind_list(text, found[1])
        if found is None:
            found = _part_or_time(plain, text, i)
        if found:
            yield found[0]
        i = found[1] if found else i + 1


# days


def _day_range(plain: str, text: Tokens, i: int) -> Found[WishPiece]:
    """ "between 3 and 7 December", "Mon-Wed", "from the 3rd until Friday"."""
    opener = text.word(i) in ("between", "from")
    low = _end(text, i + 1 if opener else i)
    if low is None:
        return None
    middle = text.word(low[1])
    if middle not in UNTIL_DAY and not (middle == "and" and text.word(i) == "between"):
        return None
    high = _end(text, low[1] + 1)
    if high is None or not (isinstance(low[0], Day) or isinstance(high[0], Day)):
        return None
    start, end = text.start(i), text.end(high[1])
    refused = _refused(plain, start)
    return DayRange(start=start, end=end, low=low[0], high=high[0], refused=refused), high[1]


def _end(text: Tokens, i: int) -> tuple[Day | int, int] | None:
    """A day, or a number that may borrow its month from the other end."""
    if found := _whole_day(text, i):
        return found
    count = number_at(text, i)
    if count is None or not 1 <= count[0] <= 31 or has_meridiem(text, count[1]):
        return None
    return count


def _whole_day(text: Tokens, i: int) -> Found[Day]:
    """A day with its date, also as "Tuesday, December 1st"."""
    found = day_at(text, i)
    if found is None:
        return None
    if found[0].offset is not None and found[0].offset < 0:
        return found  # "I fell down yesterday, Tuesday please"
    behind = day_at(text, found[1] + (text.word(found[1]) == ","))
    whole = one_day(found[0], behind[0]) if behind else None
    return (whole, behind[1]) if whole and behind else found


def _one_day(
    plain: str, text: Tokens, i: int, found: tuple[Day, int], *, listed: bool
) -> tuple[WishPiece, int]:
    day, end = found
    start, stop = day.start, day.end
    if listed or _refused(plain, start, stop) or REFUSED_BEHIND.match(plain[stop:]):
        return OneDay(start=start, end=stop, day=day, refused=True), end
    limit, shut_out = _limit_of(text, i, end)
    return OneDay(start=start, end=stop, day=day, limit=limit, shut_out=shut_out), end


def _week_of(plain: str, found: tuple[Day, int]) -> Found[WishPiece]:
    """ "The week of the 14th", "not the week beginning December 7"."""
    day, end = found
    led = WEEK_OF.search(plain[: day.start])
    if led is None:
        return None
    refused = _refused(plain, led.start(), day.end)
    begins = led["lead"] != "of"
    return WeekOf(start=led.start(), end=day.end, day=day, begins=begins, refused=refused), end


def _part_shut_out(
    plain: str, text: Tokens, found: tuple[Day, int], *, listed: bool
) -> Found[OneDay]:
    """ "Not Wednesday afternoon", "Monday before ten doesn't work": only a part of that day."""
    day, k = found
    for part in range(k, k + 3):
        if inside := _part_or_time(plain, text, part):
            piece, end = inside
            refused = listed or _refused(plain, day.start, piece.end)
            if not (refused or REFUSED_BEHIND.match(plain[piece.end :])):
                return None
            start = day.start
            return OneDay(start=start, end=piece.end, day=day, refused=True, partly=True), end
        if text.word(part) not in LEADS_TO_PART:
            return None
    return None


def _behind_list(text: Tokens, i: int) -> int:
    """The token up to which a refusal holds: "not Monday or TUESDAY"."""
    while text.word(i) in LISTED:
        i += 1
    return i


def _limit_of(text: Tokens, i: int, end: int) -> tuple[Limit | None, bool]:
    """Whether the day is only the first or last one allowed, and is itself shut out."""
    before, pair = text.word(i - 1), text.words(i - 2, 2)
    if pair in FIRST_DAY_PAIRS or before in FIRST_DAY:
        return "first", False
    edge = _edge_behind(text, end) or before
    if pair in LAST_DAY_PAIRS or edge == "latest":
        return "last", False
    if edge == "earliest" or text.word(end) in ONWARDS:
        return "first", False
    if before in LAST_DAY:
        return "last", False
    if before == "before":
        return "last", True
    return ("first", True) if before in DAYS_BEHIND else (None, False)


def _edge_behind(text: Tokens, end: int) -> str:
    """ "Friday LATEST", "Friday at the EARLIEST"; of "Friday, latest 5 pm" it is the hour's."""
    edge = end + 2 if text.words(end, 2) == "at the" else end
    if text.word(edge) not in ("latest", "earliest") or number_at(text, edge + 1):
        return ""
    return "" if text.word(edge + 1) in ("at", "by", "is", "from") else text.word(edge)


# times of day


def _part_or_time(plain: str, text: Tokens, i: int) -> Found[WishPiece]:
    if part := part_at(text, i):
        start, end = part[0].start, part[0].end
        refused = _refused(plain, start, end) or text.word(i - 1) == "no"
        refused = refused or REFUSED_BEHIND.match(plain[end:]) is not None
        today = part[0].today
        return Parts(start=start, end=end, part=part[0].part, today=today, refused=refused), part[1]
    if between := between_at(text, i):
        start, end = between[0].start, between[0].end
        refused = _refused(plain, start, end)
        return Span(start=start, end=end, between=between[0], refused=refused), between[1]
    if (clock := clock_at(text, i)) and not _counts(text, i, clock):
        return _time(plain, clock[0]), clock[1]
    return None


def _counts(text: Tokens, i: int, found: tuple[Clock, int]) -> bool:
    """Whether a number is of people or things: "ONE for my daughter", "I need ONE on Tuesday"."""
    clock, end = found
    if text.word(i) == "one" and end == i + 1 and clock.meridiem is None:
        listed = text.word(i - 1) in ("or", "and") and number_at(text, i - 2) is not None
        return not listed and (clock.bare or text.word(i - 1) in WEAK_LEADS)
    return clock.bare and text.word(i).isalpha() and text.word(end) == "for"


def _time(plain: str, clock: Clock) -> At:
    start, end = clock.start, clock.end
    if LATEST_BEHIND.match(plain, end) or LATEST_BEFORE.search(plain[:start]):
        return At(start=start, end=end, clock=replace(clock, bound="before"))
    if EARLIEST_BEHIND.match(plain, end) or EARLIEST_BEFORE.search(plain[:start]):
        return At(start=start, end=end, clock=replace(clock, bound="after"))
    turned = DENIED.search(plain[:start]) is not None  # "not before ten"
    if clock.bound not in ("after", "before"):
        turned = turned or _refused(plain, start, end)
    return At(start=start, end=end, clock=clock, refused=turned)
