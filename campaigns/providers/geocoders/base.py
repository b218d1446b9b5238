"""The Geocoder port: where a text means, and what is said of a point."""

from dataclasses import dataclass
from typing import Protocol

from callpilot.adapters import Registry
from callpilot.errors import PlaceObject
from scheduling.distances.base import Point


@dataclass(frozen=True)
class Place:
    """A named point and its time zone."""

    name: str
    latitude: float
    longitude: float
    timezone: str

    @property
    def shown(self) -> PlaceObject:
        """As the API shows it."""
        return {
            "label": self.name,
            "latitude": self.latitude,
            "longitude": self.longitude,
            "timezone": self.timezone,
        }


@dataclass(frozen=True)
class Located:
    """What became of a text: a place, or what to ask back.

    place: the one that is meant; None when it may be several, or nothing that is known.
    suggestions: places to choose from instead; the name of each, located, is that very point.
    left_out: the part of the text that is not known, a street mostly: `place` is then the
    middle of its town. named: the text is a name of something known, be it of several.
    people: how many live there, in the biggest of several; 0 when that is not known.
    """

    place: Place | None = None
    suggestions: tuple[Place, ...] = ()
    left_out: str = ""
    named: bool = False
    people: int = 0


class Geocoder(Protocol):
    """Whoever knows where places are."""

    def locate(self, text: str, near: Point | None = None) -> Located:
        """For any text at all. near: where who says it lives. Raises VendorError."""
        ...

    def describe(self, point: Point) -> Place:
        """A point by its name and time zone. Raises VendorError."""
        ...


geocoders = Registry[Geocoder](
    "GEOCODER", {"offline": "campaigns.providers.geocoders.offline.OfflineGeocoder"}
)
