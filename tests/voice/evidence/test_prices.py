"""Tests of voice/evidence/prices.py."""

import pytest

from voice.evidence.prices import prices


@pytest.mark.parametrize(
    ("said", "amounts"),
    [
        ("That's ninety five dollars.", {95}),
        ("$95", {95}),
        ("it is $1,200.50 in total", {1200.5}),
        ("95 bucks", {95}),
        ("one hundred and twenty dollars", {120}),
        ("a hundred dollars", {100}),
        ("one twenty dollars", {120}),
        ("one thousand two hundred pounds", {1200}),
        ("between eighty dollars and ninety dollars", {80, 90}),
        ("thirty minutes on Tuesday at ten thirty", set()),
        ("one of our two dentists", set()),
    ],
)
def test_prices_are_read_in_figures_and_words(said: str, amounts: set[float]) -> None:
    assert prices(said) == {round(amount * 100) for amount in amounts}
