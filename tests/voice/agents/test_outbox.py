"""What waits for the network: words first, sound in order, the oldest sound lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from voice.agents.outbox import Outbox


class StoppableLine:
    """Keeps what is sent over it; takes nothing while it is `stalled`."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self._open = asyncio.Event()
        self._open.set()

    @property
    def stalled(self) -> bool:
        return not self._open.is_set()

    async def flowing(self) -> None:
        await self._open.wait()

    def send(self, text: bytes) -> None:
        self.sent.append(text)

    def send_sound(self, sound: bytes) -> None:
        self.sent.append(b"sound " + sound)

    def stall(self) -> None:
        self._open.clear()

    def flow(self) -> None:
        self._open.set()

    async def until(self, count: int) -> None:
        async with asyncio.timeout(60):
            while len(self.sent) < count:
                await asyncio.sleep(0)


@pytest.fixture
def line() -> StoppableLine:
    return StoppableLine()


@asynccontextmanager
async def running(line: StoppableLine) -> AsyncIterator[Outbox]:
    outbox = Outbox(line, 8, line.send_sound)
    task = asyncio.create_task(outbox.run())
    try:
        yield outbox
    finally:
        task.cancel()


async def test_the_oldest_sound_is_lost_when_the_network_stalls_but_no_word_is(
    line: StoppableLine,
) -> None:
    line.stall()
    async with running(line) as outbox:
        for number in range(200):  # 4 s
            outbox.put_sound(bytes([number]) * 160)
        outbox.put(b"words")
        nothing = list(line.sent)
        line.flow()
        await line.until(1 + 20)  # sound five at once

    sound = b"".join(frame.removeprefix(b"sound ") for frame in line.sent[1:])
    assert (nothing, line.sent[0]) == ([], b"words")
    assert sound == b"".join(bytes([number]) * 160 for number in range(100, 200))
    assert outbox.dropped_ms == 2_000


async def test_sound_is_sent_as_it_comes_while_nothing_waits(line: StoppableLine) -> None:
    async with running(line) as outbox:
        outbox.put_sound(b"one")
        outbox.put_sound(b"two")

        assert line.sent == [b"sound one", b"sound two"]


async def test_sound_overtakes_no_word_that_waits(line: StoppableLine) -> None:
    async with running(line) as outbox:
        outbox.put(b"words")
        outbox.put_sound(b"one")
        await line.until(2)

    assert line.sent == [b"words", b"sound one"]
