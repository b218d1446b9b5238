"""Work beside a conversation."""

import asyncio
from uuid import uuid4

import pytest

from callpilot.errors import AgentError
from voice.session.background import Background, quietly


async def test_what_has_begun_comes_to_its_end() -> None:
    background, done = Background(uuid4()), asyncio.Event()

    async def work() -> None:
        await asyncio.sleep(0.01)
        done.set()

    background.start(work())
    await background.finish(60)

    assert done.is_set()


async def test_what_takes_too_long_is_cancelled() -> None:
    background, cancelled = Background(uuid4()), asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    background.start(work())
    await background.finish(0.01)
    await asyncio.sleep(0)

    assert cancelled.is_set()


async def test_a_fault_in_one_is_logged_and_stops_nothing_else(
    caplog: pytest.LogCaptureFixture,
) -> None:
    background, done = Background(uuid4()), asyncio.Event()

    async def fault() -> None:
        raise ValueError("broken")

    async def work() -> None:
        await asyncio.sleep(0.01)
        done.set()

    background.start(fault())
    background.start(work())
    await background.finish(60)

    assert done.is_set()
    assert "a side task broke" in caplog.text


async def test_an_agent_that_is_gone_is_told_nothing_more() -> None:
    async def gone() -> None:
        raise AgentError("closed")

    await quietly(gone())
