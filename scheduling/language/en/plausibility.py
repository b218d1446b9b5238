"""Whether what reads like an English time is meant as one: not a price, a number, an address."""

from dataclasses import replace

from scheduling.language.en.clock import (
    day_ends_at,
    has_meridiem,
    idiom_at,
    part_at,
    plain_time_at,
    solid_beside_day,
    solid_for_a_slot,
    solid_put,
)
from scheduling.language.en.days import day_at
from scheduling.language.en.numbers import number_at
from scheduling.language.en.tokens import Found, Tokens
from scheduling.language.en.weekdays import weekday_name
from scheduling.language.en.words import (
    BEFORE_A_PRICE,
    BEFORE_ALONE,
    BEHIND_HAVING,
    BEING,
    BOOKED_FOR,
    BOUND_BEHIND,
    BOUNDS,
    COMPARED,
    COUNTED,
    DASHES,
    ENDS,
    HAVING,
    LEADS,
    MONEY,
    NO_STREET,
    NOT_A_UNIT,
    NOUGHT_IN_A_NUMBER,
    NUMBERED,
    ONWARDS,
    PARTIES,
    PARTS,
    PERHAPS_A_PRICE,
    PRICE_ENDS,
    PRICED,
    REPEATED,
    SIGNS,
    SLOT_NOUNS,
    STREETS,
    UNITS,
    WEAK_LEADS,
)
from scheduling.language.pieces import Between, Bound, Clock, Doubt


def between_at(text: Tokens, i: int) -> Found[Between]:
    """ "between nine and eleven", "from two to four", "9-11"."""
    opener = text.word(i) if text.word(i) in ("between", "from") else ""
    k = i + 1 if opener else i
    idiom = None if opener else idiom_at(text, k)
    low = None if idiom else plain_time_at(text, k)
    if low is None:
        return None
    middle = text.word(low[1])
    allowed = ("and",) if opener == "between" else ("to", "till", "til", "until", "through")
    if middle not in (*allowed, *DASHES):
        return None
    high = idiom_at(text, low[1] + 1) or plain_time_at(text, low[1] + 1)
    if high is None or _spoilt(text, i, high[1]):
        return None
    if middle in ("and", "until", "till", "til") and not opener:
        return None
    piece = Between(start=text.start(i), end=high[0].end, low=low[0], high=high[0])
    return piece, high[1]


def clock_at(text: Tokens, i: int) -> Found[Clock]:
    found = idiom_at(text, i)
    strong = found is not None
    if found is None:
        found = plain_time_at(text, i)
        strong = found is not None and _is_strong(text, i, found[1])
    if found is None or _spoilt(text, i, found[1], strong=strong):
        return None
    clock, end = found
    if not strong:
        if not _bare_hour(text, i, end):
            return None
        clock = replace(clock, bare=text.word(i - 1) not in LEADS or text.word(i - 2) in BEING)
        if text.word(i - 1) in ("have", "got", "do", "or", "and"):
            doubt: Doubt | None = None if text.word(i - 1) in ("or", "and") else "number"
            doubt = None if solid_put(text, i) else doubt
            clock = replace(clock, doubt=clock.doubt or doubt)
        elif len(text.word(i)) > 2 and text.word(i).isdecimal() and not _ends(text, end):
            clock = replace(clock, doubt="number")  # "at 101 points"
    elif _like_a_price(text, i, end):
        clock = replace(clock, doubt="number")
    return replace(clock, bound=clock.bound or _bound(text, i, end)), end


def _is_strong(text: Tokens, i: int, end: int) -> bool:
    """Whether the words name a time by themselves: minutes, a.m., o'clock, "in the morning"."""
    count = number_at(text, i)
    return (
        count is None
        or end > count[1]
        or solid_beside_day(text, i)
        or solid_for_a_slot(text, i)
        or (part_at(text, end) is not None and text.word(end) != "this")
        or (text.word(end) == "-" and text.word(end + 1) == "ish")
        or text.word(end) == "ish"
    )


def _bare_hour(text: Tokens, i: int, end: int) -> bool:
    """Whether a lone number such as "ten" may be an hour, from the words around it."""
    before, after = text.word(i - 1), text.word(end)
    ends = _ends(text, end)
    if solid_put(text, i):
        return True
    if before in LEADS and before not in WEAK_LEADS:
        return ends or after not in COUNTED
    if before in HAVING and after in BEHIND_HAVING:
        return True
    if before == "for" and text.word(i - 2) in BOOKED_FOR:
        return ends
    if before in ("it", "that") and text.word(i - 2) in ("make", "call"):
        return ends
    if before == "for":  # "a table for four on Friday"
        return False
    if after == "on" and day_at(text, end + 1) is not None:
        return True
    led = before in BEFORE_ALONE or before in LEADS or before in ("no", "not", "mean")
    return ends and (led or day_ends_at(text, i) or text.word(i - 1) in PARTS)


def _ends(text: Tokens, end: int) -> bool:
    """Whether what stands behind a lone number is no thing that it might count."""
    after = text.word(end)
    return after == "" or after in ENDS or day_at(text, end) is not None or after in PARTS


def _bound(text: Tokens, i: int, end: int) -> Bound | None:
    before, further = text.word(i - 1), text.word(i - 2)
    if before == "than":
        return COMPARED.get(further)
    if before == "about" and further in ("how", "what"):
        before = ""
    if before == "like" and further not in ("something", "anything", "at", "be", "it's"):
        before = ""  # "would you like ten thirty"
    if before == "say" or before == "at":
        before = further if further in ("around", "about", "roughly", "like") else before
        if before == "about" and text.word(i - 3) in ("how", "what"):
            before = ""
    if text.word(end) == "ish":
        return "around"
    if text.word(end) in ONWARDS:
        return "after"
    behind = BOUND_BEHIND.get(text.words(end, 2))
    if behind and (idiom_at(text, end + 2) or plain_time_at(text, end + 2)):
        behind = None  # "before ten or after five": each bound has its own time
    return behind or BOUNDS.get(before)


def _like_a_price(text: Tokens, i: int, end: int) -> bool:
    """Whether "that's one twenty" may as well be money."""
    if any(":" in text.word(k) for k in range(i, end)) or has_meridiem(text, end - 1):
        return False
    if "o'clock" in (text.word(end - 1), text.word(end)) or number_at(text, i) is None:
        return False
    if (
        part_at(text, end)
        or day_at(text, end)
        or (text.word(end) == "on" and day_at(text, end + 1))
    ):
        return False
    if text.words(i - 2, 2) in BEFORE_A_PRICE:
        return True
    return text.word(i - 1) in PERHAPS_A_PRICE


def _spoilt(text: Tokens, i: int, end: int, *, strong: bool = False) -> bool:
    """Whether what reads like a time is a price, a duration, an address or a number."""
    after = text.word(end)
    slot = strong and after in SLOT_NOUNS
    if after in UNITS and not slot and text.words(end, 2) not in NOT_A_UNIT:
        return True
    if after in ("%", "-", "/") and text.word(end + 1) in UNITS:
        return True
    if after == "and" and text.words(end + 1, 2) in ("a half", "a quarter"):
        return True
    before = text.word(i - 1)
    if before in SIGNS or before in NUMBERED or _counts_weekdays(text, i, end):
        return True
    if before == "of" and text.word(i - 2) in PARTIES:
        return True
    if _in_address(text, end) or _in_price(text, i) or _runs_on(text, i, end):
        return True
    return after in ("or", "to") and _counts_after(text, end + 1)


def _counts_weekdays(text: Tokens, i: int, end: int) -> bool:
    """Whether the number says how many: "THREE Fridays", not "at three Fridays and Mondays"."""
    named = weekday_name(text, end)
    return named is not None and named[1] and text.word(i - 1) not in LEADS


def _counts_after(text: Tokens, k: int) -> bool:
    """Whether a number with a unit follows: "two OR THREE WEEKS"."""
    count = number_at(text, k)
    return count is not None and text.word(count[1]) in UNITS


def _in_address(text: Tokens, end: int) -> bool:
    for k in range(end, end + 4):
        if text.word(k) in STREETS:
            return True
        if not text.word(k).isalpha() or text.word(k) in NO_STREET:
            return False
    return False


def _in_price(text: Tokens, i: int) -> bool:
    """Whether a word about money precedes within the clause, and no "at" just before."""
    if text.word(i - 1) == "at":
        return False
    for k in range(i - 1, max(-1, i - 7), -1):
        if text.word(k) in PRICE_ENDS:
            return False
        if text.word(k) in PRICED or text.word(k) in MONEY:
            return True
    return False


def _runs_on(text: Tokens, i: int, end: int) -> bool:
    """Whether more bare numbers stand right beside, as in a phone number."""

    def numeric(k: int) -> bool:
        word = text.word(k)
        return bool(word) and (
            number_at(text, k) is not None or word in NOUGHT_IN_A_NUMBER or word in REPEATED
        )

    if numeric(end) and not (day_at(text, end) or idiom_at(text, end)):
        return True
    if text.word(end) == "-" and numeric(end + 1) and not plain_time_at(text, end + 1):
        return True
    return i > 0 and i - 1 in text.opaque and numeric(i - 1)
