"""A landmark is no town: it is asked about, or looked for in the midst of the town said with it."""

import pytest

from callpilot.errors import BadInput
from campaigns.intake import parse
from campaigns.intake.beside import landmarks
from campaigns.intake.message import with_named_place
from campaigns.intake.wish import Wish
from tests.campaigns.intake.test_parse import TODAY


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("dentist near the Golden Gate Bridge next week", "Golden Gate Bridge"),
        ("dentist near golden gate bridge", "golden gate bridge"),
        ("vet near the University of Chicago", "University of Chicago"),
        ("vet by the Oakland Airport", "Oakland Airport"),
        ("vet near the station", "station"),
        ("barber close to my office tomorrow", "my office"),
        ("barber near work", "work"),
        ("barber near my daughter's school", "daughter's school"),
        ("barber by Pier 39", "Pier 39"),
        ("barber near the Walmart", "Walmart"),
    ],
)
def test_a_landmark_is_known_by_its_kind(text: str, name: str) -> None:
    found = landmarks.first(text, None)

    assert found is not None and (found.name, found.found.place) == (name, None)


@pytest.mark.parametrize(
    "text",
    [
        "dentist in Menlo Park",
        "dentist in Salt Lake City",
        "dentist near Lake Forest",
        "dentist near Union Square tomorrow",
        "dentist in Long Beach",
        "dentist in Times Square",
        "dentist around the corner",
        "dentist after work",
        "a check-up at the hospital",
        "dentist near me",
    ],
)
def test_a_town_or_a_part_of_one_is_none_whatever_it_is_called(text: str) -> None:
    assert landmarks.first(text, None) is None


@pytest.mark.parametrize(
    ("text", "place", "left_out"),
    [
        ("dentist near Central Park, New York", "New York City, New York", "Central Park"),
        ("dentist near the bridge in Oakland", "Oakland, California", "bridge"),
        ("dentist in Oakland, near the station", "Oakland, California", "station"),
    ],
)
def test_the_town_said_with_it_is_taken_and_the_rest_is_said(
    text: str, place: str, left_out: str
) -> None:
    wish = parse.read(text, None, TODAY)

    assert (wish.place, wish.place_left_out) == (place, left_out)


def test_it_is_asked_about_and_no_town_far_away_is_taken() -> None:
    wish = parse.read("dentist near the Golden Gate Bridge", None, TODAY)

    assert wish.place is None and "“Golden Gate Bridge”" in wish.problems["place"][0]
    assert landmarks.located("Golden Gate Bridge", None).suggestions == ()


def test_what_a_model_calls_a_place_is_looked_at_alike() -> None:
    assert landmarks.located("the airport", None).place is None
    found = landmarks.located("Oakland", None).place
    assert found is not None and found.name == "Oakland, California"
    assert with_named_place(Wish(), "dentist near Xyzzyville", None).problems["place"]


@pytest.mark.parametrize(
    "text", ["the airport", "near the airport", "near work", "my office", "the mall", "the library"]
)
def test_a_field_that_names_no_town_is_asked_about(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        landmarks.found("place", text, None)

    assert "We do not know the place" in refused.value.errors["place"][0]


@pytest.mark.parametrize(
    ("text", "name", "left_out"),
    [
        ("Salt Lake City", "Salt Lake City, Utah", ""),
        ("near Menlo Park", "Menlo Park, California", ""),
        ("Oakland Airport, Oakland", "Oakland, California", "Oakland Airport"),
        ("12 Market St, San Francisco", "Market Street, San Francisco", ""),
    ],
)
def test_a_field_that_names_a_town_is_there(text: str, name: str, left_out: str) -> None:
    found = landmarks.found("place", text, None)

    assert found.place is not None and (found.place.name, found.left_out) == (name, left_out)
