"""Finds the place that a text names, in a small table: San Francisco by streets, and big cities."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from callpilot.models import Profile
from scheduling.distances.base import Point
from scheduling.distances.haversine import Haversine


@dataclass(frozen=True)
class Place:
    """A named point and its time zone."""

    name: str
    latitude: float
    longitude: float
    timezone: str


# A line: kind is a part of San Francisco or a town; names are its own and, after |, others.
_TABLE = Path(__file__).with_suffix(".csv")
_HOME = re.compile(
    r"^(?:(?:my |at )?(?:home|house|place|area|neighbou?rhood)|me|here|nearby|where i live)$"
)
_STREETS = {"st": "street", "ave": "avenue", "av": "avenue", "blvd": "boulevard"}
TOWN_KM = 40.0  # streets of the town are meant by who lives this near


def _flat(text: str) -> str:
    """Lower case, words only, street endings in full: "near Market St." → "near market street"."""
    words = re.sub(r"[^a-z0-9' ]+", " ", text.casefold().replace("’", "'")).split()
    return " ".join(_STREETS.get(word, word) if n else word for n, word in enumerate(words))


def _all() -> Iterator[tuple[str, Place, bool]]:
    """Flat name, place, and whether it is a part of San Francisco."""
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            names, part = row["names"].split("|"), row["kind"] == "part"
            inside = part and "San Francisco" not in names[0]
            label = f"{names[0]}, San Francisco" if inside else names[0]
            place = Place(label, float(row["latitude"]), float(row["longitude"]), row["timezone"])
            for name in names:
                yield _flat(name), place, part


_NAMED = list(_all())
_PARTS = {name: place for name, place, part in _NAMED if part}
_TOWNS = {name: place for name, place, part in _NAMED if not part}


def locate(text: str, near: Profile | None = None) -> Place | None:
    """The place that `text` names, or None. `near`: a Profile, for "home" and for plain streets.

    "Market St, Oakland" is Oakland: a street of ours counts only when no other city is named.
    """
    flat = re.sub(r"^(?:near|in|around|at|by|close to)\s+", "", _flat(text))
    if _HOME.match(flat):
        return home(near)
    town = _longest(flat, _TOWNS)
    part = _longest(flat, _PARTS)
    ours = town is None or town.name == "San Francisco"
    if part is not None and ours and (town is not None or _lives_here(near)):
        return part
    return town


def exactly(text: str, near: Profile | None = None) -> Place | None:
    """Like `locate`, but only when `text` is a place and nothing else: "1 Market St, SF"."""
    flat = re.sub(r"^\d+[a-z]? (?=\D)", "", _flat(text))
    flat = re.sub(r" (?:ca|california|usa|[a-z]{2} \d{5}|\d{5})$", "", flat)
    if _HOME.match(flat) or flat in _TOWNS or flat in _PARTS:
        return locate(text, near)
    streets, towns = flat.split(), {name for name in _TOWNS if flat.endswith(f" {name}")}
    if towns and len(streets) <= 6:
        rest = flat.removesuffix(max(towns, key=len)).strip()
        if rest in _PARTS or rest.split()[-1] in _STREETS.values():
            return locate(text, near)
    return None


def home(near: Profile | None) -> Place | None:
    """Where the person lives, if they told us."""
    if near is None or near.latitude is None or near.longitude is None:
        return None
    name = near.home_address or "home"
    return Place(name, near.latitude, near.longitude, near.timezone)


def _longest(flat: str, table: dict[str, Place]) -> Place | None:
    hits = [name for name in table if re.search(rf"\b{re.escape(name)}(?!\w)", flat)]
    return table[max(hits, key=len)] if hits else None


def _lives_here(near: Profile | None) -> bool:
    """Whether a street without a city may be one of San Francisco; who told us nothing may."""
    if near is None or near.latitude is None or near.longitude is None:
        return True
    here = Point(37.7749, -122.4194)
    ways = Haversine().ways([Point(near.latitude, near.longitude)], [here])
    return float(ways.km[0, 0]) <= TOWN_KM
