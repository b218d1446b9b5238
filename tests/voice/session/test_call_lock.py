"""One socket of a call after the other."""

import asyncio
from uuid import uuid4

from voice.session import call_lock
from voice.session.call_lock import CallLock


async def test_the_next_socket_waits_until_the_last_has_left() -> None:
    call_id = uuid4()
    first, second = CallLock(call_id), CallLock(call_id)
    await first.take()

    waiting = asyncio.create_task(second.take())
    await asyncio.sleep(0)
    assert not waiting.done()
    first.leave()

    await waiting
    second.leave()
    assert call_id not in call_lock._here


async def test_sockets_of_other_calls_do_not_wait() -> None:
    first, second = CallLock(uuid4()), CallLock(uuid4())
    await first.take()

    async with asyncio.timeout(5):
        await second.take()

    first.leave()
    second.leave()


async def test_a_socket_that_never_leaves_is_not_waited_for_for_ever() -> None:
    call_id = uuid4()
    await CallLock(call_id).take()
    second = CallLock(call_id, wait_seconds=0.01)

    await second.take()

    second.leave()
