"""How a turn is taken in: answers, picks, corrections and what a turn leaves open."""

import pytest

from tests.voice.evidence.dialogue import at, ledger_of, turns_of
from voice.evidence.turn_reader import hear

SLOT = at(24, 10, 30)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("A: Is Tuesday at 10:30 free? / C: Yes.", SLOT),
        ("A: Is Tuesday at 10:30 free? Or Wednesday at 2 p.m.? / C: The second one.", at(25, 14)),
        ("C: Ten thirty. / A: Is that on Tuesday? / C: Yes.", SLOT),
        ("C: We have Tuesday at seven thirty. / A: In the morning? / C: P.m.", at(24, 19, 30)),
    ],
)
def test_a_short_answer_takes_its_time_from_what_was_asked(text: str, start: object) -> None:
    ledger = ledger_of(text)

    assert ledger.standing() == [start]
    assert len(ledger.notes[-1].turns) > 1  # it rests on the question as well


def test_a_lone_time_waits_for_its_day() -> None:
    ledger = ledger_of("C: Ten thirty.")

    assert ledger.standing() == []
    assert ledger.left_open is not None and ledger.left_open[1] == 1


def test_a_lone_time_never_falls_on_a_day_that_was_refused() -> None:
    assert ledger_of("C: Tuesday is full. / C: Ten thirty.").standing() == []


def test_an_echo_of_our_time_is_no_agreement() -> None:
    ledger = ledger_of("A: Is Tuesday at 10:30 free? / C: Tuesday at 10:30")

    assert ledger.kind_of(SLOT)[0] == "no_agreement"


def test_who_opts_out_takes_everything_back() -> None:
    ledger = ledger_of("C: We have Tuesday at 10:30. / C: Please take us off your list.")

    assert ledger.standing() == []
    assert ledger.notes[-1].everything


def test_a_moment_to_look_leaves_our_question_open() -> None:
    ledger = ledger_of("A: Is Tuesday at 10:30 free? / C: One moment. / C: Yes.")

    assert ledger.standing() == [SLOT]


def test_only_callee_and_agent_are_heard() -> None:
    ledger = ledger_of("A: Hello.")
    whisper = turns_of("C: We have Tuesday at 10:30.")[0]

    hear(ledger, type(whisper)(2, "person", whisper.text))

    assert ledger.notes == []
