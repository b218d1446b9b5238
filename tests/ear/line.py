"""What a telephone line makes of a voice: our own codec and resampler, and some noise."""

from zlib import crc32

import numpy as np
import soxr
from numpy.typing import NDArray

from telephony.audio.codecs import Samples, decode_ulaw, encode_ulaw
from telephony.audio.resampling import Resampler

LINE_HZ = 8000
EAR_HZ = 16000
PEAK = 9000.0
SPEECH_OVER_NOISE_DB = 20.0  # an office behind the desk
PAUSE_SECONDS = 0.3  # before and after, as the line is never cut at the first sound

Sound = NDArray[np.float32]


def over_the_line(sound: Samples, rate_hz: int, *, noisy: bool) -> Sound:
    """A voice as it arrives at 16 kHz, from -1 to 1; the same noise for the same voice."""
    spoken = soxr.resample(sound.astype(np.float64), rate_hz, LINE_HZ)
    spoken *= PEAK / max(float(np.abs(spoken).max(initial=0)), 1.0)
    pause = np.zeros(round(PAUSE_SECONDS * LINE_HZ))
    heard = np.concatenate([pause, spoken, pause])
    if noisy:
        loudness = float(np.sqrt(np.mean(spoken**2))) * 10 ** (-SPEECH_OVER_NOISE_DB / 20)
        dice = np.random.default_rng(crc32(sound.tobytes()))
        heard += dice.normal(0, loudness, len(heard))
    coded = encode_ulaw(np.clip(heard, -32768, 32767).astype(np.int16))
    widened = Resampler(LINE_HZ, EAR_HZ).push(decode_ulaw(coded))
    return widened.astype(np.float32) / np.float32(32768)
