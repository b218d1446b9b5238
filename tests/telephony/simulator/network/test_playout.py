"""What a stream has sent to be played: in order, filled up with silence, with its marks in time."""

from hypothesis import given
from hypothesis import strategies as st

from telephony.simulator.network.playout import Playout
from telephony.simulator.personas.sounds import FRAME_BYTES, SILENCE


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


@given(st.lists(st.binary(max_size=400), max_size=8))
def test_whatever_was_added_is_played_whole_and_in_order(sounds: list[bytes]) -> None:
    playout = Playout()
    for sound in sounds:
        playout.add(sound)
    whole = b"".join(sounds)

    frames, _ = playout.take(-(-len(whole) // FRAME_BYTES))

    played = b"".join(frame or SILENCE for frame in frames)
    assert played[: len(whole)] == whole and not playout.waiting_bytes


@given(st.lists(st.integers(0, 5), max_size=8), st.integers(1, 40))
def test_every_mark_returns_exactly_once(lengths: list[int], step: int) -> None:
    playout, returned = Playout(), []
    for number, frames in enumerate(lengths):
        playout.add(b"x" * frames * FRAME_BYTES)
        returned += playout.mark(str(number))
    while playout.waiting_bytes:
        returned += playout.take(step)[1]

    assert returned == [str(number) for number in range(len(lengths))]
