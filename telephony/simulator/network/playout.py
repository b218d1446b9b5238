"""What a stream has sent to be played: a jitter buffer, its end, marks and clear; sans I/O."""

from collections import deque

from telephony.simulator.personas.sounds import FRAME_BYTES, SILENCE, Frame


class Playout:
    """Bytes in the order they came; a mark returns when all that came before it has been played.

    Sound that comes after a silence is held back a moment: a peer that sends in step with the
    clock is now and then a little late, and a gap within a word would make it another word.
    """

    def __init__(self) -> None:
        self._sound = bytearray()
        self._added = self._played = 0  # bytes so far
        self._marks: deque[tuple[int, str]] = deque()
        self._flowing = False
        self._held_frames = 0  # so long has the first sound after a silence waited

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
        self._pause()
        return self._due()

    def take(self, count: int, jitter_frames: int = 0) -> tuple[list[Frame], list[str]]:
        """The next frames, silence where nothing is left, and the marks passed on the way.

        jitter_frames: how long a first sound is held back, unless more than that has come.
        """
        if not self._sound:
            self._pause()
            return [None] * count, []
        if not self._flows(jitter_frames):
            self._held_frames += count
            return [None] * count, []
        frames: list[Frame] = []
        for _ in range(count):
            piece = bytes(self._sound[:FRAME_BYTES])
            del self._sound[:FRAME_BYTES]
            self._played += len(piece)
            whole = piece.ljust(FRAME_BYTES, SILENCE[:1])
            frames.append(None if whole == SILENCE else whole)
            if not piece:
                self._pause()
        return frames, self._due()

    def _flows(self, jitter_frames: int) -> bool:
        enough = len(self._sound) > jitter_frames * FRAME_BYTES
        self._flowing = self._flowing or enough or self._held_frames >= jitter_frames
        return self._flowing

    def _pause(self) -> None:
        self._flowing, self._held_frames = False, 0

    def _due(self) -> list[str]:
        names = []
        while self._marks and self._marks[0][0] <= self._played:
            names.append(self._marks.popleft()[1])
        return names
