"""Ways by great circle, road factor and typical speeds; needs no network."""

import numpy as np
from numpy.typing import NDArray

from scheduling.distances.base import Matrix, Point

EARTH_KM = 6371.0088
ROAD_FACTOR = 1.3  # roads are that much longer than the straight line
TOWN_KM = 10.0  # so far a way leads through town
TOWN_KM_PER_HOUR = 25.0
COUNTRY_KM_PER_HOUR = 70.0
PARKING_MINUTES = 2.0


class Haversine:
    """Driving, estimated from the straight line."""

    def ways(self, origins: list[Point], places: list[Point]) -> Matrix:
        km = great_circle_km(_radians(origins), _radians(places)) * ROAD_FACTOR
        town = np.minimum(km, TOWN_KM) / TOWN_KM_PER_HOUR
        country = np.maximum(km - TOWN_KM, 0.0) / COUNTRY_KM_PER_HOUR
        minutes = np.where(km > 0, (town + country) * 60 + PARKING_MINUTES, 0.0)
        return Matrix(km=km, minutes=minutes, mode="driving")


def _radians(points: list[Point]) -> NDArray[np.float64]:
    """(n, 2): latitude and longitude."""
    degrees = np.array([(p.latitude, p.longitude) for p in points], dtype=np.float64)
    return np.radians(degrees.reshape(-1, 2))


def great_circle_km(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Kilometres from each of n to each of m, (n, 2) × (m, 2) in radians → (n, m)."""
    half = (a[:, None, :] - b[None, :, :]) / 2
    cosines = np.cos(a[:, None, 0]) * np.cos(b[None, :, 0])
    chord = np.sin(half[..., 0]) ** 2 + cosines * np.sin(half[..., 1]) ** 2
    angles: NDArray[np.float64] = np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return 2 * EARTH_KM * angles
