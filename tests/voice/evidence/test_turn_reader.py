"""How a turn is taken in: answers, picks, corrections and what a turn leaves open."""

import pytest

from tests.voice.evidence.dialogue import TODAY, ZONE, at, ledger_of, turns_of
from voice.evidence.judge import judge_booking, judge_offer
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


def test_who_wants_no_more_calls_when_asked_takes_everything_back() -> None:
    said = "C: We have Tuesday at 10:30. / A: Shall we not call you again? / C: Yes."

    assert ledger_of(said).standing() == []


def test_a_moment_to_look_leaves_our_question_open() -> None:
    ledger = ledger_of("A: Is Tuesday at 10:30 free? / C: One moment. / C: Yes.")

    assert ledger.standing() == [SLOT]


def test_only_callee_and_agent_are_heard() -> None:
    ledger = ledger_of("A: Hello.")
    whisper = turns_of("C: We have Tuesday at 10:30.")[0]

    hear(ledger, type(whisper)(2, "person", whisper.text))

    assert ledger.notes == []


# turns too long to be read in full

OFFER = "C: We have Tuesday at 10:30."
READ_BACK = "A: So that is Tuesday, November 24, at 10:30 in the morning. Is that right?"
LONG = (
    5 * "My sister has a garden with a pond and a heron comes in the morning to look at the fish. "
)


def offer(dialogue: str) -> str:
    return judge_offer(turns_of(dialogue), SLOT, ZONE, today=TODAY).kind


def booking(dialogue: str) -> str:
    return judge_booking(turns_of(dialogue), SLOT, ZONE, today=TODAY).kind


def test_a_long_turn_offers_nothing() -> None:
    assert offer(f"C: We have Tuesday at 10:30. {LONG}") == "no_agreement"
    assert offer(f"A: Is Tuesday at 10:30 free? / C: Yes. {LONG}") == "no_agreement"


def test_what_was_offered_before_a_long_turn_is_asked_once_more() -> None:
    turns = turns_of(f"{OFFER} / C: {LONG}")

    verdict = judge_offer(turns, SLOT, ZONE, today=TODAY)

    assert (verdict.kind, verdict.turns) == ("no_agreement", (2,))
    assert verdict.ask is not None and "10:30" in verdict.ask
    assert offer(f"{OFFER} / C: {LONG} / A: Is Tuesday at 10:30 free? / C: Yes.") == "offered"


@pytest.mark.parametrize(
    "refusal",
    [
        "That one just went.",
        "Tuesday at 10:30 is taken.",
        "I couldn't book it.",
        "Tuesday is full.",
    ],
)
def test_what_a_long_turn_takes_back_is_taken_back(refusal: str) -> None:
    assert offer(f"{OFFER} / C: {LONG}{refusal} {LONG}") == "revoked"
    assert booking(f"{READ_BACK} / C: {LONG}{refusal} {LONG}") == "refused"


def test_what_a_long_turn_refuses_of_others_is_not_ours() -> None:
    assert offer(f"{OFFER} / C: {LONG}Monday at nine is taken.") == "no_agreement"


def test_a_long_answer_books_nothing_and_a_plain_one_behind_it_does() -> None:
    assert booking(f"{READ_BACK} / C: Yes. {LONG}") == "not_agreed"
    assert booking(f"{READ_BACK} / C: We have never had a heron here. {LONG}") == "not_agreed"
    assert booking(f"{READ_BACK} / C: Yes. {LONG} / {READ_BACK} / C: Yes.") == "booked"


def test_a_long_turn_after_the_yes_leaves_the_booking_in_doubt() -> None:
    assert booking(f"{READ_BACK} / C: Yes. / C: {LONG}") == "unsettled"


def test_a_lone_time_after_a_long_turn_is_of_no_day() -> None:
    for before in ("C: We have Tuesday.", "A: I wish for Tuesday."):
        assert ledger_of(f"{before} / C: {LONG} / C: We have 10:30.").standing() == []


def test_nobody_can_tell_what_a_yes_to_a_long_turn_of_ours_means() -> None:
    assert offer(f"A: Is Tuesday at 10:30 free? {LONG} / C: Yes.") == "unsaid"
    assert booking(f"{READ_BACK} / A: {LONG} / C: Yes.") == "unsaid"
    assert booking(f"{READ_BACK} / C: Yes. / A: {LONG}") == "unsaid"
