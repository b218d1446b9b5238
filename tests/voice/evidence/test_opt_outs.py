"""Tests of voice/evidence/opt_outs.py: calls are forbidden in many words, and by no others."""

import pytest

from voice.evidence.judge import opts_out

FORBID = """Don't call us.|Do not call this number.|Don't call.|Please don't ring here any more.
Do not contact our office again.|I said don't call us!|Never, ever call this number again!
We'd rather you did not call us again.|You're not to phone this house.|Stop phoning us, please.
Would you quit ringing me.|Please cease calling.|Refrain from contacting us in future.
No more calls, thank you.|No further calls to this number.|No more phone calls from you people!
I don't want you to call me again.|We don't want to be called.|We do not want to be disturbed again.
I don't want any of your calls.|Don't bother us again.|Stop bothering us.|Quit pestering my staff.
Don't you dare call here again.|And don't text me.|Don't ever dial this line.|Leave us alone.
Tell your people not to call us any more.|We asked you to stop calling.|Just stop calling, okay?
Take our number off your list.|Take us off your database, please.|Remove this number.
Please delete our details.|Erase my number from your records.|Get me off your call list.
Strike us from your books.|Cross our clinic off the list, please.|Drop us from your system.
Wipe our number out of your database.|Forget this number.|Lose my number.
Put this office on your do-not-call list.|Add us to the no-call list.
We're on the do not call registry.
I'm opting out.|Unsubscribe us, please.|We opt out of this.
We don't accept robocalls.|We don't talk to robots.|I won't speak to a machine.
We do not take bookings from bots.|We never take calls from automated systems.
I refuse to deal with a bot, so don't call again.|We decline automated calls.|We block AI calls.
We only speak to real people.|We only deal with humans here.|No robots, please.
No robot, please.|No machine, please.
I don't do AI.|We can't take appointments from a computer.|We no longer answer automated calls.
Oh, stop.|Stop it, please.|Okay, stop right there."""

DO_NOT_FORBID = """Don't call before nine, nobody is in.|Never call on a Monday, we're closed.
If you don't call within an hour, I'll give it away.|If you don't call us, we'll cancel it.
They never call back.|People don't call these days.|Patients never call in time.
I don't want you to call the other branch.|Don't call Maria, she's new; ask for Ines.
Don't call it a filling, it's only a check.|I'll take that off the list for you.
Take it off at the second exit.|You can take us up on it.|Delete the first one and put eleven.
Remove your shoes at the door, please.|We don't take cards.|We don't do Sundays.
We don't have a machine for that.|Our machine isn't working.|We don't take the automatic ones.
The doctor doesn't do computers.|Stop by any time.|The bus stop is outside.|Don't worry, call us.
You never called on Monday?|Nobody called us about this.|No, we haven't called anybody.
Please call again.|Don't be late, or call us.|We don't speak Spanish.|I can't hear you, call again.
I'm not a robot.|It's not automatic.|There's no contact on the form.|Don't drop the call.
She's not to be moved.|We stop at five.|It won't take long.|Do you want us to call you?
No calls came in from her.|There is no list for Tuesday.|We don't ring people after six."""

TALK = "My sister has a garden with a pond, and a heron comes to look at the fish. "


def lines(text: str) -> list[str]:
    return [said.strip() for said in text.replace("\n", "|").split("|")]


@pytest.mark.parametrize("said", lines(FORBID))
def test_who_forbids_calls_is_heard(said: str) -> None:
    assert opts_out(said)


@pytest.mark.parametrize("said", lines(FORBID))
@pytest.mark.parametrize("written", ["{}", "Well… {}", "I'm sorry, but {}", "Listen. {}. Goodbye."])
def test_punctuation_and_neighbours_hide_nothing(said: str, written: str) -> None:
    bare = said.rstrip(".!?")

    assert opts_out(written.format(bare)) and opts_out(written.format(bare).upper())


@pytest.mark.parametrize("said", lines(DO_NOT_FORBID))
def test_what_only_sounds_like_it_suppresses_no_number(said: str) -> None:
    assert not opts_out(said)


@pytest.mark.parametrize("said", lines(FORBID))
def test_an_opt_out_is_heard_in_the_midst_of_a_thousand_words(said: str) -> None:
    assert opts_out(f"{TALK * 25}{said} {TALK * 25}")


@pytest.mark.parametrize("said", lines(DO_NOT_FORBID))
def test_length_alone_makes_no_opt_out(said: str) -> None:
    assert not opts_out(f"{TALK * 5}{said} {TALK * 5}")


def test_a_turn_without_end_is_read_in_no_time() -> None:
    """One way alone to read each word, or this test never ends."""
    assert not opts_out("don't " + "any more of your calls to be " * 500 + "welcome")
    assert not opts_out("never ever " * 2000 + "mind")


def test_an_opt_out_is_heard_in_the_middle_of_however_much() -> None:
    talk = "We were at the lake then, and it rained all day. " * 100

    assert opts_out(f"{talk}Do not call this number again. {talk}")
