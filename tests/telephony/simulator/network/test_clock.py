"""The clock of one call: simulated seconds that run faster than ours, and sleepers in order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telephony.simulator.network.clock import FRAME_SECONDS, Clock


@asynccontextmanager
async def running(speed: float = 50.0) -> AsyncIterator[tuple[Clock, list[int]]]:
    passed: list[int] = []
    clock = Clock(speed, passed.append)
    task = asyncio.create_task(clock.run())
    try:
        yield clock, passed
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_sleeper_never_wakes_before_its_time() -> None:
    async with running() as (clock, _):
        before = clock.seconds
        await clock.sleep(3.01)

        assert clock.seconds - before >= 3.01


async def test_no_sleep_at_all_does_not_wait_for_the_clock() -> None:
    clock = Clock(1.0, lambda _frames: None)  # never runs

    await asyncio.wait_for(clock.sleep(0), 5)
    await asyncio.wait_for(clock.sleep(-3), 5)


async def test_sleepers_wake_in_the_order_of_their_times() -> None:
    woken: list[float] = []

    async def sleeper(clock: Clock, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append(seconds)

    async with running(10.0) as (clock, _):
        await asyncio.gather(*(sleeper(clock, seconds) for seconds in (2.0, 0.4, 1.2)))

    assert woken == [0.4, 1.2, 2.0]


async def test_all_frames_that_pass_are_told() -> None:
    async with running() as (clock, passed):
        await clock.sleep(2.0)

    assert sum(passed) == clock.frames >= 2.0 / FRAME_SECONDS


async def test_a_sleeper_that_was_cancelled_stops_nobody_else() -> None:
    async with running() as (clock, _):
        first = asyncio.create_task(clock.sleep(0.5))
        await asyncio.sleep(0)
        first.cancel()

        await clock.sleep(1.0)

        assert clock.seconds >= 1.0


async def test_what_a_stalled_loop_missed_is_not_made_up_for_all_at_once() -> None:
    async with running(1.0) as (clock, passed):
        await clock.sleep(0.1)
        passed.clear()
        import time

        time.sleep(0.5)  # the whole loop stands still
        await clock.sleep(0.02)

        assert max(passed) <= 10
