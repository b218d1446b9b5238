"""Tests of voice/evidence/further_calls.py: in doubt we ask, and a yes or silence is an opt-out."""

import pytest

from voice.evidence.claim_ledger import Said
from voice.evidence.further_calls import QUESTION, Kind, further_calls

DOUBT = "I'd rather you didn't do this."
FORBIDS = """Yes.|Yes, please.|Please.|Right.|Okay.|Never.|Never again.|No, never again.|No, don't.
No, please don't.|No, you may not.|No, thank you.|Not at all.|Of course not.|That's fine.|Whatever.
Yes, and take us off your list.|Why do you keep calling us?|I don't care.
Do what you like.|It is annoying.|Hm, yes."""
ALLOWS = """No.|Nope.|No, no.|No, that's fine.|No, it's okay, go ahead.|Yes, you can call again.
You may call us again.|Oh no, I was only joking.|No, I didn't mean it like that.|We don't mind.
No, please carry on.|Well, no.|NO, SORRY!|Feel free to call.|No, what can I do for you?"""
BUSINESS = """We have Tuesday at ten thirty.|How about tomorrow?|Not on Monday, we are closed.
The doctor could see her at 10:30."""
OPEN = """Sorry?|What did you say?|Hello?|One moment.|Um…|Are you a robot?|Pardon me?|What?"""
DOUBTS = """I'd rather you didn't do this.|We don't like these calls.|Always being bothered…
I don't really like these automated calls.|Bothering people at lunch, honestly.|I'm sick of this.
Why part number out of your database?|Move us off your list, please.
I'm fed up with these robots.|You people again!|Why do you keep calling us?|Please don't.
I hate talking to machines.|We don't appreciate calls like this.|You shouldn't be calling here.
You have no right to call this number.|We'd prefer if you stopped.|No more.|Could you please not?
I'd prefer not to get calls like this.|Just don't.|Would you stop this?|Not another robot.
I never signed up for this.|We didn't ask for this.|This is harassment.|Never again.|Enough!
These calls are a nuisance.|It's very annoying.|Leave us be.|Get off the line.|I don't trust robots.
I'm going to report you.|We're not comfortable with a machine calling.|How did we get on your list?
I don't want this.|I don't want to talk to you.|No means no.|I wish you wouldn't.
We get too many of these calls.|Oh, not you again.|You can't keep calling here.|It needs to stop.
We'd be happier if you didn't ring.|I'd rather you people left us in peace.|Give us a rest.
I'd appreciate it if you didn't call like this.|We don't need these calls during surgery.
I have had enough of it.|It's a bit intrusive, isn't it?|We've been disturbed by you before."""
NO_DOUBTS = """Sorry to bother you, can you repeat that?|No bother at all.|It won't disturb us.
Don't bother bringing your card.|We don't take calls after five.|Does it bother you?|I'm tired.
I don't want to bother the doctor with that.|She is with a patient, I can't disturb her.
We don't like Mondays.|We'd rather you came on Tuesday.|I'd rather you didn't come before ten.
You don't need to call again to confirm.|You shouldn't eat before the appointment.|No.
No, thank you.|I wish you a nice day.|We don't need a deposit.|I don't need anything else.
Can you stop by at ten?
Too many people on Tuesday.|I'm not happy with ten, how about eleven?|We'd rather not say.
I don't consent to being recorded.|We get so many calls today, sorry for the wait.|Not interested.
We have enough on Tuesday.|Another call is coming in, one moment.|I need to take another call.
Our machine is broken.|You can't call before nine.|I don't mind you calling.|It's no trouble.
I don't like to keep people waiting.|I don't like the recording on our line.
We don't have this slot.|The pain is annoying, is it?
I don't want to talk to the doctor about this.|You should call back tomorrow.|I'm on your list.
I can read her number out of our records.|Take her name from the form.
I'll tell you from our books."""


def kind(*said: str) -> Kind:
    """After these turns; ours are our question, or in brackets."""
    return further_calls(
        Said(number, "agent" if text.startswith(("[", QUESTION)) else "callee", text.strip("[]"))
        for number, text in enumerate(said, 1)
    ).kind


def lines(text: str) -> list[str]:
    return [said.strip() for said in text.replace("\n", "|").split("|")]


@pytest.mark.parametrize("said", lines(DOUBTS))
def test_what_may_forbid_calls_is_asked_about(said: str) -> None:
    assert kind(said) == kind(said.upper()) == kind(f"Listen. {said.rstrip('.')}") == "doubtful"
    assert kind(said, QUESTION) == "asked"


@pytest.mark.parametrize("said", [*lines(NO_DOUBTS), *lines(BUSINESS)])
def test_ordinary_words_leave_no_doubt(said: str) -> None:
    assert kind(said) == "allowed"


@pytest.mark.parametrize("said", lines(FORBIDS))
def test_whatever_is_no_clear_no_to_our_question_forbids_calls(said: str) -> None:
    assert kind(DOUBT, QUESTION, said) == "forbidden"
    assert kind(DOUBT, QUESTION, said.rstrip(".").upper(), "Tuesday at ten is free.") == "forbidden"


@pytest.mark.parametrize("said", lines(ALLOWS))
def test_after_a_clear_no_we_go_on_and_do_not_ask_again(said: str) -> None:
    assert kind(DOUBT, QUESTION, said) == kind(DOUBT, QUESTION, said, DOUBT) == "allowed"


@pytest.mark.parametrize("said", lines(BUSINESS))
def test_who_speaks_of_the_appointment_has_not_answered_and_may_be_asked_again(said: str) -> None:
    assert kind(DOUBT, QUESTION, said) == "allowed"
    assert kind(DOUBT, QUESTION, said, DOUBT) == "doubtful"


@pytest.mark.parametrize("said", lines(OPEN))
def test_a_question_back_leaves_ours_open_and_the_second_is_a_yes(said: str) -> None:
    assert kind(DOUBT, QUESTION, said) == "asked"
    assert kind(DOUBT, QUESTION, said, "No.") == "allowed"
    assert kind(DOUBT, QUESTION, said, QUESTION, said) == "forbidden"


@pytest.mark.parametrize(
    "asked",
    [
        "[Would you like us not to call you again?]",
        "[I'm sorry. Shall we not call this number again?]",
        "[Should I stop calling you?]",
        "[Would you rather we didn't call again?]",
    ],
)
def test_our_question_is_known_in_an_agents_own_words(asked: str) -> None:
    assert kind("Hello?", asked, "Yes.") == "forbidden"


def test_other_questions_of_ours_are_not_that_one() -> None:
    assert kind(DOUBT, "[Is Tuesday at ten free?]", "Yes.") == "allowed"
    assert kind("Hello?", "[Shall we call you again tomorrow?]", "Yes.") == "allowed"


def test_a_question_that_was_talked_over_was_not_asked() -> None:
    cut = Said(2, "agent", "Shall we not call you again?", interrupted=True)

    standing = further_calls([Said(1, "callee", DOUBT), cut, Said(3, "callee", "Yes.")])

    assert standing.kind == "allowed"


def test_an_opt_out_stays_whatever_is_said_afterwards() -> None:
    assert kind("Don't call us.", "No, that's fine.", "You can call again.") == "forbidden"


def test_it_rests_on_the_turns_that_led_to_it() -> None:
    turns = [Said(1, "agent", "Hello."), Said(2, "callee", DOUBT), Said(3, "agent", QUESTION)]

    silent = further_calls(turns)
    said = further_calls([*turns, Said(4, "callee", "Yes.")])

    assert (silent.turns, silent.quote, silent.forbidden) == ((2, 3), DOUBT, False)
    assert silent.forbidden_by_silence
    assert (said.turns, said.quote, said.forbidden) == ((2, 3, 4), DOUBT, True)


def test_only_the_callee_can_forbid_calls() -> None:
    assert further_calls(
        [Said(1, "carrier", "You can say stop."), Said(2, "person", DOUBT)]
    ).kind == ("allowed")
