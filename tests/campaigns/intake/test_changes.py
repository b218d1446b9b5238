"""What is about an appointment there is, and what only sounds like it."""

import pytest

from campaigns.intake import changes


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("move my dentist appointment to Thursday", ""),
        ("could you please postpone my cleaning", ""),
        ("I need to cancel Tuesday's appointment", ""),
        ("push my check-up back a week", ""),
        ("can't make my appointment", ""),
        ("cancel my haircut and book a vet on Friday", "book a vet on Friday"),
        ("vet on Friday, and also cancel my haircut", "vet on Friday"),
    ],
)
def test_a_change_is_parted_from_a_new_wish(said: str, rest: str) -> None:
    assert changes.parted(said) == (True, rest)


@pytest.mark.parametrize(
    "said",
    [
        "change my oil",
        "I want to change my dentist",
        "move it to Thursday",
        "I had to cancel my appointment, so a new one next week",
        "I can't make Thursdays",
        "dentist tomorrow, no cancellation fee",
        "I am moving to Oakland",
    ],
)
def test_what_only_sounds_like_a_change_is_none(said: str) -> None:
    assert changes.parted(said) == (False, said)
