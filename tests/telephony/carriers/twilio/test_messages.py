"""Media Streams messages ↔ values."""

import base64
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.carriers import media_stream
from telephony.carriers.twilio import messages

SID = "MZ0000000000000000000000000000517a"
START: dict[str, object] = {
    "accountSid": "AC1",
    "streamSid": SID,
    "callSid": "CA1",
    "tracks": ["inbound"],
    "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
    "customParameters": {"token": "x"},
}


def start(**changes: object) -> str:
    content = {name: value for name, value in (START | changes).items() if value is not None}
    return json.dumps({"event": "start", "sequenceNumber": "1", "streamSid": SID, "start": content})


def sound(payload: str, **fields: object) -> str:
    content = {"track": "inbound", "chunk": "1", "timestamp": "62", "payload": payload} | fields
    return json.dumps({"event": "media", "sequenceNumber": "2", "media": content, "streamSid": SID})


def test_start_says_whose_stream_it_is() -> None:
    assert messages.parse(start()) == media_stream.Started(SID, "CA1", "AC1", {"token": "x"})


def test_start_without_parameters_is_read() -> None:
    text = start(customParameters=None)

    assert messages.parse(text) == media_stream.Started(SID, "CA1", "AC1", {})


def test_sound_of_any_length_is_read() -> None:
    for length in (0, 1, 160, 801):
        ulaw = bytes(range(256)) * 4
        text = sound(base64.b64encode(ulaw[:length]).decode())

        assert messages.parse(text) == media_stream.Media(ulaw[:length], 62)


def test_keys_marks_and_ends_are_read() -> None:
    key = {"event": "dtmf", "dtmf": {"track": "inbound_track", "digit": "5"}, "streamSid": SID}

    assert messages.parse(json.dumps(key)) == media_stream.Pressed("5")
    assert messages.parse('{"event":"mark","mark":{"name":"m1"}}') == media_stream.Marked("m1")
    assert messages.parse('{"event":"stop","stop":{}}') == media_stream.Stopped()
    assert messages.parse('{"event":"connected","protocol":"Call"}') == media_stream.Connected()


def test_kinds_we_do_not_know_are_no_fault() -> None:
    assert messages.parse('{"event":"weather","weather":{"sun":1}}') is None


def test_our_own_side_of_the_line_is_not_taken_for_the_callee() -> None:
    assert messages.parse(sound("/w==", track="outbound")) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "[]",
        "17",
        '{"event":7}',
        "[" * 10_000,
        '{"event":"media"}',
        '{"event":"mark"}',
        '{"event":"dtmf"}',
        '{"event":"start"}',
        sound("***"),
        sound("AAA"),
        sound("/w==", timestamp="soon"),
        sound("/w==", timestamp="-5"),
        start(streamSid='MZ"} injected'),
        start(mediaFormat={"encoding": "audio/opus"}),
    ],
)
def test_garbage_raises_a_named_error(text: str) -> None:
    with pytest.raises(media_stream.BadFrame):
        messages.parse(text)


def test_a_frame_over_64_kib_is_refused_unread() -> None:
    with pytest.raises(media_stream.FrameTooLarge):
        messages.parse(sound("A" * 70_000))


@given(st.one_of(st.text(max_size=300), st.binary(max_size=300)))
def test_no_frame_breaks_the_parser(frame: str | bytes) -> None:
    with suppress(media_stream.BadFrame):
        messages.parse(frame)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["event", "media", "payload", "start", "mark", "name", "dtmf"]),
                inner | st.sampled_from(["media", "start", "mark", "stop", "dtmf"]),
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_json_breaks_the_parser(value: object) -> None:
    with suppress(media_stream.BadFrame):
        messages.parse(json.dumps(value))


@given(st.binary(max_size=2000))
def test_what_we_send_has_exactly_the_fields_the_carrier_knows(ulaw: bytes) -> None:
    payload = base64.b64encode(ulaw).decode()

    assert json.loads(messages.media(SID, ulaw)) == {
        "event": "media",
        "streamSid": SID,
        "media": {"payload": payload},
    }


def test_marks_and_clears_have_exactly_the_fields_the_carrier_knows() -> None:
    assert json.loads(messages.mark(SID, "m1")) == {
        "event": "mark",
        "streamSid": SID,
        "mark": {"name": "m1"},
    }
    assert json.loads(messages.clear(SID)) == {"event": "clear", "streamSid": SID}
