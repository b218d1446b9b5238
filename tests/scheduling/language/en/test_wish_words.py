"""Tests of scheduling/language/en/wish_words.py: the phrases of a wish, one alternative a line."""

import pytest

from scheduling.language.en import wish_words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("as soon as you can", True),
        ("urgently", True),
        ("the earliest available", True),
        ("at the earliest", False),  # a limit, no haste
        ("insurgent", False),
    ],
)
def test_haste_is_found_in_its_words_only(text: str, found: bool) -> None:
    assert bool(wish_words.ASAP.search(text)) is found


@pytest.mark.parametrize("text", ["not ", "anything but ", "can't do the ", "apart from "])
def test_a_no_stands_right_before_what_it_refuses(text: str) -> None:
    assert wish_words.NOT.search(text)
    assert not wish_words.NOT.search(f"{text}Monday, rather ")


def test_alternatives_are_one_a_line_and_keep_their_inner_spaces() -> None:
    assert wish_words.alternatives("\n    early on\n    late\n") == "(?:early on|late)"


def test_weekends_and_working_days_make_up_a_week() -> None:
    groups = [days for _pattern, days in wish_words.WEEKDAY_GROUPS]

    assert frozenset.union(*groups) == frozenset(range(7))
