"""Tests of scheduling/language/wish_hours.py: what can be held as one stretch of the day."""

from datetime import time

from scheduling.language.pieces import Bound, Clock, Part
from scheduling.language.wish_hours import TimeOfDay, WishHours, usual
from scheduling.language.wish_pieces import At, Hours, Parts


def at(hour: int, bound: Bound | None = None, place: int = 0) -> At:
    clock = Clock(start=place, end=place + 1, hour=hour, bound=bound)
    return At(start=place, end=place + 1, clock=clock)


def test_limits_that_meet_are_one_stretch() -> None:
    hours = WishHours()
    for piece in (at(9, "after"), at(11, "before")):
        hours.take(piece)

    found = hours.found()
    assert (found.earliest, found.latest, found.either) == (time(9), time(11), ())


def test_limits_that_do_not_meet_are_told_in_the_order_in_which_they_were_said() -> None:
    hours = WishHours()
    hours.take(at(5, "after", place=20))
    hours.take(at(10, "before", place=3))

    found = hours.found()
    assert (found.earliest, found.latest) == (None, None)
    assert found.either == (TimeOfDay(latest=time(10)), TimeOfDay(earliest=time(17)))


def test_a_habit_only_narrows_what_was_said() -> None:
    hours = WishHours()
    hours.take(Hours(start=0, end=1, earliest=time(17), latest=None))
    hours.take(at(6, "after"))

    assert hours.found().earliest == time(18)


def test_parts_that_are_refused_leave_the_others() -> None:
    hours = WishHours()
    parts: tuple[Part, ...] = ("morning", "evening")
    for part in parts:
        hours.take(Parts(start=0, end=1, part=part, refused=True))

    assert hours.found().day_parts == ("afternoon",)


def test_seven_alone_is_in_the_evening_and_eight_in_the_morning() -> None:
    assert usual(Clock(start=0, end=1, hour=7)) == time(19)
    assert usual(Clock(start=0, end=1, hour=8)) == time(8)
    assert usual(Clock(start=0, end=1, hour=7, meridiem="am")) == time(7)
