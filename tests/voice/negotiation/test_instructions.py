"""What our own side tells the speaker in mid-call."""

import pytest

from voice.decisions import duties, instructions
from voice.decisions.silence_timer import Act
from voice.negotiation.instructions import read


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (instructions.TOLD[Act.ASK], "ask_if_there"),
        (instructions.TOLD[Act.NUDGE], "go_on"),
        (instructions.TOLD[Act.WRAP_UP], "wrap_up"),
        (instructions.WRAP_UP, "wrap_up"),
        (instructions.FAREWELL, "end"),
        (instructions.whisper("Ask for Wednesday."), "whisper"),
        (instructions.leverage("Tuesday at ten"), "leverage"),
        (duties.APOLOGISE, "end"),
        (duties.WRONG, "end"),
        (duties.LEAVE, "end"),
        (duties.CARE, "end"),
        ("", "none"),
    ],
)
def test_all_that_a_conversation_says_is_understood(text: str, kind: str) -> None:
    assert read(text).kind == kind


def test_whoever_opts_out_declines_and_a_wrong_number_fails() -> None:
    assert read(duties.APOLOGISE).outcome == "declined"
    assert read(duties.WRONG).outcome == "failed"


def test_only_the_words_of_a_whisper_are_passed_on() -> None:
    assert read(instructions.whisper("Ask for Wednesday.")).words == "Ask for Wednesday."
    assert read(instructions.leverage("Tuesday at ten")).words == "Tuesday at ten"


def test_an_answer_that_came_late_is_read_as_one() -> None:
    late = read('The answer to ask_person: {"ok": true, "say": "Yes."}')

    assert (late.kind, late.name, late.answer) == (
        "answer",
        "ask_person",
        {"ok": True, "say": "Yes."},
    )
    assert read("The answer to ask_person: {broken}").kind == "none"
