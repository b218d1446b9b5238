"""What a tool makes of the numbers an agent gives for a slot."""

from decimal import Decimal

import pytest

from callpilot.errors import Refused
from voice.tools.slots import _price


@pytest.mark.parametrize(
    ("text", "price"),
    [("", None), ("85", "85.00"), ("$85.50", "85.50"), ("1,200 dollars", "1200.00")],
)
def test_a_price_is_read_from_its_digits(text: str, price: str | None) -> None:
    assert _price(text) == (Decimal(price) if price else None)


@pytest.mark.parametrize("text", ["1000000", "$4155550123", "9" * 40])
def test_a_price_that_no_row_can_hold_is_refused(text: str) -> None:
    assert _price("999999.99") == Decimal("999999.99")
    with pytest.raises(Refused, match="cannot be right"):
        _price(text)


def test_what_is_no_number_is_asked_for_again() -> None:
    with pytest.raises(Refused, match="in digits"):
        _price("85.00.00")
