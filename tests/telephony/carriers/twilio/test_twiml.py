"""The documents we answer with."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.carriers.twilio import twiml

STREAM = "wss://calls.example.com/twilio/stream/abc.123"
RESUME = "https://calls.example.com/twilio/voice/xyz/resume"


def verbs(document: str) -> list[str]:
    return [element.tag for element in ElementTree.fromstring(document)]


def test_the_disclosure_comes_before_the_stream_and_a_way_on_behind_it() -> None:
    document = twiml.connect(
        say="Hello, I am an automated assistant.", stream_url=STREAM, resume_url=RESUME
    )

    root = ElementTree.fromstring(document)
    assert [element.tag for element in root] == ["Say", "Connect", "Redirect"]
    assert [stream.attrib for stream in root.findall("Connect/Stream")] == [{"url": STREAM}]
    assert root.findtext("Redirect") == RESUME


def test_keys_are_pressed_and_the_stream_goes_on() -> None:
    document = twiml.press("1w2#", stream_url=STREAM, resume_url=RESUME)

    assert verbs(document) == ["Play", "Connect", "Redirect"]
    assert 'digits="1w2#"' in document


@pytest.mark.parametrize("digits", ["", "call me", "1" * 33, "1;2"])
def test_what_is_not_a_key_is_refused(digits: str) -> None:
    with pytest.raises(ValueError):
        twiml.press(digits, stream_url=STREAM, resume_url=RESUME)


@pytest.mark.parametrize("url", [STREAM + "?id=1", "https://calls.example.com/x", STREAM + "#a"])
def test_a_stream_address_with_a_query_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        twiml.connect(stream_url=url, resume_url=RESUME)


def test_hanging_up_may_leave_a_last_sentence() -> None:
    assert verbs(twiml.hang_up()) == ["Hangup"]
    assert verbs(twiml.hang_up("Please ring us back.")) == ["Say", "Hangup"]


def test_a_text_is_spoken_with_its_voice_and_in_its_language() -> None:
    speech = twiml.Speech("en-GB", "Polly.Amy-Neural")

    for document in (
        twiml.hang_up("Goodbye.", speech),
        twiml.connect(say="Hello.", speech=speech, stream_url=STREAM, resume_url=RESUME),
    ):
        [said] = ElementTree.fromstring(document).findall("Say")
        assert said.attrib == {"language": "en-GB", "voice": "Polly.Amy-Neural"}


@given(st.text(st.characters(exclude_categories=()), max_size=5000))
def test_any_name_makes_a_document_that_can_be_read(name: str) -> None:
    document = twiml.hang_up("Hello, " + name)

    assert verbs(document) == ["Say", "Hangup"]
    assert len(document.encode()) < 64_000


@pytest.mark.parametrize("speak", ["connect", "hang_up"])
def test_nothing_is_spoken_that_the_carrier_would_refuse_for_its_length(speak: str) -> None:
    text = "We are calling for Alex Example. " * 200
    document = (
        twiml.connect(say=text, stream_url=STREAM, resume_url=RESUME)
        if speak == "connect"
        else twiml.hang_up(text)
    )

    said = ElementTree.fromstring(document).findtext("Say")

    assert said is not None and text.startswith(said) and 1_000 < len(said) <= 4_096
