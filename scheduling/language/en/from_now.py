"""English stretches counted from now: "in half an hour", "ten minutes ago", "right now"."""

from dataclasses import replace

from scheduling.language.en.amounts import Amount, minutes_at
from scheduling.language.en.numbers import number_at
from scheduling.language.en.tokens import Found, Tokens, tokens_of
from scheduling.language.en.words import (
    A_FEW,
    AGO,
    BOUNDS,
    CLOCK_UNITS,
    FROM_NOW,
    HELD_FOR,
    IDLE_AMOUNTS,
    LATER,
    NO_NOW_BEFORE,
    NO_NOW_BEHIND,
    NOW,
    OR_SO,
    SECONDS,
    SENTENCE_ENDS,
)
from scheduling.language.pieces import FromNow


def read_from_now(text: str) -> list[FromNow]:
    tokens = Tokens(tokens_of(text))
    found: list[FromNow] = []
    i = 0
    while i < len(tokens):
        if piece := _stretch_at(tokens, i) or _now_at(tokens, i):
            found.append(piece[0])
            i = piece[1]
        else:
            i += 1
    return found


def _stretch_at(text: Tokens, i: int) -> Found[FromNow]:
    return _in_at(text, i) or _beside_now_at(text, i) or _held_at(text, i)


def _in_at(text: Tokens, i: int) -> Found[FromNow]:
    """ "in ten minutes", "in about an hour", "in an hour or so", "within the hour"."""
    if text.words(i, 3) == "within the hour":
        return _piece(text, i, i + 3, 60, rough=True)
    found = _after(text, i, i + 1) if text.word(i) in ("in", "within") else None
    if found and text.word(i) == "within":
        return replace(found[0], rough=True), found[1]
    return found


def _held_at(text: Tokens, i: int) -> Found[FromNow]:
    """ "hold on for ten minutes", "give us an hour"; not "wait times of ten minutes"."""
    for length in (3, 2, 1):
        if text.words(i, length) in HELD_FOR:
            return _after(text, i, i + length)
    return None


def _after(text: Tokens, i: int, first: int) -> Found[FromNow]:
    """The stretch whose amount begins at token `first`, and its words at `i`."""
    about = BOUNDS.get(text.word(first)) == "around"
    amount = _amount_at(text, first + about)
    if amount is None:
        return None
    end = amount[1]
    few = text.words(first + about, 2) in A_FEW
    idle = text.words(first, end - first) in IDLE_AMOUNTS
    rough = about or few or idle or _blurred(text, end)
    return _piece(text, i, end, amount[0].minutes, rough=rough)


def _amount_at(text: Tokens, i: int) -> Found[Amount]:
    """Minutes and hours; seconds beside them, or alone, are still the same minute."""
    if text.words(i, 2) in A_FEW and (unit := CLOCK_UNITS.get(text.root(i + 2))):
        return Amount(minutes=A_FEW[text.words(i, 2)] * unit), i + 3
    amount = minutes_at(text, i)
    if amount is None:
        count = number_at(text, i)
        alone = count is not None and text.word(count[1]) in SECONDS
        return (Amount(), count[1] + 1) if count and alone else None
    end = amount[1]
    k = end + (text.word(end) == ",")
    k += text.word(k) == "and"
    seconds = number_at(text, k)
    if seconds and text.word(seconds[1]) in SECONDS:
        end = seconds[1] + 1
    return amount[0], end


def _beside_now_at(text: Tokens, i: int) -> Found[FromNow]:
    """ "ten minutes from now", "two hours hence", "half an hour ago", "ten minutes later"."""
    amount = _amount_at(text, i)
    if amount is None:
        return None
    minutes, end = amount[0].minutes, amount[1]
    if text.word(end) in AGO and text.word(end - 1) != "h":
        return _piece(text, i, end + 1, -minutes or -1)  # seconds ago was the minute before
    if text.word(end) == "hence":
        return _piece(text, i, end + 1, minutes)
    ends = text.word(end + 1) in {"", ",", *SENTENCE_ENDS}
    after_another = any(
        number_at(text, k) for k in range(i)
    )  # "we open at nine, ten minutes later"
    if text.word(end) in LATER and ends and not after_another:
        return _piece(text, i, end + 1, minutes)
    for phrase in FROM_NOW - {"today"}:
        length = 1 + len(phrase.split())
        if text.words(end, length) == f"from {phrase}":
            return _piece(text, i, end + length, minutes)
    return None


def _now_at(text: Tokens, i: int) -> Found[FromNow]:
    """ "right now", "at the moment"; not "from now on" or "at this time tomorrow"."""
    for phrase in NOW:
        end = i + len(phrase.split())
        if text.words(i, end - i) != phrase:
            continue
        if text.word(i - 1) in NO_NOW_BEFORE or text.word(end) not in NO_NOW_BEHIND:
            return None
        return _piece(text, i, end, 0)
    return None


def _blurred(text: Tokens, k: int) -> bool:
    """Whether the words behind a stretch blur it: "an hour or so", "an hour or two"."""
    if text.words(k, 2) in OR_SO:
        return True
    return text.word(k) in ("or", "to", "-") and number_at(text, k + 1) is not None


def _piece(
    text: Tokens, i: int, end: int, minutes: int, *, rough: bool = False
) -> tuple[FromNow, int]:
    return FromNow(start=text.start(i), end=text.end(end), minutes=minutes, rough=rough), end
