"""Tests of voice/evidence/intents.py: yes, no, doubt, and the words that end a call."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.voice.evidence.dialogue import TODAY, rows
from voice.evidence.judge import Said, attitude, call_back_at, offers, opts_out, wrong_number

NEW_YORK = ZoneInfo("America/New_York")
ENDINGS = rows("endings.txt")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=NEW_YORK)  # a Monday

SAID = {
    "yes": """Yes|yep|Yeah, sure|Sure|Of course|Absolutely|Correct|That's right|Exactly|Perfect.
        Yes, that works|That works for us|That's fine|Okay, that works|No problem
        No worries, see you then
        You're booked|You're all set|That's booked|I'll put you down for ten thirty
        I'll pencil you in
        Great, see you Tuesday|Tuesday at ten thirty works|Let me check. Yes, that's free
        Sounds good
        Yes. What's the name?|don't worry, that's fine|We can do that|Can do""",
    "no": """No|Nope, sorry|No thank you|Not at ten thirty|Tuesday is full|That one just went
        I don't think so|We can't do that|I have no time for this|We are not interested
        Unfortunately not|Yes, Tuesday is taken|We're fully booked|don't call before nine""",
    "hedge": """Probably|Should be fine, I think|I think so|Maybe|Okay|ok|mm-hmm|Right|I guess so
        Yes but
        Got it okay|No, that's fine|It depends|I don't know|Not sure|If the doctor agrees|Possibly
        Yes, I think so
        It might be|I'd have to check with the doctor|… yes""",
    "question": """Did you say Tuesday at ten?|Sorry?|What time?|Pardon?|Hello?|Yes?|Who is this?
        Are you a robot?|which day was that|Can you repeat that?|For when?|When would suit best?""",
    "opt_out": """Stop|Please stop|Stop calling us|Take us off your list|Don't call again
        Please do not call this number any more|Remove our number|We don't take calls from robots
        Never call us again|Unsubscribe|no more calls please|I want to opt out|Take me off the list
        Put us on your do not call list|Stop. Just stop.|lose this number|don't call me
        we do not want any more calls""",
    "wrong_number": """Wrong number|You have the wrong number|There's nobody by that name here
        This is a private number|This isn't a dentist|No one here by that name|wrong house, mate""",
    "call_back": """Call back after lunch|Could you call back tomorrow?|Call us back at three
        Try again later
        We'll call you back|Please ring back on Monday|call me in an hour|I'll get back to you""",
    "website": """Please use our website|Book online|No, you have to book online
        It's all on the website
        Go to maple dental dot com|use our booking page""",
    "abuse": "Fuck off|Piss off|Go to hell|Shut up|you stupid machine|screw you",
    "emergency": """Call an ambulance|He's not breathing|There's a fire|She has collapsed
        I need the police
        somebody is having a heart attack|This is an emergency""",
    "hold": """One moment please|Hold on|Just a second|Let me check|Sure, let me check|Bear with me
        um, let me see|Please hold|Yes, hang on|one sec|Can you hold on a minute|wait""",
    "none": """Hello, Maple Dental|Ten thirty|We have Tuesday at ten thirty|How about ten?|um
        It's ninety dollars
        stop by at ten|if this is an emergency hang up and dial 911|Is it an emergency appointment
        Yes, this is Maple Dental|we had an emergency this morning""",
}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (said.strip(), kind)
        for kind, group in SAID.items()
        for said in group.replace("\n", "|").split("|")
    ],
)
def test_a_turn_is_taken_for_what_it_is(said: str, kind: str) -> None:
    assert attitude(said) == kind
    assert attitude(said.upper()) == kind


@pytest.mark.parametrize(("said", "kind"), ENDINGS)
def test_who_ends_a_call_or_puts_it_off_is_heard_by_the_sense(said: str, kind: str) -> None:
    heard = {attitude(said), attitude(said.upper())}

    assert heard == {kind} if kind != "goes on" else not heard & {"opt_out", "wrong_number"}


@pytest.mark.parametrize(
    "said", [said for said, kind in ENDINGS if kind in ("call_back", "website")]
)
def test_to_be_sent_to_a_page_or_another_day_is_no_opt_out_and_no_offer(said: str) -> None:
    assert not opts_out(said)
    assert offers([Said(1, "callee", said)], NEW_YORK, today=TODAY) == []


@pytest.mark.parametrize(
    "said",
    [
        "I have no time for this.",
        "Not interested, thank you.",
        "Stop by on Tuesday.",
        "You can't stop in the yard.",
        "Take the bus and get off at the last stop, please.",
        "Don't call before nine.",
        "If you can't make it, please call us again.",
        "We don't take new patients.",
        "We don't take that insurance.",
        "The doctor will take it off your bill.",
    ],
)
def test_a_plain_refusal_or_a_bus_stop_suppresses_no_number(said: str) -> None:
    assert not opts_out(said)


@pytest.mark.parametrize(
    "said",
    [
        "Sorry, wrong number.",
        "You've reached a bakery, not a dentist.",
        "You have reached the town hall, not a garage.",
        "This isn't Maple Dental, it's a bookshop.",
        "This is not the clinic. We're a school.",
        "You want the vet next door.",
        "You're looking for the practice next door, I'm afraid.",
        "No, you've got the wrong extension.",
    ],
)
def test_who_was_not_meant_says_so_in_many_ways(said: str) -> None:
    assert wrong_number(said)


@pytest.mark.parametrize(
    "said",
    [
        "No, that's the wrong day.",
        "You pressed the wrong number, but I can help.",
        "I gave you the wrong number for the office upstairs.",
        "I think we wrote down the wrong number last time.",
        "We had the wrong number in the file.",
        "This isn't the desk, it's the back room, one moment.",
        "The pharmacy is next door.",
    ],
)
def test_being_the_wrong_number_is_more_than_a_no(said: str) -> None:
    assert not wrong_number(said)


@pytest.mark.parametrize("said", [said for said, kind in ENDINGS if kind == "wrong_number"])
@pytest.mark.parametrize("written", ["{}", "Hello? {}", "I'm sorry, {}", "Well… {} Goodbye."])
def test_who_was_not_meant_is_heard_beside_other_words(said: str, written: str) -> None:
    assert wrong_number(written.format(said))


@pytest.mark.parametrize("said", [said for said, kind in ENDINGS if kind != "wrong_number"])
def test_a_wrong_number_is_more_than_its_two_words(said: str) -> None:
    assert not wrong_number(said)


def test_who_helps_before_they_notice_has_the_last_word() -> None:
    assert wrong_number("how can i help? oh, you have the wrong number.")
    assert not wrong_number("you have the wrong number. how can i help?")


def test_a_turn_without_end_is_no_wrong_number_and_read_in_no_time() -> None:
    assert not wrong_number("you want the very " * 2000)
    assert not wrong_number("you've reached the " + "one and only " * 2000)


def test_a_wrong_number_and_an_emergency_are_heard_in_a_long_turn() -> None:
    talk = "My sister has a garden with a pond, and a heron comes to look at the fish. " * 20

    assert wrong_number(f"{talk}You have the wrong number. {talk}")
    assert attitude(f"{talk}He is not breathing! {talk}") == "emergency"


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("Call back after lunch", "23 13:30"),
        ("Call back tomorrow at nine", "24 09:00"),
        ("Call back tomorrow after lunch", "24 13:30"),
        ("It's very busy here, could you call back tomorrow at two in the afternoon?", "24 14:00"),
        ("call me back in half an hour", "23 10:30"),
        ("call back in twenty minutes", "23 10:20"),
        ("please call back in an hour or so", "23 11:00"),
        ("try again at three", "23 15:00"),
        ("call back after two", "23 14:00"),
        ("please call back on Wednesday morning", "25 09:30"),
        ("can you call back this afternoon?", "23 14:00"),
        ("call back this evening", "23 18:00"),
        ("call back tomorrow", "24 10:00"),
        ("call back next week", "30 10:00"),
        ("I'll call you back at four", "23 16:00"),
        ("call back at nine", "24 09:00"),  # that has passed today
        ("We're busy right now, ring back in an hour and a half", "23 11:30"),
        ("call back twenty minutes from now", "23 10:20"),
    ],
)
def test_the_time_to_call_back_is_the_one_that_was_said(said: str, when: str) -> None:
    found = call_back_at(said, NOW, NEW_YORK)

    assert found is not None
    assert f"{found:%d %H:%M}" == when


@pytest.mark.parametrize(
    "said",
    [
        "Call back",
        "call back later",
        "call back at seven",  # in the morning or in the evening?
        "call back at ten on the 31st",  # of November
        "We have Tuesday at ten.",
        "Call back at … thirty",
    ],
)
def test_no_time_is_made_up_for_a_call_back(said: str) -> None:
    assert call_back_at(said, NOW, NEW_YORK) is None


def test_a_call_back_in_an_hour_is_a_real_hour_when_the_clocks_change() -> None:
    before = datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)

    found = call_back_at("call back in an hour", before, NEW_YORK)

    assert found is not None
    assert (found.timestamp() - before.timestamp()) == 3600
