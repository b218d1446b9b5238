"""Tests of scheduling/language/en/amounts.py: stretches of time in English."""

import pytest

from scheduling.language.en.amounts import Amount, days_at, minutes_at
from scheduling.language.en.tokens import Tokens, tokens_of


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("nine days", Amount(days=9)),
        ("a day", Amount(days=1, estimated=True)),
        ("two weeks", Amount(days=14, estimated=True)),
        ("a couple of weeks", Amount(days=14, estimated=True)),
        ("a fortnight", Amount(days=14, estimated=True)),
        ("6 months", Amount(months=6, estimated=True)),
        ("one year", Amount(months=12, estimated=True)),
    ],
)
def test_days_and_months_are_counted(said: str, amount: Amount) -> None:
    text = Tokens(tokens_of(said))

    assert days_at(text, 0) == (amount, len(text))


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("five minutes", 5),
        ("half an hour", 30),
        ("an hour", 60),
        ("a quarter of an hour", 15),
        ("an hour and a half", 90),
        ("two and a half hours", 150),
        ("1 hour and 20 minutes", 80),
        ("1h", 60),
        ("a couple of hours", 120),
    ],
)
def test_minutes_are_counted(said: str, minutes: int) -> None:
    text = Tokens(tokens_of(said))

    assert minutes_at(text, 0) == (Amount(minutes=minutes), len(text))


@pytest.mark.parametrize("said", ["ten", "a few days", "the week", "minutes", "zero days", ""])
def test_what_counts_nothing_is_no_amount(said: str) -> None:
    text = Tokens(tokens_of(said))

    assert days_at(text, 0) is None
    assert minutes_at(text, 0) is None
