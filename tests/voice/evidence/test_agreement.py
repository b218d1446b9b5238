"""A yes of which every clause is accounted for, in a world that is closed."""

import pytest

from scheduling.language.mentions import mentions
from tests.voice.evidence.dialogue import TODAY, ZONE, at, turns_of
from voice.evidence.agreement import (
    MOST_WORDS,
    ReadBack,
    accounted_for,
    agrees_to,
    named_until,
    states_booking,
)

SLOT = at(24, 10, 30)  # a Tuesday
ASKED = ReadBack(SLOT, frozenset({"alex"}), frozenset({9000}))


def kinds(text: str) -> list[set[str]]:
    found = mentions(text, TODAY, ZONE, context_day=SLOT.date())
    return [set(each) for each in accounted_for(text, found, ASKED)]


def agrees(text: str) -> bool:
    return agrees_to(text, mentions(text, TODAY, ZONE, context_day=SLOT.date()), ASKED)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Absolutely.", "yes"),
        ("That works for us.", "yes"),
        ("You're booked.", "states"),
        ("Tuesday at ten thirty.", "slot"),
        ("On Tuesday.", "day"),
        ("Ten thirty.", "time"),
        ("Thank you very much.", "thanks"),
        ("Bye now.", "goodbye"),
        ("Nothing else.", "nothing"),
        ("For Alex.", "name"),
        ("Your reference is B 4 7.", "reference"),
        ("Please come ten minutes early.", "rules"),
        ("Bring a photo ID.", "brought"),
        ("That's ninety dollars.", "price"),
        ("Is he a new patient?", "question"),
        ("What is the phone number?", "question"),
        ("One moment.", "hold"),
        ("Um.", "filler"),
    ],
)
def test_every_kind_is_known_by_itself(text: str, kind: str) -> None:
    assert kinds(text) == [{kind}]


def test_a_sentence_is_made_up_of_pieces_with_commas_or_without() -> None:
    assert kinds("yes you're booked for tuesday at ten thirty thanks bye") == [
        {"yes", "states", "slot", "thanks", "goodbye"}
    ]
    assert kinds("Yes, you're booked. Thanks!") == [{"yes", "states"}, {"thanks"}]


@pytest.mark.parametrize(
    "text",
    [
        "Yes, unless it rains.",
        "Yes, Wednesday.",
        "Yes, for Robin.",
        "Yes, eighty dollars.",
        "Yes … maybe.",
        "Yes...",
        "Yes ... Thank you.",
        "Yes, “fine”.",
        "Yes, #name.",
        "",
    ],
)
def test_one_piece_of_no_kind_and_nothing_is_accounted_for(text: str) -> None:
    assert kinds(text) == []
    assert not agrees(text)


def test_a_yes_or_the_statement_that_it_is_booked_must_be_among_the_pieces() -> None:
    assert agrees("Yes.")
    assert agrees("You're all set.")
    assert agrees("Right, Tuesday at ten thirty.")
    assert not agrees("Tuesday at ten thirty.")
    assert not agrees("Right, Tuesday.")
    assert not agrees("Thank you, goodbye.")


def test_a_moment_to_look_may_come_before_the_yes_only() -> None:
    assert agrees("One moment. Yes.")
    assert not agrees("Yes. One moment.")
    assert not agrees("Yes, one moment.")


def test_a_sentence_that_asks_is_no_yes_but_may_ask_about_us() -> None:
    assert not agrees("Yes?")
    assert not agrees("Tuesday is fine?")
    assert agrees("Yes, what is his number?")
    assert agrees("Yes. His surname?")
    assert not agrees("Yes. His surname.")


def test_names_and_prices_pass_when_they_were_named_before() -> None:
    turns = turns_of(
        "A: A check-up for Alex Lund. / C: With Dr. Reed. Ninety dollars, for Kim. "
        "/ A: It is for Tuesday, for Alex. / C: A hundred dollars."
    )

    asked = named_until(turns, turns[2], SLOT)

    assert asked.prices == {9000}
    assert asked.names == {"alex", "lund", "reed"}  # a day is no name, Kim is not ours


def test_a_stranger_may_be_asked_about_only() -> None:
    assert agrees("Yes, what is the address of Miller Dental?")
    assert not agrees("Yes, with Miller.")


def test_an_hour_after_the_slot_may_be_the_end_of_the_day() -> None:
    assert agrees("Yes, we close at five.")
    assert not agrees("Yes, we close at ten.")
    assert not agrees("Yes, at five.")


def test_a_turn_of_very_many_words_is_no_yes() -> None:
    assert agrees(" ".join(["yes"] * MOST_WORDS))
    assert not agrees(" ".join(["yes"] * (MOST_WORDS + 1)))


def test_it_is_booked_may_mean_by_others() -> None:
    found = mentions("", TODAY, ZONE)
    assert states_booking("Alex is booked in.", found, ASKED)
    assert not states_booking("It is booked.", found, ASKED)
