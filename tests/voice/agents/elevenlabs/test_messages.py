"""The frames of the ElevenLabs socket, against the vendor's own."""

import json
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callpilot.json_types import JsonObject
from voice.agents.base import (
    YOUR_TURN,
    Brief,
    Corrected,
    Ended,
    Interrupted,
    Said,
    Speech,
    ToolCall,
)
from voice.agents.elevenlabs import messages as wire

WIRE = Path(__file__).parents[3] / "wire" / "elevenlabs"
SERVER: JsonObject = json.loads((WIRE / "server_frames.json").read_text())
CLIENT: JsonObject = json.loads((WIRE / "client_frames.json").read_text())
REST: JsonObject = json.loads((WIRE / "rest.json").read_text())

MEANINGS = {
    "audio": Speech(b"\xff\xff\x00\x80\x7f", 1),
    "interruption": Interrupted(7),
    "user_transcript": Said("callee", "Sure, we have Tuesday at three.", 6),
    "agent_response": Said("agent", "Tuesday at three would be great. One moment please.", 7),
    "agent_response_correction": Corrected("Tuesday at three would", 7),
    "client_tool_call": ToolCall(
        "check_availability",
        "tool_call_01",
        {"start": "2026-12-01T15:00:00", "duration_minutes": 45},
    ),
}


@pytest.mark.parametrize("name", SERVER)
def test_every_frame_of_the_vendor_is_read_and_the_rest_means_nothing(name: str) -> None:
    frame = wire.read(json.dumps(SERVER[name]).encode())

    assert frame is not None
    assert frame.type == SERVER[name]["type"]
    assert wire.meaning(frame) == MEANINGS.get(name)


@pytest.mark.parametrize(
    ("parameters", "arguments"),
    [
        ({"start": "x"}, {"start": "x"}),
        ('{"start": "x"}', {"start": "x"}),
        (None, {}),
        ("", {}),
        ("Tuesday", {}),
        ("[1]", {}),
        ([1], {}),
    ],
)
def test_a_tool_call_is_read_however_its_arguments_are_written(
    parameters: object, arguments: JsonObject
) -> None:
    sent = {"tool_name": "t", "tool_call_id": "1", "parameters": parameters, "event_id": 1}
    frame = wire.read(json.dumps({"type": "client_tool_call", "client_tool_call": sent}))

    assert frame is not None
    assert wire.meaning(frame) == ToolCall("t", "1", arguments)


def test_metadata_ping_queue_and_errors_keep_what_the_session_needs() -> None:
    metadata = wire.read(json.dumps(SERVER["conversation_initiation_metadata"]).encode())
    ping = wire.read(json.dumps(SERVER["ping.later"]).encode())
    queue = wire.read(json.dumps(SERVER["queue_status.waiting"]).encode())
    error = wire.read(json.dumps(SERVER["error"]).encode())

    assert metadata and metadata.conversation_initiation_metadata_event
    assert metadata.conversation_initiation_metadata_event.user_input_audio_format == "ulaw_8000"
    assert ping and ping.ping_event and ping.ping_event.event_id == 9
    assert queue and queue.queue_status_event and queue.queue_status_event.status == "waiting"
    assert error and error.error_event
    assert error.error_event.error_type == "missing_dynamic_variable"


def test_our_own_message_that_comes_back_is_not_the_callees_word() -> None:
    sent = json.loads(wire.message(YOUR_TURN))["text"]
    echo = {"user_transcript": f"{sent} ", "event_id": 3}

    frame = wire.read(json.dumps({"type": "user_transcript", "user_transcription_event": echo}))

    assert frame is not None and wire.meaning(frame) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff\xfe",
        b'{"type":"audio","audio_event":{}}',
        b'{"type":"audio","audio_event":{"audio_base_64":"?","event_id":1}}',
        b'{"type":"ping","ping_event":{"event_id":"one"}}',
    ],
)
def test_what_is_no_frame_is_told_apart(raw: bytes) -> None:
    assert wire.read(raw) is None


@given(st.binary(max_size=2000))
def test_sound_survives_the_frame(audio: bytes) -> None:
    message = json.loads(wire.heard(audio))

    assert list(message) == ["user_audio_chunk"]
    assert b64decode(message["user_audio_chunk"], validate=True) == audio


def test_client_frames_look_like_the_vendors_samples() -> None:
    result = CLIENT["client_tool_result"]["result"]
    failure = CLIENT["client_tool_result.error"]["result"]
    update, words = CLIENT["contextual_update"]["text"], CLIENT["user_message"]["text"]
    pairs = {
        "pong": wire.pong(1),
        "user_audio_chunk": wire.heard(b"\xff\xff\x00\x80\x7f"),
        "client_tool_result": wire.tool_result("tool_call_01", result, failed=False),
        "client_tool_result.error": wire.tool_result("tool_call_01", failure, failed=True),
        "contextual_update": wire.context(update),
        "user_message": wire.message(words),
    }

    assert {name: json.loads(frame) for name, frame in pairs.items()} == {
        name: CLIENT[name] for name in pairs
    }


def test_the_start_brings_facts_and_only_the_overrides_that_are_asked_for() -> None:
    sample = CLIENT["conversation_initiation_client_data"]
    brief = Brief("You book appointments by phone. Be brief.", sample["dynamic_variables"])

    plain = json.loads(wire.start(brief, []))
    full = json.loads(wire.start(brief, ["agent.prompt.prompt", "agent.language"]))

    assert plain == {"type": sample["type"], "dynamic_variables": sample["dynamic_variables"]}
    agent = dict(sample["conversation_config_override"]["agent"])
    del agent["first_message"]
    assert full["conversation_config_override"] == {"agent": agent}
    assert "user_id" not in full


@pytest.mark.parametrize(
    ("code", "reason", "resumable"),
    [
        (1000, "", False),
        (1002, "asr failed", True),
        (1006, "", True),
        (1011, "internal", True),
        (1012, "", True),
        (1002, "This request exceeds your quota limit.", False),
        (1008, "Override for field 'prompt' is not allowed by config.", False),
        (3000, "Fetch a signed link", False),
        (4300, "", False),
        (1009, "", False),
    ],
)
def test_each_close_tells_whether_to_come_back_and_why(
    code: int, reason: str, resumable: bool
) -> None:
    ended = wire.ended(code, reason)

    assert ended.resumable is resumable
    assert reason.rstrip(".") in ended.reason
    assert ended.reason.endswith(".")


@pytest.mark.parametrize("kind", ["safety_violation", "max_duration_exceeded"])
def test_some_failures_are_final_although_their_code_is_not(kind: str) -> None:
    ended = wire.ended(1002, "", wire.Failure(message="Enough", error_type=kind))

    assert ended == Ended("The voice agent broke off (1002): Enough.", resumable=False)


def test_only_a_signed_link_is_taken_for_one() -> None:
    link = json.dumps(REST["signed_link_with_id"]).encode()

    assert wire.signed_url(link) == REST["signed_link"]["signed_url"]
    for name in ("401", "422", "429"):
        assert wire.signed_url(json.dumps(REST[name]).encode()) is None
