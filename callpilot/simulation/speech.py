"""Sentences as sound for ears of both kinds: audible speech below 2.3 kHz, the modem above it.

The audible part is for people who listen to a recording; machines hear the modem alone.
espeak-ng speaks when that program is installed, a soft hum with the rhythm of the words when not.
"""

import re
import shutil
import subprocess
import wave
from functools import cache, lru_cache
from io import BytesIO
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from callpilot.simulation.modem import Modulated, modulate

MAX_HZ = 2300.0
PEAK = 9000.0
HUM = 2500.0
AGENT_VOICE = "en-us+f3"
CALLEE_VOICES = ("en-us+m3", "en-us+f2", "en-us+m7", "en-us+f4")
WORDS_PER_MINUTE = (100, 450)  # what espeak-ng can say
EAGERNESS = 1.1  # by how much it is asked to speak quicker than the words come, so that it fits
SILENT = 100  # amplitude below which espeak-ng's sound has ended
TIMEOUT_SECONDS = 5.0


@cache
def speaker() -> str | None:
    """The path of espeak-ng, if it is installed."""
    return shutil.which("espeak-ng")


@lru_cache(maxsize=512)
def speak(
    text: str, sample_rate_hz: int = 8000, voice: str = AGENT_VOICE, *, aloud: bool = True
) -> Modulated:
    """A sentence as int16 sound with its words in it; as long as the words take to be said.

    Not `aloud` it is hummed, which takes no program.
    """
    carried = modulate(text, sample_rate_hz)
    if not len(carried.samples):
        return carried
    audible = _spoken(text, sample_rate_hz, voice, len(carried.samples)) if aloud else None
    if audible is None:
        audible = _hum(carried, sample_rate_hz, voice)
    mixed = np.clip(carried.samples + audible, -32768, 32767).astype(np.int16)
    mixed.flags.writeable = False  # shared by all who say the same
    return Modulated(mixed, carried.word_ends, carried.words)


def _spoken(text: str, rate_hz: int, voice: str, length: int) -> NDArray[np.float64] | None:
    """espeak-ng's sound, low-passed and fitted into `length` samples; None without it."""
    program = speaker()
    if program is None:
        return None
    pace = EAGERNESS * len(text.split()) * 60 * rate_hz / length
    sound = _recorded(program, text, voice, pace, rate_hz)
    if sound is not None and len(sound) > length:  # numbers have more syllables than letters
        sound = _recorded(program, text, voice, pace * len(sound) / length, rate_hz)
    if sound is None:
        return None
    sound = sound[:length]
    sound *= PEAK / max(float(np.abs(sound).max(initial=0)), 1.0)
    return np.pad(sound, (0, length - len(sound)))


def _recorded(
    program: str, text: str, voice: str, pace: float, rate_hz: int
) -> NDArray[np.float64] | None:
    """What espeak-ng says at this pace, without the silence after it; None if it does not."""
    words_per_minute = round(np.clip(pace, *WORDS_PER_MINUTE))
    words = read_aloud(text)
    command = [program, "-v", voice, "-s", str(words_per_minute), "--stdout", "--", words]
    try:
        made = subprocess.run(command, capture_output=True, timeout=TIMEOUT_SECONDS, check=True)
        with wave.open(BytesIO(made.stdout)) as file:
            raw = np.frombuffer(file.readframes(file.getnframes()), np.int16)
            own_rate = file.getframerate()
    except (subprocess.SubprocessError, OSError, ValueError, wave.Error, EOFError):
        return None  # ValueError: a text with a zero byte is no argument
    loud = np.flatnonzero(np.abs(raw.astype(np.int32)) > SILENT)
    voiced = raw[: loud[-1] + 1] if len(loud) else raw[:0]
    return _low_passed(voiced.astype(np.float64), own_rate, rate_hz)


def read_aloud(text: str) -> str:
    """As people read it: left to itself espeak-ng says "9:00" as "nine zero zero"."""
    return re.sub(r"\b(\d{1,2}):00\b", r"\1 o'clock", text)


def _low_passed(sound: NDArray[np.float64], from_hz: int, to_hz: int) -> NDArray[np.float64]:
    """Resampled, with nothing left above 2.3 kHz; whole utterances at once, so by FFT."""
    if not len(sound):
        return sound
    spectrum = np.fft.rfft(sound)
    spectrum[np.fft.rfftfreq(len(sound), 1 / from_hz) > MAX_HZ] = 0
    length = round(len(sound) * to_hz / from_hz)
    bins = length // 2 + 1
    fitted = np.zeros(bins, complex)
    fitted[: min(bins, len(spectrum))] = spectrum[:bins]
    return np.fft.irfft(fitted, length) * (length / len(sound))


def _hum(carried: Modulated, rate_hz: int, voice: str) -> NDArray[np.float64]:
    """A soft tone that swells with each word, deeper for some voices than for others."""
    pitch = 100.0 + crc32(voice.encode()) % 100
    time = np.arange(len(carried.samples)) / rate_hz
    tone = np.sin(2 * np.pi * pitch * time) + 0.4 * np.sin(2 * np.pi * 3 * pitch * time)
    swell = np.zeros(len(time))
    begin = 0
    for end in carried.word_ends:
        swell[begin:end] = np.sin(np.pi * np.linspace(0, 1, end - begin))
        begin = end
    return HUM * tone * swell
