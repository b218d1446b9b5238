"""One stream of sound at the simulated recogniser: what both models share; no sockets."""

import json
from abc import ABC, abstractmethod
from collections import deque
from dataclasses import dataclass

from callpilot.json_types import JsonObject
from voice.simulator.formats import Format
from voice.simulator.recogniser.listener import Listener, Word
from voice.simulator.sessions.sockets import BROKEN, Close, Out

GARBAGE = ("{not json", '{"type": 7}', "[]", '{"type": "TomorrowsEvent", "turn_index": "x"}')


@dataclass(frozen=True)
class Switches:
    """How one session goes. Milliseconds are those of the callee's sound.

    refuse_status: the HTTP status instead of a socket. close_code: the close that follows the
    beginning at once. drop_after_ms: the line breaks without a word. silent_after_ms: nothing is
    told any more. error_after_ms: an error is told, and the session closed. garbage_every: so
    many frames and one that nobody can read; 0: none. late_ms: what comes of sound is told so much
    later. certain_ms: silence after a whole sentence that leaves no doubt that it was the last.
    """

    refuse_status: int | None = None
    close_code: int | None = None
    drop_after_ms: int | None = None
    silent_after_ms: int | None = None
    error_after_ms: int | None = None
    garbage_every: int = 0
    late_ms: int = 0
    certain_ms: int = 370


class Stream(ABC):
    """Feed it all that the client sends; send what it returns, in order.

    Its only clock is the sound that has come in.
    """

    def __init__(self, request_id: str, format: Format, switches: Switches) -> None:
        self.request_id = request_id
        self.complaints: list[str] = []  # what the client did that it should not
        self.turns = 0  # that have ended
        self._listener = Listener(format)
        self._switches = switches
        self._due: deque[tuple[int, Out]] = deque()  # at which ms what is told
        self._told = 0

    @property
    def now_ms(self) -> int:
        return self._listener.now_ms

    def begin(self) -> list[Out]:
        if self._switches.close_code is not None:
            self._tell(Close(self._switches.close_code))
        return self._told_by_now()

    def take(self, message: str | bytes) -> list[Out]:
        if isinstance(message, str):
            self._take_text(message)
        elif not message:
            self.complaints.append("An empty frame ends the stream.")
            self._end()
        else:
            self._listener.take(message)
            while self._listener.step():
                self._step()
                self._go_wrong()
        return self._told_by_now()

    # --- what the models differ in ------------------------------------------------------------

    @abstractmethod
    def _step(self) -> None:
        """STEP_MS more were heard."""

    @abstractmethod
    def _take_message(self, message: JsonObject) -> None: ...

    @abstractmethod
    def _refuse_message(self, text: str) -> None:
        """It was no message that the model knows."""

    @abstractmethod
    def _fail(self) -> None:
        """Tell of an error of the vendor's own."""

    @abstractmethod
    def _end(self) -> None:
        """The client has no more sound."""

    # --- what is told ---------------------------------------------------------------------------

    def _tell(self, out: Out) -> None:
        silent_ms = self._switches.silent_after_ms
        if silent_ms is None or self.now_ms < silent_ms or isinstance(out, Close):
            late_ms = self._switches.late_ms if self.now_ms else 0
            self._due.append((self.now_ms + late_ms, out))

    def _told_by_now(self) -> list[Out]:
        """A close is told at once, and whatever was held back before it."""
        closing = any(isinstance(out, Close) for _, out in self._due)
        outs: list[Out] = []
        while self._due and (closing or self._due[0][0] <= self.now_ms):
            outs.append(self._due.popleft()[1])
            self._told += 1
            every = self._switches.garbage_every
            if every and self._told % every == 0:
                outs.append(GARBAGE[self._told // every % len(GARBAGE)])
        return outs

    def _take_text(self, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            message = None
        if not isinstance(message, dict):
            return self._refuse_message(text)
        if message.get("type") == "CloseStream":
            return self._end()
        self._take_message(message)

    def _go_wrong(self) -> None:
        switches, now = self._switches, self.now_ms
        if switches.drop_after_ms is not None and now >= switches.drop_after_ms:
            self._due.clear()
            self._tell(Close(BROKEN))
        elif switches.error_after_ms is not None and now >= switches.error_after_ms:
            self._fail()
            self._tell(Close(1011))


def text_of(words: list[Word]) -> str:
    return " ".join(word.text for word in words)


def seconds(ms: int) -> float:
    return ms / 1000
