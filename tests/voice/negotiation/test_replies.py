"""What the callee asks about us, and the plain answer: only what the brief allows."""

import pytest

from voice.negotiation.facts import Facts
from voice.negotiation.replies import UNKNOWN, about, asks_if_robot, only_the_person_knows, reply

FACTS = Facts.of(
    {
        "today": "2026-11-24",
        "timezone": "America/Los_Angeles",
        "person_name": "Alex Example",
        "service_phrase": "a dental cleaning",
        "window_words": "next week in the morning",
        "share_insurance": "Delta Dental",
        "share_new_patient": "true",
    }
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("who is calling?", "I am an automated assistant, calling for Alex Example."),
        ("what is it for?", "It is for a dental cleaning."),
        ("what insurance do they have?", "The insurance is Delta Dental."),
        ("have they been here before?", "Yes, Alex Example would be new."),
        ("how long does it take?", "30 minutes."),
        ("what day works for them?", "Next week in the morning, if possible."),
        ("can i have a phone number?", UNKNOWN),
    ],
)
def test_a_question_is_answered_from_the_brief_or_not_at_all(question: str, answer: str) -> None:
    assert reply(FACTS, about(question)) == answer


def test_a_statement_asks_nothing() -> None:
    assert about("we have ten thirty.") == ""


@pytest.mark.parametrize("question", ["are you a robot?", "am i talking to a machine?"])
def test_whether_we_are_a_machine_is_a_question_of_its_own(question: str) -> None:
    assert asks_if_robot(question)
    assert not asks_if_robot("is this about the robot vacuum?")


def test_the_person_is_asked_for_private_things_but_never_for_secret_numbers() -> None:
    for question, may_ask in [
        ("what is her date of birth?", True),
        ("what is the credit card number?", False),
        ("can i have the member id?", False),
        ("how long does it take?", False),
    ]:
        assert only_the_person_knows(about(question), question) is may_ask
