"""The phone end of a call: plays sound, clears it, and knows how much of it was heard."""

import itertools
from collections.abc import Awaitable, Callable
from typing import Protocol

from telephony.carriers.media_stream import (
    BadFrame,
    FrameTooLarge,
    Marked,
    Media,
    MediaMessages,
    Message,
)

BYTES_PER_MS = 8  # μ-law at 8 kHz
MARK_EVERY_MS = 300  # a mark for each 20 ms frame was reported to delay playing
QUIET_FRAMES = 5  # after so many frames without new sound, the rest gets its mark
MAX_BAD_FRAMES = 20  # then whoever sends them is no carrier

# The codes of samples below about -34 dBFS, both signs.
_QUIET = bytes(range(0x58, 0x80)) + bytes(range(0xD8, 0x100))


class TooMuchGarbage(BadFrame):
    """MAX_BAD_FRAMES frames of this line were not the carrier's."""


def loud(ulaw: bytes) -> bool:
    """Whether this is more than line noise: one sample in eight stands out."""
    return len(ulaw.translate(None, _QUIET)) * 8 > len(ulaw)


class Tape(Protocol):
    """Who keeps the sound of a line. Positions are the line's, in milliseconds of our sound."""

    def heard(self, ulaw: bytes, at_ms: int) -> None: ...

    def sent(self, ulaw: bytes) -> None: ...

    def asked(self, position_ms: float) -> None:
        """A mark was sent behind everything up to here."""
        ...

    def proven(self, position_ms: float) -> None:
        """That mark has come back."""
        ...

    def cleared(self, position_ms: float) -> None:
        """What was queued is dropped; what is sent next stands at this position."""
        ...


class Line:
    """The phone end of a call.

    Positions are milliseconds of our sound since the stream started. What a `clear` drops is
    taken off `sent_ms` again, so positions count only sound that was, or will be, played.
    Only a mark that comes back from playing proves that sound was heard; the marks that
    `clear` returns prove nothing.
    """

    def __init__(
        self, stream_id: str, send: Callable[[str], Awaitable[None]], messages: MediaMessages
    ) -> None:
        self.stream_id = stream_id
        self.send = send
        # Bound once for each call, so that no frame looks for its carrier.
        self._parse, self._media = messages.parse, messages.media
        self._mark, self._clear = messages.mark, messages.clear
        self.tape: Tape | None = None
        self.sent_ms = 0.0
        self.heard_ms = 0.0
        self.frames = 0  # of the callee, so far
        self.bad_frames = 0
        self.clears = 0
        self._awaited: dict[str, float] = {}  # mark → position it proves, in order of sending
        self._names = itertools.count(1)
        self._marked_ms = 0.0  # position of the last mark sent
        self._quiet_frames = 0

    @property
    def drained(self) -> bool:
        """Whether everything that was sent is known to have been heard."""
        return self.heard_ms >= self.sent_ms

    async def play(self, ulaw: bytes) -> None:
        """Queue sound of any length behind what is queued."""
        if not ulaw:
            return
        self.sent_ms += len(ulaw) / BYTES_PER_MS
        self._quiet_frames = 0
        if self.tape is not None:
            self.tape.sent(ulaw)
        await self.send(self._media(self.stream_id, ulaw))
        if self.sent_ms - self._marked_ms >= MARK_EVERY_MS:
            await self.mark()

    async def mark(self) -> None:
        """Ask to be told when all that was sent so far has been played; twice is once."""
        if self._marked_ms >= self.sent_ms:
            return
        name = f"m{next(self._names)}"
        self._awaited[name] = self._marked_ms = self.sent_ms
        if self.tape is not None:
            self.tape.asked(self.sent_ms)
        await self.send(self._mark(self.stream_id, name))

    async def clear(self) -> float:
        """Drop what is queued; return the position up to which it was heard.

        Its marks come back too, and prove nothing, so they are forgotten first.
        """
        self._awaited.clear()
        self.sent_ms = self._marked_ms = self.heard_ms
        self.clears += 1
        if self.tape is not None:
            self.tape.cleared(self.heard_ms)
        await self.send(self._clear(self.stream_id))
        return self.heard_ms

    def read(self, text: str | bytes) -> Message | None:
        """What a frame of the carrier says; marks are believed here.

        Garbage is dropped and counted. Raises TooMuchGarbage when there is no end of it.
        """
        try:
            message = self._parse(text)
        except FrameTooLarge:
            raise
        except BadFrame:
            self.bad_frames += 1
            if self.bad_frames >= MAX_BAD_FRAMES:
                raise TooMuchGarbage("The socket brings too much garbage.") from None
            return None
        if isinstance(message, Media):
            self.frames += 1
            if self.tape is not None:
                self.tape.heard(message.ulaw, message.at_ms)
        elif isinstance(message, Marked):
            self._believe(message.name)
        return message

    def _believe(self, name: str) -> None:
        position = self._awaited.pop(name, None)
        if position is not None:
            self.heard_ms = max(self.heard_ms, position)
            if self.tape is not None:
                self.tape.proven(position)

    @property
    def unmarked(self) -> bool:
        """Whether sound waits for a mark although no more has followed for QUIET_FRAMES.

        Counted in the callee's frames, the clock of the phone network; ask once per frame.
        """
        if self._marked_ms >= self.sent_ms:
            return False
        self._quiet_frames += 1
        return self._quiet_frames >= QUIET_FRAMES
