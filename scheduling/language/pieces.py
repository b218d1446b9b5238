"""The pieces that a spoken time is made of, whatever the language: days, clock times, bounds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Part = Literal["morning", "afternoon", "evening", "night"]
Link = Literal["joined", "comma", "or", "apart", "clause", "sentence"]
Bound = Literal["after", "before", "around"]
Doubt = Literal["half", "range", "number", "lost", "midnight"]


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Characters `start` up to `end` of the text, and how they hang on to the piece before them.

    link: "joined" when nothing but small words stands between ("Tuesday at ten"), "or" for a
    list, "apart" for other words, "clause" when a comma or "but" is among them, "sentence" when a
    sentence has ended. broken: a word was lost between the two pieces or right beside this one.
    """

    start: int
    end: int
    link: Link = "sentence"
    broken: bool = False


@dataclass(frozen=True, kw_only=True)
class Clock(Piece):
    """A time of day as it was said; hour 0 to 23, and 1 to 12 may still mean two times.

    meridiem: "24" when the hour itself leaves no doubt. doubt: why this may be no such time.
    """

    hour: int
    minute: int = 0
    meridiem: Literal["am", "pm", "24"] | None = None
    bound: Bound | None = None
    doubt: Doubt | None = None


@dataclass(frozen=True, kw_only=True)
class Between(Piece):
    """From one time of day until another."""

    low: Clock
    high: Clock


@dataclass(frozen=True, kw_only=True)
class Day(Piece):
    """A day as it was said.

    weekday: 0 is Monday. week: "next" is the coming one after this, "later" a further week on,
    "last" lies behind us, "following" is the first after the day spoken of. offset: days from
    today. months: months from this one ("the 3rd of next month"). nth: the nth such weekday of
    `month`, -1 the last. swapped: "3/4" may also be the fourth of March. recurring: "Tuesdays",
    which is no one day.
    """

    weekday: int | None = None
    week: Literal["this", "next", "next week", "later", "last", "following"] | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    offset: int | None = None
    months: int | None = None
    nth: int | None = None
    swapped: bool = False
    recurring: bool = False
    bound: Bound | None = None


@dataclass(frozen=True, kw_only=True)
class PartOfDay(Piece):
    """Morning, afternoon, evening or night, not tied to a day yet."""

    part: Part
    today: bool = False  # "tonight", "this morning"


Reader = Callable[[str], list[Piece]]
"""What a language has to bring: its text in, the pieces in order out."""
