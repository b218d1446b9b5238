"""Words out of sound, with their times and how certain they are, and the silence after them."""

from dataclasses import dataclass

from callpilot.simulation.modem import GAP, Ear, SpeechStarted, UtteranceEnded
from callpilot.simulation.modem import Word as HeardWord
from voice.simulator.formats import Format

STEP_MS = 100  # the ear thinks so often
PAUSE_MS = 200  # between two sentences; less than the silence that may end a turn
SURE, UNSURE = 0.98, 0.3


@dataclass(frozen=True)
class Word:
    """confidence: low for "…", something that was not understood."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float


class Listener:
    """Takes sound in any pieces; what it knows is of whole steps of it."""

    def __init__(self, format: Format) -> None:
        self.now_ms = 0
        self._format = format
        self._ear = Ear(format.sample_rate_hz, PAUSE_MS)
        self._rest = b""
        self._finished: list[Word] = []  # of sentences that are over
        self._spoken: list[HeardWord] = []  # of the one that goes on
        self._going_on: list[Word] = []
        self._began_ms = 0

    def words(self, after: int = 0) -> list[Word]:
        """Of the whole session, without the first `after`; those that are there never change."""
        return (self._finished + self._going_on)[after:]

    @property
    def silent_ms(self) -> int:
        """Since somebody's last sound."""
        return self._ear.silent_ms

    def take(self, sound: bytes) -> None:
        self._rest += sound

    def step(self) -> bool:
        """Hear the next step; False when it is not all here."""
        size = STEP_MS * self._format.bytes_per_ms
        if len(self._rest) < size:
            return False
        samples, self._rest = self._format.decode(self._rest[:size]), self._rest[size:]
        self.now_ms += STEP_MS
        for heard in self._ear.hear(samples):
            match heard:
                case SpeechStarted(at_ms):
                    self._began_ms = at_ms
                case HeardWord():
                    self._spoken.append(heard)
                case UtteranceEnded(text):
                    self._finished += self._timed(text)
                    self._spoken, self._going_on = [], []
        self._going_on = self._timed(self._ear.so_far)
        return True

    def _timed(self, text: str) -> list[Word]:
        """A sentence's words; the ear tells times of those alone that it understood."""
        times = iter(self._spoken)
        end_ms, words = self._began_ms, []
        for token in text.split():
            start_ms = end_ms
            end_ms = end_ms if token == GAP else next(times).at_ms
            words.append(Word(token, start_ms, end_ms, UNSURE if token == GAP else SURE))
        return words
