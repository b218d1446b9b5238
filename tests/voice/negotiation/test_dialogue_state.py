"""Where a conversation stands: what was said, which tools are out, and whether it is ending."""

import pytest

from voice.negotiation.acts import Act, CallTool, Finish, Speak
from voice.negotiation.dialogue_state import Answer, DialogueState
from voice.negotiation.facts import Facts


@pytest.fixture
def state() -> DialogueState:
    return DialogueState(Facts.of({"today": "2026-11-24", "timezone": "America/Los_Angeles"}))


def test_both_sides_are_numbered_as_in_a_transcript(state: DialogueState) -> None:
    state.hears("Hello?")
    assert state.say("Good morning.") == [Speak("Good morning.")]

    assert [(line.number, line.speaker) for line in state.lines] == [(1, "callee"), (2, "agent")]


def test_a_sentence_that_was_talked_over_is_cut_to_what_was_heard(state: DialogueState) -> None:
    state.say("So that is Tuesday at ten. Is that right?")

    assert state.cut("So that is Tuesday")
    assert state.lines[0].text == "So that is Tuesday"
    assert state.lines[0].interrupted


def test_a_sentence_that_was_heard_to_its_end_is_not_cut(state: DialogueState) -> None:
    state.say("Good morning.")

    assert not state.cut("Good morning")
    assert not state.lines[0].interrupted


def test_an_answer_goes_to_whoever_asked_and_only_once(state: DialogueState) -> None:
    def then(answer: Answer) -> list[Act]:
        return state.say(answer["say"])

    (call,) = state.call("check_availability", {"start": "2026-12-01T10:30"}, then)
    assert isinstance(call, CallTool)

    assert state.answered(call.tool_call_id, {"say": "Free."}) == [Speak("Free.")]
    assert state.answered(call.tool_call_id, {"say": "Free."}) == []


def test_a_call_ends_once_with_its_outcome_and_then_a_goodbye(state: DialogueState) -> None:
    (end,) = state.end("declined", "They do not want it.", "Goodbye.")
    assert isinstance(end, CallTool)
    assert (end.name, end.arguments["outcome"]) == ("end_call", "declined")
    assert state.end("failed", "again", "Goodbye.") == []

    assert state.answered(end.tool_call_id, {"ok": True}) == [
        Speak("Goodbye.", then_listen=False),
        Finish("declined"),
    ]
    assert state.over


def test_what_is_said_again_is_put_in_another_way(state: DialogueState) -> None:
    said = [state.pick("Thank you.", "Good.", "Great.") for _ in range(3)]

    assert sorted(said) == ["Good.", "Great.", "Thank you."]
