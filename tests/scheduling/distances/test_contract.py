"""What everybody who knows ways keeps to: a row for each origin, no way below nothing."""

from collections.abc import Iterator

import numpy as np
import pytest

from scheduling.distances.base import Distance, Point, distances

FERRY, OAKLAND, MARKET = (
    Point(37.7955, -122.3937),
    Point(37.8044, -122.2712),
    Point(37.7837, -122.4089),
)


@pytest.fixture(params=distances.names)
def distance(request: pytest.FixtureRequest) -> Iterator[Distance]:
    yield distances.get(request.param)


def test_there_is_a_row_for_each_origin_and_a_column_for_each_place(distance: Distance) -> None:
    ways = distance.ways([FERRY, OAKLAND], [MARKET, FERRY, OAKLAND])

    assert ways.km.shape == ways.minutes.shape == (2, 3) and ways.mode


def test_no_places_are_no_ways(distance: Distance) -> None:
    assert distance.ways([FERRY], []).minutes.shape == (1, 0)
    assert distance.ways([], [FERRY]).minutes.shape == (0, 1)


def test_ways_are_finite_and_here_is_nearest(distance: Distance) -> None:
    ways = distance.ways([FERRY], [FERRY, MARKET, OAKLAND])

    for matrix in (ways.km, ways.minutes):
        assert np.isfinite(matrix).all() and (matrix >= 0).all()
        assert matrix[0].argmin() == 0 and matrix[0].argmax() == 2
