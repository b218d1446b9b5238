"""The demo town: invented, complete, and callable by nobody but the simulator."""

import re
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from campaigns.providers import phone_numbers
from campaigns.providers.directories.base import Listing, directories
from campaigns.providers.directories.demo import LISTINGS, DemoDirectory
from campaigns.providers.service_kinds import SERVICES

MARKET = (37.7837, -122.4089)


def test_the_town_has_everybody() -> None:
    counts = Counter(listing.service for listing in LISTINGS)

    assert counts == {
        "dentist": 18, "doctor": 6, "hair_salon": 6, "car_repair": 5, "restaurant": 6, "vet": 5,
        "general": 6,
    }  # fmt: skip
    assert set(counts) == set(SERVICES)


def test_numbers_are_fictional_and_unique_and_one_is_missing() -> None:
    phones = [listing.phone for listing in LISTINGS if listing.phone]

    assert len(phones) == len(set(phones)) == len(LISTINGS) - 1
    assert all(re.fullmatch(r"\+1\d{3}55501\d\d", phone) for phone in phones)
    assert all(phone_numbers.problem(phone) is None for phone in phones)
    assert not {"+14155550100", "+14155550123"} & set(phones)  # the caller's and the demo user's


def test_fifteen_dentists_can_be_called_at_once() -> None:
    assert sum(each.service == "dentist" and bool(each.phone) for each in LISTINGS) >= 15


@pytest.mark.parametrize("weekday", "0123456")
def test_somebody_of_every_trade_is_open_on_every_day(weekday: str) -> None:
    opened = {each.service for each in LISTINGS if weekday in each.opening_hours}

    assert opened == {each.service for each in LISTINGS}


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.source_id)
def test_a_listing_is_plausible(listing: Listing) -> None:
    assert re.fullmatch(rf"demo:{listing.service}:\d+", listing.source_id)
    assert 37.70 < listing.latitude < 37.82 and -122.52 < listing.longitude < -122.38
    assert listing.rating is not None and 0 <= listing.rating <= 5
    assert ZoneInfo(listing.timezone)
    for weekday, spans in listing.opening_hours.items():
        assert weekday in "0123456"
        assert all(re.fullmatch(r"\d\d:\d\d", t) for span in spans for t in span)
        assert all(opens < closes for opens, closes in spans)


def test_the_nearest_come_first_and_no_more_than_asked() -> None:
    directory = directories.get("demo")

    found = directory.find("dentist", *MARKET, 5)

    everybody = DemoDirectory().find("dentist", *MARKET, 99)
    assert found == everybody[:5] and len(everybody) == 18
    assert found[0].name == "Sourdough Dental Studio"


def test_it_knows_nobody_far_away_and_nobody_of_another_trade() -> None:
    assert DemoDirectory().find("dentist", 41.88, -87.63, 5) == []
    assert DemoDirectory().find("undertaker", *MARKET, 5) == []
