"""What picked up?"""

import pytest

from voice.evidence.answer_detection import classify, heard_in


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hello, Lakeside Dental, how can I help?", ""),
        ("We have Tuesday at ten thirty.", ""),
        ("You have reached Lakeside Dental. Please leave a message after the tone.", "voicemail"),
        ("We can't come to the phone right now.", "voicemail"),
        ("The mailbox is full.", "voicemail"),
        ("For appointments press 2, for billing press 3.", "menu"),
        ("Press one to leave a message.", "menu"),
        ("Please listen to the following options.", "menu"),
        ("Please hold, your call is important to us.", "hold"),
        ("One moment, please.", "hold"),
        ("All of our agents are busy.", "hold"),
        ("Please state your name and the reason for your call.", "screening"),
        ("This is a fax machine.", "fax"),
    ],
)
def test_words_tell_machines_from_people(text: str, kind: str) -> None:
    assert heard_in(text) == kind


def test_nobody_knows_before_anything_is_heard() -> None:
    assert classify([]) == ""
    assert classify(["", "  "], "unknown") == ""


def test_a_person_is_a_person() -> None:
    assert classify(["Hello?"]) == "human"
    assert classify([], "human") == "human"


def test_a_machine_that_has_said_nothing_telling_is_a_voicemail() -> None:
    assert classify([], "machine_start") == "voicemail"
    assert classify(["Hi, this is Sam."], "machine_end_beep") == "voicemail"


def test_a_menu_is_not_taken_for_a_voicemail() -> None:
    assert classify(["For appointments press 2."], "machine_end_other") == "menu"
    assert classify(["For appointments press 2.", "Front desk, hello?"], "machine_start") == "human"


def test_a_person_who_has_answered_twice_is_no_machine() -> None:
    assert classify(["Hello?", "Yes, we have Tuesday."], "machine_start") == "human"


def test_a_person_after_a_queue_is_a_person() -> None:
    assert classify(["Please hold.", "Thanks for waiting, this is Kim."]) == "human"


def test_a_fax_is_a_fax() -> None:
    assert classify([], "fax") == "fax"
