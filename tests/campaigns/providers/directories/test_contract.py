"""What every directory keeps to: the nearest first, no more than asked, and named in full."""

from collections.abc import Iterator
from math import cos, hypot, radians
from zoneinfo import ZoneInfo

import pytest

from campaigns.providers import phone_numbers
from campaigns.providers.directories.base import Directory, Listing, directories
from campaigns.providers.service_kinds import SERVICES

MARKET = (37.7837, -122.4089)


@pytest.fixture(params=directories.names)
def name(request: pytest.FixtureRequest) -> Iterator[str]:
    yield request.param


@pytest.fixture
def directory(name: str) -> Directory:
    return directories.get(name)


def far(listing: Listing) -> float:
    north = listing.latitude - MARKET[0]
    east = (listing.longitude - MARKET[1]) * cos(radians(MARKET[0]))
    return hypot(north, east)


@pytest.mark.parametrize("name", sorted({*directories.names} - {"address_book"}))
def test_the_nearest_come_first_and_no_more_than_asked(directory: Directory) -> None:
    found = directory.find("dentist", *MARKET, 5)

    assert 0 < len(found) <= 5
    assert [far(each) for each in found] == pytest.approx(sorted(map(far, found)), abs=1e-3)


def test_a_listing_is_known_by_its_directory_and_nobody_is_there_twice(
    directory: Directory, name: str
) -> None:
    found = directory.find("dentist", *MARKET, 30)

    ids = [each.source_id for each in found]
    assert len(set(ids)) == len(ids) and all(one.startswith(f"{name}:") for one in ids)
    assert directory.attribution


def test_what_is_listed_can_be_called_and_shown(directory: Directory) -> None:
    for listing in directory.find("dentist", *MARKET, 30):
        assert listing.name and listing.service in SERVICES and ZoneInfo(listing.timezone)
        assert not listing.phone or phone_numbers.normalise(listing.phone)
        assert listing.rating is None or 0 <= listing.rating <= 5
        assert set(listing.opening_hours) <= set("0123456")


def test_nobody_is_an_answer_too(directory: Directory) -> None:
    assert directory.find("dentist", *MARKET, 0) == []
    assert directory.find("dentist", -48.87, -123.39, 5) == []  # nobody lives there
