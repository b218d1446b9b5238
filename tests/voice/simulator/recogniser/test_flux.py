"""The simulated Flux keeps the order of turn events, and judges by words and silence."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callpilot.json_types import JsonObject
from tests.voice.simulator.recogniser.sounds import FLUX, sound
from voice.simulator.recogniser import parameters
from voice.simulator.recogniser.flux import Thresholds, certainty
from voice.simulator.recogniser.stream import Stream, Switches
from voice.simulator.sessions.sockets import Close, Out


def stream(**more: str) -> Stream:
    return parameters.flux(FLUX | more).begin("request-1", Switches())


def told(stream: Stream, *messages: str | bytes) -> list[Out]:
    outs = stream.begin()
    for message in messages:
        outs += stream.take(message)
    return outs


def infos(outs: list[Out]) -> list[JsonObject]:
    return [out for out in outs if isinstance(out, dict) and out["type"] == "TurnInfo"]


def turn_events(outs: list[Out]) -> list[tuple[str, str]]:
    """Without those that change nothing."""
    return [(out["event"], out["transcript"]) for out in infos(outs) if out["event"] != "Update"]


def test_a_sentence_starts_is_nearly_over_and_is_over() -> None:
    outs = told(stream(), sound(300, "We have Tuesday at three.", 800))

    assert turn_events(outs) == [
        ("StartOfTurn", "We"),
        ("EagerEndOfTurn", "We have Tuesday at three."),
        ("EndOfTurn", "We have Tuesday at three."),
    ]
    last = [info for info in infos(outs) if info["event"] == "EndOfTurn"][0]
    assert last["trigger"] == "model" and last["end_of_turn_confidence"] >= 0.7
    assert [word["word"] for word in last["words"]] == ["We", "have", "Tuesday", "at", "three."]


def test_who_goes_on_after_an_eager_end_resumes_the_turn() -> None:
    outs = told(stream(), sound("We have Tuesday or", 750, "Friday.", 900))

    assert [event for event, _ in turn_events(outs)] == [
        "StartOfTurn",
        "EagerEndOfTurn",
        "TurnResumed",
        "EagerEndOfTurn",
        "EndOfTurn",
    ]


def test_after_words_that_want_more_a_turn_takes_longer_to_end() -> None:
    whole, cut = (
        [info for info in infos(told(stream(), sound(text, 3000))) if info["event"] == "EndOfTurn"]
        for text in ("We have Tuesday.", "We have Tuesday or")
    )

    assert cut[0]["audio_window_end"] - whole[0]["audio_window_end"] > 0.8


def test_without_a_threshold_for_them_no_eager_ends_are_told() -> None:
    query = {name: value for name, value in FLUX.items() if not name.startswith("eager")}
    silent = parameters.flux(query).begin("request-1", Switches())

    assert "EagerEndOfTurn" not in dict(turn_events(told(silent, sound("Yes.", 900))))


def test_a_threshold_that_nothing_reaches_leaves_the_end_to_the_timeout() -> None:
    outs = told(stream(eot_threshold="1.0", eot_timeout_ms="1500"), sound("Yes.", 3000))

    [ended] = [info for info in infos(outs) if info["event"] == "EndOfTurn"]
    assert ended["trigger"] == "timeout"
    assert ended["audio_window_end"] >= 1.5


def test_a_turn_is_ended_by_hand_in_mid_sentence_and_the_next_has_the_rest() -> None:
    said = sound("We have Tuesday at three in the afternoon.", 900)
    half = len(said) // 2
    force = json.dumps({"type": "ForceEndTurn"})

    outs = told(stream(), said[:half], force, force, said[half:])

    ends = [info for info in infos(outs) if info["event"] == "EndOfTurn"]
    assert [end["trigger"] for end in ends] == ["manual", "model"]
    assert [end["turn_index"] for end in ends] == [0, 1]
    assert " ".join(end["transcript"] for end in ends).startswith("We have Tuesday at three in")
    warnings = [out for out in outs if isinstance(out, dict) and out["type"] == "Warning"]
    assert [warning["code"] for warning in warnings] == ["FORCE_END_TURN_NO_ACTIVE_TURN"]


def test_thresholds_are_changed_in_mid_stream_or_not_at_all() -> None:
    late = json.dumps({"type": "Configure", "thresholds": {"eot_threshold": 0.9}})
    wrong = json.dumps({"type": "Configure", "thresholds": {"eager_eot_threshold": 0.95}})
    worse = json.dumps({"type": "Configure", "thresholds": ["x"]})

    outs = told(stream(), late, wrong, worse)

    kinds = [out["type"] for out in outs if isinstance(out, dict)]
    assert kinds == ["Connected", "ConfigureSuccess", "ConfigureFailure", "ConfigureFailure"]


def test_sequence_numbers_have_no_gap_and_sound_of_nobody_is_reported_too() -> None:
    outs = told(stream(), sound(1000))

    numbers = [out["sequence_id"] for out in outs if isinstance(out, dict)]
    assert numbers == list(range(len(numbers))) and len(numbers) == 4
    assert {info["event"] for info in infos(outs)} == {"Update"}


@pytest.mark.parametrize("message", ["{", "[]", '{"type":"KeepAlive"}'])
def test_what_the_model_does_not_know_is_an_error_and_the_end(message: str) -> None:
    unknown = stream()

    outs = told(unknown, message)

    assert isinstance(outs[-1], Close) and outs[-1].code == 1008
    assert isinstance(outs[-2], dict) and outs[-2]["type"] == "Error"
    assert unknown.complaints


def test_the_stream_is_closed_when_asked_to() -> None:
    assert told(stream(), '{"type":"CloseStream"}')[-1] == Close(1000)


@pytest.mark.parametrize(
    "thresholds",
    [Thresholds(0.4), Thresholds(0.7, 0.2), Thresholds(0.6, 0.7), Thresholds(0.7, None, 100)],
)
def test_thresholds_out_of_their_bounds_are_faults(thresholds: Thresholds) -> None:
    assert thresholds.fault


def test_certainty_grows_with_silence_and_never_becomes_complete() -> None:
    grown = [certainty("Yes.", ms, 370) for ms in range(0, 3000, 100)]

    assert grown == sorted(grown) and grown[0] == 0 and grown[-1] < 1


PARTS = st.lists(
    st.sampled_from(["Yes.", "We have Tuesday,", "or", 100, 300, 700, 1500]), max_size=5
)


@settings(max_examples=30)
@given(PARTS, st.lists(st.integers(1, 5000), max_size=4))
def test_whatever_is_said_and_however_it_is_cut_the_order_is_kept(
    parts: list[str | int], cuts: list[int]
) -> None:
    whole = sound(*parts, 100)
    pieces = [piece for piece in (whole[: cuts[0]], whole[cuts[0] :]) if piece] if cuts else [whole]
    for cut in cuts[1:]:
        pieces = [*pieces[:-1], *(p for p in (pieces[-1][:cut], pieces[-1][cut:]) if p)]

    outs = told(stream(), *pieces)

    assert outs == told(stream(), whole)
    turn, going_on, eager = 0, False, ""
    for info in infos(outs):
        assert info["turn_index"] == turn
        assert ("trigger" in info) == (info["event"] == "EndOfTurn")
        match info["event"]:
            case "StartOfTurn":
                assert not going_on and info["transcript"]
                going_on = True
            case "EagerEndOfTurn":
                assert going_on and not eager and info["transcript"]
                eager = info["transcript"]
            case "TurnResumed":
                assert eager
                eager = ""
            case "EndOfTurn":
                assert going_on and eager in ("", info["transcript"])
                turn, going_on, eager = turn + 1, False, ""
