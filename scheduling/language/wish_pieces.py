"""The pieces that a written wish for a time is made of: days wanted or refused, periods, hours."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from scheduling.language.pieces import Between, Clock, Day, Part

Limit = Literal["first", "last"]


@dataclass(frozen=True, kw_only=True)
class WishPiece:
    """Characters `start` up to `end` of the text; refused: it is not to be then."""

    start: int
    end: int
    refused: bool = False


@dataclass(frozen=True, kw_only=True)
class Soonest(WishPiece):
    """As soon as possible."""


@dataclass(frozen=True, kw_only=True)
class Weekdays(WishPiece):
    """Weekends, working days, or "Monday to Wednesday" of any week; 0 is Monday."""

    days: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Hours(WishPiece):
    """Limits for the start that a habit sets: "after work"."""

    earliest: time | None
    latest: time | None


@dataclass(frozen=True, kw_only=True)
class Period(WishPiece):
    """A stretch of days with both its ends; None is open."""

    first: date | None
    last: date | None


@dataclass(frozen=True, kw_only=True)
class DayRange(WishPiece):
    """From one day to another; a bare number borrows its month from the other end."""

    low: Day | int
    high: Day | int


@dataclass(frozen=True, kw_only=True)
class OneDay(WishPiece):
    """A day, or with `limit` only the first or last one; shut_out: and not that day itself.

    partly: of a refused one only a part is meant, "not Wednesday afternoon".
    """

    day: Day
    limit: Limit | None = None
    shut_out: bool = False
    partly: bool = False


@dataclass(frozen=True, kw_only=True)
class Parts(WishPiece):
    """A part of the day; today: of this very day."""

    part: Part
    today: bool = False


@dataclass(frozen=True, kw_only=True)
class Span(WishPiece):
    """From one time of day until another."""

    between: Between


@dataclass(frozen=True, kw_only=True)
class At(WishPiece):
    """A time of day, with its bound; refused turns the bound round: "not before ten"."""

    clock: Clock


@dataclass(frozen=True, kw_only=True)
class WeekOf(WishPiece):
    """The week from Monday to Sunday in which a day lies; begins: the seven days from it on."""

    day: Day
    begins: bool = False
