"""Tests of scheduling/language/en/from_now.py: English stretches counted from now."""

import pytest

from scheduling.language.en.from_now import read_from_now


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("We could see him in twenty minutes.", 20),
        ("In half an hour there's a gap.", 30),
        ("ten minutes from now", 10),
        ("an hour and a half from right now", 90),
        ("2 hours hence", 120),
        ("Can he come right now?", 0),
        ("There is nobody here at the moment.", 0),
        ("She left twenty minutes ago.", -20),
        ("half an hour ago", -30),
        ("ten seconds ago", -1),
        ("in ten seconds", 0),
        ("Try again forty minutes later.", 40),
        ("Hold on for three minutes, please.", 3),
        ("Could you wait ten minutes?", 10),
        ("Give us a quarter of an hour.", 15),
        ("hold for 1 hour, 20 minutes, and 10 seconds", 80),
        ("try us in 2.5 hours", 150),
        ("in 1 1/2 hours she is back", 90),
        ("in 1.25 hours", 75),
    ],
)
def test_what_is_counted_from_now_is_read_with_its_words(said: str, minutes: int) -> None:
    (found,) = read_from_now(said)

    assert (found.minutes, found.rough) == (minutes, False)


@pytest.mark.parametrize(
    "said",
    [
        "in about an hour",
        "in an hour or so",
        "in two hours or three",
        "I'm with you in a minute",
        "in a few minutes",
        "Ring again in a few hours.",
        "within the hour",
        "We will know within half an hour.",
        "within two hours",
    ],
)
def test_what_is_only_estimated_is_rough(said: str) -> None:
    (found,) = read_from_now(said)

    assert found.rough


@pytest.mark.parametrize(
    "said",
    [
        "It takes twenty minutes.",
        "from now on",
        "now that you say it",
        "at this time tomorrow",
        "until now",
        "in two weeks",
        "twenty minutes from Monday",
        "in five rooms",
        "It takes twenty minutes later in the week.",
        "We open at nine, so ring ten minutes later.",
        "Give us your name.",
        "the second one",
    ],
)
def test_what_is_not_counted_in_minutes_from_now_is_none(said: str) -> None:
    assert read_from_now(said) == []
