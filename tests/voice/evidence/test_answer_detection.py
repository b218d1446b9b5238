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
        ("Sorry we missed you. Leave your name and we will ring back.", "voicemail"),
        ("Nobody is able to take your call.", "voicemail"),
        ("At the sound of the tone, tell us what it is about.", "voicemail"),
        ("Record your message. When you are finished, press pound.", "voicemail"),
        ("This is the answering service of Lakeside Dental.", "voicemail"),
        ("I am away from my desk.", "voicemail"),
        ("To make an appointment, say appointments.", "menu"),
        ("Press or say two for bookings.", "menu"),
        ("In a few words, tell me why you are calling.", "menu"),
        ("Please remain on the line.", "hold"),
        ("The estimated wait time is four minutes.", "hold"),
        ("We are experiencing a high call volume.", "hold"),
        ("Calls are answered in the order in which they come.", "hold"),
        ("You are caller seven.", "hold"),
        ("Thank you for your patience.", "hold"),
        ("All of our lines are busy, please hold.", "hold"),
        ("Who is calling, and what is it about?", "screening"),
        ("This call is being screened. Say who you are.", "screening"),
        ("Before I put you through, who is calling and why?", "screening"),
        ("The number you have dialed is not in service.", "out_of_service"),
        ("The number you are calling has been disconnected.", "out_of_service"),
        ("Your call cannot be completed as dialed.", "out_of_service"),
        ("Please check the number and dial again.", "out_of_service"),
        ("This number does not exist.", "out_of_service"),
        ("All circuits are busy now.", "busy_lines"),
        ("The network is busy. Please try again later.", "busy_lines"),
        ("We cannot connect your call at this time.", "busy_lines"),
        ("The customer you are calling is not answering.", "unreachable"),
        ("The person you are trying to reach is on another call.", "unreachable"),
        ("The phone is switched off.", "unreachable"),
        ("We are currently closed.", "closed"),
        ("You have reached us outside of our office hours.", "closed"),
        ("You have called after hours. Please leave a message.", "voicemail"),
        ("You are connected to an automated messaging system.", "voicemail"),
        ("This line has an automatic answering service.", "voicemail"),
        ("The message box of this user is full.", "voicemail"),
        ("Please use your telephone keypad: it is on your keypad.", "menu"),
        ("To be put through, dial the number four.", "menu"),
        ("When you know your party's extension, dial it now.", "menu"),
        ("Para continuar en español, oprima el nueve.", "menu"),
        ("An operator will be with you shortly.", "hold"),
        ("Someone will be right with you.", "hold"),
        ("Your call is being transferred.", "hold"),
        ("Thank you for waiting while we connect your call.", "hold"),
        ("Sorry, all of our lines are currently engaged.", "busy_lines"),
        ("All trunks are busy.", "busy_lines"),
        ("The subscriber is temporarily unavailable.", "unreachable"),
        ("The mobile user is currently busy or out of range.", "unreachable"),
        ("Your call cannot be made because of call restrictions.", "unreachable"),
        ("Calls from your number are blocked.", "unreachable"),
        ("Thanks for calling Lakeside Dental. The practice is closed until Monday.", "closed"),
        ("You have reached Lakeside Dental. We are closed for lunch.", "closed"),
    ],
)
def test_words_tell_machines_from_people(text: str, kind: str) -> None:
    assert heard_in(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "We are closed on Tuesday.",
        "Thank you for calling, we are closed on Mondays, would Tuesday do?",
        "Just leave your name with me.",
        "You can leave a message with us and she will ring you.",
        "My message box is full of these, sorry, hello?",
        "The doctor will be with you on Tuesday.",
        "Thank you for holding, this is Kim.",
        "The doctor is busy on Monday, try Tuesday.",
        "To be honest, I would say Tuesday.",
        "For Tuesday, say, ten thirty?",
        "Who is calling, please?",
        "We have an evening clinic after hours.",
        "That number is our fax line, no longer the desk's.",
        "You have reached Lakeside Dental, Kim speaking.",
        "He is not in on Fridays.",
        "I can give your name to the dentist.",
    ],
)
def test_people_who_use_such_words_stay_people(text: str) -> None:
    assert heard_in(text) == ""


def test_nobody_knows_before_anything_is_heard() -> None:
    assert classify([]) == ""
    assert classify(["", "  "], "unknown") == ""


def test_a_person_is_a_person() -> None:
    assert classify(["Hello?"]) == "human"
    assert classify([], "human") == "human"


def test_of_a_machine_that_has_said_nothing_telling_nothing_else_is_known() -> None:
    assert classify([], "machine_start") == "machine"
    assert classify(["Hi, this is Sam."], "machine_end_beep") == "machine"


def test_a_menu_is_not_taken_for_a_voicemail() -> None:
    assert classify(["For appointments press 2."], "machine_end_other") == "menu"
    assert classify(["For appointments press 2.", "Front desk, hello?"], "machine_start") == "human"


def test_a_person_who_has_answered_twice_is_no_machine() -> None:
    assert classify(["Hello?", "Yes, we have Tuesday."], "machine_start") == "human"


def test_a_person_after_a_queue_is_a_person() -> None:
    assert classify(["Please hold.", "Thanks for waiting, this is Kim."]) == "human"


def test_a_fax_is_a_fax() -> None:
    assert classify([], "fax") == "fax"
