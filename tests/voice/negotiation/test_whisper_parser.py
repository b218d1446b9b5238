"""What the rule-based speaker makes of a whisper of the person."""

from datetime import datetime

import pytest

from voice.negotiation.whisper_parser import Hint, hint, suits

SLOT = datetime(2026, 11, 24, 10, 30)  # a Tuesday


@pytest.mark.parametrize(
    ("whisper", "understood"),
    [
        ("Ask for Wednesday mornings instead", Hint("when", "on Wednesday in the morning")),
        ("only in the afternoon", Hint("when", "in the afternoon")),
        ("try earlier", Hint("when", "earlier")),
        ("Try another day.", Hint("other_day")),
        ("Please mention that she is in pain.", Hint("say", "she is in pain")),
        ("We can pay 40 dollars", Hint("say", "we can pay 40 dollars")),
        ("Wrap it up.", Hint("wrap_up")),
        ("What a nice voice", Hint("unknown")),
    ],
)
def test_a_whisper_wishes_a_time_has_something_said_or_ends_the_call(
    whisper: str, understood: Hint
) -> None:
    assert hint(whisper) == understood


@pytest.mark.parametrize(
    ("when", "fits"),
    [
        ("on Tuesday in the morning", True),
        ("in the morning", True),
        ("on Wednesday", False),
        ("in the evening", False),
        ("earlier", False),
        ("", False),
    ],
)
def test_a_time_suits_a_wish_only_where_that_is_plain(when: str, fits: bool) -> None:
    assert suits(when, SLOT) is fits
