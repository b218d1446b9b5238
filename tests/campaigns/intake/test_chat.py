"""What we answer in the talk, and what we ask next."""

from datetime import date

import pytest

from callpilot.errors import BadInput
from callpilot.json_types import JsonObject
from campaigns.intake import chat, message
from campaigns.intake.message import Reading
from campaigns.intake.wish import Wish
from campaigns.models import Draft
from campaigns.providers.service_kinds import SERVICES, recognise
from tests.campaigns.drafts import holding


def answer(told: Reading, **values: object) -> JsonObject:
    draft = holding(**values)
    chat.note(draft, "words", told, [], [])
    return dict(draft.messages[-1])


@pytest.mark.parametrize("text", [None, 4, "", " \n ", "\x00", "x" * 2001])
def test_what_is_no_message_is_refused(text: int | str | None) -> None:
    with pytest.raises(BadInput) as refused:
        chat.cleaned(text)

    assert list(refused.value.errors) == ["text"]


def test_a_message_is_one_line_without_control_characters() -> None:
    assert chat.cleaned(" a\x00b\n\tc\ud800 ") == "a b c"


def test_what_is_missing_is_asked_for_first() -> None:
    assert chat.next_question(Draft(), ["place", "contact_name"]).asks == "place"


@pytest.mark.parametrize(
    ("values", "asks"),
    [
        ({"service": "restaurant"}, "party_size"),
        ({"service": "restaurant", "party_size": 2}, ""),
        ({"service": "dentist"}, "insurance"),
        ({"service": "doctor", "insurance": ""}, ""),
        ({"service": "vet"}, ""),
    ],
)
def test_then_what_the_desks_will_ask_anyway_and_each_but_once(
    values: JsonObject, asks: str
) -> None:
    assert chat.next_question(holding(**values), []).asks == asks


def test_answers_to_choose_from_are_understood_as_services() -> None:
    quick = chat.next_question(Draft(), ["service"]).quick

    assert quick[0] == "Dentist" and quick[-1] == "Something else"
    for label in quick:
        heard = Reading(Wish(service=recognise(label)))
        told = message.answered(heard, label, "service", date(2026, 11, 27))
        assert SERVICES[told.wish.service or ""].label == label


def test_both_sides_are_written_down_with_what_was_understood() -> None:
    row = holding(service="vet")
    chat.note(row, "my cat", Reading(Wish(service="vet")), ["service"], [])

    said, answered = row.messages
    assert (said["who"], said["text"], said["taught"]) == ("person", "my cat", ["service"])
    assert answered["text"].startswith("Understood: Vet.") and "Start calling" in answered["text"]


def test_what_says_nothing_is_told_and_the_form_is_offered() -> None:
    said = answer(Reading(Wish()))

    assert "could not find a request" in said["text"] and said["form"] is True


def test_what_was_known_already_is_told() -> None:
    assert "had that already" in answer(Reading(Wish(service="vet")), service="vet")["text"]


def test_problems_and_remarks_are_part_of_the_answer() -> None:
    told = Reading(Wish(problems={"contact_phone": ["Emergency."]}), notes=("One at a time.",))

    assert "Emergency. One at a time." in answer(told)["text"]


def test_several_messages_stay_to_be_seen() -> None:
    mine = [{"who": "person", "text": "dentist"}, {"who": "callpilot", "text": "When?"}]

    assert chat.said(Draft(messages=mine)) == []
    assert chat.said(Draft(messages=[*mine, {"who": "person", "text": "hm"}])) == ["dentist", "hm"]


def test_an_appointment_there_is_is_pointed_to_and_nothing_else_is_asked() -> None:
    said = answer(Reading(Wish(), notes=("It was not changed.",), appointment="alone"))

    assert said["text"] == "It was not changed." and said["asks"] == ""
    assert said["appointments"] is True and "form" not in said


def test_times_of_day_to_choose_from_are_answers_to_press() -> None:
    wish = Wish(
        problems={"earliest_time": ["Which one?"]}, choices={"earliest_time": ("Mornings", "At 4")}
    )

    said = answer(Reading(wish))
    assert said["quick"] == ["Mornings", "At 4"] and said["asks"] == "earliest_time"
