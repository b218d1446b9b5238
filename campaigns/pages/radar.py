"""The radar: where the desks are as seen from the person, drawn on a square; pure geometry."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, radians, sin, sqrt

from campaigns.models import Provider
from campaigns.pages.call_cards import Card

SIZE = 320
CENTRE = SIZE / 2
REACH = 140.0  # radius of the outermost ring
APART = 25.0  # between the middles of two dots
SCALES = [(0.5, 1.0, 2.0), (1.0, 2.5, 5.0), (2.0, 5.0, 8.0), (5.0, 10.0, 20.0), (10.0, 25.0, 50.0)]
SIDES = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


@dataclass(frozen=True)
class Dot:
    """One desk: its card's number, where it stands on the square, and how far it is really."""

    card: Card
    x: float
    y: float
    km: float
    side: str  # of the person, N to NW


@dataclass(frozen=True)
class Ring:
    km: float
    radius: float
    label_y: float


@dataclass(frozen=True)
class Radar:
    dots: list[Dot]
    rings: list[Ring]


def radar(latitude: float, longitude: float, cards: Sequence[Card]) -> Radar:
    """A dot for each card whose desk has a place, the latest call of each desk."""
    latest = {card.call.provider_id: card for card in cards if _placed(card)}
    seen = []
    for card in latest.values():
        east, north = _offset(latitude, longitude, card.call.provider)
        seen.append((hypot(east, north), atan2(east, north), card))
    furthest = max((km for km, _, _ in seen), default=1.0)
    scale = next((each for each in SCALES if each[-1] >= furthest), SCALES[-1])
    places: list[tuple[float, float]] = [(CENTRE, CENTRE)]
    dots = []
    for km, bearing, card in sorted(seen, key=lambda each: (each[0], each[2].number)):
        x, y = _free(_radius(km, scale[-1]), bearing, places)
        places.append((x, y))
        side = SIDES[round(bearing / (pi / 4)) % 8]
        dots.append(Dot(card, round(x, 1), round(y, 1), round(km, 1), side))
    rings = [
        Ring(km, round(_radius(km, scale[-1]), 1), round(CENTRE - _radius(km, scale[-1]) - 3, 1))
        for km in scale
    ]
    return Radar(sorted(dots, key=lambda dot: dot.card.number), rings)


def _placed(card: Card) -> bool:
    provider = card.call.provider
    return provider is not None and None not in (provider.latitude, provider.longitude)


def _offset(latitude: float, longitude: float, provider: Provider | None) -> tuple[float, float]:
    """Kilometres to the east and to the north."""
    assert provider is not None and provider.latitude is not None and provider.longitude is not None
    east = radians(provider.longitude - longitude) * cos(radians(latitude)) * 6371
    return east, radians(provider.latitude - latitude) * 6371


def _radius(km: float, reach_km: float) -> float:
    """Near desks are drawn farther apart than far ones: by the square root."""
    return REACH * sqrt(min(km / reach_km, 1.0))


def _free(radius: float, bearing: float, places: list[tuple[float, float]]) -> tuple[float, float]:
    """The nearest spot to this one that covers no other dot."""
    wanted = CENTRE + radius * sin(bearing), CENTRE - radius * cos(bearing)
    for step in range(200):
        turn, away = step * 2.4, 2.6 * sqrt(step) * 2
        x, y = wanted[0] + away * sin(turn), wanted[1] - away * cos(turn)
        inside = hypot(x - CENTRE, y - CENTRE) <= REACH + 4
        if inside and all(hypot(x - a, y - b) >= APART for a, b in places):
            return x, y
    return wanted
