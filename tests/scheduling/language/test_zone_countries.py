"""Tests of scheduling/language/zone_countries.py: the country of a zone."""

import pytest

from scheduling.language.zone_countries import country_of


@pytest.mark.parametrize(
    ("zone", "country"),
    [("America/New_York", "US"), ("Europe/Vienna", "AT"), ("Etc/UTC", None), ("UTC", None)],
)
def test_a_zone_lies_in_one_country_or_in_none(zone: str, country: str | None) -> None:
    assert country_of(zone) == country
