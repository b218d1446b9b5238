"""The time zone of a point on earth."""

import pytest

from campaigns.providers.geocoders.zones import zone_at
from scheduling.distances.base import Point


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (48.2, 16.37, "Europe/Vienna"),
        (-33.87, 151.21, "Australia/Sydney"),
        (36.1, -113.9, "America/Phoenix"),  # an hour off its neighbours, half of the year
        (0.0, -160.0, "Etc/GMT+11"),  # on the high seas
    ],
)
def test_a_point_has_the_zone_of_its_outline(latitude: float, longitude: float, zone: str) -> None:
    assert zone_at(Point(latitude, longitude)) == zone


def test_what_is_no_point_has_none() -> None:
    assert zone_at(Point(float("nan"), 0.0)) == ""
