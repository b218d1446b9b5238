"""Which part of the day an hour belongs to: "tomorrow morning at 7", "7 or 8 in the evening"."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal, TypeGuard

from scheduling.language.en.wish_words import BREAK, LEAD, LISTED_TIME
from scheduling.language.pieces import Clock, Part
from scheduling.language.wish_pieces import At, OneDay, Parts, Period, Span, WishPiece

HOURS: dict[Part, tuple[frozenset[int], Literal["am", "pm"]]] = {  # that a part can mean
    "morning": (frozenset(range(6, 12)), "am"),
    "afternoon": (frozenset({12, *range(1, 7)}), "pm"),
    "evening": (frozenset(range(5, 12)), "pm"),
    "night": (frozenset(range(5, 12)), "pm"),
}


def bound(pieces: Iterable[WishPiece], plain: str) -> list[WishPiece]:
    """The same pieces, each bare hour with the half of the day that its part says."""
    given = list(pieces)
    order = sorted(range(len(given)), key=lambda n: given[n].start)
    line = [given[n] for n in order]
    parts: dict[int, Part] = {}
    for i in reversed(range(len(line))):
        if _timed(line[i]) and (part := _behind(line, i, plain, parts)):
            parts[i] = part
    for i in range(len(line)):
        if i not in parts and _timed(line[i]) and (part := _before(line, i, plain, parts)):
            parts[i] = part
    for i, part in parts.items():
        given[order[i]] = _with_part(line[i], part)
    return given


def _timed(piece: WishPiece) -> TypeGuard[At | Span]:
    return isinstance(piece, At | Span)


def _behind(line: Sequence[WishPiece], i: int, plain: str, parts: dict[int, Part]) -> Part | None:
    """ "7 in the MORNING", "7 tomorrow MORNING", and the first of "7 or 8 in the MORNING"."""
    for k in range(i + 1, len(line)):
        gap, piece = plain[line[k - 1].end : line[k].start], line[k]
        if _timed(piece):
            return parts.get(k) if k == i + 1 and LISTED_TIME.fullmatch(gap) else None
        if not LEAD.fullmatch(gap):
            return None
        if isinstance(piece, Parts):
            return None if piece.refused else piece.part
        if not isinstance(piece, OneDay):
            return None
    return None


def _before(line: Sequence[WishPiece], i: int, plain: str, parts: dict[int, Part]) -> Part | None:
    """ "tomorrow MORNING at 7", and the last of "in the MORNING at 7 or 8"."""
    for k in range(i - 1, -1, -1):
        gap, piece = plain[line[k].end : line[k + 1].start], line[k]
        if _timed(piece):
            return parts.get(k) if k == i - 1 and LISTED_TIME.fullmatch(gap) else None
        if BREAK.search(gap) or ("," in gap and isinstance(line[k + 1], OneDay | Period)):
            return None
        if isinstance(piece, Parts):
            return None if piece.refused else piece.part
    return None


def _with_part(piece: WishPiece, part: Part) -> WishPiece:
    if isinstance(piece, At):
        return replace(piece, clock=_clock(piece.clock, part))
    if isinstance(piece, Span):
        between = piece.between
        low, high = _clock(between.low, part), _clock(between.high, part)
        return replace(piece, between=replace(between, low=low, high=high))
    return piece


def _clock(clock: Clock, part: Part) -> Clock:
    hours, half = HOURS[part]
    return clock if clock.meridiem or clock.hour not in hours else replace(clock, meridiem=half)
