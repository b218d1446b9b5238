"""Reads English for days and clock times; prices, durations and addresses are left alone."""

from dataclasses import replace
from functools import lru_cache

from scheduling.language.en.clock import part_at, zone_at
from scheduling.language.en.days import day_at
from scheduling.language.en.numbers import number_at, ordinal_at
from scheduling.language.en.plausibility import between_at, clock_at
from scheduling.language.en.tokens import Tokens, tokens_of
from scheduling.language.en.words import (
    BEGINNING,
    BOUNDS,
    CLAUSE_WORDS,
    CLOCK_ONLY_BOUNDS,
    CONTRASTING,
    JOINING,
    LEFT_OVER_MONTHS,
    LISTING,
    MARKS,
    NEGATIONS,
    NOUGHT_IN_A_NUMBER,
    PAUSING,
    REPEATED,
    SENTENCE_ENDS,
    UNITS,
    WEEKDAYS,
)
from scheduling.language.pieces import Bound, Clock, Day, Link, Piece

Placed = tuple[Piece, int, int]
"""A piece, its first token, and the token behind it."""


@lru_cache(maxsize=512)
def read(text: str) -> tuple[Piece, ...]:
    """All days, clock times and parts of the day in `text`, in order.

    Kept for the next time: a call's turns are read anew whenever something is judged by them.
    """
    tokens = Tokens(tokens_of(text))
    found: list[Placed] = []
    i = 0
    while i < len(tokens):
        if not _may_begin(tokens, i):
            i += 1
            continue
        named = day_at(tokens, i) or part_at(tokens, i)
        if piece := named or between_at(tokens, i) or clock_at(tokens, i):
            zoned, end = _with_zone(tokens, *piece)
            found.append((zoned, i, end))
            i = end
        else:
            end = _masked(tokens, i)
            tokens.opaque.update(range(i, end))
            i = max(end, i + 1)
    return tuple(_left_over(tokens, _linked(tokens, found), found))


def _may_begin(text: Tokens, i: int) -> bool:
    """Whether any time begins with such a word; most words of a call are spared the search."""
    token, root = text.tokens[i], text.root(i)
    return (
        token.text[0].isdigit()
        or root in BEGINNING
        or token.text in BEGINNING
        or (root.endswith("s") and root[:-1] in WEEKDAYS)
        or token.text in REPEATED
    )


def _with_zone(text: Tokens, piece: Piece, end: int) -> tuple[Piece, int]:
    """A clock time with the zone said behind it: "9 am (BST)", "ten thirty Eastern time"."""
    if not isinstance(piece, Clock):
        return piece, end
    k = end + (text.word(end) in ("(", ","))
    zone, behind = zone_at(text, k) or (None, k)
    if zone is None:
        return piece, end
    behind += text.word(end) == "(" and text.word(behind) == ")"
    return replace(piece, zone=zone, end=text.end(behind)), behind


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


def _left_over(text: Tokens, pieces: list[Piece], found: list[Placed]) -> list[Piece]:
    """The pieces, marked where their clause has a word of times that none of them explains.

    "The FIRST WEEK OF OCTOBER on Friday" is not this Friday, whatever the rest of it means.
    """
    taken = {k for _, first, end in found for k in range(first, end)}
    stray = [k for k in range(len(text)) if k not in taken and _of_times(text, k)]
    if not stray:
        return pieces
    clauses = _clauses(text, taken)
    strayed = {clauses[k] for k in stray}
    return [
        replace(piece, left_over=True) if clauses[first] in strayed else piece
        for piece, (_, first, _) in zip(pieces, found, strict=True)
    ]


def _clauses(text: Tokens, taken: set[int]) -> list[int]:
    """The number of the clause that each token stands in; a comma alone parts none."""
    numbers, clause = [], 0
    for k in range(len(text)):
        clause += k not in taken and text.word(k) in SENTENCE_ENDS | CONTRASTING
        numbers.append(clause)
    return numbers


def _of_times(text: Tokens, k: int) -> bool:
    """Whether token `k` names a month, a date or a zone."""
    if number_at(text, k - 1) and zone_at(text, k):
        return True
    if text.word(k) in LEFT_OVER_MONTHS and text.tokens[k].capital:
        return True
    return text.word(k + 1) in ("of", "week") and ordinal_at(text, k) is not None


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
