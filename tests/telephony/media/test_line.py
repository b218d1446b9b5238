"""The phone end of a call."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callpilot.json_types import JsonObject
from telephony.carriers.media_stream import FrameTooLarge
from telephony.carriers.twilio import messages
from telephony.media.line import (
    MARK_EVERY_MS,
    MAX_BAD_FRAMES,
    QUIET_FRAMES,
    Line,
    TooMuchGarbage,
    loud,
)


class Wire:
    """What the carrier was sent."""

    def __init__(self) -> None:
        self.sent: list[JsonObject] = []

    async def __call__(self, text: str) -> None:
        self.sent.append(json.loads(text))

    def kinds(self) -> list[str]:
        return [message["event"] for message in self.sent]

    def marks(self) -> list[str]:
        return [m["mark"]["name"] for m in self.sent if m["event"] == "mark"]


def ms(count: int) -> bytes:
    return b"\x00" * (8 * count)


def returned(name: str) -> str:
    return json.dumps({"event": "mark", "mark": {"name": name}})


async def test_sound_is_heard_only_when_its_mark_comes_back() -> None:
    wire = Wire()
    line = Line("MZ1", wire, messages)

    await line.play(ms(400))
    before = line.heard_ms
    line.read(returned(wire.marks()[0]))

    assert (before, line.heard_ms, line.drained) == (0, 400, True)


async def test_small_chunks_share_a_mark() -> None:
    wire = Wire()
    line = Line("MZ1", wire, messages)

    for _ in range(50):
        await line.play(ms(20))

    assert len(wire.marks()) == 1000 // MARK_EVERY_MS
    assert wire.kinds().count("media") == 50


async def test_a_large_chunk_goes_out_whole_with_one_mark() -> None:
    wire = Wire()
    line = Line("MZ1", wire, messages)

    await line.play(ms(5000))

    assert wire.kinds() == ["media", "mark"]


async def test_the_rest_gets_its_mark_once_the_agent_pauses() -> None:
    wire = Wire()
    line = Line("MZ1", wire, messages)
    await line.play(ms(100))

    asked = [line.unmarked for _ in range(QUIET_FRAMES)]
    await line.mark()
    await line.mark()

    assert asked == [False] * (QUIET_FRAMES - 1) + [True]
    assert len(wire.marks()) == 1
    assert not line.unmarked


async def test_marks_that_a_clear_returns_prove_nothing() -> None:
    wire = Wire()
    line = Line("MZ1", wire, messages)
    await line.play(ms(400))
    await line.play(ms(400))
    first, second = wire.marks()
    line.read(returned(first))

    heard = await line.clear()
    line.read(returned(second))

    assert heard == line.heard_ms == line.sent_ms == 400
    assert wire.kinds()[-1] == "clear"


async def test_sound_after_a_clear_is_counted_from_what_was_heard() -> None:
    wire = Wire()
    line = Line("MZ1", wire, messages)
    await line.play(ms(1000))
    await line.clear()

    await line.play(ms(500))
    line.read(returned(wire.marks()[-1]))

    assert line.heard_ms == 500


async def test_a_mark_that_was_never_sent_proves_nothing() -> None:
    line = Line("MZ1", Wire(), messages)
    await line.play(ms(1000))

    line.read(returned("m999"))

    assert line.heard_ms == 0


async def test_garbage_is_dropped_until_there_is_too_much_of_it() -> None:
    line = Line("MZ1", Wire(), messages)

    for _ in range(MAX_BAD_FRAMES - 1):
        assert line.read("garbage") is None

    with pytest.raises(TooMuchGarbage):
        line.read("garbage")


async def test_an_oversized_frame_is_not_forgiven() -> None:
    line = Line("MZ1", Wire(), messages)

    with pytest.raises(FrameTooLarge):
        line.read("x" * 70_000)


def test_silence_is_not_loud_and_speech_is() -> None:
    assert not loud(b"\xff" * 160)
    assert not loud(b"\x7f\xff\xfe\x7e" * 40)
    assert loud(b"\x10\x90" * 80)


@given(st.lists(st.one_of(st.integers(1, 900), st.just("clear"), st.just("mark")), max_size=40))
async def test_never_more_is_heard_than_was_sent(steps: list[int | str]) -> None:
    wire = Wire()
    line = Line("MZ1", wire, messages)
    played = 0
    for step in steps:
        if step == "clear":
            await line.clear()
        elif step == "mark":
            for name in wire.marks():
                line.read(returned(name))
        elif isinstance(step, int):
            await line.play(ms(step))
            played += step
        assert 0 <= line.heard_ms <= line.sent_ms <= played
