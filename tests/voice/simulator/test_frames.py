"""Frames of the agent's vendor: each a type and its one payload, written as the vendor writes."""

import json
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.simulator import frames

WIRE = Path(__file__).parents[2] / "wire" / "elevenlabs"
MADE = {
    "conversation_initiation_metadata": frames.metadata("conv_1", "ulaw_8000", "pcm_16000"),
    "ping": frames.ping(3, None),
    "audio": frames.audio(b"abc", 4),
    "user_transcript": frames.user_transcript("Hello.", 5),
    "agent_response": frames.agent_response("Hi.", 6),
    "agent_response_correction": frames.correction("Hi there.", "Hi...", 6),
    "interruption": frames.interruption(6),
    "client_tool_call": frames.tool_call("book_slot", "t1", {"start": "x"}, 7),
    "agent_tool_response": frames.tool_response("end_call", "t2", "system", 8, failed=False),
    "queue_status": frames.queue_status("waiting"),
    "error": frames.missing_variables(["today"]),
}


@pytest.mark.parametrize("type", MADE)
def test_a_frame_is_its_type_and_one_payload_that_json_can_carry(type: str) -> None:
    frame = MADE[type]

    assert frame["type"] == type and len(frame) == 2
    assert json.loads(json.dumps(frame)) == frame


@given(st.binary(max_size=200))
def test_sound_comes_through_whole(sound: bytes) -> None:
    event = frames.audio(sound, 1)["audio_event"]

    assert b64decode(event["audio_base_64"]) == sound


def test_a_tool_call_is_sent_as_the_vendor_has_published_it() -> None:
    published = json.loads((WIRE / "server_frames.json").read_text())["client_tool_call"]

    made = frames.tool_call("check_availability", "tool_call_01", {"start": "x"}, 7)

    assert made["type"] == published["type"]
    assert set(made["client_tool_call"]) == set(published["client_tool_call"])
    assert MADE["client_tool_call"]["client_tool_call"]["parameters"] == {"start": "x"}


def test_what_is_missing_is_named() -> None:
    assert MADE["error"]["error_event"]["details"] == {"missing": ["today"]}


@pytest.mark.parametrize(
    "overrides,paths",
    [
        ({}, []), ({"a": 1}, ["a"]), ({"a": {"b": 1, "c": {"d": 2}}}, ["a.b", "a.c.d"]),
        ({"a": {}}, []), ({"a": [1, 2]}, ["a"]), (7, [""]),
    ],
)  # fmt: skip
def test_overrides_are_known_by_the_paths_of_their_leaves(
    overrides: object, paths: list[str]
) -> None:
    assert list(frames.paths(overrides)) == paths
