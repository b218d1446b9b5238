"""Media stream messages: written as the carrier writes them, read as strictly as it reads ours."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callpilot.json_types import JsonObject
from telephony.simulator.network.stream_messages import (
    CONNECTED,
    BadMessage,
    Clear,
    Mark,
    Media,
    Writer,
    read,
)
from telephony.simulator.personas.sounds import FRAME_BYTES, SILENCE

SID = "MZ1"


def sent(**message: object) -> str:
    return json.dumps({"streamSid": SID} | message)


@given(st.binary(min_size=1, max_size=500))
def test_sound_comes_through_as_it_was_sent(sound: bytes) -> None:
    payload = base64.b64encode(sound).decode()

    assert read(sent(event="media", media={"payload": payload}), SID) == Media(sound)


def test_marks_and_clears_are_understood() -> None:
    assert read(sent(event="mark", mark={"name": "7"}), SID) == Mark("7")
    assert read(sent(event="clear"), SID) == Clear()


@pytest.mark.parametrize(
    "message",
    [
        {"event": "media", "media": {"payload": ""}},
        {"event": "media", "media": {"payload": "not base64!"}},
        {"event": "media", "media": {"payload": 7}},
        {"event": "media", "media": {"payload": "AAAA", "track": "outbound"}},
        {"event": "media", "media": []},
        {"event": "media"},
        {"event": "media", "media": {"payload": "AAAA"}, "extra": 1},
        {"event": "mark", "mark": {}},
        {"event": "mark", "mark": {"name": None}},
        {"event": "clear", "clear": {}},
        {"event": "stop"},
        {"event": None},
        {},
    ],
)
def test_a_field_too_few_or_too_many_or_a_wrong_value_is_refused(message: JsonObject) -> None:
    with pytest.raises(BadMessage):
        read(sent(**message), SID)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"media"', "7"])
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(BadMessage):
        read(text, SID)


def test_a_message_for_another_stream_is_refused() -> None:
    with pytest.raises(BadMessage):
        read(json.dumps({"event": "clear", "streamSid": "MZ2"}), SID)


@given(st.text(max_size=200))
def test_any_text_is_understood_or_refused_and_never_worse(text: str) -> None:
    try:
        read(text, SID)
    except BadMessage:
        return
    raise AssertionError("a text without our stream's id was understood")


def test_messages_of_all_kinds_share_one_numbering() -> None:
    writer = Writer(SID)
    texts = [
        writer.start("AC1", "CA1", {}), writer.media(None), writer.dtmf("5"),
        writer.mark("a"), writer.stop("AC1", "CA1"),
    ]  # fmt: skip

    assert [json.loads(text)["sequenceNumber"] for text in texts] == ["1", "2", "3", "4", "5"]
    assert all(json.loads(text)["streamSid"] == SID for text in texts)


def test_sound_is_stamped_with_its_place_on_the_clock() -> None:
    writer = Writer(SID)
    media = [json.loads(writer.media(b"x" * FRAME_BYTES))["media"] for _ in range(3)]

    assert [each["timestamp"] for each in media] == ["20", "40", "60"]
    assert [each["chunk"] for each in media] == ["1", "2", "3"]
    assert base64.b64decode(media[0]["payload"]) == b"x" * FRAME_BYTES


def test_silence_is_written_out_as_sound() -> None:
    media = json.loads(Writer(SID).media(None))["media"]

    assert base64.b64decode(media["payload"]) == SILENCE


def test_a_start_says_whose_call_it_is_and_how_it_sounds() -> None:
    start = json.loads(Writer(SID).start("AC1", "CA1", {"token": "t"}))["start"]

    assert (start["accountSid"], start["callSid"], start["streamSid"]) == ("AC1", "CA1", SID)
    assert start["customParameters"] == {"token": "t"}
    assert start["mediaFormat"]["sampleRate"] == 8000


def test_the_first_message_of_all_is_no_secret() -> None:
    assert json.loads(CONNECTED)["event"] == "connected"
