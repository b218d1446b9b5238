"""A task knows that it was told to end."""

import asyncio
from contextlib import suppress

from campaigns.live.cancellation import cancelled


async def test_a_task_knows_that_it_was_cancelled_even_where_that_was_swallowed() -> None:
    seen: list[bool] = []

    async def swallow() -> None:
        seen.append(cancelled())
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(60)
        seen.append(cancelled())

    task = asyncio.create_task(swallow())
    await asyncio.sleep(0)
    task.cancel()
    await task

    assert seen == [False, True]


async def test_a_time_limit_that_has_passed_is_no_cancellation() -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(0):
            await asyncio.sleep(60)

    assert not cancelled()
