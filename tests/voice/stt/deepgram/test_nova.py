"""Nova on the wire: turns are put together from settled stretches, and end by silence."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callpilot.json_types import JsonObject
from voice.stt.base import EndOfTurn, Listening, Partial, TurnEvent, TurnStarted, Word
from voice.stt.deepgram.nova import Nova

FRAMES: JsonObject = json.loads(
    (Path(__file__).parents[3] / "wire" / "deepgram" / "nova.json").read_text()
)


def told(nova: Nova, *names: str) -> list[TurnEvent]:
    events: list[TurnEvent] = []
    for name in names:
        events += nova.take(json.dumps(FRAMES[name]).encode()) or []
    return events


def test_a_turn_is_all_that_was_settled_and_ends_with_the_silence() -> None:
    nova = Nova()

    events = told(nova, "speech_started", "draft", "settled", "last", "utterance_end", "silence")

    assert [type(event) for event in events] == [TurnStarted, Partial, Partial, EndOfTurn]
    assert [event.heard.text for event in events] == [
        "Let me",
        "Let me look.",
        "Let me look. Nine?",
        "Let me look. Nine?",
    ]
    ended = events[-1]
    assert isinstance(ended, EndOfTurn) and ended.why == "silence"
    assert ended.heard.words[0] == Word("Let", 300, 410, 0.97)
    assert nova.request_id == FRAMES["draft"]["metadata"]["request_id"]


def test_settled_words_alone_are_no_end_of_a_turn() -> None:
    assert not [e for e in told(Nova(), "draft", "settled") if isinstance(e, EndOfTurn)]


def test_where_silence_never_comes_the_gap_between_words_ends_the_turn() -> None:
    nova = Nova()
    told(nova, "settled")

    [ended] = told(nova, "utterance_end")

    assert isinstance(ended, EndOfTurn) and ended.heard.text == "Let me look."
    assert told(nova, "utterance_end", "silence") == []


def test_a_draft_that_comes_to_nothing_ends_as_no_speech() -> None:
    nova = Nova()

    started, ended = told(nova, "draft", "silence")

    assert isinstance(started, TurnStarted)
    assert isinstance(ended, EndOfTurn) and not ended.heard.text


def test_an_end_that_we_asked_for_says_so() -> None:
    nova = Nova()
    told(nova, "settled")

    [ended] = told(nova, "finalized")

    assert isinstance(ended, EndOfTurn) and ended.why == "asked"
    assert told(nova, "finalized") == []


def test_turns_are_numbered() -> None:
    events = told(Nova(), "last", "last")

    assert [event.turn for event in events] == [0, 0, 1, 1]


def test_an_error_and_what_is_not_known_mean_nothing() -> None:
    nova = Nova()

    assert told(nova, "error", "metadata") == []
    assert nova.take(b'{"type":"Tomorrow"}') == [] and nova.failure == ""


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"\xff", b'{"type":"Results"}'])
def test_what_is_no_frame_is_none(text: bytes) -> None:
    assert Nova().take(text) is None


@given(
    st.sampled_from(sorted(FRAMES)),
    st.sampled_from(["channel", "is_final", "metadata", "type"]),
    st.none() | st.integers() | st.text() | st.lists(st.none(), max_size=2) | st.just({}),
)
def test_no_member_of_a_frame_can_break_the_reading(name: str, member: str, value: object) -> None:
    nova = Nova()
    answer = nova.take(msgspec.json.encode(FRAMES[name] | {member: value}))

    assert answer is None or isinstance(answer, list)


def test_it_is_asked_for_drafts_silence_and_gaps() -> None:
    asked = dict(Nova().query("nova-3", Listening(language="en-gb", terms=("Reyes",))))

    assert asked["encoding"] == "mulaw" and asked["sample_rate"] == "8000"
    assert asked["interim_results"] == "true" and asked["utterance_end_ms"] == "1000"
    assert (asked["language"], asked["keyterm"]) == ("en-GB", "Reyes")


def test_older_models_are_not_asked_for_what_they_refuse() -> None:
    assert "keyterm" not in dict(Nova().query("nova-2-phonecall", Listening(terms=("Reyes",))))
