"""Ways: known distances, symmetry, and sums that cannot go wrong."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.distances.base import Point
from scheduling.distances.haversine import ROAD_FACTOR, Haversine

FERRY = Point(37.7955, -122.3937)
OAKLAND = Point(37.8044, -122.2712)
points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


def test_a_known_distance() -> None:
    ways = Haversine().ways([Point(0, 0)], [Point(0, 1)])

    assert ways.km[0, 0] / ROAD_FACTOR == pytest.approx(111.195, abs=0.01)


def test_minutes_by_hand() -> None:
    ways = Haversine().ways([FERRY], [FERRY, OAKLAND])

    km = ways.km[0, 1]
    assert ways.minutes[0, 0] == 0
    assert km > 10
    assert ways.minutes[0, 1] == pytest.approx(2 + 24 + (km - 10) / 70 * 60)


def test_the_matrix_has_a_row_for_each_origin() -> None:
    ways = Haversine().ways([FERRY, OAKLAND], [FERRY, OAKLAND, FERRY])

    assert ways.km.shape == ways.minutes.shape == (2, 3)
    assert Haversine().ways([FERRY], []).km.shape == (1, 0)


@given(points, points)
def test_ways_are_symmetric_finite_and_shorter_than_half_the_globe(a: Point, b: Point) -> None:
    ways = Haversine().ways([a, b], [a, b])

    assert np.isfinite(ways.km).all() and np.isfinite(ways.minutes).all()
    assert ways.km[0, 1] == pytest.approx(ways.km[1, 0], abs=1e-6)
    assert ways.km.max() <= 20_016 * ROAD_FACTOR


@given(points, st.lists(points, min_size=2, max_size=6))
def test_farther_never_takes_less_time(origin: Point, places: list[Point]) -> None:
    ways = Haversine().ways([origin], places)

    order = np.argsort(ways.km[0], kind="stable")
    assert (np.diff(ways.minutes[0][order]) >= -1e-9).all()
