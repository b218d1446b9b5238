"""Reads the shipped table of towns and US postcodes; nothing of it is kept in memory."""

import math
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from campaigns.providers.geocoders.spelling import folded
from scheduling.distances.base import Point
from scheduling.distances.haversine import Haversine

TABLE = Path(__file__).with_name("towns.db")
DEGREE = 100_000  # whole numbers take less room
KM_OF_DEGREE = 110.5  # of latitude, where it is shortest
MAX_NAMESAKES = 200
_TOWN = """
    SELECT town.id, town.name, town.country, town.region, latitude, longitude, population,
           zone.name, has_namesake, coalesce(country.name, ''), coalesce(region.name, '')
    FROM town JOIN zone ON zone.id = town.zone
    LEFT JOIN country ON country.code = town.country
    LEFT JOIN region ON region.code = town.region
"""
Row = tuple[int, str, str, str, int, int, int, str, int, str, str]


@dataclass(frozen=True)
class Town:
    """A town; its region is a state, a province or the like."""

    id: int
    name: str
    country: str  # "US"
    region: str  # "US.IL"; "" where a country has none
    point: Point
    population: int  # 0: few, and not counted
    timezone: str
    label: str  # "Springfield, Illinois" or "Vienna, Austria"; located, it is this town


class TownTable:
    """An open table. Reading it lets other threads run, as loading a package of towns does not."""

    def __init__(self, rows: sqlite3.Connection) -> None:
        self._rows = rows

    def called(self, name: str) -> list[Town]:
        """The towns of a folded name, the biggest first."""
        where = f"WHERE town.id IN (SELECT town FROM spelling WHERE name = ?) {_BIGGEST}"
        return self._towns(where, name, MAX_NAMESAKES)

    def spelled_like(self, name: str, changed: Iterable[str], most: int) -> list[Town]:
        """Towns whose name goes on where `name` ends, or is one of those `changed`."""
        names = [*changed][:900]  # as many as SQLite takes
        marks = ", ".join("?" * len(names))
        spelled = f"SELECT town FROM spelling WHERE name >= ? AND name < ? OR name IN ({marks})"
        end = f"{name}\U0010ffff"
        return self._towns(f"WHERE town.id IN ({spelled}) {_BIGGEST}", name, end, *names, most)

    def biggest_in(self, code: str, most: int) -> list[Town]:
        """The biggest towns of a country or region."""
        column = "region" if "." in code else "country"
        return self._towns(f"WHERE town.{column} = ? {_BIGGEST}", code, most)

    def nearest(self, point: Point, within_km: float) -> Town | None:
        """The town nearest to a point, of those in its neighbourhood that are counted."""
        north = within_km / KM_OF_DEGREE
        pole_most = max(abs(point.latitude - north), abs(point.latitude + north))
        east = north / max(math.cos(math.radians(min(pole_most, 90.0))), 0.001)
        if abs(point.longitude) + east > 180:
            east = 360.0  # the date line is near: all around
        around = self._towns(
            "WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ? AND population > 0",
            *_around(point.latitude, north),
            *_around(point.longitude, east),
        )
        if not around:
            return None
        km = Haversine().ways([point], [town.point for town in around]).km[0]
        at = int(km.argmin())
        return around[at] if km[at] <= within_km else None

    def postcode(self, code: str) -> tuple[Town, Point] | None:
        """A US postcode's town and its own place."""
        found = self._rows.execute(
            "SELECT town, latitude, longitude FROM postcode WHERE code = ?", (code,)
        ).fetchone()
        if found is None:
            return None
        [town] = self._towns("WHERE town.id = ? LIMIT ?", found[0], 1)
        return town, Point(found[1] / DEGREE, found[2] / DEGREE)

    def codes(self, name: str) -> list[str]:
        """The countries and regions of a folded name or abbreviation."""
        rows = self._rows.execute("SELECT code FROM qualifier WHERE name = ?", (name,))
        return [code for (code,) in rows]

    def qualifiers(self, town: Town) -> list[tuple[str, ...]]:
        """The words that may stand behind a town's name: of its region and of its country."""
        rows = self._rows.execute(
            "SELECT name FROM qualifier WHERE code IN (?, ?)", (town.region, town.country)
        )
        return [tuple(name.split()) for (name,) in rows]

    def _towns(self, where: str, *values: str | int) -> list[Town]:
        return [_town(row) for row in self._rows.execute(f"{_TOWN} {where}", values)]


_BIGGEST = "ORDER BY population DESC, town.id LIMIT ?"


@contextmanager
def open_table(path: Path = TABLE) -> Iterator[TownTable]:
    """For one look; opening costs a fraction of a millisecond, and no thread shares it."""
    address = f"{path.as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as rows:
        yield TownTable(rows)


def _around(degrees: float, reach: float) -> tuple[int, int]:
    return math.floor((degrees - reach) * DEGREE), math.ceil((degrees + reach) * DEGREE)


def _town(row: Row) -> Town:
    number, name, country, region, latitude, longitude, population, zone, twin, nation, part = row
    behind = [nation]
    if country == "US" and part:
        behind = [part]
    elif twin and part:
        behind = [part, nation]
    names = [name, *(each for each in behind if each and folded(each) != folded(name))]
    point = Point(latitude / DEGREE, longitude / DEGREE)
    label = ", ".join(names) if country != "US" else ", ".join([name, *behind])
    return Town(number, name, country, region, point, population, zone, label)
