"""The speech socket on the wire: what its frames mean, and what it is told."""

import json
from pathlib import Path

import msgspec
import pytest
from elevenlabs.types.close_context import CloseContext
from elevenlabs.types.flush_context import FlushContext
from elevenlabs.types.initialize_connection_multi import InitializeConnectionMulti
from elevenlabs.types.keep_context_alive import KeepContextAlive
from elevenlabs.types.send_text_multi import SendTextMulti
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from callpilot.json_types import JsonObject
from tests.voice.simulator.accounts import unknown_members
from voice.tts.base import Speaking
from voice.tts.elevenlabs import messages as wire

FRAMES: JsonObject = json.loads(
    (Path(__file__).parents[3] / "wire" / "elevenlabs" / "speech.json").read_text()
)


def frame(name: str) -> wire.Frame:
    read = wire.read(json.dumps(FRAMES[name]).encode())
    assert read is not None
    return read


def test_sound_comes_with_the_letters_as_they_were_sent() -> None:
    sound = frame("sound")

    assert sound.audio == b"\x7f" * 4 and sound.context == "utterance_0" and not sound.final
    assert sound.letters() == ("Nine ", [0, 60, 110, 180, 260])


def test_letters_may_lack_or_be_told_otherwise() -> None:
    assert frame("untimed").letters() == ("", [])
    assert frame("normalized").letters() == ("ok", [0, 90])
    assert frame("normalized").context == "utterance_0"


def test_letters_and_times_that_disagree_are_none() -> None:
    told = wire.Alignment(["a", "bc"], [0, 1])

    assert wire.Frame(alignment=told).letters() == ("", [])


@pytest.mark.parametrize("name", ["final", "final_otherwise"])
def test_an_end_goes_by_two_names(name: str) -> None:
    assert frame(name).final and frame(name).context == "utterance_0"


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff", b'{"audio":"?"}', b'{"audio":7}'])
def test_what_is_no_frame_is_none(raw: bytes) -> None:
    assert wire.read(raw) is None


@given(
    st.sampled_from(sorted(FRAMES)),
    st.sampled_from(["audio", "alignment", "contextId", "isFinal"]),
    st.none() | st.integers() | st.text() | st.lists(st.none(), max_size=2) | st.just({}),
)
def test_no_member_of_a_frame_can_break_the_reading(name: str, member: str, value: object) -> None:
    read = wire.read(msgspec.json.encode(FRAMES[name] | {member: value}))

    assert read is None or isinstance(read.letters(), tuple)


def test_what_we_send_is_what_the_vendors_types_know() -> None:
    sent: list[tuple[type[BaseModel], bytes]] = [
        (InitializeConnectionMulti, wire.begin("u", Speaking(speed=9.0))),
        (SendTextMulti, wire.text("u", "Nine works,")),
        (FlushContext, wire.flush("u", "thanks.")),
        (CloseContext, wire.close("u")),
        (KeepContextAlive, wire.keep_alive("u")),
    ]

    read = [kind.model_validate(json.loads(raw)) for kind, raw in sent]

    assert list(unknown_members(read)) == []
    assert json.loads(sent[0][1])["voice_settings"]["speed"] == 1.2
    assert json.loads(sent[1][1])["text"] == "Nine works, "


def test_sound_is_asked_for_as_the_telephone_has_it() -> None:
    asked = dict(wire.query("eleven_flash_v2_5", Speaking(language="en-gb")))

    assert asked["output_format"] == "ulaw_8000" and asked["sync_alignment"] == "true"
    assert asked["language_code"] == "en"
    assert "language_code" not in dict(wire.query("eleven_flash_v2", Speaking()))


@pytest.mark.parametrize(
    ("code", "error", "resumable", "failed"),
    [
        (1000, "", True, False),
        (1006, "", True, False),
        (1011, "", True, False),
        (1008, "", False, True),
        (1008, "invalid_api_key", False, True),
        (1008, "quota_exceeded", False, True),
        (1008, "input_timeout_exceeded", True, False),
        (1008, "max_active_conversations", True, False),
    ],
)
def test_an_end_is_a_refusal_or_passes(
    code: int, error: str, resumable: bool, failed: bool
) -> None:
    end = wire.ended(code, error)

    assert (end.resumable, end.failed) == (resumable, failed)
