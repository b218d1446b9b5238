"""What is heard on the line, as μ-law frames of 20 ms: sentences, music, the beep, silence."""

from collections.abc import Iterable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from callpilot.simulation import speech, ulaw
from telephony.audio import dtmf

RATE_HZ = 8000
FRAME_BYTES = 160
FRAME_MS = 20
SILENCE = bytes([ulaw.SILENCE]) * FRAME_BYTES
CARRIER_VOICE = "en-us+m1"

Frame = bytes | None
"""160 bytes of μ-law; None is silence, which costs nothing to carry."""

_CHORDS_HZ = ((262.0, 330.0, 392.0), (220.0, 262.0, 330.0), (175.0, 220.0, 262.0), (196.0, 247.0))
_CHORD_SECONDS = 0.8
_BEEP_HZ, _BEEP_SECONDS = 1000.0, 0.4


@dataclass(frozen=True)
class Sentence:
    """A sentence as frames. word_ends: the frame in which each word is complete."""

    frames: tuple[bytes, ...]
    word_ends: tuple[int, ...]
    words: tuple[str, ...]

    def heard_by(self, frame: int) -> str:
        """The words that are complete when `frame` frames have been played."""
        count = sum(end <= frame for end in self.word_ends)
        return " ".join(self.words[:count])


def cut(sound: bytes) -> list[bytes]:
    """Whole frames; the last one is filled up with silence."""
    frames = [sound[at : at + FRAME_BYTES] for at in range(0, len(sound), FRAME_BYTES)]
    if frames:
        frames[-1] = frames[-1].ljust(FRAME_BYTES, SILENCE[:1])
    return frames


@lru_cache(maxsize=256)
def sentence(text: str, voice: str, *, aloud: bool = True) -> Sentence:
    spoken = speech.speak(text, RATE_HZ, voice, aloud=aloud)
    return Sentence(
        frames=tuple(cut(ulaw.encode(spoken.samples))),
        word_ends=tuple(-(-end // FRAME_BYTES) for end in spoken.word_ends),
        words=tuple(spoken.words),
    )


class Voice:
    """Says sentences in one voice.

    Making sound may mean running a program, so it is made in a thread: the first call for a
    text gets None, and a later one the sentence.
    """

    def __init__(self, name: str, studio: "Studio") -> None:
        self.name, self.studio = name, studio
        self._making: dict[str, Future[Sentence]] = {}

    def __call__(self, text: str) -> Sentence | None:
        if text not in self._making:
            self._making[text] = self.studio.makers.submit(self.studio.make, text, self.name)
        made = self._making[text]
        return made.result() if made.done() else None


@dataclass(frozen=True)
class Studio:
    """Where sentences become sound. makers: the threads; aloud: for people who listen, too."""

    makers: Executor = field(default_factory=lambda: ThreadPoolExecutor(2, "sound"))
    aloud: bool = True

    def make(self, text: str, voice: str) -> Sentence:
        return sentence(text, voice, aloud=self.aloud)

    def voice(self, name: str) -> Voice:
        return Voice(name, self)


def keys(digits: str) -> list[bytes]:
    """Keys pressed one after another; "w" and "W" are pauses."""
    return cut(ulaw.encode(dtmf.dial(digits)))


def music(seconds: float) -> Iterable[bytes]:
    """Chords, far below the tones that carry words."""
    for number in range(round(seconds * 1000 / FRAME_MS)):
        yield _MUSIC[number % len(_MUSIC)]


def samples(frames: Iterable[Frame]) -> NDArray[np.int16]:
    """What an ear gets of these frames."""
    return ulaw.decode(b"".join(frame or SILENCE for frame in frames))


def _tone(hertz: Iterable[float], seconds: float, swell: bool) -> NDArray[np.int16]:
    time = np.arange(round(RATE_HZ * seconds)) / RATE_HZ
    sound = sum(np.sin(2 * np.pi * each * time) for each in hertz) * 2500.0
    if swell:
        sound = sound * np.sin(np.pi * time / seconds)
    return np.asarray(sound).astype(np.int16)


_MUSIC = [f for chord in _CHORDS_HZ for f in cut(ulaw.encode(_tone(chord, _CHORD_SECONDS, True)))]
BEEP = tuple(cut(ulaw.encode(_tone([_BEEP_HZ], _BEEP_SECONDS, False))))
