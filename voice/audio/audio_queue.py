"""What a conversation gives to the line: sound, interruptions, beginnings and the end."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass

from voice.agents.base import AudioFormat, Interrupted
from voice.audio.spoken_text import Utterance

MAX_QUEUED_MS = 60_000  # a line that takes nothing for so long loses the oldest sound
BYTES_PER_MS: dict[str, int] = {
    "ulaw_8000": 8,
    "pcm_8000": 16,
    "pcm_16000": 32,
    "pcm_24000": 48,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A session began: sound is in these formats from now on."""

    input_format: AudioFormat
    output_format: AudioFormat


@dataclass(frozen=True, slots=True)
class Sound:
    """Sound of the agent, of `ms` milliseconds, in the output format."""

    audio: bytes
    ms: float
    utterance: Utterance
    event_id: int
    arrived: float  # loop time


@dataclass(frozen=True, slots=True)
class Paused:
    """No more sound has come for a while: time to ask how much has been played."""


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing more will come. The line may be left once what was sent has been played."""

    reason: str


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys to press by their sound: digits, * and #, "w" and "W" to wait."""

    digits: str


Item = Opened | Sound | Keys | Interrupted | Paused | Finished


class AudioQueue:
    """A bounded queue between an agent and a line; only sound is ever dropped."""

    def __init__(self) -> None:
        self._items: deque[Item] = deque()
        self._news = asyncio.Event()
        self.queued_ms = 0.0
        self.dropped_ms = 0.0
        self.finished = False
        self._held = False

    def put(self, item: Item) -> None:
        if self.finished:
            return
        if isinstance(item, Sound):
            self.queued_ms += item.ms
        self.finished = isinstance(item, Finished)
        self._items.append(item)
        while self.queued_ms > MAX_QUEUED_MS:
            self._drop_oldest()
        self._news.set()

    def _drop_oldest(self) -> None:
        for at, item in enumerate(self._items):
            if isinstance(item, Sound):
                del self._items[at]
                self.queued_ms -= item.ms
                self.dropped_ms += item.ms
                return

    def interrupt(self, event_id: int) -> None:
        """Forget sound that is queued, and have the line cleared before anything else."""
        self._items = deque(item for item in self._items if not isinstance(item, Sound))
        self.queued_ms = 0.0
        self._items.appendleft(Interrupted(event_id))
        self._news.set()

    def hold(self) -> None:
        """Give nothing away until `release`, so that what the line plays now is not cleared.

        An end is not held back.
        """
        self._held = True

    def release(self) -> None:
        self._held = False
        self._news.set()

    async def __aiter__(self) -> AsyncIterator[Item]:
        """Until Finished, which always comes last."""
        while True:
            while self._items and (self.finished or not self._held):
                item = self._items.popleft()
                if isinstance(item, Sound):
                    self.queued_ms -= item.ms
                yield item
                if isinstance(item, Finished):
                    return
            self._news.clear()
            await self._news.wait()
