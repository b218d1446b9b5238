"""One stream of sound to Deepgram, what is told about it, and everything that can go wrong."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass

from callpilot.errors import RecognitionError
from voice.agents.base import Ended
from voice.agents.outbox import Outbox
from voice.agents.socket import AgentSocket, Closed
from voice.stt.base import RecognitionEvent
from voice.stt.deepgram.dialects import CLOSE_STREAM, Dialect

logger = logging.getLogger(__name__)
GREETING_SECONDS = 5.0
BYTES_PER_MS = 8
SILENCE = b"\xff"


@dataclass(frozen=True)
class Patience:
    """How long we wait before we do something about it.

    gap_seconds: without sound of the callee; the vendor leaves after 10. watch_seconds: of sound,
    and by the clock, without a word about it: the session is dead.
    """

    gap_seconds: float = 3.0
    watch_seconds: float = 6.0


class DeepgramSession:
    """One stream of sound, and what is told about it."""

    def __init__(self, socket: AgentSocket, dialect: Dialect, patience: Patience) -> None:
        self.bad_frames = 0
        self._socket = socket
        self._dialect = dialect
        self._patience = patience
        self._outbox = Outbox(socket, BYTES_PER_MS, socket.send_sound)
        self._waiting: deque[RecognitionEvent] = deque()
        self._over: Ended | None = None
        self._heard_bytes = 0
        self._heard_bytes_then = 0  # when the vendor last said something,
        self._told_at = asyncio.get_running_loop().time()  # which was then
        self._tasks = [asyncio.create_task(self._outbox.run()), asyncio.create_task(self._mind())]

    @property
    def vendor_id(self) -> str:
        return self._dialect.request_id

    @property
    def dropped_ms(self) -> float:
        """Sound of the callee that the network did not take in time."""
        return self._outbox.dropped_ms

    # --- what comes in ----------------------------------------------------------------------

    async def greeted(self) -> None:
        """Wait for the first frame; raises RecognitionError when there is none."""
        try:
            async with asyncio.timeout(GREETING_SECONDS):
                self._take(await self._socket.recv())
        except TimeoutError:
            raise RecognitionError("The recogniser did not answer in time.") from None
        except Closed as closed:
            ended = self._ended(closed)
            raise RecognitionError(ended.reason, permanent=ended.failed) from None

    async def events(self) -> AsyncIterator[RecognitionEvent]:
        while True:
            while self._waiting:
                yield self._waiting.popleft()
            if self._over is not None:
                yield self._over
                return
            try:
                self._take(await self._socket.recv())
            except Closed as closed:
                self._ended(closed)

    def _take(self, raw: bytes) -> None:
        events = self._dialect.take(raw)
        if events is None:
            self.bad_frames += 1
            return
        self._told_at = asyncio.get_running_loop().time()
        self._heard_bytes_then = self._heard_bytes
        self._waiting.extend(events)

    def _ended(self, closed: Closed) -> Ended:
        self._stop()
        if self._over is None:  # it was not us
            self._over = ended(closed.code, self._dialect.failure)
            logger.warning("Recognition %s: broken off (%d).", self.vendor_id, closed.code)
        if self.bad_frames:
            logger.warning("Recognition %s: frames could not be read.", self.vendor_id)
        if self.dropped_ms:
            logger.warning("Recognition %s: the network stalled.", self.vendor_id)
        return self._over

    # --- what goes out ----------------------------------------------------------------------

    async def hear(self, audio: bytes) -> None:
        if self._over is None and audio:  # an empty frame would end the stream
            self._heard_bytes += len(audio)
            self._outbox.put_sound(audio)

    async def end_turn(self) -> None:
        if self._over is None:
            self._outbox.put(self._dialect.end_turn)

    async def close(self) -> None:
        if self._over is None:
            self._over = Ended("We closed the session.")
            if not self._socket.stalled:
                self._socket.send(CLOSE_STREAM)
        self._stop()
        await self._socket.close()

    def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _mind(self) -> None:
        """Fill gaps in the sound, and notice a session that says nothing more."""
        heard_bytes = self._heard_bytes
        while True:
            await asyncio.sleep(self._patience.gap_seconds)
            if self._is_dead():
                self._over = Ended("The recogniser fell silent.", resumable=True)
                logger.warning("Recognition %s: fell silent.", self.vendor_id)
                await self._socket.close()
                return
            if heard_bytes == self._heard_bytes:
                self._fill()
            heard_bytes = self._heard_bytes

    def _fill(self) -> None:
        """Turns end by silence that is heard, so one that goes on gets it; else a word will do."""
        if self._dialect.stay and not self._dialect.turns.going_on:
            self._outbox.put(self._dialect.stay)
        else:
            gap_ms = 1000 * self._patience.gap_seconds
            self._outbox.put_sound(SILENCE * round(gap_ms * BYTES_PER_MS))

    def _is_dead(self) -> bool:
        quiet_seconds = asyncio.get_running_loop().time() - self._told_at
        unheeded_ms = (self._heard_bytes - self._heard_bytes_then) / BYTES_PER_MS
        most = self._patience.watch_seconds
        return self._dialect.reports and quiet_seconds > most and unheeded_ms > 1000 * most


def ended(code: int, failure: str) -> Ended:
    """What a close means. failure: the vendor's code in the frame before it."""
    if code == 1008:
        return Ended("The recogniser cannot read our sound (1008).", failed=True)
    words = "The recogniser failed" if failure else "The recogniser broke off"
    return Ended(f"{words} ({code}).", resumable=True)
