"""The sound of an answered call: one source plays to the callee, one sink hears the callee."""

import asyncio

from telephony.simulator.network.circuit import Circuit, Playing
from telephony.simulator.personas.handset import Handset
from telephony.simulator.personas.sounds import FRAME_BYTES, Frame
from tests.telephony.simulator.world import Scripted

A, B = b"a" * FRAME_BYTES, b"b" * FRAME_BYTES


class Hearing:
    """A sink that remembers."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []

    def give(self, frames: list[Frame]) -> None:
        self.frames += frames


def circuit() -> Circuit:
    callee = Scripted(greeting=None)
    return Circuit(Handset(callee, "human", lambda _text: None, lambda: None))


async def test_a_source_is_played_frame_by_frame_and_then_over() -> None:
    playing = Playing([A, B])

    assert playing.take(1) == [A] and not playing.done.done()
    assert playing.take(2) == [B, None] and playing.done.done()
    assert playing.take(1) == [None]


async def test_nothing_to_play_is_over_with_the_first_frame() -> None:
    playing = Playing([])
    playing.take(1)

    assert playing.done.done()


async def test_to_play_returns_when_it_has_been_played_and_frees_the_line() -> None:
    line = circuit()
    task = asyncio.create_task(line.play([A, B]))
    await asyncio.sleep(0)
    assert line.source is not None

    line.advance(2)
    await asyncio.wait_for(task, 5)

    assert line.source is None


async def test_who_is_cancelled_in_the_middle_frees_the_line_too() -> None:
    line = circuit()
    task = asyncio.create_task(line.play([A] * 100))
    await asyncio.sleep(0)

    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert line.source is None


async def test_a_source_that_took_over_is_not_taken_away_by_the_one_before() -> None:
    line, other = circuit(), Playing([B] * 9)
    task = asyncio.create_task(line.play([A]))
    await asyncio.sleep(0)
    line.source = other

    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert line.source is other


async def test_a_sink_hears_as_many_frames_as_have_passed() -> None:
    line, sink = circuit(), Hearing()
    line.sink = sink

    line.advance(7)

    assert sink.frames == [None] * 7
