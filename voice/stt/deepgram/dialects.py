"""What the two sockets of Deepgram have in common: words, and what a conversation needs of each."""

from collections.abc import Sequence
from typing import ClassVar, Protocol

import msgspec

from voice.stt import base
from voice.stt.base import Listening, Transcript, TurnEvent
from voice.stt.turns import Turns

CLOSE_STREAM = b'{"type":"CloseStream"}'
MAX_TERMS = 50  # the vendor takes about a hundred, of 500 tokens in all


class Word(msgspec.Struct, gc=False):
    """Seconds are of the stream's sound."""

    word: str
    confidence: float = 0.0
    start: float = 0.0
    end: float = 0.0
    punctuated_word: str = ""


class Dialect(Protocol):
    """How one model is spoken with, and what it has told of its session so far."""

    path: ClassVar[str]
    greets: ClassVar[bool]  # whether its first frame comes before any sound
    reports: ClassVar[bool]  # whether it says something of all sound, of silence too
    end_turn: ClassVar[bytes]
    stay: ClassVar[bytes]  # a frame that keeps an idle session alive; empty: only sound does
    request_id: str
    failure: str  # the vendor's code for what it broke off for
    turns: Turns

    def query(self, model: str, listening: Listening) -> list[tuple[str, str]]: ...

    def take(self, raw: bytes) -> Sequence[TurnEvent] | None:
        """What a frame means; None when it is no frame of theirs."""
        ...


def transcript(text: str, words: list[Word]) -> Transcript:
    return Transcript(text.strip(), tuple(_word(each) for each in words))


def _word(word: Word) -> base.Word:
    return base.Word(
        word.punctuated_word or word.word,
        round(1000 * word.start),
        round(1000 * word.end),
        likely(word.confidence),
    )


def likely(number: float) -> float:
    """A likelihood, whatever came."""
    return min(max(number, 0.0), 1.0)


def is_flux(model: str) -> bool:
    """Whether it is one of those that know turns, and have a socket of their own."""
    return model.startswith("flux-")


def sound_and_terms(model: str, listening: Listening) -> list[tuple[str, str]]:
    """What both are told alike: the telephone's sound, passed on as it is."""
    terms = [("keyterm", term) for term in listening.terms[:MAX_TERMS]]
    return [("model", model), ("encoding", "mulaw"), ("sample_rate", "8000"), *terms]
