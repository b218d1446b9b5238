"""One media socket per call: the next one waits until the last has stored its words."""

import asyncio
from contextlib import suppress
from uuid import UUID

WAIT_SECONDS = 9.0  # for another socket that does not come to its end

_here: "dict[UUID, CallLock]" = {}  # of this process


class CallLock:
    """The place of one conversation at its call; whoever comes next waits for it."""

    def __init__(self, call_id: UUID, wait_seconds: float = WAIT_SECONDS) -> None:
        self.call_id = call_id
        self.wait_seconds = wait_seconds
        self.left = asyncio.Event()

    async def take(self) -> None:
        earlier = _here.get(self.call_id)
        _here[self.call_id] = self
        if earlier is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(self.wait_seconds):
                    await earlier.left.wait()

    def leave(self) -> None:
        self.left.set()
        if _here.get(self.call_id) is self:
            del _here[self.call_id]
