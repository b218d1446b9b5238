"""Work beside a conversation, which is awaited or cancelled when the conversation ends."""

import asyncio
import logging
from collections.abc import Awaitable, Coroutine
from contextlib import suppress
from typing import Never
from uuid import UUID

from callpilot.errors import AgentError

logger = logging.getLogger(__name__)
CLOSE_SECONDS = 0.8  # for the agent to hear what we say


class Background:
    """The side tasks of one call; a fault in one is logged and stops nothing else."""

    def __init__(self, call_id: UUID) -> None:
        self.call_id = call_id
        self._tasks: set[asyncio.Task[object]] = set()

    def start(self, work: Coroutine[object, Never, object]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[object]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("Call %s: a side task broke.", self.call_id, exc_info=task.exception())

    async def finish(self, within_seconds: float) -> None:
        """Let what has begun come to its end, as far as that is soon."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=within_seconds)
        for task in set(self._tasks):
            task.cancel()


async def quietly(work: Awaitable[None]) -> None:
    """Tell the agent something it may not be there to hear any more."""
    with suppress(AgentError, OSError, TimeoutError):
        async with asyncio.timeout(CLOSE_SECONDS):
            await work
