"""The SpeechToText port: sound of the callee in; their words, and the turns they take, out."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

from callpilot.adapters import Registry
from voice.agents.base import Ended

# A turn ends by the vendor's judgement, after so much silence, or because we asked for it.
Why = Literal["judged", "silence", "asked"]


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is written; times are of the session's sound, from its beginning."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float  # from 0 to 1


@dataclass(frozen=True, slots=True)
class Transcript:
    """All that was understood of a turn so far."""

    text: str = ""
    words: tuple[Word, ...] = ()

    @property
    def confidence(self) -> float:
        """The mean of its words; 0 without any."""
        return sum(word.confidence for word in self.words) / max(len(self.words), 1)


@dataclass(frozen=True, slots=True)
class TurnStarted:
    """The callee speaks, in words: whatever is being said to them is interrupted."""

    turn: int
    heard: Transcript


@dataclass(frozen=True, slots=True)
class Partial:
    """More of the turn, or the same otherwise; the next event of the turn replaces it."""

    turn: int
    heard: Transcript


@dataclass(frozen=True, slots=True)
class EagerEndOfTurn:
    """They have probably finished: a reply may be prepared, and is not to be spoken yet.

    likelihood: of having finished, from 0 to 1; 0 where the vendor does not say.
    """

    turn: int
    heard: Transcript
    likelihood: float = 0.0


@dataclass(frozen=True, slots=True)
class TurnResumed:
    """After an eager end they go on: what was prepared is void."""

    turn: int
    heard: Transcript


@dataclass(frozen=True, slots=True)
class EndOfTurn:
    """They have finished; these words are final. Without any it was no speech after all.

    After an eager end that was not taken back the words are those of the eager end.
    """

    turn: int
    heard: Transcript
    likelihood: float = 0.0
    why: Why = "judged"


TurnEvent = TurnStarted | Partial | EagerEndOfTurn | TurnResumed | EndOfTurn
RecognitionEvent = TurnEvent | Ended


@dataclass(frozen=True)
class Listening:
    """What there is to listen for."""

    language: str = "en"
    terms: tuple[str, ...] = field(default=())  # names that are hard to guess, likeliest first
    eager: bool = True  # whether probable ends are of any use


class RecognitionSession(Protocol):
    """The ears of one call. Turns are numbered from 0; each that starts ends once."""

    @property
    def vendor_id(self) -> str:
        """The vendor's own name for it; blank while there is none."""
        ...

    async def hear(self, audio: bytes) -> None:
        """Sound in μ-law at 8 kHz, any length. Never blocks on the network.

        Silence has to be heard too: what ends a turn is counted in sound, not by a clock.
        """
        ...

    async def end_turn(self) -> None:
        """End the turn that goes on, whoever may still be speaking; without one, do nothing."""
        ...

    def events(self) -> AsyncIterator[RecognitionEvent]:
        """Until `Ended`, which always comes last."""
        ...

    async def close(self) -> None: ...


class SpeechToText(Protocol):
    """Whoever understands the callee for us."""

    async def open(self, listening: Listening) -> RecognitionSession:
        """Start a session; raises RecognitionError when it cannot be opened."""
        ...


recognisers = Registry[SpeechToText](
    "STT", {"deepgram": "voice.stt.deepgram.client.DeepgramRecogniser"}, part=True
)
