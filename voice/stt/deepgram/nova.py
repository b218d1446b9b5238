"""Nova as it is written on the wire, and turns put together from what it settles; no I/O."""

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from voice.stt.base import Listening, Transcript, TurnEvent, Why
from voice.stt.deepgram.dialects import Word, sound_and_terms, transcript
from voice.stt.turns import Turns

SILENCE_MS = 400  # that ends a turn
WORD_GAP_MS = 1000  # ends it on noisy lines, where silence never comes; the vendor's least
LANGUAGES = {"en": "en-US", "en-gb": "en-GB"}


class Alternative(msgspec.Struct):
    transcript: str = ""
    words: list[Word] = []


class Channel(msgspec.Struct):
    alternatives: list[Alternative] = []


class Kind(msgspec.Struct):
    type: str
    request_id: str = ""


class Results(msgspec.Struct):
    """One stretch of sound. is_final: it is settled; speech_final: silence follows it."""

    channel: Channel
    is_final: bool = False
    speech_final: bool = False
    from_finalize: bool = False


class Named(msgspec.Struct):
    request_id: str = ""


class Described(msgspec.Struct):
    """Results name their session in a part of their own."""

    metadata: Named = msgspec.field(default_factory=Named)


_kinds = msgspec.json.Decoder(Kind)
_results = msgspec.json.Decoder(Results)
_described = msgspec.json.Decoder(Described)


class Nova:
    """The reading of one session, and the turn that goes on in it."""

    path: ClassVar[str] = "/v1/listen"
    greets: ClassVar[bool] = False
    reports: ClassVar[bool] = False
    end_turn: ClassVar[bytes] = b'{"type":"Finalize"}'
    stay: ClassVar[bytes] = b'{"type":"KeepAlive"}'

    def __init__(self) -> None:
        self.turns = Turns()
        self.request_id = ""
        self.failure = ""
        self._settled: list[Transcript] = []

    def query(self, model: str, listening: Listening) -> list[tuple[str, str]]:
        asked = [
            *sound_and_terms(model, listening),
            ("channels", "1"),
            ("language", LANGUAGES.get(listening.language, listening.language)),
            ("interim_results", "true"),
            ("endpointing", str(SILENCE_MS)),
            ("utterance_end_ms", str(WORD_GAP_MS)),
            ("smart_format", "true"),
            ("no_delay", "true"),  # formatting may not hold the end of a turn back
        ]
        if not model.startswith("nova-3"):  # older ones refuse it
            asked = [pair for pair in asked if pair[0] != "keyterm"]
        return asked

    def take(self, raw: bytes) -> Sequence[TurnEvent] | None:
        """Empty results, and an end that follows one, are usual and mean nothing."""
        try:
            kind = _kinds.decode(raw)
            self.request_id = self.request_id or kind.request_id
            match kind.type:
                case "Results":
                    if not self.request_id:
                        self.request_id = _described.decode(raw).metadata.request_id
                    return self._results(_results.decode(raw))
                case "UtteranceEnd" if self._settled:
                    return self._end("silence")
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return None
        return []

    def _results(self, results: Results) -> list[TurnEvent]:
        best = (results.channel.alternatives or [Alternative()])[0]
        stretch = transcript(best.transcript, best.words)
        events: list[TurnEvent] = []
        if stretch.text:
            events += self.turns.heard(_joined([*self._settled, stretch]))
        if results.is_final and stretch.text:
            self._settled.append(stretch)
        if results.is_final and (results.speech_final or results.from_finalize):
            events += self._end("asked" if results.from_finalize else "silence")
        return events

    def _end(self, why: Why) -> list[TurnEvent]:
        heard, self._settled = _joined(self._settled), []
        return self.turns.end(heard, why=why)


def _joined(stretches: list[Transcript]) -> Transcript:
    words = tuple(word for stretch in stretches for word in stretch.words)
    return Transcript(" ".join(stretch.text for stretch in stretches), words)
