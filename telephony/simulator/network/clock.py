"""The clock of one call: simulated time, counted in frames of 20 ms."""

import asyncio
import heapq
import itertools
from collections.abc import Callable

FRAME_SECONDS = 0.02
WAKE_SECONDS = 0.02
BURST_FRAMES = 10  # what is missed beyond this is not made up for: simulated time slows


class Clock:
    """Counts frames while it runs, `speed` times as fast as the clock on the wall.

    on_frames: called with the number of frames that have just become due.
    """

    def __init__(self, speed: float, on_frames: Callable[[int], None]) -> None:
        self.speed = speed
        self.frames = 0
        self._on_frames = on_frames
        self._burst = max(BURST_FRAMES, round(2 * speed * WAKE_SECONDS / FRAME_SECONDS))
        self._sleepers: list[tuple[int, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    @property
    def seconds(self) -> float:
        return self.frames * FRAME_SECONDS

    async def run(self) -> None:
        """Tick until cancelled."""
        loop = asyncio.get_running_loop()
        last, owed = loop.time(), 0.0
        while True:
            await asyncio.sleep(WAKE_SECONDS)
            now = loop.time()
            owed += (now - last) * self.speed / FRAME_SECONDS
            last = now
            due = min(int(owed), self._burst)
            owed = min(owed - due, 1.0)
            if due:
                self.frames += due
                self._on_frames(due)
                self._wake_sleepers()

    async def sleep(self, seconds: float) -> None:
        """Wait in simulated time; a little longer, never shorter."""
        due = self.frames + max(0, -int(-seconds // FRAME_SECONDS))
        if due <= self.frames:
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (due, next(self._order), woken))
        await woken

    def _wake_sleepers(self) -> None:
        while self._sleepers and self._sleepers[0][0] <= self.frames:
            woken = heapq.heappop(self._sleepers)[2]
            if not woken.done():
                woken.set_result(None)
