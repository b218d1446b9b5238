"""English stretches counted from now: "in half an hour", "ten minutes from now", "right now"."""

from scheduling.language.en.amounts import minutes_at
from scheduling.language.en.numbers import number_at
from scheduling.language.en.tokens import Found, Tokens, tokens_of
from scheduling.language.en.words import (
    BOUNDS,
    FROM_NOW,
    IDLE_AMOUNTS,
    NO_NOW_BEFORE,
    NO_NOW_BEHIND,
    NOW,
    OR_SO,
)
from scheduling.language.pieces import FromNow


def read_from_now(text: str) -> list[FromNow]:
    tokens = Tokens(tokens_of(text))
    found: list[FromNow] = []
    i = 0
    while i < len(tokens):
        if piece := _in_at(tokens, i) or _beside_now_at(tokens, i) or _now_at(tokens, i):
            found.append(piece[0])
            i = piece[1]
        else:
            i += 1
    return found


def _in_at(text: Tokens, i: int) -> Found[FromNow]:
    """ "in ten minutes", "in about an hour", "in an hour or so"."""
    if text.word(i) != "in":
        return None
    about = BOUNDS.get(text.word(i + 1)) == "around"
    amount = minutes_at(text, i + 1 + about)
    if amount is None:
        return None
    end = amount[1]
    rough = about or _blurred(text, end) or text.words(i + 1, end - i - 1) in IDLE_AMOUNTS
    return _piece(text, i, end, amount[0].minutes, rough=rough)


def _beside_now_at(text: Tokens, i: int) -> Found[FromNow]:
    """ "ten minutes from now", "two hours hence"."""
    amount = minutes_at(text, i)
    if amount is None:
        return None
    minutes, end = amount[0].minutes, amount[1]
    if text.word(end) == "hence":
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
