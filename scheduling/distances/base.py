"""The Distance port: how far, and how long on the way."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from callpilot.adapters import Registry


@dataclass(frozen=True)
class Point:
    """A place on earth, degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Matrix:
    """Ways from n origins to m places."""

    km: NDArray[np.float64]  # (n, m)
    minutes: NDArray[np.float64]  # (n, m)
    mode: str  # driving, walking …


class Distance(Protocol):
    """Whoever knows how long the way is."""

    def ways(self, origins: list[Point], places: list[Point]) -> Matrix:
        """Raises VendorError when the ways cannot be had."""
        ...


distances = Registry[Distance](
    "DISTANCE", {"haversine": "scheduling.distances.haversine.Haversine"}
)
