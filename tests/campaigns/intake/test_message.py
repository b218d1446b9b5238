"""What stands in a message beside its wish."""

from datetime import date

import pytest

from callpilot.json_types import JsonObject
from campaigns.intake import message
from campaigns.intake.message import Reading
from campaigns.intake.wish import Wish
from campaigns.models import Draft

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("no, Friday", "Friday"),
        ("Sorry, I meant Oakland", "Oakland"),
        ("oh wait, actually, make it Tuesday", "Tuesday"),
        ("change it to the afternoon", "the afternoon"),
    ],
)
def test_a_correction_is_taken_off_and_known(words: str, text: str) -> None:
    assert message.uncorrected(words) == (text, True)


@pytest.mark.parametrize("words", ["no", "sorry", "nothing before noon", "Friday", "notary"])
def test_a_word_that_corrects_nothing_stays(words: str) -> None:
    assert message.uncorrected(words) == (words, False)


@pytest.mark.parametrize(
    ("text", "alone"),
    [("Friday", True), ("no, on Tue", True), ("next Friday", False), ("Friday the 4th", False),
     ("Friday in December", False), ("tomorrow", False)],
)  # fmt: skip
def test_a_weekday_alone_is_of_whatever_week_is_spoken_of(text: str, alone: bool) -> None:
    assert message.weekday_alone(text) is alone


@pytest.mark.parametrize(
    ("text", "question", "given"),
    [
        ("none", "insurance", {"insurance": "none, self-pay"}),
        ("Sunny Health", "insurance", {"insurance": "Sunny Health"}),
        ("I have Sunny Health.", "insurance", {"insurance": "Sunny Health"}),
        ("it's sunny health gold", "insurance", {"insurance": "sunny health gold"}),
        ("What do you mean?", "insurance", {}),
        ("Sunny Health?", "insurance", {}),
        ("I am not sure yet", "insurance", {}),
        ("not yet", "insurance", {}),
        ("hello", "insurance", {}),
        ("why do they need that", "insurance", {}),
        ("the one my husband has through his job, I think", "insurance", {}),
        ("42", "insurance", {}),
        ("something else", "service", {"service": "general"}),
        ("mia miller", "contact_name", {"contact_name": "mia miller"}),
        ("for four", "party_size", {"party_size": 4}),
        ("6 people", "party_size", {"party_size": 6}),
        ("whenever", "date_range_start",
         {"date_range_start": TODAY, "date_range_end": date(2026, 12, 6)}),
        ("none", "contact_phone", {}),
        ("12", "contact_name", {}),
    ],
)  # fmt: skip
def test_a_bare_answer_means_what_was_asked(text: str, question: str, given: JsonObject) -> None:
    told = message.answered(Reading(Wish()), text, question, TODAY)

    assert told.wish.given() == given


def test_a_question_may_be_passed_over() -> None:
    assert message.answered(Reading(Wish()), "Skip it.", "insurance", TODAY).skipped == "insurance"
    assert message.answered(Reading(Wish()), "skip", "", TODAY).skipped == ""


@pytest.mark.parametrize(
    ("words", "remark"),
    [
        ("you may share my notes", "May share"),
        ("ich brauche einen Zahnarzt", "English only"),
        ("歯医者に行きたい", "English only"),
    ],
)
def test_what_must_be_said_about_a_message_is_remarked(words: str, remark: str) -> None:
    [note] = message.remarked(Reading(Wish()), words, "").notes

    assert remark in note


def test_a_wish_left_for_later_is_told_and_makes_the_service_unsure() -> None:
    told = message.remarked(Reading(Wish(service="vet")), "a vet and a haircut", "hair_salon")

    assert "One request at a time" in told.notes[0] and told.unsure == {"service"}


@pytest.mark.parametrize("words", ["near Friday", "in December", "in English", "around The Corner"])
def test_not_every_capital_letter_is_a_place(words: str) -> None:
    assert message.with_named_place(Wish(), words, None) == Wish()


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("near Xyzzyville", "We do not know the place “Xyzzyville”"),
        ("in Springfeild, IL", "Is it one of these?"),
        ("in Springfield", "several places called “Springfield”"),
    ],
)
def test_a_place_that_is_not_clear_is_asked_about(words: str, problem: str) -> None:
    told = message.remarked(Reading(Wish()), words, "")

    assert problem in told.wish.problems["place"][0] and told.unsure == {"place"}


def test_an_address_that_is_only_the_middle_of_a_town_is_said_so() -> None:
    there = Wish(place="Graz, Austria", place_left_out="Hauptplatz 1")

    assert message.remarked(Reading(there), "", "").notes == (
        "We do not know “Hauptplatz 1”, so ways are counted from the middle of Graz, Austria.",
    )


def test_the_question_and_its_answers_are_those_of_our_last_message() -> None:
    draft = Draft(messages=[
        {"who": "callpilot", "asks": "place", "quick": ["Oakland"]},
        {"who": "person", "text": "hm"},
    ])  # fmt: skip

    assert message.asked(draft) == "place" and message.offered(draft) == []
    assert message.asked(Draft()) == "" and message.offered(Draft()) == []
