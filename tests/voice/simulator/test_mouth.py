"""The agent's mouth: a little ahead of being heard, one reply after another, cut to the word."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callpilot.simulation.modem import Modulated
from voice.simulator.formats import FORMATS
from voice.simulator.mouth import AHEAD_MS, FRAME_MS, WRITING_MS, Mouth

ULAW = FORMATS["ulaw_8000"]


def spoken(ms: int, *words: str) -> Modulated:
    samples = np.zeros(8 * ms, np.int16)
    ends = [len(samples) * (n + 1) // max(len(words), 1) for n in range(len(words))]
    return Modulated(samples, ends, list(words))


def saying(ms: int = 1000, *words: str) -> Mouth:
    mouth = Mouth(ULAW)
    mouth.add(" ".join(words) or "Hello.", spoken(ms, *words))
    mouth.begin(0, 7)
    return mouth


def test_a_mouth_that_says_nothing_is_idle() -> None:
    mouth = Mouth(ULAW)

    assert mouth.idle and mouth.frames(0) == [] and mouth.stop(0) == "" and not mouth.text_due(9)


def test_what_is_added_waits_its_turn() -> None:
    mouth = Mouth(ULAW)
    mouth.add("One.", spoken(100))
    mouth.add("Two.", spoken(100))

    assert mouth.begin(0, 1).text == "One." and mouth.waiting and not mouth.idle
    assert mouth.begin(100, 2).text == "Two." and not mouth.waiting


def test_sound_is_sent_ahead_but_not_all_at_once() -> None:
    mouth = saying(10_000)

    first = mouth.frames(0)

    assert len(first) * FRAME_MS == AHEAD_MS
    assert mouth.frames(0) == [] and len(mouth.frames(FRAME_MS)) == 1


@given(st.integers(1, 5000), st.integers(20, 700))
def test_all_of_the_sound_is_sent_once(ms: int, step: int) -> None:
    mouth = saying(ms)
    sent = b"".join(
        frame for now in range(0, ms + AHEAD_MS + step, step) for frame in mouth.frames(now)
    )

    assert len(sent) == ms * ULAW.bytes_per_ms


def test_the_text_is_complete_a_moment_after_it_began() -> None:
    mouth = saying(5000)

    assert not mouth.text_due(WRITING_MS - 1) and mouth.text_due(WRITING_MS)


def test_the_text_of_a_short_reply_is_complete_with_its_sound() -> None:
    assert saying(200).text_due(200)


def test_the_text_is_told_once() -> None:
    mouth = saying(5000)
    assert mouth.current is not None
    mouth.current.told = True

    assert not mouth.text_due(9999)


def test_a_reply_is_over_when_it_was_heard_and_told() -> None:
    mouth = saying(1000)
    mouth.finish_due(2000)
    assert mouth.current is not None
    mouth.current.told = True

    mouth.finish_due(999)
    assert mouth.current is not None
    mouth.finish_due(1000)
    assert mouth.idle


@pytest.mark.parametrize(
    "at,heard", [(0, ""), (499, ""), (500, "one"), (999, "one"), (1000, "one two")]
)
def test_who_is_interrupted_was_heard_up_to_the_last_whole_word(at: int, heard: str) -> None:
    mouth = saying(1000, "one", "two")

    assert mouth.stop(at) == heard and mouth.current is None
