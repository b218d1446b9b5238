"""The simulated Nova drafts, settles, and tells of silence and of gaps between words."""

import json

from callpilot.json_types import JsonObject
from tests.voice.simulator.recogniser.sounds import NOVA, sound
from voice.simulator.recogniser import parameters
from voice.simulator.recogniser.stream import Stream, Switches
from voice.simulator.sessions.sockets import Close, Out


def stream(**more: str) -> Stream:
    return parameters.nova(NOVA | more).begin("request-1", Switches())


def told(stream: Stream, *messages: str | bytes) -> list[Out]:
    outs = stream.begin()
    for message in messages:
        outs += stream.take(message)
    return outs


def of(outs: list[Out], type: str) -> list[JsonObject]:
    return [out for out in outs if isinstance(out, dict) and out["type"] == type]


def text(results: JsonObject) -> str:
    return str(results["channel"]["alternatives"][0]["transcript"])


def test_a_sentence_is_drafted_settled_and_followed_by_its_silence_and_its_gap() -> None:
    outs = told(stream(vad_events="true"), sound(300, "We have Tuesday.", 1800))

    results = of(outs, "Results")
    drafts = [text(each) for each in results if text(each) and not each["is_final"]]
    assert drafts and all("We have Tuesday.".startswith(draft) for draft in drafts)
    [final] = [each for each in results if each["speech_final"]]
    assert final["is_final"] and text(final) == "We have Tuesday."
    words = final["channel"]["alternatives"][0]["words"]
    assert (words[-1]["word"], words[-1]["punctuated_word"]) == ("tuesday", "Tuesday.")
    assert len(of(outs, "SpeechStarted")) == 1
    [gap] = of(outs, "UtteranceEnd")
    assert gap["last_word_end"] == words[-1]["end"]


def test_a_long_stretch_is_settled_before_anybody_is_silent() -> None:
    said = "We have Tuesday at three, or Friday at nine, whatever suits you best of all."
    results = of(told(stream(), sound(said, 900)), "Results")

    settled = [each for each in results if each["is_final"]]
    assert len(settled) > 1 and not settled[0]["speech_final"]
    assert " ".join(text(each) for each in settled if text(each)) == said


def test_without_endpointing_the_gap_alone_tells_of_an_end() -> None:
    outs = told(stream(endpointing="false"), sound("Yes.", 5000))

    assert not [each for each in of(outs, "Results") if each["speech_final"]]
    assert len(of(outs, "UtteranceEnd")) == 1


def test_without_drafts_only_settled_stretches_are_told() -> None:
    query = {name: NOVA[name] for name in ("model", "encoding", "sample_rate")}
    plain = parameters.nova(query).begin("request-1", Switches())

    results = of(told(plain, sound("Yes.", 900)), "Results")

    assert results and all(each["is_final"] for each in results)


def test_what_is_pending_is_settled_when_asked() -> None:
    said = sound("We have Tuesday at three in the afternoon.")

    outs = told(stream(), said[: len(said) // 2], '{"type":"Finalize"}', '{"type":"Finalize"}')

    [final] = [each for each in of(outs, "Results") if each["from_finalize"]]
    assert final["speech_final"] and text(final).startswith("We have")


def test_the_end_settles_the_rest_and_sums_up() -> None:
    outs = told(stream(), sound("We have Tuesday."), sound(200), '{"type":"CloseStream"}')

    assert [each for each in of(outs, "Results") if each["speech_final"]]
    assert isinstance(outs[-2], dict) and outs[-2]["type"] == "Metadata"
    assert outs[-1] == Close(1000)


def test_what_is_no_message_is_told_and_the_stream_goes_on() -> None:
    odd = stream()

    outs = told(odd, "{", '{"type":"ForceEndTurn"}', '{"type":"KeepAlive"}', sound("Yes.", 900))

    assert [error["variant"] for error in of(outs, "Error")] == ["SchemaError"] * 2
    assert len(odd.complaints) == 2
    assert [each for each in of(outs, "Results") if each["speech_final"]]


def test_terms_are_changed_where_the_model_has_any() -> None:
    change = json.dumps({"type": "Configure", "keyterms": ["Reyes"]})

    [success] = of(told(stream(), change), "ConfigureSuccess")
    [failure] = of(told(stream(model="nova-2"), change), "ConfigureFailure")

    assert success["keyterms"] == ["Reyes"]
    assert failure["code"] == "CONFIGURE_KEYTERMS_NOT_SUPPORTED"
