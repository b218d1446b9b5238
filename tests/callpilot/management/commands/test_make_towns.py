"""The shipped table of towns is what the packages that keep such data make of it."""

import sqlite3
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import pytest
import zipcodes

from callpilot.management.commands import make_towns
from callpilot.management.commands.make_towns import Town
from campaigns.providers.geocoders.offline import OfflineGeocoder
from campaigns.providers.geocoders.spelling import folded
from campaigns.providers.geocoders.town_table import DEGREE, TABLE

ROOT = Path(__file__).resolve().parents[4]
EVERY = 97  # one of so many is looked at


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A table of three towns and a postcode, written as the big one is."""
    towns = [
        Town("Zürich", "CH", "CH.ZH", 47.37, 8.55, 400_000, "Europe/Zurich", {"zurich", "turicum"}),
        Town("Paris", "US", "US.TX", 33.66, -95.56, 25_000, "America/Chicago", {"paris"}),
        Town("Paris", "US", "US.ME", 44.26, -70.5, 0, "America/New_York", {"paris"}),
    ]
    names = {"CH": ["Switzerland", "Schweiz"], "US": ["United States", "USA"],
             "US.TX": ["Texas", "TX"], "US.ME": ["Maine", "ME"], "CH.ZH": ["Zürich"]}  # fmt: skip
    path = tmp_path / "small.db"
    make_towns.write(path, towns, [("75460", 1, 33.65, -95.54)], names)
    return path


def test_what_is_written_can_be_located(small: Path) -> None:
    geocoder = OfflineGeocoder(small)

    assert str(geocoder.locate("Turicum, Schweiz").place).startswith("Place(name='Zürich, Switz")
    assert str(geocoder.locate("75460").place).startswith("Place(name='Paris, Texas 75460'")
    assert geocoder.locate("Paris, ME").place is not None


def test_a_table_is_replaced_as_a_whole(small: Path) -> None:
    make_towns.write(small, [], [], {})

    assert OfflineGeocoder(small).locate("Paris").suggestions == ()
    assert [path.name for path in small.parent.iterdir()] == ["small.db"]


def test_of_two_towns_that_no_words_tell_apart_the_bigger_stays() -> None:
    towns = [Town("Dondo", "AO", "AO.05", 0, 0, size, "Africa/Luanda") for size in (5, 4)]

    assert list(make_towns._without_doubles(towns)) == towns[:1]


# --- the one that is shipped


def test_it_was_made_with_the_versions_that_are_asked_for() -> None:
    wanted = (ROOT / "requirements-dev.txt").read_text().split()
    with closing(sqlite3.connect(TABLE)) as rows:
        about = dict(rows.execute("SELECT name, value FROM about"))

    for name in make_towns.PACKAGES:
        assert f"{name}=={about[name]}" in wanted
        assert about[name] == version(name)


def test_it_holds_the_towns_of_the_package_with_their_places_and_people() -> None:
    with closing(sqlite3.connect(TABLE)) as rows:
        read = "SELECT name, country, region, latitude, longitude, population FROM town"
        shipped = {row[:3]: row[3:] for row in rows.execute(read)}
    towns = [*make_towns.counted_towns(EVERY)]

    assert len(towns) > 700
    for town in towns:
        latitude, longitude, people = shipped[town.name, town.country, town.region]
        assert people >= town.population  # of two of one name the bigger is kept
        if people == town.population:
            place = pytest.approx((latitude / DEGREE, longitude / DEGREE), abs=1e-5)
            assert (town.latitude, town.longitude) == place


def test_it_holds_every_american_postcode_that_is_in_use() -> None:
    known = {
        str(row["zip_code"]): folded(str(row["city"]))
        for row in zipcodes.list_all()
        if row["active"] and row["zip_code_type"] == "STANDARD"
    }
    with closing(sqlite3.connect(TABLE)) as rows:
        spelled = set(rows.execute("SELECT name, town FROM spelling"))
        towns = dict(rows.execute("SELECT code, town FROM postcode"))

    lost = {code for code, city in known.items() if (city, towns.get(code)) not in spelled}
    assert len(known) > 29_000 and len(lost) <= 1  # one has a zone that there is not
