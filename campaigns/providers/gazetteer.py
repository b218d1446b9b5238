"""Where is that? A small gazetteer of our own: San Francisco street by street, and big cities."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scheduling.distances.base import Point
from scheduling.distances.haversine import Haversine

PACIFIC, MOUNTAIN = "America/Los_Angeles", "America/Denver"
CENTRAL, EASTERN = "America/Chicago", "America/New_York"


@dataclass(frozen=True)
class Place:
    """A named point and its time zone."""

    name: str
    latitude: float
    longitude: float
    timezone: str


# Name (and, after |, other names): latitude, longitude.
_SAN_FRANCISCO: dict[str, tuple[float, float]] = {
    "Market Street": (37.7837, -122.4089),
    "Mission Street": (37.7780, -122.4120),
    "Mission District|the Mission|Mission": (37.7599, -122.4148),
    "Valencia Street|Valencia": (37.7597, -122.4214),
    "Castro|the Castro|Castro Street": (37.7609, -122.4350),
    "Noe Valley": (37.7502, -122.4337),
    "24th Street": (37.7517, -122.4270),
    "Bernal Heights": (37.7389, -122.4152),
    "Potrero Hill": (37.7577, -122.4005),
    "Dogpatch": (37.7606, -122.3893),
    "South of Market|SoMa": (37.7785, -122.4056),
    "Financial District|FiDi": (37.7946, -122.3999),
    "Downtown San Francisco|downtown": (37.7879, -122.4075),
    "Union Square": (37.7880, -122.4075),
    "Embarcadero|the Embarcadero|Ferry Building": (37.7955, -122.3937),
    "North Beach|Columbus Avenue|Columbus Ave": (37.8003, -122.4103),
    "Chinatown|Grant Avenue|Grant Ave": (37.7941, -122.4078),
    "Nob Hill": (37.7930, -122.4161),
    "Russian Hill": (37.8011, -122.4194),
    "Fisherman's Wharf": (37.8080, -122.4177),
    "Marina|the Marina|Marina District|Chestnut Street": (37.8030, -122.4360),
    "Cow Hollow|Union Street": (37.7976, -122.4330),
    "Pacific Heights|Fillmore Street|Fillmore": (37.7925, -122.4382),
    "Japantown": (37.7854, -122.4294),
    "Hayes Valley|Hayes Street": (37.7759, -122.4245),
    "Civic Center": (37.7793, -122.4193),
    "Tenderloin": (37.7847, -122.4145),
    "Haight|the Haight|Haight Street|Haight-Ashbury": (37.7692, -122.4481),
    "Inner Sunset|Irving Street": (37.7638, -122.4660),
    "Sunset District|the Sunset|Outer Sunset|Judah Street": (37.7554, -122.4940),
    "Richmond District|the Richmond|Inner Richmond|Clement Street": (37.7800, -122.4700),
    "Geary Boulevard|Geary Blvd|Geary Street|Geary": (37.7814, -122.4550),
    "Van Ness Avenue|Van Ness": (37.7860, -122.4216),
    "Lombard Street": (37.8010, -122.4290),
    "Powell Street": (37.7895, -122.4084),
    "Montgomery Street": (37.7905, -122.4020),
    "Sutter Street": (37.7890, -122.4090),
    "Folsom Street": (37.7730, -122.4110),
    "Divisadero Street|Divisadero": (37.7755, -122.4380),
    "Golden Gate Park": (37.7694, -122.4862),
    "Presidio|the Presidio": (37.7989, -122.4662),
    "Glen Park": (37.7338, -122.4337),
    "Excelsior": (37.7246, -122.4278),
    "West Portal": (37.7405, -122.4664),
    "Mission Bay": (37.7707, -122.3910),
}
_CITIES: dict[str, tuple[float, float, str]] = {
    "San Francisco|SF|San Fran|Frisco": (37.7749, -122.4194, PACIFIC),
    "Oakland": (37.8044, -122.2712, PACIFIC),
    "Berkeley": (37.8715, -122.2730, PACIFIC),
    "Emeryville": (37.8313, -122.2852, PACIFIC),
    "Alameda": (37.7652, -122.2416, PACIFIC),
    "Daly City": (37.6879, -122.4702, PACIFIC),
    "South San Francisco": (37.6547, -122.4077, PACIFIC),
    "San Mateo": (37.5630, -122.3255, PACIFIC),
    "Palo Alto": (37.4419, -122.1430, PACIFIC),
    "Sausalito": (37.8591, -122.4853, PACIFIC),
    "San Jose": (37.3382, -121.8863, PACIFIC),
    "Sacramento": (38.5816, -121.4944, PACIFIC),
    "Los Angeles|LA|L.A.": (34.0522, -118.2437, PACIFIC),
    "San Diego": (32.7157, -117.1611, PACIFIC),
    "Long Beach": (33.7701, -118.1937, PACIFIC),
    "Fresno": (36.7378, -119.7871, PACIFIC),
    "Seattle": (47.6062, -122.3321, PACIFIC),
    "Portland": (45.5152, -122.6784, PACIFIC),
    "Las Vegas|Vegas": (36.1699, -115.1398, PACIFIC),
    "Phoenix": (33.4484, -112.0740, "America/Phoenix"),
    "Tucson": (32.2226, -110.9747, "America/Phoenix"),
    "Denver": (39.7392, -104.9903, MOUNTAIN),
    "Salt Lake City": (40.7608, -111.8910, MOUNTAIN),
    "Albuquerque": (35.0844, -106.6504, MOUNTAIN),
    "El Paso": (31.7619, -106.4850, MOUNTAIN),
    "Chicago": (41.8781, -87.6298, CENTRAL),
    "Houston": (29.7604, -95.3698, CENTRAL),
    "Dallas": (32.7767, -96.7970, CENTRAL),
    "Austin": (30.2672, -97.7431, CENTRAL),
    "San Antonio": (29.4241, -98.4936, CENTRAL),
    "Fort Worth": (32.7555, -97.3308, CENTRAL),
    "Minneapolis": (44.9778, -93.2650, CENTRAL),
    "Milwaukee": (43.0389, -87.9065, CENTRAL),
    "Kansas City": (39.0997, -94.5786, CENTRAL),
    "Saint Louis|St. Louis|St Louis": (38.6270, -90.1994, CENTRAL),
    "Nashville": (36.1627, -86.7816, CENTRAL),
    "Memphis": (35.1495, -90.0490, CENTRAL),
    "New Orleans": (29.9511, -90.0715, CENTRAL),
    "New York|New York City|NYC|Manhattan": (40.7128, -74.0060, EASTERN),
    "Brooklyn": (40.6782, -73.9442, EASTERN),
    "Boston": (42.3601, -71.0589, EASTERN),
    "Philadelphia|Philly": (39.9526, -75.1652, EASTERN),
    "Washington|Washington DC|Washington D.C.": (38.9072, -77.0369, EASTERN),
    "Baltimore": (39.2904, -76.6122, EASTERN),
    "Pittsburgh": (40.4406, -79.9959, EASTERN),
    "Cleveland": (41.4993, -81.6944, EASTERN),
    "Detroit": (42.3314, -83.0458, "America/Detroit"),
    "Indianapolis": (39.7684, -86.1581, "America/Indiana/Indianapolis"),
    "Charlotte": (35.2271, -80.8431, EASTERN),
    "Atlanta": (33.7490, -84.3880, EASTERN),
    "Miami": (25.7617, -80.1918, EASTERN),
    "Orlando": (28.5383, -81.3792, EASTERN),
    "Jacksonville": (30.3322, -81.6557, EASTERN),
    "Tampa": (27.9506, -82.4572, EASTERN),
    "Anchorage": (61.2181, -149.9003, "America/Anchorage"),
    "Honolulu": (21.3069, -157.8583, "Pacific/Honolulu"),
}
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
    for names, (latitude, longitude) in _SAN_FRANCISCO.items():
        first, *_others = names.split("|")
        label = first if "San Francisco" in first else f"{first}, San Francisco"
        for name in names.split("|"):
            yield _flat(name), Place(label, latitude, longitude, PACIFIC), True
    for names, (latitude, longitude, timezone) in _CITIES.items():
        first, *_others = names.split("|")
        for name in names.split("|"):
            yield _flat(name), Place(first, latitude, longitude, timezone), False


_PARTS = {name: place for name, place, part in _all() if part}
_TOWNS = {name: place for name, place, part in _all() if not part}


def locate(text: str, near: Any = None) -> Place | None:
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


def exactly(text: str, near: Any = None) -> Place | None:
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


def home(near: Any) -> Place | None:
    """Where the person lives, if they told us."""
    if near is None or near.latitude is None or near.longitude is None:
        return None
    name = near.home_address or "home"
    return Place(name, near.latitude, near.longitude, near.timezone)


def _longest(flat: str, table: dict[str, Place]) -> Place | None:
    hits = [name for name in table if re.search(rf"\b{re.escape(name)}(?!\w)", flat)]
    return table[max(hits, key=len)] if hits else None


def _lives_here(near: Any) -> bool:
    """Whether a street without a city may be one of San Francisco; who told us nothing may."""
    if near is None or near.latitude is None or near.longitude is None:
        return True
    here = Point(37.7749, -122.4194)
    ways = Haversine().ways([Point(near.latitude, near.longitude)], [here])
    return float(ways.km[0, 0]) <= TOWN_KM
