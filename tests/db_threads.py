"""Knows whether the threads beside the conversations are at work, so that tests wait for them."""

from collections.abc import Callable
from concurrent.futures import Executor, Future, wait
from typing import Any

from voice.session import db_threads

PATIENCE_SECONDS = 60.0


class Watched:
    """The product's own threads, counted."""

    def __init__(self, threads: Executor) -> None:
        self.threads = threads
        self.under_way: set[Future[Any]] = set()

    def submit(self, work: Callable[..., Any], *args: object) -> Future[Any]:
        future = self.threads.submit(work, *args)
        self.under_way.add(future)
        future.add_done_callback(self.under_way.discard)
        return future


_watched = db_threads._threads = Watched(db_threads._threads)  # type: ignore[assignment]


def at_work() -> bool:
    """Whether anything is being read or stored; meanwhile no time should pass on a line."""
    return bool(_watched.under_way)


def drain() -> None:
    """Wait until all that was begun is stored."""
    wait(set(_watched.under_way), PATIENCE_SECONDS)
