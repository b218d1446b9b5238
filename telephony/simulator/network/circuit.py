"""The two-way sound of an answered call: something plays to the callee, something listens."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from telephony.simulator.personas.handset import Handset
from telephony.simulator.personas.sounds import Frame


class Source(Protocol):
    """What the callee gets to hear."""

    def take(self, count: int) -> list[Frame]: ...


class Sink(Protocol):
    """What hears the callee."""

    def give(self, frames: list[Frame]) -> None: ...


class Circuit:
    """One call's sound; at most one source and one sink at a time."""

    def __init__(self, handset: Handset) -> None:
        self.handset = handset
        self.source: Source | None = None
        self.sink: Sink | None = None

    def advance(self, count: int) -> None:
        played = self.source.take(count) if self.source else [None] * count
        said = self.handset.advance(played)
        if self.sink:
            self.sink.give(said)

    async def play(self, frames: Sequence[Frame]) -> None:
        """Play these to the callee and return when they have been played."""
        playing = Playing(frames)
        self.source = playing
        try:
            await playing.done
        finally:
            if self.source is playing:
                self.source = None


class Playing:
    """A source with an end."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        self._frames = frames
        self._at = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def take(self, count: int) -> list[Frame]:
        frames = list(self._frames[self._at : self._at + count])
        self._at += count
        if self._at >= len(self._frames) and not self.done.done():
            self.done.set_result(None)
        return frames + [None] * (count - len(frames))
