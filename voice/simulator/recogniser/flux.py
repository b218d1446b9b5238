"""Flux: turns are judged by what was said and how long it has been quiet since; no sockets."""

from dataclasses import dataclass

from callpilot.json_types import JsonObject
from voice.simulator.formats import Format
from voice.simulator.recogniser.stream import Stream, Switches, seconds, text_of
from voice.simulator.sessions.sockets import Close

UPDATE_MS = 240
MOST_CERTAIN = 0.99
IN_MID_SENTENCE = 4.0  # so much longer a silence has to be after words that want more to follow
WANTS_MORE = {"and", "or", "but", "so", "um", "uh", "the", "a", "at", "on", "for", "with", "to"}


@dataclass
class Thresholds:
    """Likelihoods that a turn is over, and silence that ends it anyway."""

    end: float = 0.7
    eager: float | None = None
    timeout_ms: int = 5000

    @property
    def fault(self) -> str:
        """What is wrong with them, or nothing."""
        if not 0.5 <= self.end <= 1.0:
            return "eot_threshold must be between 0.5 and 1.0"
        if self.eager is not None and not 0.3 <= self.eager <= 0.9:
            return "eager_eot_threshold must be between 0.3 and 0.9"
        if self.eager is not None and self.eager > self.end:
            return "eager_eot_threshold must not exceed eot_threshold"
        if not 500 <= self.timeout_ms <= 60_000:
            return "eot_timeout_ms must be between 500 and 60000"
        return ""


def certainty(text: str, silent_ms: int, certain_ms: int) -> float:
    """That nothing more comes: after a sentence sooner than in the midst of one."""
    last = text.rpartition(" ")[2].lower()
    whole = last.endswith((".", "?", "!")) and last.rstrip(".?!") not in WANTS_MORE
    needed_ms = certain_ms if whole else certain_ms * IN_MID_SENTENCE
    return min(silent_ms / max(needed_ms, 1), MOST_CERTAIN)


class FluxStream(Stream):
    """One session of /v2/listen."""

    def __init__(
        self, request_id: str, format: Format, switches: Switches, thresholds: Thresholds
    ) -> None:
        super().__init__(request_id, format, switches)
        self._thresholds = thresholds
        self._keyterms: list[str] = []
        self._sequence = 0
        self._first = 0  # word of the turn
        self._counted = 0  # words of it that were told
        self._going_on = False
        self._eager = ""  # the words of an eager end that stands
        self._window_ms = 0  # the turn's beginning
        self._told_ms = 0
        self._say("Connected")

    # --- turns ------------------------------------------------------------------------------

    def _step(self) -> None:
        words = self._listener.words(self._first)
        grown, self._counted = len(words) > self._counted, len(words)
        if words and not self._going_on:
            self._going_on = True
            self._info("StartOfTurn")
        elif self._eager and grown:
            self._resume()
        if self._going_on:
            self._judge()
        if self.now_ms - self._told_ms >= UPDATE_MS:
            self._info("Update")

    def _judge(self) -> None:
        silent_ms, likelihood = self._listener.silent_ms, self._likelihood()
        if likelihood >= self._thresholds.end:
            self._end_turn("model")
        elif silent_ms >= self._thresholds.timeout_ms:
            self._end_turn("timeout")
        elif (
            self._thresholds.eager is not None
            and likelihood >= self._thresholds.eager
            and not self._eager
        ):
            self._eager = self._text()
            self._info("EagerEndOfTurn")

    def _end_turn(self, trigger: str) -> None:
        if self._eager and self._eager != self._text():
            self._resume()
        self._info("EndOfTurn", trigger=trigger)
        self.turns += 1
        self._first += self._counted
        self._counted, self._going_on, self._eager = 0, False, ""
        self._window_ms = self.now_ms

    def _resume(self) -> None:
        self._eager = ""
        self._info("TurnResumed")

    def _text(self) -> str:
        return text_of(self._listener.words(self._first))

    def _likelihood(self) -> float:
        if not self._going_on:
            return 0.0
        return certainty(self._text(), self._listener.silent_ms, self._switches.certain_ms)

    # --- frames -----------------------------------------------------------------------------

    def _info(self, event: str, **more: str) -> None:
        words = self._listener.words(self._first)
        self._told_ms = self.now_ms
        self._say(
            "TurnInfo",
            event=event,
            turn_index=self.turns,
            audio_window_start=seconds(self._window_ms),
            audio_window_end=seconds(self.now_ms),
            transcript=text_of(words),
            words=[
                {
                    "word": word.text,
                    "confidence": word.confidence,
                    "start": seconds(word.start_ms),
                    "end": seconds(word.end_ms),
                }
                for word in words
            ],
            end_of_turn_confidence=round(self._likelihood(), 4),
            **more,
        )

    def _say(self, type: str, **members: object) -> None:
        named = {"type": type, "request_id": self.request_id, "sequence_id": self._sequence}
        self._sequence += 1
        self._tell(named | members)

    def _take_message(self, message: JsonObject) -> None:
        match message:
            case {"type": "ForceEndTurn"} if self._going_on:
                self._end_turn("manual")
            case {"type": "ForceEndTurn"}:
                self._say(
                    "Warning",
                    code="FORCE_END_TURN_NO_ACTIVE_TURN",
                    description="There is no active turn.",
                )
            case {"type": "Configure"}:
                self._configure(message)
            case _:
                self._refuse_message(str(message.get("type")))

    def _configure(self, message: JsonObject) -> None:
        told = message.get("thresholds") or {}
        old = self._thresholds
        try:
            new = Thresholds(
                float(told.get("eot_threshold", old.end)),
                told.get("eager_eot_threshold", old.eager),
                int(told.get("eot_timeout_ms", old.timeout_ms)),
            )
            fault = new.fault
        except (TypeError, ValueError, AttributeError):
            fault = "thresholds must be numbers"
        if fault:
            return self._say("ConfigureFailure", description=fault)
        self._thresholds = new
        self._keyterms = message.get("keyterms", self._keyterms)
        thresholds: JsonObject = {"eot_threshold": new.end, "eot_timeout_ms": new.timeout_ms}
        if new.eager is not None:
            thresholds["eager_eot_threshold"] = new.eager
        self._say(
            "ConfigureSuccess", thresholds=thresholds, keyterms=self._keyterms, language_hints=[]
        )

    def _refuse_message(self, text: str) -> None:
        self.complaints.append(f"This is no message: {text[:40]}")
        self._say("Error", code="UNPARSABLE_CLIENT_MESSAGE", description="Invalid message.")
        self._tell(Close(1008, "Invalid message."))

    def _fail(self) -> None:
        self._say("Error", code="INTERNAL_SERVER_ERROR", description="An internal error occurred.")

    def _end(self) -> None:
        self._tell(Close(1000))
