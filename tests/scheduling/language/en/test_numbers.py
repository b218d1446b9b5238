"""Tests of scheduling/language/en/numbers.py: cardinals up to 99, ordinals up to 31."""

import pytest

from scheduling.language.en.numbers import number_at, ordinal_at
from scheduling.language.en.tokens import Tokens, tokens_of


@pytest.mark.parametrize(
    ("said", "number", "end"),
    [
        ("seven", 7, 1),
        ("24", 24, 1),
        ("twenty four", 24, 2),
        ("twenty-four", 24, 3),
        ("thirty to", 30, 1),
        ("ninety nine", 99, 2),
        ("twenty twelve", 20, 1),  # no unit follows
    ],
)
def test_a_cardinal_is_read_with_the_token_behind_it(said: str, number: int, end: int) -> None:
    assert number_at(Tokens(tokens_of(said)), 0) == (number, end)


@pytest.mark.parametrize(
    ("said", "number", "end"),
    [
        ("first", 1, 1),
        ("24th", 24, 1),
        ("twenty fourth", 24, 2),
        ("thirty-first", 31, 3),
        ("thirtieth", 30, 1),
    ],
)
def test_an_ordinal_is_read_with_the_token_behind_it(said: str, number: int, end: int) -> None:
    assert ordinal_at(Tokens(tokens_of(said)), 0) == (number, end)


@pytest.mark.parametrize("said", ["32nd", "0th", "thirty second", "tuesday", "ten", ""])
def test_no_month_has_such_an_ordinal(said: str) -> None:
    assert ordinal_at(Tokens(tokens_of(said)), 0) is None


@pytest.mark.parametrize("said", ["tuesday", "first", "-", ""])
def test_what_is_no_number_is_none(said: str) -> None:
    assert number_at(Tokens(tokens_of(said)), 0) is None
