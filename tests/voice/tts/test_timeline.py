"""What was heard of an utterance is told to the word, by the times of its letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.tts.base import Sound
from voice.tts.timeline import Timeline


def spoken(*parts: tuple[str, int]) -> Timeline:
    """Texts and how long each takes, its letters evenly."""
    timeline = Timeline()
    for text, ms in parts:
        begin = round(timeline.ms)
        starts = tuple(begin + ms * place // len(text) for place in range(len(text)))
        timeline.add(Sound(0, b"\xff" * (8 * ms), text, starts))
    return timeline


@pytest.mark.parametrize(
    ("played_ms", "heard"),
    [
        (0, ""),
        (399, ""),
        (400, "Nine"),
        (899, "Nine"),
        (900, "Nine a.m."),
        (1000, "Nine a.m."),
        (1999, "Nine a.m. works,"),
        (2000, "Nine a.m. works, thanks."),
        (9999, "Nine a.m. works, thanks."),
    ],
)
def test_a_word_is_heard_when_it_is_over(played_ms: int, heard: str) -> None:
    timeline = spoken(("Nine a.m. ", 1000), ("works, ", 350), ("thanks.", 650))

    assert timeline.ms == 2000 and timeline.heard(played_ms) == heard


def test_a_word_whose_sound_goes_on_is_not_over() -> None:
    timeline = spoken(("Ni", 100))

    assert timeline.heard(99) == ""
    timeline.add(Sound(0, b"\xff" * 800, "ne. ", (100, 130, 160, 190)))
    assert timeline.heard(150) == "" and timeline.heard(190) == "Nine."


def test_without_times_nothing_is_claimed() -> None:
    timeline = Timeline()
    timeline.add(Sound(0, b"\xff" * 800))

    assert timeline.ms == 100 and timeline.heard(1000) == ""


@given(
    st.lists(st.tuples(st.text("ab .", min_size=1, max_size=9), st.integers(1, 400)), max_size=6)
)
def test_more_sound_never_takes_a_word_back(parts: list[tuple[str, int]]) -> None:
    timeline = spoken(*parts)
    words = timeline.text.split()

    heard = [timeline.heard(ms).split() for ms in range(0, round(timeline.ms) + 100, 7)]

    assert all(told == words[: len(told)] for told in heard)
    assert [len(told) for told in heard] == sorted(len(told) for told in heard)
    assert not heard or heard[-1] == words
