"""Flux on the wire: what its frames mean, what it is asked, and what of it is not believed."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callpilot.json_types import JsonObject
from voice.stt.base import (
    EagerEndOfTurn,
    EndOfTurn,
    Listening,
    Partial,
    TurnResumed,
    TurnStarted,
    Word,
)
from voice.stt.deepgram.flux import Flux

FRAMES: JsonObject = json.loads(
    (Path(__file__).parents[3] / "wire" / "deepgram" / "flux.json").read_text()
)


def raw(name: str, **changed: object) -> bytes:
    return json.dumps(FRAMES[name] | changed).encode()


def test_a_turn_with_an_eager_end_that_is_taken_back() -> None:
    flux = Flux()

    assert flux.take(raw("connected")) == [] and flux.take(raw("update_before")) == []
    [started] = flux.take(raw("start")) or []
    [eager] = flux.take(raw("eager")) or []
    [resumed] = flux.take(raw("resumed")) or []
    [ended] = flux.take(raw("end")) or []

    assert isinstance(started, TurnStarted) and started.heard.text == "Let me"
    assert isinstance(eager, EagerEndOfTurn) and eager.likelihood == 0.46
    assert isinstance(resumed, TurnResumed) and isinstance(ended, EndOfTurn)
    assert (ended.turn, ended.heard.text, ended.why) == (0, "Let me look. Nine?", "judged")
    assert ended.heard.words[-1] == Word("Nine?", 1400, 1650, 0.71)
    assert ended.heard.confidence == pytest.approx(0.9)
    assert flux.request_id == FRAMES["connected"]["request_id"]


@pytest.mark.parametrize(
    ("trigger", "why"),
    [("model", "judged"), ("timeout", "silence"), ("manual", "asked"), ("sneeze", "judged")],
)
def test_why_a_turn_ended_is_told_also_for_triggers_of_tomorrow(trigger: str, why: str) -> None:
    flux = Flux()
    flux.take(raw("start"))

    [ended] = flux.take(raw("end", trigger=trigger)) or []

    assert isinstance(ended, EndOfTurn) and ended.why == why


def test_an_update_within_a_turn_is_a_partial_one() -> None:
    flux = Flux()
    flux.take(raw("start"))

    [partial] = flux.take(raw("eager", event="Update")) or []

    assert isinstance(partial, Partial) and partial.heard.text == "Let me look."


def test_warnings_and_news_mean_nothing_and_an_error_is_remembered() -> None:
    flux = Flux()

    assert flux.take(raw("warning")) == []
    assert flux.take(raw("start", event="Yawn")) == []
    assert flux.take(b'{"type":"Tomorrow","words":[]}') == []
    assert flux.failure == ""
    assert flux.take(raw("error")) == [] and flux.failure == "INTERNAL_SERVER_ERROR"


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'"x"', b"\xff", b'{"type":7}', b"{}"])
def test_what_is_no_frame_is_none(text: bytes) -> None:
    assert Flux().take(text) is None


def test_likelihoods_beyond_all_bounds_are_brought_back() -> None:
    flux = Flux()
    word = {"word": "Nine?", "confidence": 7.0, "start": 0, "end": 1}
    [started] = flux.take(raw("start", words=[word])) or []
    [ended] = flux.take(raw("end", end_of_turn_confidence=-3)) or []

    assert isinstance(started, TurnStarted) and started.heard.confidence == 1.0
    assert isinstance(ended, EndOfTurn) and ended.likelihood == 0.0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(FRAMES)), st.sampled_from(["words", "transcript", "event"]), JSON)
def test_no_member_of_a_frame_can_break_the_reading(name: str, member: str, value: object) -> None:
    told = Flux().take(msgspec.json.encode(FRAMES[name] | {member: value}))

    assert told is None or isinstance(told, list)


def test_it_is_asked_for_what_it_knows_and_nothing_else() -> None:
    asked = Flux().query("flux-general-en", Listening(terms=("Lakeside Dental", "Reyes")))

    assert dict(asked) == {
        "model": "flux-general-en", "encoding": "mulaw", "sample_rate": "8000",
        "keyterm": "Reyes", "eot_threshold": "0.7", "eager_eot_threshold": "0.4",
        "eot_timeout_ms": "3000",
    }  # fmt: skip
    assert ("keyterm", "Lakeside Dental") in asked
    assert "eager_eot_threshold" not in dict(Flux().query("flux-x", Listening(eager=False)))


def test_the_model_of_many_languages_is_told_which() -> None:
    asked = dict(Flux().query("flux-general-multi", Listening(language="en-gb")))

    assert asked["language_hint"] == "en"
