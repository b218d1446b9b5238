"""When an appointment is wanted: what a phrase says, in the light of the rest of the wish."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callpilot.json_types import JsonObject
from campaigns.intake import when
from campaigns.intake.wish import Wish

TODAY = date(2026, 11, 23)


def read(phrase: str, said: str = "", **known: object) -> Wish:
    values: JsonObject = known
    return when.read(Wish(**values), phrase, TODAY, said)


@pytest.mark.parametrize(
    ("phrase", "service", "earliest", "latest"),
    [
        ("at 10 am", "dentist", time(9, 30), time(11)),
        ("at 10 am", "hair_salon", time(9, 30), time(11, 15)),
        ("before noon", "dentist", None, time(12)),
        ("after 3 pm", "dentist", time(15), None),
        ("between 2 and 3 pm", "dentist", time(14), time(15, 30)),
        ("between 2 and 6 pm", "dentist", time(14), time(18)),
        ("at 11:45 pm", "general", time(23, 15), time(23, 59)),
    ],
)
def test_a_time_to_begin_leaves_room_until_the_end(
    phrase: str, service: str, earliest: time | None, latest: time | None
) -> None:
    found = read(phrase, service=service)

    assert (found.earliest_time, found.latest_time) == (earliest, latest)


def test_an_appointment_that_takes_longer_ends_later() -> None:
    assert read("at 10 am", duration_minutes=90).latest_time == time(12)


def test_nobody_dines_at_eight_in_the_morning_unless_it_is_breakfast() -> None:
    assert read("at 8", service="restaurant").earliest_time == time(19, 30)
    assert read("at 8 am", service="restaurant").earliest_time == time(7, 30)
    said = "breakfast for two at 8"
    assert read("at 8", said, service="restaurant").earliest_time == time(7, 30)


def test_without_an_end_two_weeks_are_looked_at() -> None:
    found = read("from December 1st")

    assert (found.date_range_start, found.date_range_end) == (date(2026, 12, 1), date(2026, 12, 14))


def test_only_some_weekdays_avoids_the_others() -> None:
    assert read("only Tuesdays").avoid_weekdays == (0, 2, 3, 4, 5, 6)


def test_a_day_that_does_not_exist_is_a_problem_beside_what_was_wrong_before() -> None:
    wish = Wish(problems={"date_range_start": ["First."]})

    found = when.read(wish, "on February 30", TODAY)

    assert found.date_range_start is None and len(found.problems["date_range_start"]) == 2
    assert wish.problems == {"date_range_start": ["First."]}


@given(st.text(max_size=100))
def test_no_phrase_breaks_it_and_no_window_ends_before_it_begins(phrase: str) -> None:
    found = read(phrase)

    if found.date_range_start is not None:
        assert found.date_range_start >= TODAY
