"""Tests of scheduling/language/en/dates.py: dates in words and digits."""

import pytest

from scheduling.language.en.dates import date_at
from scheduling.language.en.tokens import Tokens, tokens_of
from scheduling.language.pieces import Day, DayFields

SAID: list[tuple[str, DayFields]] = [
    ("March 3rd 2015", {"month": 3, "day": 3, "year": 2015}),
    ("14 June, 2027", {"month": 6, "day": 14, "year": 2027}),
    ("2 of Dec", {"month": 12, "day": 2}),
    ("the nineteenth day of May", {"month": 5, "day": 19}),
    ("18 of this month", {"day": 18, "months": 0}),
    ("the 18th day of the following month", {"day": 18, "months": 1}),
    ("Aug/9", {"month": 8, "day": 9}),
    ("Aug-9-2027", {"month": 8, "day": 9, "year": 2027}),
    ("Aug9", {"month": 8, "day": 9}),
    ("9AUG", {"month": 8, "day": 9}),
    ("2027/5/6", {"month": 5, "day": 6, "year": 2027}),
    ("2027-5-6", {"month": 5, "day": 6, "year": 2027}),
    ("June third two thousand and twenty seven", {"month": 6, "day": 3, "year": 2027}),
    ("the second Friday of June 2027", {"weekday": 4, "nth": 2, "month": 6, "year": 2027}),
    ("the last day of June", {"nth": -1, "month": 6}),
    ("the fourth last day of June", {"nth": -4, "month": 6}),
    ("the second to last Friday of June", {"weekday": 4, "nth": -2, "month": 6}),
    ("2027/24/Sep", {"month": 9, "day": 24, "year": 2027}),
    ("St. Patrick's Day", {"feast": "saint patrick's day"}),
    ("Saint Patrick 2027", {"feast": "saint patrick's day", "year": 2027}),
    ("International Workers' Day", {"feast": "workers' day"}),
    ("the last Friday of the month", {"weekday": 4, "nth": -1, "months": 0}),
    ("Christmas Eve", {"feast": "christmas eve"}),
    ("Easter 2027", {"feast": "easter", "year": 2027}),
]


@pytest.mark.parametrize(("said", "meant"), SAID)
def test_a_date_is_read_as_it_was_said(said: str, meant: DayFields) -> None:
    found = date_at(Tokens(tokens_of(said)), 0)

    assert found is not None
    assert found[0] == Day(start=0, end=len(said), **meant)


@pytest.mark.parametrize(
    "said",
    [
        "2024-13-01",
        "2024/13/22",
        "13/31/2026",
        "8/32",
        "24/7",
        "7.6",
        "the fifth last appointment",
        "2027/32/Sep",
        "Saint Patrick",
        "Happy Easter",
        "the holidays",
        "May",
        "A4",
    ],
)
def test_what_is_no_date_is_none(said: str) -> None:
    text = Tokens(tokens_of(said))

    assert all(date_at(text, i) is None for i in range(len(text)))


@pytest.mark.parametrize("said", ["2-15", "15-2", "2 / 15", "15 / 2"])
def test_two_numbers_that_can_be_nothing_else_are_a_date(said: str) -> None:
    found = date_at(Tokens(tokens_of(said)), 0)

    assert found is not None
    assert (found[0].month, found[0].day) == (2, 15)


@pytest.mark.parametrize(
    "said", ["9-17", "8 - 18", "9-11", "2-15 minutes", "room 2-15", "555-2-15", "2-15-3", "2-45"]
)
def test_two_numbers_that_may_be_hours_or_a_code_are_no_date(said: str) -> None:
    text = Tokens(tokens_of(said))

    assert all(date_at(text, i) is None for i in range(len(text)))


@pytest.mark.parametrize("said", ["Friday 7.6", "Friday 7-6", "Friday 7/6"])
def test_beside_a_weekday_two_numbers_are_a_date(said: str) -> None:
    found = date_at(Tokens(tokens_of(said)), 1)

    assert found is not None
    assert (found[0].month, found[0].day, found[0].swapped) == (7, 6, True)
