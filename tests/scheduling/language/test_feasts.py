"""Tests of scheduling/language/feasts.py: the dates of holidays."""

from datetime import date
from typing import get_args

import pytest

from scheduling.language.feasts import coming_feast, feast_in
from scheduling.language.pieces import Feast


@pytest.mark.parametrize(
    ("feast", "day"),
    [
        ("new year's day", date(2027, 1, 1)),
        ("easter", date(2027, 3, 28)),
        ("easter monday", date(2027, 3, 29)),
        ("halloween", date(2027, 10, 31)),
        ("thanksgiving", date(2027, 11, 25)),
        ("christmas eve", date(2027, 12, 24)),
        ("christmas", date(2027, 12, 25)),
        ("new year's eve", date(2027, 12, 31)),
        ("saint patrick's day", date(2027, 3, 17)),
        ("workers' day", date(2027, 5, 1)),
    ],
)
def test_a_holiday_has_its_date_in_each_year(feast: Feast, day: date) -> None:
    assert feast_in(feast, 2027) == day


@pytest.mark.parametrize("feast", get_args(Feast))
def test_the_coming_one_is_today_or_later_and_within_thirteen_months(feast: Feast) -> None:
    for today in (date(2026, 1, 1), date(2026, 12, 25), date(2026, 12, 31), date(2028, 2, 29)):
        assert 0 <= (coming_feast(feast, today) - today).days < 400
