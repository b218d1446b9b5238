"""Whether a booking stands: our read-back, the answer to it, and what came after."""

import pytest

from tests.voice.evidence.dialogue import TODAY, ZONE, at, turns_of
from voice.evidence.further_calls import QUESTION
from voice.evidence.read_back import read_backs, reply_to

SLOT = at(24, 10, 30)
FULL = "Tuesday, November 24, at 10:30 in the morning"
READ_BACK = f"So that is {FULL}, for Alex. Is that right?"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (READ_BACK, 1),
        ("So that is Tuesday at 10:30. Is that right?", 0),  # no date
        (f"Is {FULL} free?", 0),  # asks whether it could be
        (f"So that is {FULL}.", 0),  # asks nothing
    ],
)
def test_only_a_whole_slot_that_we_put_as_a_question_is_read_back(text: str, count: int) -> None:
    found = read_backs(turns_of(f"A: {text}"), ZONE, TODAY, None)

    assert [start for _, start in found] == [SLOT] * count


def reply(answers: str) -> tuple[str, tuple[int, ...]]:
    turns = turns_of(f"A: {READ_BACK} / {answers}")
    found = reply_to(turns, turns[0], SLOT, ZONE, TODAY, None)
    return found.kind, found.turns


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("Yes, that's right.", "booked"),
        ("You're booked.", "booked"),
        ("No, sorry.", "refused"),
        ("I think Tuesday at 10:30 is taken.", "refused"),
        ("Don't call us again.", "refused"),
        ("You have the wrong number.", "refused"),
        ("I'll pencil you in.", "not_agreed"),
        ("Sure, shall I book it?", "not_agreed"),
        ("Yes but at eleven.", "not_agreed"),
        ("Yes, with a deposit.", "not_agreed"),
        ("Yes, that will be 40 dollars.", "not_agreed"),
    ],
)
def test_nothing_but_a_clear_yes_without_conditions_books(answer: str, kind: str) -> None:
    assert reply(f"C: {answer}") == (kind, (1, 2))


def test_a_moment_to_look_is_not_the_answer_yet() -> None:
    assert reply("C: Um, let me see. / C: Yes, you're booked.") == ("booked", (1, 3))


def test_a_yes_to_another_question_of_ours_is_none_to_the_read_back() -> None:
    assert reply("A: Or is Wednesday at 2 p.m. free? / C: Yes.")[0] == "not_agreed"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("Yes.", "not_agreed"),
        ("Yes, please.", "not_agreed"),
        ("Yes, Tuesday at 10:30.", "booked"),
        ("You're booked.", "booked"),
        ("No.", "refused"),
    ],
)
def test_a_yes_behind_two_of_our_questions_books_only_if_it_says_which_it_answers(
    answer: str, kind: str
) -> None:
    turns = turns_of(f"A: {QUESTION} / A: {READ_BACK} / C: {answer}")

    assert reply_to(turns, turns[1], SLOT, ZONE, TODAY, None).kind == kind


def test_once_they_have_answered_whether_to_call_a_plain_yes_is_one_to_the_read_back() -> None:
    turns = turns_of(f"A: {QUESTION} / C: No, go on. / A: {READ_BACK} / C: Yes.")

    assert reply_to(turns, turns[2], SLOT, ZONE, TODAY, None).kind == "booked"
