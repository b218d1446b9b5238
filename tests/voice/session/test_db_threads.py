"""Work beside the event loop: known while it runs, and done though nobody waits for it any more."""

import asyncio
import threading

import pytest

from tests.scripted import PATIENCE_SECONDS
from voice.session.db_threads import at_work, drain, in_thread

pytestmark = pytest.mark.django_db(transaction=True)


async def test_work_runs_beside_the_loop_and_is_known_while_it_runs() -> None:
    go_on = threading.Event()

    working = asyncio.create_task(in_thread(go_on.wait, PATIENCE_SECONDS))
    await asyncio.sleep(0)
    begun = at_work()
    go_on.set()

    assert await working is True
    drain(PATIENCE_SECONDS)
    assert begun and not at_work()


async def test_what_has_begun_is_done_although_its_caller_has_gone() -> None:
    entered, go_on, done = threading.Event(), threading.Event(), threading.Event()

    def storing() -> None:
        entered.set()
        go_on.wait(PATIENCE_SECONDS)
        done.set()

    working = asyncio.create_task(in_thread(storing))
    while not entered.is_set():
        await asyncio.sleep(0.001)
    working.cancel()
    go_on.set()
    drain(PATIENCE_SECONDS)

    assert done.is_set()
    with pytest.raises(asyncio.CancelledError):
        await working


async def test_a_fault_reaches_whoever_asked() -> None:
    with pytest.raises(ZeroDivisionError):
        await in_thread(lambda: 1 / 0)
