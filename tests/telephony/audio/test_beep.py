"""The tone after which a machine records, told from everything else on a line."""

from collections.abc import Iterable

import numpy as np
import pytest

from callpilot.simulation import speech
from telephony.audio.beep import FRAMES_TO_BELIEVE, BeepListener
from telephony.audio.codecs import encode_ulaw
from telephony.audio.dtmf import dial
from telephony.simulator.personas import sounds

SECONDS = 0.5


def tone(*hertz: float, seconds: float = SECONDS, amplitude: float = 4000.0) -> list[bytes]:
    time = np.arange(round(8000 * seconds)) / 8000
    both = sum(np.sin(2 * np.pi * each * time) for each in hertz) * amplitude / len(hertz)
    return sounds.cut(encode_ulaw(np.asarray(both).astype(np.int16)))


def beeps(frames: Iterable[bytes]) -> int:
    """In how many frames a beep is heard."""
    listener = BeepListener()
    return sum(listener.hear(frame) for frame in frames)


@pytest.mark.parametrize("hertz", [425, 620, 853, 1000, 1400, 2000])
def test_a_steady_tone_is_a_beep_once_it_has_lasted(hertz: float) -> None:
    assert beeps(tone(hertz)) == SECONDS * 50 - (FRAMES_TO_BELIEVE - 1)


def test_the_simulated_machines_beep_is_one() -> None:
    assert beeps(sounds.BEEP)


def test_a_blip_is_none() -> None:
    assert not beeps(tone(1000, seconds=0.16))


def test_a_tone_too_faint_to_be_meant_is_none() -> None:
    assert not beeps(tone(1000, amplitude=200))


@pytest.mark.parametrize("ringing", [(440, 480), (400, 450)])
def test_a_ringing_tone_is_none(ringing: tuple[float, float]) -> None:
    assert not beeps(tone(*ringing, seconds=2))


def test_keys_music_noise_and_silence_are_none() -> None:
    noise = np.random.default_rng(1).normal(0, 3000, 16000).astype(np.int16)

    assert not beeps(sounds.cut(encode_ulaw(dial("1234567890*#"))))
    assert not beeps(sounds.music(4))
    assert not beeps(sounds.cut(encode_ulaw(noise)))
    assert not beeps([sounds.SILENCE] * 100)


def test_speech_is_none() -> None:
    greeting = "You have reached us. Please leave your name and number after the tone. Thank you."

    said = speech.speak(greeting, 8000, "en-us", aloud=True).samples

    assert not beeps(sounds.cut(encode_ulaw(said)))
