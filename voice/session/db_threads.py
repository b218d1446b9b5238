"""Where the audio path meets the database: threads of its own, never the shared one.

Channels and Django share a single thread for all synchronous work; a slow query there would
hold up everybody's sound. Conversations use these threads instead.
"""

import asyncio
import contextvars
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connections

THREADS = 16  # ask_person waits in one for seconds; 15 calls at once may

P = ParamSpec("P")
T = TypeVar("T")
_threads = ThreadPoolExecutor(THREADS, thread_name_prefix="db")


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run synchronous work, such as the ORM's, beside the event loop.

    A cancelled caller does not cancel the work: what has begun to be stored gets stored.
    """
    loop = asyncio.get_running_loop()
    run = functools.partial(_with_connections, functools.partial(work, *args, **kwargs))
    return await loop.run_in_executor(_threads, contextvars.copy_context().run, run)


def _with_connections(work: Callable[[], T]) -> T:
    close_old_connections()
    try:
        return work()
    finally:
        connections.close_all()
