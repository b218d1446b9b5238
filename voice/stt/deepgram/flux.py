"""Flux as it is written on the wire: frames that tell of turns, and one question; no I/O."""

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from voice.stt.base import Listening, TurnEvent, Why
from voice.stt.deepgram.dialects import Word, likely, sound_and_terms, transcript
from voice.stt.turns import Turns

END_LIKELIHOOD = 0.7
EAGER_LIKELIHOOD = 0.4
SILENCE_MS = 3000  # ends a turn whatever was said in it
TRIGGERS: dict[str, Why] = {"timeout": "silence", "manual": "asked"}


class Frame(msgspec.Struct):
    """Any server frame; what a type does not have stays at its default."""

    type: str
    request_id: str = ""
    event: str = ""
    transcript: str = ""
    words: list[Word] = []
    end_of_turn_confidence: float = 0.0
    trigger: str = ""
    code: str = ""


_frames = msgspec.json.Decoder(Frame)


class Flux:
    """The reading of one session."""

    path: ClassVar[str] = "/v2/listen"
    greets: ClassVar[bool] = True
    reports: ClassVar[bool] = True
    end_turn: ClassVar[bytes] = b'{"type":"ForceEndTurn"}'
    stay: ClassVar[bytes] = b""

    def __init__(self) -> None:
        self.turns = Turns()
        self.request_id = ""
        self.failure = ""

    def query(self, model: str, listening: Listening) -> list[tuple[str, str]]:
        """Only what this model knows: anything else is refused."""
        asked = [
            *sound_and_terms(model, listening),
            ("eot_threshold", str(END_LIKELIHOOD)),
            ("eot_timeout_ms", str(SILENCE_MS)),
        ]
        if listening.eager:
            asked.append(("eager_eot_threshold", str(EAGER_LIKELIHOOD)))
        if model.endswith("-multi"):
            asked.append(("language_hint", listening.language.partition("-")[0]))
        return asked

    def take(self, raw: bytes) -> Sequence[TurnEvent] | None:
        try:
            frame = _frames.decode(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return None
        self.request_id = self.request_id or frame.request_id
        if frame.type == "Error":
            self.failure = frame.code or "unnamed"
        return self._turn(frame) if frame.type == "TurnInfo" else []

    def _turn(self, frame: Frame) -> list[TurnEvent]:
        """Nothing for events that this model may learn later."""
        heard = transcript(frame.transcript, frame.words)
        likelihood = likely(frame.end_of_turn_confidence)
        match frame.event:
            case "StartOfTurn" | "Update":
                return self.turns.heard(heard)
            case "EagerEndOfTurn":
                return self.turns.eager(heard, likelihood)
            case "TurnResumed":
                return self.turns.resumed(heard)
            case "EndOfTurn":
                return self.turns.end(heard, likelihood, TRIGGERS.get(frame.trigger, "judged"))
        return []
