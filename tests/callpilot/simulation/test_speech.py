"""Sentences that both people and ears can follow."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from callpilot.simulation import speech, ulaw
from callpilot.simulation.modem import Ear, UtteranceEnded, modulate

SENTENCES = [
    "Yes.",
    "Hello, this is the dental practice on Main Street, how can I help you?",
    "The fee is $120.50 for a check-up, cleaning is extra, at 10:30 on 12/01/2026.",
    "-v looks like an option",
]
VOICES = [speech.AGENT_VOICE, *speech.CALLEE_VOICES]


@pytest.fixture(params=["espeak-ng", "hum"])
def said_by(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[str]:
    """With the program, where it is installed, and without it."""
    if request.param == "espeak-ng" and speech.speaker() is None:
        pytest.skip("espeak-ng is not installed")
    if request.param == "hum":
        monkeypatch.setenv("PATH", str(tmp_path))
    speech.speaker.cache_clear()
    speech.speak.cache_clear()
    yield request.param
    monkeypatch.undo()
    speech.speaker.cache_clear()
    speech.speak.cache_clear()


def audible(text: str, voice: str = speech.AGENT_VOICE, rate_hz: int = 8000) -> NDArray[np.float64]:
    """What lies under the words."""
    sound = speech.speak(text, rate_hz, voice).samples.astype(np.float64)
    sound -= modulate(text, rate_hz).samples
    return sound


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("voice", VOICES[:2])
def test_an_ear_hears_the_words_above_the_voice(said_by: str, text: str, voice: str) -> None:
    said = speech.speak(text, 8000, voice)
    line = ulaw.decode(ulaw.encode(said.samples))

    events = Ear().hear(np.concatenate([line, np.zeros(8000, np.int16)]))

    assert [e.text for e in events if isinstance(e, UtteranceEnded)] == [text]
    assert said.word_ends == modulate(text).word_ends


@pytest.mark.parametrize("rate_hz", [8000, 16000, 24000])
def test_the_voice_is_loud_and_leaves_the_words_their_band(said_by: str, rate_hz: int) -> None:
    spectrum = np.abs(np.fft.rfft(audible(SENTENCES[1], rate_hz=rate_hz))) ** 2
    hertz = np.linspace(0, rate_hz / 2, len(spectrum))

    assert np.abs(audible(SENTENCES[1], rate_hz=rate_hz)).max() > 2000
    assert spectrum[hertz > 2400].sum() < 1e-4 * spectrum.sum()


def test_agent_and_callee_sound_different(said_by: str) -> None:
    sounds = {audible(SENTENCES[1], voice).tobytes() for voice in VOICES}

    assert len(sounds) == len(VOICES)


@pytest.mark.parametrize("text", SENTENCES)
def test_the_voice_has_finished_when_the_words_have(said_by: str, text: str) -> None:
    sound = np.abs(audible(text))

    assert sound[-80:].max() < 0.35 * sound.max()


def test_a_text_that_cannot_be_spoken_is_hummed() -> None:
    said = speech.speak("one\0two three")

    assert said.words == ["one\0two", "three"]
    assert np.abs(said.samples).max() > 2000


def test_saying_nothing_makes_no_sound() -> None:
    assert len(speech.speak("").samples) == 0


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Monday at 9:00 in the morning", "Monday at 9 o'clock in the morning"),
        ("at 10:00 or 10:30", "at 10 o'clock or 10:30"),
        ("the code is 1:000", "the code is 1:000"),
    ],
)
def test_a_whole_hour_is_read_as_people_read_it(written: str, read: str) -> None:
    assert speech.read_aloud(written) == read
