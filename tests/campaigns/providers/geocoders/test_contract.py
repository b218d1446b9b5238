"""What every geocoder keeps to: an answer to any text, and a name and zone for any point."""

from zoneinfo import ZoneInfo

import pytest

from campaigns.providers.geocoders.base import Geocoder, geocoders
from scheduling.distances.base import Point


@pytest.fixture(params=geocoders.names)
def geocoder(request: pytest.FixtureRequest) -> Geocoder:
    return geocoders.get(request.param)


def test_a_town_is_where_it_is_and_has_its_own_zone(geocoder: Geocoder) -> None:
    place = geocoder.locate("Vienna, Austria").place

    assert place is not None and place.timezone == "Europe/Vienna"
    assert (place.latitude, place.longitude) == pytest.approx((48.2, 16.37), abs=0.1)


def test_what_it_calls_a_place_is_that_place(geocoder: Geocoder) -> None:
    for text in ("Oakland, California", "Paris, Texas", "94105"):
        place = geocoder.locate(text).place
        assert place is not None and geocoder.locate(place.name).place == place


def test_what_may_be_several_is_asked_back_by_names_that_are_each_one(geocoder: Geocoder) -> None:
    asked = geocoder.locate("Springfield")

    assert asked.place is None and asked.named and len(asked.suggestions) > 1
    for suggested in asked.suggestions:
        place = geocoder.locate(suggested.name).place
        assert place is not None and place.timezone == suggested.timezone
        assert (place.latitude, place.longitude) == (suggested.latitude, suggested.longitude)


@pytest.mark.parametrize("text", ["", "\x00", "Xyzzyville", "ß" * 5000, "12", "'; --", "🏠"])
def test_what_is_no_place_is_none(geocoder: Geocoder, text: str) -> None:
    assert geocoder.locate(text).place is None


def test_any_point_has_a_name_and_a_real_zone(geocoder: Geocoder) -> None:
    for point in (Point(48.2, 16.37), Point(-90.0, 0.0), Point(0.0, 180.0)):
        place = geocoder.describe(point)
        assert place.name and ZoneInfo(place.timezone)
        assert Point(place.latitude, place.longitude) == point
