"""Finds where a text means: home, a point, a street of San Francisco, or any town on earth."""

import csv
import logging
import re
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext as _

from callpilot.errors import BadInput, PlaceObject, VendorError
from callpilot.models import Profile
from campaigns.providers.geocoders.base import Located, Place, geocoders
from scheduling.distances.base import Point
from scheduling.distances.haversine import Haversine

logger = logging.getLogger(__name__)

# A line: kind is a part of San Francisco or a town that is known without its state; names are
# its own and, after |, others.
_TABLE = Path(__file__).with_suffix(".csv")
_HOME = re.compile(
    r"^(?:(?:my |at )?(?:home|house|place|area|neighbou?rhood)|me|here|nearby|where i live)$"
)
_LEADING = re.compile(r"^(?:near|in|around|at|by|close to|next to)\s+", re.IGNORECASE)
_STREETS = {"st": "street", "ave": "avenue", "av": "avenue", "blvd": "boulevard"}
_CITY = re.compile(r"\b(?:san francisco|sf)\b")
_BEHIND = re.compile(r"(?:(?:san francisco|sf|ca|california|usa|united states|94\d{3}) ?)*")
_DEGREES = r"([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*([NSEW]?)"
_POINT = re.compile(rf"{_DEGREES}\s*[,; ]\s*{_DEGREES}(?:\s*\([^()]*\))?", re.IGNORECASE)
SAN_FRANCISCO = Point(37.7749, -122.4194)
TOWN_KM = 40.0  # streets of the town are meant by who lives this near


def find(text: str, person: Profile | None = None) -> Located:
    """What any text means, or what to ask back. person: for "home", and for what is nearby."""
    plain = _LEADING.sub("", text.strip())
    known = local(plain, person)
    if known is not None:
        return known
    near = _point_of(person)
    try:
        return geocoders.get().locate(plain, near)
    except VendorError:
        logger.warning("The table of towns answered instead of %s", geocoders.chosen)
        return geocoders.get("offline").locate(plain, near)


def found(field: str, text: str, person: Profile | None = None) -> Located:
    """The place that a field's text means. Raises BadInput, perhaps with suggestions."""
    located = find(text, person)
    if located.place is None:
        sentences = {field: [question(text, located)]}
        raise BadInput(sentences, {field: suggested(located)})
    return located


def local(text: str, person: Profile | None = None) -> Located | None:
    """What needs no list of towns: home, a point, a part of San Francisco."""
    flat = _flat(text)
    if _HOME.match(flat):
        place = home(person)
        return Located(place, named=place is not None)
    if (point := _point(text)) is not None:
        return Located(_described(point), named=True)
    place = _part(flat, person)
    return Located(place, named=True) if place else None


def mentioned(sentence: str, person: Profile | None = None) -> tuple[str, Located] | None:
    """A place somewhere in a sentence, of the few that need no word to lead to them."""
    flat = _flat(sentence)
    town, part = _longest(flat, _TOWNS), _longest(flat, [*_PARTS])
    if part and (not town or _CITY.fullmatch(town)) and (town or _lives_here(person)):
        return part, Located(_PARTS[part], named=True)
    if not town:
        return None
    behind = re.search(rf"\b{re.escape(town)}((?: [\w']+){{0,3}})", flat)
    words = behind.group(1).split() if behind else []
    for length in range(len(words), -1, -1):  # "Oakland Park" is not in Oakland
        text = " ".join([town, *words[:length]])
        found = find(text, person)
        if found.named:
            return text, found
    return None


def home(person: Profile | None) -> Place | None:
    """Where the person lives, if they told us."""
    if person is None or person.latitude is None or person.longitude is None:
        return None
    name = person.home_address or "home"
    zone = person.home_timezone or person.timezone
    return Place(name, person.latitude, person.longitude, zone)


def km(one: Place, other: Place) -> float:
    """As the crow flies."""
    points = [Point(each.latitude, each.longitude) for each in (one, other)]
    return float(Haversine().ways(points[:1], points[1:]).km[0, 0])


def suggested(located: Located) -> list[PlaceObject]:
    """What to choose from wherever it is asked: the talk, a form, the API or a command."""
    return [place.shown for place in located.suggestions]


def at(point: Point, label: str = "", timezone: str = "") -> Place:
    """A point that somebody gave, in their own words and zone or in ours."""
    if label and timezone:
        return Place(label, point.latitude, point.longitude, timezone)
    described = _described(point)
    return replace(described, name=label or described.name, timezone=timezone or described.timezone)


# --- in words ------------------------------------------------------------------------------------


def question(text: str, located: Located) -> str:
    """Why a text is no place yet, and what would be one."""
    values = {"text": text.strip()[:60]}
    if located.named:
        return _("There are several places called “%(text)s”. Which one is it?") % values
    if located.suggestions:
        return _("We do not know the place “%(text)s”. Is it one of these?") % values
    return (
        _(
            "We do not know the place “%(text)s”. Name the next bigger town, a US postcode, "
            "or a point like 48.2, 16.37."
        )
        % values
    )


def remark(left_out: str, town: str) -> str:
    """That a place is the middle of a town; "" when it is known as it was said."""
    if not left_out:
        return ""
    return _("We do not know “%(rest)s”, so ways are counted from the middle of %(town)s.") % {
        "rest": left_out[:60],
        "town": town,
    }


# --- reading -------------------------------------------------------------------------------------


def _flat(text: str) -> str:
    """Lower case, words only, street endings in full: "near Market St." → "near market street"."""
    words = re.sub(r"[^a-z0-9' ]+", " ", text.casefold().replace("’", "'")).split()
    return " ".join(_STREETS.get(word, word) if n else word for n, word in enumerate(words))


def _read_table() -> tuple[dict[str, Place], list[str]]:
    """The parts of San Francisco by flat name, and the flat names of well-known towns."""
    parts: dict[str, Place] = {}
    towns: list[str] = []
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            names = row["names"].split("|")
            if row["kind"] == "town":
                towns += map(_flat, names)
                continue
            inside = "San Francisco" not in names[0]
            label = f"{names[0]}, San Francisco" if inside else names[0]
            place = Place(label, float(row["latitude"]), float(row["longitude"]), row["timezone"])
            parts |= {_flat(name): place for name in names}
    return parts, towns


_PARTS, _TOWNS = _read_table()


def _part(flat: str, person: Profile | None) -> Place | None:
    """A part of San Francisco and nothing else: "1 market street san francisco ca"."""
    address = re.sub(r"^\d+[a-z]? (?=\D)", "", flat)
    begins = [name for name in _PARTS if re.match(rf"{re.escape(name)}(?!\S)", address)]
    if not begins:
        return None
    name = max(begins, key=len)
    behind = address.removeprefix(name).strip()
    if not _BEHIND.fullmatch(behind) or not (_CITY.search(behind) or _lives_here(person)):
        return None
    return _PARTS[name]


def _longest(flat: str, names: list[str]) -> str:
    hits = [name for name in names if re.search(rf"\b{re.escape(name)}(?!\w)", flat)]
    return max(hits, key=len, default="")


def _point(text: str) -> Point | None:
    """ "48.2, 16.37", "48.2N 16.37E", and as we write it: with the town nearby in brackets."""
    match = _POINT.fullmatch(text.strip())
    if not match or not all("." in match.group(n) or match.group(n + 1) for n in (1, 3)):
        return None  # "5, 10" may be anything
    sides = match.group(2).upper(), match.group(4).upper()
    latitude, longitude = (
        -abs(float(match.group(n))) if side in ("S", "W") else float(match.group(n))
        for n, side in zip((1, 3), sides, strict=True)
    )
    if sides[0] in ("E", "W") or sides[1] in ("N", "S"):
        sides, latitude, longitude = sides[::-1], longitude, latitude
    if sides[0] in ("E", "W") or sides[1] in ("N", "S"):
        return None
    fits = abs(latitude) <= 90 and abs(longitude) <= 180
    return Point(latitude, longitude) if fits else None


def _described(point: Point) -> Place:
    try:
        return geocoders.get().describe(point)
    except VendorError:
        return geocoders.get("offline").describe(point)


def _point_of(person: Profile | None) -> Point | None:
    place = home(person)
    return Point(place.latitude, place.longitude) if place else None


def _lives_here(person: Profile | None) -> bool:
    """Whether a street without a city may be one of San Francisco; who told us nothing may."""
    here = _point_of(person)
    if here is None:
        return True
    ways = Haversine().ways([here], [SAN_FRANCISCO])
    return float(ways.km[0, 0]) <= TOWN_KM
