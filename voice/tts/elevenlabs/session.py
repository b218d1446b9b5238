"""One speech socket for a call: a context for each utterance, and one that waits for the next."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from voice.agents.base import Ended
from voice.agents.outbox import Outbox
from voice.agents.socket import AgentSocket, Closed
from voice.tts.base import Sound, Speaking, SpeechEvent, Spoken
from voice.tts.elevenlabs import messages as wire

logger = logging.getLogger(__name__)
MOST_CONTEXTS = 5  # at once, those that end among them; the vendor closes on whoever has more
KEEP_ALIVE_SECONDS = 10.0
BYTES_PER_MS = 8


@dataclass
class Utterance:
    """What became of one. context: "" before it has one."""

    context: str = ""
    waiting: list[str] = field(default_factory=list)  # words, until it has a context
    said: bool = False  # nothing more is said of it
    ms: float = 0.0  # of its sound


class ElevenLabsSpeechSession:
    """Contexts are numbered; each is used once, for one utterance."""

    def __init__(
        self,
        socket: AgentSocket,
        speaking: Speaking,
        keep_alive_seconds: float = KEEP_ALIVE_SECONDS,
    ) -> None:
        self.bad_frames = 0
        self._socket = socket
        self._speaking = speaking
        self._outbox = Outbox(socket, BYTES_PER_MS, socket.send_sound)
        self._utterances: dict[int, Utterance] = {}  # neither stopped nor spoken
        self._newest = -1
        self._contexts: dict[str, int | None] = {}  # at the vendor's; whose each is, None: nobody's
        self._closing: set[str] = set()
        self._spare = ""
        self._made = 0
        self._events: deque[SpeechEvent] = deque()
        self._error = ""
        self._over: Ended | None = None
        self._keep_alive_seconds = keep_alive_seconds
        self._tasks = [
            asyncio.create_task(self._outbox.run()),
            asyncio.create_task(self._keep_alive()),
        ]
        self._prepare()

    # --- what goes out ----------------------------------------------------------------------

    async def say(self, utterance: int, text: str, *, last: bool = False) -> None:
        if self._over is not None:
            return
        known = self._utterances.get(utterance)
        if known is None:
            if utterance <= self._newest:
                return  # stopped, or spoken
            self._newest = utterance
            known = self._utterances[utterance] = Utterance()
        if known.said:
            return
        known.said = last
        known.waiting += text.split()
        self._send(utterance, known)

    async def stop(self, utterance: int) -> None:
        self._newest = max(self._newest, utterance)
        known = self._utterances.pop(utterance, None)
        if known is not None and known.context and self._over is None:
            self._contexts[known.context] = None
            self._close(known.context)

    def _send(self, utterance: int, known: Utterance) -> None:
        """What waits of it, if there is a context for it."""
        if not known.context:
            if not self._spare:
                return  # until one ends at the vendor's
            known.context, self._spare = self._spare, ""
            self._contexts[known.context] = utterance
            self._prepare()
        words, known.waiting = " ".join(known.waiting), []
        if known.said:
            self._outbox.put(wire.flush(known.context, words))
            self._close(known.context)
        elif words:
            self._outbox.put(wire.text(known.context, words))

    def _prepare(self) -> None:
        """Begin the next context before it is needed, if the vendor lets us have one more."""
        if self._spare or len(self._contexts) >= MOST_CONTEXTS:
            return
        self._spare = f"utterance_{self._made}"
        self._made += 1
        self._contexts[self._spare] = None
        self._outbox.put(wire.begin(self._spare, self._speaking))

    def _close(self, context: str) -> None:
        if context not in self._closing:
            self._closing.add(context)
            self._outbox.put(wire.close(context))

    async def _keep_alive(self) -> None:
        """Contexts that are ending are left alone: a word to one that has ended makes another."""
        while True:
            await asyncio.sleep(self._keep_alive_seconds)
            for context in self._contexts.keys() - self._closing:
                self._outbox.put(wire.keep_alive(context))

    async def close(self) -> None:
        if self._over is None:
            self._over = Ended("We closed the session.")
            if not self._socket.stalled:
                self._socket.send(wire.CLOSE_SOCKET)
        self._cancel()
        await self._socket.close()

    def _cancel(self) -> None:
        for task in self._tasks:
            task.cancel()

    # --- what comes in ----------------------------------------------------------------------

    async def events(self) -> AsyncIterator[SpeechEvent]:
        while True:
            while self._events and self._over is None:
                event = self._events.popleft()
                if isinstance(event, Ended) or event.utterance in self._utterances:
                    yield event
                if isinstance(event, Spoken):
                    self._utterances.pop(event.utterance, None)
            if self._over is not None:
                yield self._over
                return
            try:
                self._take(await self._socket.recv())
            except Closed as closed:
                self._ended(closed)

    def _take(self, raw: bytes) -> None:
        frame = wire.read(raw)
        if frame is None:
            self.bad_frames += 1
            return
        if frame.error:
            self._error = frame.error
        utterance = self._contexts.get(frame.context)
        known = None if utterance is None else self._utterances.get(utterance)
        if utterance is not None and known is not None and frame.audio:
            self._events.append(_sound(utterance, frame, frame.audio, known.ms))
            known.ms += len(frame.audio) / BYTES_PER_MS
        if frame.final and frame.context in self._contexts:
            self._finish(frame.context, utterance, known)

    def _finish(self, context: str, utterance: int | None, known: Utterance | None) -> None:
        """A context is over at the vendor's, so there is room for another."""
        del self._contexts[context]
        if context == self._spare:
            self._spare = ""
        if utterance is not None and known is not None:
            if context in self._closing:
                self._events.append(Spoken(utterance))
            else:
                known.context = ""  # the vendor gave up waiting; what follows has another one
        self._closing.discard(context)
        self._prepare()
        for number, waiting in self._utterances.items():
            if not waiting.context and (waiting.waiting or waiting.said):
                self._send(number, waiting)

    def _ended(self, closed: Closed) -> None:
        self._cancel()
        if self._over is None:  # it was not us
            self._over = wire.ended(closed.code, self._error)
            logger.warning("The speech socket was broken off (%d).", closed.code)
        if self.bad_frames:
            logger.warning("Frames of the speech socket could not be read.")


def _sound(utterance: int, frame: wire.Frame, audio: bytes, before_ms: float) -> Sound:
    text, starts = frame.letters()
    return Sound(utterance, audio, text, tuple(round(before_ms) + start for start in starts))
