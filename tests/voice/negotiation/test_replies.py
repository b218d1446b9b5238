"""What the callee asks about us, and the plain answer: only what the brief allows."""

import pytest

from voice.negotiation.facts import Facts
from voice.negotiation.replies import UNKNOWN, about, only_the_person_knows, reply, what_we_are

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


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("are you a robot?", "Yes, I am an automated assistant"),
        ("am i talking to a machine?", "Yes, I am an automated assistant"),
        ("is this a recording?", "Yes, I am an automated assistant"),
        ("isn't this a bot?", "Yes, I am an automated assistant"),
        ("are you a real person?", "No, I am an automated assistant"),
        ("is this a human?", "No, I am an automated assistant"),
        ("am i speaking to a live person?", "No, I am an automated assistant"),
        ("are you for real?", "No, I am an automated assistant"),
        ("are you a human or a machine? is this a robot?", "I am an automated assistant"),
        ("is this about the robot vacuum?", ""),
        ("are you a new patient?", ""),
        ("is this for one person?", ""),
    ],
)
def test_whoever_asks_what_we_are_is_told_plainly(question: str, answer: str) -> None:
    told = what_we_are(FACTS, question)

    assert told.startswith(answer)
    assert bool(told) == bool(answer)


def test_the_person_is_asked_for_private_things_but_never_for_secret_numbers() -> None:
    for question, may_ask in [
        ("what is her date of birth?", True),
        ("what is the credit card number?", False),
        ("can i have the member id?", False),
        ("how long does it take?", False),
    ]:
        assert only_the_person_knows(about(question), question) is may_ask
