"""What a desk told us: each answer by the question before it, the last one counting."""

import pytest

from telephony.call_page.answers import QUESTIONS, answers
from telephony.call_page.timeline import Row


def said(who: str, text: str, at_ms: int = 0, number: int = 1) -> Row:
    return Row(kind="turn", at_ms=at_ms, until_ms=at_ms, css=who, text=text, number=number)


def told(*turns: tuple[str, str]) -> dict[str, str]:
    rows = [said(who, text, number=n) for n, (who, text) in enumerate(turns, 1)]
    return {fact.name: fact.text for fact in answers(rows)}


def test_an_answer_stands_under_its_question() -> None:
    assert told(("agent", "What would it cost?"), ("callee", "Ninety.")) == {"Price": "Ninety."}


@pytest.mark.parametrize("word,name", [(word, name) for words, name in QUESTIONS for word in words])
def test_every_word_of_the_list_leads_to_its_name(word: str, name: str) -> None:
    found = told(("agent", f"Could you tell me about {word}?"), ("callee", "Yes."))

    assert str(name) in found


def test_one_answer_may_answer_two_questions() -> None:
    found = told(("agent", "What does it cost? And is there a deposit?"), ("callee", "Ninety, no."))

    assert found == {"Price": "Ninety, no.", "Deposit": "Ninety, no."}


def test_a_statement_is_no_question() -> None:
    assert told(("agent", "It costs nothing to ask. Hello!"), ("callee", "Hello.")) == {}


def test_a_word_in_another_sentence_than_the_question_does_not_count() -> None:
    assert told(("agent", "The price is fine. Is Tuesday free?"), ("callee", "Yes.")) == {}


def test_the_last_answer_counts() -> None:
    found = told(
        ("agent", "What is the price?"), ("callee", "Ninety."),
        ("agent", "What is the price again?"), ("callee", "Sorry, eighty."),
    )  # fmt: skip

    assert found == {"Price": "Sorry, eighty."}


def test_only_the_next_thing_they_say_is_the_answer() -> None:
    found = told(
        ("agent", "What is the price?"), ("callee", "Ninety."), ("callee", "Goodbye."),
    )  # fmt: skip

    assert found == {"Price": "Ninety."}


def test_another_question_before_the_answer_takes_its_place() -> None:
    found = told(
        ("agent", "What is the price?"), ("agent", "Is there parking?"), ("callee", "Yes.")
    )

    assert found == {"Parking": "Yes."}


def test_tools_between_question_and_answer_change_nothing() -> None:
    rows = [
        said("agent", "What is the price?"),
        Row(kind="tool", at_ms=1, until_ms=1, text="Checked."),
        said("callee", "Ninety.", at_ms=65_000, number=7),
    ]

    (fact,) = answers(rows)

    assert (fact.text, fact.clock, fact.number) == ("Ninety.", "1:05", 7)


def test_the_announcement_asks_nothing() -> None:
    assert told(("carrier", "What is the price?"), ("callee", "What?")) == {}


def test_nothing_said_is_nothing_learned() -> None:
    assert answers([]) == []
