"""Reads English for days and clock times; prices, durations and addresses are left alone."""

from dataclasses import replace

from scheduling.language.en.clock import part_at
from scheduling.language.en.days import day_at
from scheduling.language.en.numbers import number_at
from scheduling.language.en.plausibility import between_at, clock_at
from scheduling.language.en.tokens import Tokens, tokens_of
from scheduling.language.en.words import (
    BOUNDS,
    CLAUSE_WORDS,
    CLOCK_ONLY_BOUNDS,
    JOINING,
    LISTING,
    MARKS,
    NEGATIONS,
    NOUGHT_IN_A_NUMBER,
    PAUSING,
    REPEATED,
    SENTENCE_ENDS,
    UNITS,
)
from scheduling.language.pieces import Bound, Day, Link, Piece

Placed = tuple[Piece, int, int]
"""A piece, its first token, and the token behind it."""


def read(text: str) -> list[Piece]:
    """All days, clock times and parts of the day in `text`, in order."""
    tokens = Tokens(tokens_of(text))
    found: list[Placed] = []
    i = 0
    while i < len(tokens):
        named = day_at(tokens, i) or part_at(tokens, i)
        if piece := named or between_at(tokens, i) or clock_at(tokens, i):
            found.append((piece[0], i, piece[1]))
            i = piece[1]
        else:
            end = _masked(tokens, i)
            tokens.opaque.update(range(i, end))
            i = max(end, i + 1)
    return _linked(tokens, found)


def _masked(text: Tokens, i: int) -> int:
    """The token behind a run of numbers at `i` that is no time; `i` when there is none."""
    k = i
    while k < len(text):
        word = text.word(k)
        numeric = word[0].isdigit() or number_at(text, k) or word in NOUGHT_IN_A_NUMBER
        inside = k > i and (word in ("-", "hundred", "o") or word in REPEATED or word in UNITS)
        if not (numeric or inside):
            break
        k += 1
    return k


# how pieces hang together


def _linked(text: Tokens, found: list[Placed]) -> list[Piece]:
    pieces: list[Piece] = []
    behind = 0
    for number, (piece, first, end) in enumerate(found):
        ahead = found[number + 1][1] if number + 1 < len(found) else len(text)
        link = _link(text, behind, first) if number else "sentence"
        broken = _lost_near(text, behind, first, end, ahead, link)
        pieces.append(replace(piece, link=link, broken=broken))
        if isinstance(piece, Day) and (bound := _day_bound(text, first)):
            pieces[-1] = replace(piece, link=link, broken=broken, bound=bound)
        behind = end
    return pieces


def _link(text: Tokens, first: int, end: int) -> Link:
    words = [text.word(k) for k in range(first, end)]
    if any(word in SENTENCE_ENDS for word in words):
        return "sentence"
    parted: Link = "clause" if set(words) & CLAUSE_WORDS else "apart"
    if any(k in text.opaque for k in range(first, end)):
        return parted
    solid = [word for word in words if word not in MARKS]
    rest = [word for word in solid if word not in JOINING and word != ","]
    if any(word not in LISTING for word in rest):
        return parted
    if rest or any(word in NEGATIONS for word in solid):
        return "or"
    return "comma" if "," in solid else "joined"


def _lost_near(text: Tokens, behind: int, first: int, end: int, ahead: int, link: Link) -> bool:
    """Whether a lost word stands beside the piece or between it and what it hangs on."""
    between = link != "sentence" and any(_is_lost(text, k) for k in range(behind, first))
    k = first - 1
    while text.word(k) in JOINING:
        k -= 1
    m = end
    while text.word(m) in JOINING and m < ahead:
        m += 1
    return between or _is_lost(text, k) or _is_lost(text, m)


def _is_lost(text: Tokens, k: int) -> bool:
    """Whether token `k` stands for a lost word, and not for a pause after "um"."""
    if not 0 <= k < len(text) or text.tokens[k].kind != "lost":
        return False
    before = text.tokens[k - 1] if k else None
    return not (before and before.end == text.start(k) and before.text in PAUSING)


def _day_bound(text: Tokens, i: int) -> Bound | None:
    """ "before Friday", "after the 24th"; a day that is only a limit."""
    before = text.word(i - 1)
    return BOUNDS.get(before) if before not in CLOCK_ONLY_BOUNDS else None
