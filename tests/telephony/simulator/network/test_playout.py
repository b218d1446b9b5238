"""What a stream has sent to be played: in order, filled up with silence, with its marks in time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.simulator.network.playout import Playout
from telephony.simulator.personas.sounds import FRAME_BYTES, SILENCE, Frame


def test_sound_is_played_in_frames_of_twenty_milliseconds() -> None:
    playout = Playout()
    playout.add(b"a" * FRAME_BYTES + b"b" * FRAME_BYTES)

    frames, marks = playout.take(2)

    assert frames == [b"a" * FRAME_BYTES, b"b" * FRAME_BYTES] and marks == []


def test_where_nothing_is_left_it_is_silent() -> None:
    playout = Playout()
    playout.add(b"a" * FRAME_BYTES)

    assert playout.take(3)[0] == [b"a" * FRAME_BYTES, None, None]


def test_half_a_frame_is_filled_up_with_silence() -> None:
    playout = Playout()
    playout.add(b"ab")

    (frame,), _marks = playout.take(1)

    assert frame == b"ab" + SILENCE[2:]


def test_silence_that_was_sent_is_silence() -> None:
    playout = Playout()
    playout.add(SILENCE)

    assert playout.take(1)[0] == [None]


def test_a_mark_behind_nothing_returns_at_once() -> None:
    assert Playout().mark("a") == ["a"]


def test_a_mark_returns_when_all_before_it_has_been_played() -> None:
    playout = Playout()
    playout.add(b"a" * FRAME_BYTES * 2)
    assert playout.mark("a") == []

    assert playout.take(1)[1] == []
    assert playout.take(1)[1] == ["a"]


def test_marks_return_in_order_and_once() -> None:
    playout = Playout()
    playout.add(b"a")
    playout.mark("1")
    playout.mark("2")

    assert playout.take(1)[1] == ["1", "2"] and playout.take(1)[1] == []


def test_to_clear_drops_the_sound_and_returns_all_marks() -> None:
    playout = Playout()
    playout.add(b"a" * 1000)
    playout.mark("1")

    assert playout.clear() == ["1"]
    assert playout.waiting_bytes == 0 and playout.take(1) == ([None], [])


def test_what_is_sent_after_a_clear_has_its_marks_behind_itself() -> None:
    playout = Playout()
    playout.add(b"a" * 1000)
    playout.clear()
    playout.add(b"b" * FRAME_BYTES)

    assert playout.mark("later") == [] and playout.take(1)[1] == ["later"]


# --- the jitter buffer ---------------------------------------------------------------------------


def played(late_ms: list[int], wake_ms: int, jitter_frames: int) -> list[Frame]:
    """What is heard of a peer that sends a frame every 20 ms, each of them so late."""
    arrivals: list[int] = []
    for number, late in enumerate(late_ms):  # one socket: nothing overtakes
        arrivals.append(max([20 * number + late, *arrivals[-1:]]))
    playout, heard = Playout(), []
    for now_ms in range(wake_ms, arrivals[-1] + 200, 20):
        while arrivals and arrivals[0] <= now_ms:
            arrivals.pop(0)
            playout.add(b"a" * FRAME_BYTES)
        heard += playout.take(1, jitter_frames)[0]
    return heard


def gaps(frames: list[Frame]) -> int:
    """Silent frames between the first and the last sound."""
    text = "".join("." if frame is None else "a" for frame in frames)
    return text.strip(".").count(".")


@given(st.lists(st.integers(0, 39), min_size=1, max_size=30), st.integers(0, 19))
def test_who_sends_in_step_and_up_to_forty_milliseconds_late_is_heard_without_a_gap(
    late_ms: list[int], wake_ms: int
) -> None:
    heard = played(late_ms, wake_ms, jitter_frames=2)

    assert gaps(heard) == 0 and len(late_ms) == sum(frame is not None for frame in heard)


def test_without_a_buffer_a_frame_that_is_late_leaves_a_gap() -> None:
    assert gaps(played([0, 25, 0, 0], 5, jitter_frames=0)) == 1


def test_who_sends_ahead_is_played_at_once() -> None:
    playout = Playout()
    playout.add(b"a" * FRAME_BYTES * 3)

    assert playout.take(1, 2)[0] == [b"a" * FRAME_BYTES]


def test_a_short_sound_is_held_back_and_then_played_with_its_mark() -> None:
    playout = Playout()
    playout.add(b"a" * FRAME_BYTES)
    playout.mark("a")

    assert [playout.take(1, 2) for _ in range(3)] == [
        ([None], []),
        ([None], []),
        ([b"a" * FRAME_BYTES], ["a"]),
    ]


@pytest.mark.parametrize("ends", ["played", "cleared"])
def test_after_each_silence_sound_is_held_back_anew(ends: str) -> None:
    playout = Playout()
    playout.add(b"a" * FRAME_BYTES * 3)
    playout.take(1, 2)
    if ends == "cleared":
        playout.clear()
    else:
        playout.take(3, 2)
    playout.add(b"b" * FRAME_BYTES)

    assert playout.take(1, 2)[0] == [None]


@given(st.lists(st.binary(max_size=400), max_size=8))
def test_whatever_was_added_is_played_whole_and_in_order(sounds: list[bytes]) -> None:
    playout = Playout()
    for sound in sounds:
        playout.add(sound)
    whole = b"".join(sounds)

    frames, _ = playout.take(-(-len(whole) // FRAME_BYTES))

    sound = b"".join(frame or SILENCE for frame in frames)
    assert sound[: len(whole)] == whole and not playout.waiting_bytes


@given(st.lists(st.integers(0, 5), max_size=8), st.integers(1, 40))
def test_every_mark_returns_exactly_once(lengths: list[int], step: int) -> None:
    playout, returned = Playout(), []
    for number, frames in enumerate(lengths):
        playout.add(b"x" * frames * FRAME_BYTES)
        returned += playout.mark(str(number))
    while playout.waiting_bytes:
        returned += playout.take(step)[1]

    assert returned == [str(number) for number in range(len(lengths))]
