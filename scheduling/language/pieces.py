"""The pieces that a spoken time is made of, whatever the language: days, clock times, bounds."""

from dataclasses import dataclass, replace
from typing import Literal, TypedDict

Part = Literal["morning", "afternoon", "evening", "night"]
DAY_PARTS: tuple[Part, ...] = ("morning", "afternoon", "evening")  # that a person may wish for
Link = Literal["joined", "comma", "or", "apart", "clause", "sentence"]
Bound = Literal["after", "before", "around"]
Week = Literal[
    "this",
    "this week",
    "coming",
    "next",
    "next week",
    "after next week",
    "later",
    "last",
    "following",
    "preceding",
]
Doubt = Literal["half", "range", "minutes", "number", "lost", "midnight", "date"]
Feast = Literal[
    "christmas eve",
    "christmas",
    "new year's eve",
    "new year's day",
    "thanksgiving",
    "easter",
    "easter monday",
    "halloween",
    "martin luther king day",
    "valentine's day",
    "presidents' day",
    "good friday",
    "mother's day",
    "memorial day",
    "juneteenth",
    "father's day",
    "independence day",
    "labor day",
    "columbus day",
    "veterans day",
    "black friday",
    "boxing day",
    "saint patrick's day",
    "workers' day",
]


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Characters `start` up to `end` of the text, and how they hang on to the piece before them.

    link: "joined" when nothing but small words stands between ("Tuesday at ten"), "or" for a
    list, "apart" for other words, "clause" when a comma or "but" is among them, "sentence" when a
    sentence has ended. broken: a word was lost between the two pieces or right beside this one.
    left_over: in its clause stands a word of times that belongs to no piece.
    """

    start: int
    end: int
    link: Link = "sentence"
    broken: bool = False
    left_over: bool = False


@dataclass(frozen=True, kw_only=True)
class Clock(Piece):
    """A time of day as it was said; hour 0 to 23, and 1 to 12 may still mean two times.

    meridiem: "24" when the hour itself leaves no doubt. doubt: why this may be no such time.
    zone: the zone that was said with it, by its name in the tz database, "?" for one unknown to us.
    bare: only its place makes the number an hour, as in the answer "Ten.".
    """

    hour: int
    minute: int = 0
    meridiem: Literal["am", "pm", "24"] | None = None
    bound: Bound | None = None
    doubt: Doubt | None = None
    zone: str | None = None
    bare: bool = False


@dataclass(frozen=True, kw_only=True)
class Between(Piece):
    """From one time of day until another."""

    low: Clock
    high: Clock


@dataclass(frozen=True, kw_only=True)
class Day(Piece):
    """A day as it was said.

    weekday: 0 is Monday. week: "next" is the coming one after this, "coming" the first that is not
    today, "later" a further week on,
    "last" lies behind us, "following" is the first after the day spoken of, "preceding" the last
    before it. offset: days from
    today. months: months from this one ("the 3rd of next month"). nth: the nth such weekday of
    `month`, -1 the last. swapped: "3/4" may also be the fourth of March. recurring: "Tuesdays",
    which is no one day. feast: the name of a holiday. anchor: the day that ahead_days and
    ahead_months are counted from, or that the "following" weekday comes after. rough: counted in
    weeks or months as people estimate, "in two weeks".
    """

    weekday: int | None = None
    week: Week | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    offset: int | None = None
    months: int | None = None
    nth: int | None = None
    swapped: bool = False
    recurring: bool = False
    bound: Bound | None = None
    feast: Feast | None = None
    anchor: "Day | None" = None
    ahead_days: int | None = None
    ahead_months: int | None = None
    rough: bool = False


class DayFields(TypedDict, total=False):
    """What words say of a Day; where they stand in the text comes on top."""

    weekday: int | None
    week: Week | None
    day: int | None
    month: int | None
    year: int | None
    offset: int | None
    months: int | None
    nth: int | None
    swapped: bool
    recurring: bool
    feast: Feast | None
    anchor: Day | None
    ahead_days: int | None
    ahead_months: int | None
    rough: bool


@dataclass(frozen=True, kw_only=True)
class PartOfDay(Piece):
    """Morning, afternoon, evening or night, not tied to a day yet."""

    part: Part
    today: bool = False  # "tonight", "this morning"


@dataclass(frozen=True, kw_only=True)
class FromNow(Piece):
    """So many minutes from the moment of speaking, less than none for "an hour ago".

    rough: "in about an hour", "in a minute".
    """

    minutes: int
    rough: bool = False


def one_day(a: Day, b: Day) -> Day | None:
    """The day that both describe, one by weekday or "tomorrow", the other by date; else None."""

    def kind(day: Day) -> set[str]:
        named = {"weekday"} if day.weekday is not None else set()
        named |= {"date"} if day.day is not None or day.nth is not None or day.feast else set()
        return named | ({"offset"} if day.offset is not None or day.anchor else set())

    counted = a.anchor or b.anchor
    if kind(a) & kind(b) or a.recurring or b.recurring or (counted and "date" in kind(a) | kind(b)):
        return None
    said = {
        name: value for name, value in vars(b).items() if value is not None and value is not False
    }
    for taken in ("start", "link", "bound"):
        said.pop(taken, None)
    return replace(a, **said)
