"""The TextToSpeech port: words in, clause by clause; their sound, and what is said when, out."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from callpilot.adapters import Registry
from voice.agents.base import Ended


@dataclass(frozen=True, slots=True)
class Sound:
    """More of an utterance, in μ-law at 8 kHz, and the characters that are said in it.

    starts_ms: when each of `text` begins, counted from the beginning of the utterance's sound.
    Without a text the vendor does not tell.
    """

    utterance: int
    audio: bytes
    text: str = ""
    starts_ms: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """All sound of an utterance has come."""

    utterance: int


SpeechEvent = Sound | Spoken | Ended


@dataclass(frozen=True)
class Speaking:
    """How to speak."""

    language: str = "en"
    voice: str = ""  # the vendor's id; blank: the one that is set
    speed: float = 1.0  # 1 is the voice's own pace


class SpeechSession(Protocol):
    """The mouth of one call. Utterances are numbered by the caller, each number used once."""

    async def say(self, utterance: int, text: str, *, last: bool = False) -> None:
        """Whole words, best whole clauses: each is spoken without waiting for the next.

        last: nothing of the utterance follows; `text` may be empty then. What is said of an
        utterance that was stopped or has ended is dropped. Never blocks on the network.
        """
        ...

    async def stop(self, utterance: int) -> None:
        """No event of it comes any more. Never blocks on the network."""
        ...

    def events(self) -> AsyncIterator[SpeechEvent]:
        """Until `Ended`, which always comes last. The sound comes faster than it is heard.

        A vendor may refuse us only now: then an `Ended` that `failed` precedes all sound.
        """
        ...

    async def close(self) -> None: ...


class TextToSpeech(Protocol):
    """Whoever makes sound of the agent's words."""

    async def open(self, speaking: Speaking) -> SpeechSession:
        """Start a session; raises SpeechError when it cannot be opened."""
        ...


synthesisers = Registry[TextToSpeech](
    "TTS", {"elevenlabs": "voice.tts.elevenlabs.client.ElevenLabsSpeech"}, part=True
)
