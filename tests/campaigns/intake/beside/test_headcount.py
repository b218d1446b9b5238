"""Several people are counted where they can be, and one alone is no party."""

import pytest

from campaigns.intake.beside import headcount


@pytest.mark.parametrize(
    ("text", "words", "count"),
    [
        ("dentist for both my kids", "two kids", 2),
        ("dentist for both of my daughters", "two daughters", 2),
        ("dentist for my three kids", "three kids", 3),
        ("my kids need a dentist", "several kids", None),
        ("haircut for me and my 2 sons", "one adult and 2 sons", 3),
        ("haircut for my wife and me", "two people", 2),
        ("haircut for my wife and I", "two people", 2),
        ("haircut for my son, my daughter and me", "three people", 3),
        ("haircut for two people", "two people", 2),
        ("dentist for my 5 year old", "a 5 year old", 1),
        ("the two of us", "two people", 2),
        ("a flu shot for the whole family", "a whole family", None),
    ],
)
def test_several_are_counted(text: str, words: str, count: int | None) -> None:
    some = headcount.several(text)

    assert some is not None and (some.words, some.count) == (words, count)


@pytest.mark.parametrize(
    "text",
    [
        "dentist for me",
        "dentist for my daughter",
        "dentist for my daughter Emma",
        "I have two kids",
        "a family doctor",
        "a doctor for my family dog",
        "a table for two",
    ],
)
def test_one_alone_is_not_several(text: str) -> None:
    assert headcount.several(text) is None
