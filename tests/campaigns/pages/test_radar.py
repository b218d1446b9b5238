"""The radar: north is up, near is near, and no dot covers another."""

from itertools import combinations
from math import hypot

from campaigns.models import Call, Provider
from campaigns.pages.call_cards import Card
from campaigns.pages.radar import APART, CENTRE, REACH, radar

HERE = (37.7749, -122.4194)


def card(number: int, north: float, east: float) -> Card:
    """A desk so many kilometres away."""
    provider = Provider(latitude=HERE[0] + north / 111.2, longitude=HERE[1] + east / 87.9)
    return Card(Call(provider=provider), number)


def test_a_dot_stands_where_its_desk_is() -> None:
    north, east = radar(*HERE, [card(1, 4, 0), card(2, 0, 4)]).dots

    assert north.side == "N" and north.y < CENTRE and abs(north.x - CENTRE) < 1
    assert east.side == "E" and east.x > CENTRE and abs(east.y - CENTRE) < 1
    assert (north.km, east.km) == (4.0, 4.0)


def test_farther_is_drawn_farther_and_within_the_rings() -> None:
    dots = radar(*HERE, [card(n, n, 0) for n in (1, 3, 5, 7)]).dots

    aways = [CENTRE - dot.y for dot in dots]
    assert aways == sorted(aways) and aways[-1] <= REACH + 4


def test_many_desks_in_one_house_do_not_cover_one_another() -> None:
    dots = radar(*HERE, [card(n, 0.1, 0.1) for n in range(1, 16)]).dots

    assert all(hypot(a.x - b.x, a.y - b.y) >= APART - 0.2 for a, b in combinations(dots, 2))


def test_a_desk_without_a_place_has_no_dot() -> None:
    nowhere = Card(Call(provider=Provider(latitude=None)), 1)

    assert radar(*HERE, [nowhere]).dots == []
