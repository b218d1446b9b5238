"""What a conversation gives to the line, in order; only sound is ever dropped."""

import asyncio

from voice.agents.base import Interrupted
from voice.audio.audio_queue import (
    MAX_QUEUED_MS,
    AudioQueue,
    Finished,
    Item,
    Keys,
    Opened,
    Sound,
)
from voice.audio.spoken_text import Utterance


def sound(ms: float = 1_000, event_id: int = 1) -> Sound:
    return Sound(b"\xff", ms, Utterance(), event_id, arrived=0.0)


async def drained(queue: AudioQueue) -> list[Item]:
    queue.put(Finished("done"))
    return [item async for item in queue]


async def test_everything_comes_out_in_order_and_the_end_last() -> None:
    queue = AudioQueue()
    items: list[Item] = [Opened("ulaw_8000", "ulaw_8000"), sound(event_id=1), sound(event_id=2)]
    for item in items:
        queue.put(item)

    assert await drained(queue) == [*items, Finished("done")]
    assert queue.queued_ms == 0


async def test_a_line_that_takes_nothing_loses_the_oldest_sound_and_nothing_else() -> None:
    queue = AudioQueue()
    opened = Opened("ulaw_8000", "ulaw_8000")
    queue.put(opened)
    for event_id in range(1, 4):
        queue.put(sound(MAX_QUEUED_MS / 2, event_id))

    first, *sounds, _ = await drained(queue)

    assert first is opened
    assert [item.event_id for item in sounds if isinstance(item, Sound)] == [2, 3]
    assert queue.dropped_ms == MAX_QUEUED_MS / 2


async def test_an_interruption_goes_first_and_forgets_the_sound_that_waits() -> None:
    queue = AudioQueue()
    queue.put(sound())
    queue.interrupt(1)
    queue.put(sound(event_id=2))

    assert [type(item) for item in await drained(queue)] == [Interrupted, Sound, Finished]


async def test_nothing_comes_behind_the_end() -> None:
    queue = AudioQueue()
    queue.put(Finished("goodbye"))
    queue.put(sound())

    assert await drained(queue) == [Finished("goodbye")]


async def test_while_it_is_held_back_nothing_comes_out_until_it_is_released() -> None:
    queue = AudioQueue()
    taken: list[Item] = []

    async def take() -> None:
        async for item in queue:
            taken.append(item)
            if isinstance(item, Keys):
                queue.hold()

    taking = asyncio.create_task(take())
    queue.put(Keys("2"))
    queue.put(sound())
    await asyncio.sleep(0.01)
    while_held = list(taken)
    queue.release()
    await asyncio.sleep(0.01)
    queue.put(Finished("done"))
    await taking

    assert while_held == [Keys("2")]
    assert [type(item) for item in taken] == [Keys, Sound, Finished]


async def test_an_end_is_not_held_back() -> None:
    queue = AudioQueue()
    queue.hold()
    queue.put(sound())

    assert [type(item) for item in await drained(queue)] == [Sound, Finished]
