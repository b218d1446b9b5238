"""Where the audio path meets the database: threads of its own, never the shared one.

Channels and Django share a single thread for all synchronous work; a slow query there would
hold up everybody's sound. Conversations use these threads instead.
"""

import asyncio
import contextvars
import functools
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import ParamSpec, TypeVar, cast

from django.db import close_old_connections, connections

THREADS = 16  # ask_person waits in one for seconds; 15 calls at once may

P = ParamSpec("P")
T = TypeVar("T")
_threads = ThreadPoolExecutor(THREADS, thread_name_prefix="db")
_under_way: set[Future[object]] = set()


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run synchronous work, such as the ORM's, beside the event loop.

    A cancelled caller does not cancel the work: what has begun to be stored gets stored.
    """
    return await asyncio.wrap_future(begin(work, *args, **kwargs))


def begin(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
    """The same for those who have no loop: they may wait, or go on without it."""
    run = functools.partial(_with_connections, functools.partial(work, *args, **kwargs))
    future = _threads.submit(contextvars.copy_context().run, run)
    begun = cast("Future[object]", future)
    _under_way.add(begun)
    begun.add_done_callback(_under_way.discard)
    return future


def at_work() -> bool:
    """Whether anything is being read or stored."""
    return bool(_under_way)


def drain(timeout_seconds: float) -> None:
    """Wait until all that was begun is stored."""
    wait(set(_under_way), timeout_seconds)


def _with_connections(work: Callable[[], T]) -> T:
    close_old_connections()
    try:
        return work()
    finally:
        connections.close_all()
