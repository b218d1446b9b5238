"""Nova: stretches of sound that are drafted, settled and followed by silence; no sockets."""

from dataclasses import dataclass

from callpilot.json_types import JsonObject
from voice.simulator.formats import Format
from voice.simulator.recogniser.listener import Word
from voice.simulator.recogniser.stream import Stream, Switches, seconds, text_of
from voice.simulator.sessions.sockets import Close

DRAFT_MS = 300  # between drafts
SETTLED_MS = 3000  # no stretch is longer


@dataclass
class Features:
    """What the client asked for. endpointing_ms: None is off."""

    model: str = "nova-3"
    interim: bool = False
    endpointing_ms: int | None = 10
    utterance_end_ms: int | None = None
    vad: bool = False


class NovaStream(Stream):
    """One session of /v1/listen."""

    def __init__(
        self, request_id: str, format: Format, switches: Switches, features: Features
    ) -> None:
        super().__init__(request_id, format, switches)
        self._features = features
        self._settled = 0  # words
        self._start_ms = 0  # of the stretch
        self._drafted_ms = 0
        self._unended = False  # words came after the last speech_final
        self._gap_told = True

    def _step(self) -> None:
        words = self._listener.words(self._settled)
        silent_ms = self._listener.silent_ms
        if words and not self._unended:
            self._unended, self._gap_told = True, False
            if self._features.vad:
                started = seconds(words[0].start_ms)
                self._tell({"type": "SpeechStarted", "channel": [0, 1], "timestamp": started})
        endpointing_ms = self._features.endpointing_ms
        if self._unended and endpointing_ms is not None and silent_ms >= max(endpointing_ms, 1):
            self._settle(speech_final=True)
        elif self.now_ms - self._start_ms >= SETTLED_MS:
            self._settle(speech_final=False)
        elif self._features.interim and self.now_ms - self._drafted_ms >= DRAFT_MS:
            self._drafted_ms = self.now_ms
            self._results(words, is_final=False)
        self._mind_gap()

    def _settle(self, *, speech_final: bool, from_finalize: bool = False) -> None:
        words = self._listener.words(self._settled)
        self._results(words, True, speech_final=speech_final, from_finalize=from_finalize)
        self._settled += len(words)
        self._start_ms = self._drafted_ms = self.now_ms
        if speech_final:
            self.turns += 1
            self._unended = False

    def _mind_gap(self) -> None:
        """The end of an utterance, told once, whether or not its end was told before."""
        gap_ms = self._features.utterance_end_ms
        if gap_ms is None or self._gap_told or self._listener.silent_ms < gap_ms:
            return
        self._gap_told = True
        last = self._listener.words()[-1]
        ended = seconds(last.end_ms)
        self._tell({"type": "UtteranceEnd", "channel": [0, 1], "last_word_end": ended})

    def _results(
        self,
        words: list[Word],
        is_final: bool,
        *,
        speech_final: bool = False,
        from_finalize: bool = False,
    ) -> None:
        confidence = sum(word.confidence for word in words) / len(words) if words else 0.0
        heard = {
            "transcript": text_of(words),
            "confidence": round(confidence, 4),
            "words": [
                {
                    "word": word.text.lower().strip(".,?!"),
                    "start": seconds(word.start_ms),
                    "end": seconds(word.end_ms),
                    "confidence": word.confidence,
                    "punctuated_word": word.text,
                }
                for word in words
            ],
        }
        self._tell(
            {
                "type": "Results",
                "channel_index": [0, 1],
                "duration": seconds(self.now_ms - self._start_ms),
                "start": seconds(self._start_ms),
                "is_final": is_final,
                "speech_final": speech_final,
                "channel": {"alternatives": [heard]},
                "metadata": {
                    "request_id": self.request_id,
                    "model_info": {
                        "name": f"general-{self._features.model}",
                        "version": "2025-04-17.0",
                        "arch": self._features.model,
                    },
                    "model_uuid": "00000000-0000-4000-8000-000000000000",
                },
                "from_finalize": from_finalize,
            }
        )

    def _take_message(self, message: JsonObject) -> None:
        match message:
            case {"type": "KeepAlive"}:
                pass
            case {"type": "Finalize"}:
                if self._listener.words(self._settled) or self._unended:
                    self._settle(speech_final=True, from_finalize=True)
            case {"type": "Configure"}:
                keyterms = message.get("keyterms", [])
                told: JsonObject = {"request_id": self.request_id}
                if keyterms and not self._features.model.startswith("nova-3"):
                    told |= {
                        "type": "ConfigureFailure",
                        "code": "CONFIGURE_KEYTERMS_NOT_SUPPORTED",
                        "description": "This model has no keyterms.",
                    }
                else:
                    told |= {"type": "ConfigureSuccess", "keyterms": keyterms}
                self._tell(told)
            case _:
                self._refuse_message(str(message))

    def _refuse_message(self, text: str) -> None:
        """The stream goes on."""
        self.complaints.append(f"This is no message: {text[:40]}")
        self._error("SchemaError", "The text message could not be parsed.", text)

    def _error(self, variant: str, description: str, message: str) -> None:
        told = {"variant": variant, "description": description, "message": message}
        self._tell({"type": "Error"} | told)

    def _fail(self) -> None:
        self._error("InternalError", "An internal error occurred.", "")

    def _end(self) -> None:
        if self._listener.words(self._settled):
            self._settle(speech_final=True)
        self._tell(
            {
                "type": "Metadata",
                "transaction_key": "deprecated",
                "request_id": self.request_id,
                "sha256": "0" * 64,
                "created": "2026-11-20T18:00:00.000Z",
                "duration": seconds(self.now_ms),
                "channels": 1,
            }
        )
        self._tell(Close(1000))
