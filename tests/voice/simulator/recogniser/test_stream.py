"""What can go wrong with a stream: broken off, silent, late, in error, with garbage between."""

import pytest

from callpilot.json_types import JsonObject
from tests.voice.simulator.recogniser.sounds import FLUX, NOVA, sound
from voice.simulator.recogniser import parameters
from voice.simulator.recogniser.stream import Stream, Switches
from voice.simulator.sessions.sockets import Close

SAID = sound("We have Tuesday.", 900)
STREAMS = [(parameters.flux, FLUX), (parameters.nova, NOVA)]


@pytest.fixture(params=STREAMS, ids=["flux", "nova"])
def begin(request: pytest.FixtureRequest) -> "Begin":
    read, query = request.param
    return Begin(read(query))


class Begin:
    """Begins a stream that goes as told."""

    def __init__(self, wanted: parameters.Wanted) -> None:
        self.wanted = wanted

    def __call__(self, **switches: int) -> Stream:
        return self.wanted.begin("request-1", Switches(**switches))


def frames(outs: list[object]) -> list[JsonObject]:
    return [out for out in outs if isinstance(out, dict)]


def test_a_line_breaks_without_a_word(begin: Begin) -> None:
    stream = begin(drop_after_ms=500)

    assert stream.take(SAID) == [Close(1006)]


def test_a_close_follows_the_beginning_at_once(begin: Begin) -> None:
    assert begin(close_code=1011).begin()[-1] == Close(1011)


def test_an_error_is_told_before_the_end(begin: Begin) -> None:
    *before, close = begin(error_after_ms=500).take(SAID)

    assert close == Close(1011)
    assert isinstance(before[-1], dict) and before[-1]["type"] == "Error"


def test_a_silent_stream_hears_and_says_nothing(begin: Begin) -> None:
    stream = begin(silent_after_ms=0)

    assert stream.begin() + stream.take(SAID) == [] and stream.now_ms > 1000


def test_late_is_everything_that_is_told_in_the_same_order(begin: Begin) -> None:
    usual, late = begin(), begin(late_ms=700)
    usual_outs = usual.begin() + usual.take(SAID)

    late_outs = late.begin() + late.take(SAID)
    assert late_outs == usual_outs[: len(late_outs)] and len(late_outs) < len(usual_outs)


def test_garbage_comes_between_frames_that_stay_as_they_are(begin: Begin) -> None:
    usual, garbled = begin(), begin(garbage_every=2)
    clean = usual.begin() + usual.take(SAID)

    outs = garbled.begin() + garbled.take(SAID)

    assert [out for out in outs if isinstance(out, dict)] == clean
    assert len([out for out in outs if isinstance(out, str)]) == len(clean) // 2


def test_an_empty_frame_ends_the_stream_and_is_complained_of(begin: Begin) -> None:
    stream = begin()

    assert stream.take(b"")[-1] == Close(1000)
    assert stream.complaints == ["An empty frame ends the stream."]
