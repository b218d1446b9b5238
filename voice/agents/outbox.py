"""What waits for a voice vendor's network: words as many as there are, sound up to a limit."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Protocol

MAX_WAITING_MS = 2_000  # of the callee's sound; older is lost when the network stalls
MAX_AT_ONCE_MS = 100  # of sound in one frame, when some has piled up


class Line(Protocol):
    """A socket, as far as it is written to."""

    @property
    def stalled(self) -> bool: ...

    async def flowing(self) -> None: ...

    def send(self, text: bytes) -> None: ...


class Outbox:
    """Writes to a socket without anybody waiting for it, as long as `run` runs.

    Words are few and answers to the vendor, so they go first and are never dropped.
    """

    def __init__(self, line: Line, bytes_per_ms: int, send_sound: Callable[[bytes], None]) -> None:
        """send_sound: writes sound to the line, packed as the vendor wants it."""
        self._line = line
        self._send_sound = send_sound
        self._words: deque[bytes] = deque()
        self._sound: deque[bytes] = deque()
        self._sound_bytes = 0
        self._bytes_per_ms = bytes_per_ms
        self._news = asyncio.Event()
        self._dropped_bytes = 0

    @property
    def dropped_ms(self) -> float:
        """Sound that the network did not take in time."""
        return self._dropped_bytes / self._bytes_per_ms

    def put(self, frame: bytes) -> None:
        """A text frame of words."""
        self._words.append(frame)
        self._news.set()

    def put_sound(self, audio: bytes) -> None:
        """Sent at once when nothing is waiting: then it overtakes nothing."""
        if not self._words and not self._sound and not self._line.stalled:
            self._send_sound(audio)
            return
        self._sound.append(audio)
        self._sound_bytes += len(audio)
        while self._sound_bytes > MAX_WAITING_MS * self._bytes_per_ms:
            lost = len(self._sound.popleft())
            self._sound_bytes -= lost
            self._dropped_bytes += lost
        self._news.set()

    async def run(self) -> None:
        """Send what waits, whenever the network takes it; until cancelled."""
        while True:
            await self._line.flowing()
            while not self._words and not self._sound:
                self._news.clear()
                await self._news.wait()
            self._send_next()

    def _send_next(self) -> None:
        if self._words:
            self._line.send(self._words.popleft())
            return
        audio, most = self._sound.popleft(), MAX_AT_ONCE_MS * self._bytes_per_ms
        while self._sound and len(audio) + len(self._sound[0]) <= most:
            audio += self._sound.popleft()
        self._sound_bytes -= len(audio)
        self._send_sound(audio)
