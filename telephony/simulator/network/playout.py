"""What a stream has sent to be played: a buffer, its real-time end, marks and clear; sans I/O."""

from collections import deque

from telephony.simulator.personas.sounds import FRAME_BYTES, SILENCE, Frame


class Playout:
    """Bytes in the order they came; a mark returns when all that came before it has been played."""

    def __init__(self) -> None:
        self._sound = bytearray()
        self._added = self._played = 0  # bytes so far
        self._marks: deque[tuple[int, str]] = deque()

    @property
    def waiting_bytes(self) -> int:
        return len(self._sound)

    def add(self, ulaw: bytes) -> None:
        self._sound += ulaw
        self._added += len(ulaw)

    def mark(self, name: str) -> list[str]:
        """The names to return now: this one, if nothing is left to be played."""
        self._marks.append((self._added, name))
        return self._due()

    def clear(self) -> list[str]:
        """Drop what has not been played; the names that return now are all that were pending."""
        self._sound.clear()
        self._played = self._added
        return self._due()

    def take(self, count: int) -> tuple[list[Frame], list[str]]:
        """The next frames, silence where nothing is left, and the marks passed on the way."""
        if not self._sound:
            return [None] * count, []
        frames: list[Frame] = []
        for _ in range(count):
            piece = bytes(self._sound[:FRAME_BYTES])
            del self._sound[:FRAME_BYTES]
            self._played += len(piece)
            whole = piece.ljust(FRAME_BYTES, SILENCE[:1])
            frames.append(None if whole == SILENCE else whole)
        return frames, self._due()

    def _due(self) -> list[str]:
        names = []
        while self._marks and self._marks[0][0] <= self._played:
            names.append(self._marks.popleft()[1])
        return names
