"""Where is that? Names, streets, and towns of the same streets."""

from zoneinfo import ZoneInfo

import pytest

from callpilot.models import Profile
from campaigns.providers import gazetteer

NEW_YORKER = Profile(latitude=40.71, longitude=-74.0, home_address="", timezone="America/New_York")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("San Francisco", "San Francisco"), ("SF", "San Francisco"), ("sf, ca", "San Francisco"),
        ("near Market St", "Market Street, San Francisco"),
        ("1 Market St, San Francisco, CA 94105", "Market Street, San Francisco"),
        ("Market Street, Oakland", "Oakland"), ("the Haight", "Haight, San Francisco"),
        ("NYC", "New York"), ("St. Louis", "Saint Louis"), ("South San Francisco",
        "South San Francisco"), ("Los Angeles", "Los Angeles"),
    ],
)  # fmt: skip
def test_a_place_is_found(text: str, name: str) -> None:
    found = gazetteer.locate(text)

    assert found is not None and found.name == name


@pytest.mark.parametrize("text", ["", "Atlantis", "home", "me", "Marketing", "x" * 200])
def test_what_is_no_place_is_none(text: str) -> None:
    assert gazetteer.locate(text) is None


def test_home_is_where_the_profile_says() -> None:
    found = gazetteer.locate("near home", NEW_YORKER)

    assert found == gazetteer.Place("home", 40.71, -74.0, "America/New_York")


def test_a_street_without_a_town_is_not_ours_for_who_lives_elsewhere() -> None:
    assert gazetteer.locate("Market Street", NEW_YORKER) is None
    assert gazetteer.locate("Market Street, San Francisco", NEW_YORKER) is not None


def test_every_place_has_a_real_zone_and_lies_in_the_country() -> None:
    for place in [*gazetteer._PARTS.values(), *gazetteer._TOWNS.values()]:
        assert ZoneInfo(place.timezone)
        assert 18 < place.latitude < 72 and -160 < place.longitude < -66


def test_no_name_stands_for_two_places() -> None:
    places = {(name, place) for name, place, _part in gazetteer._NAMED}

    assert len(places) == len(dict(places)) > 100
