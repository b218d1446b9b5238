"""What we answer in the talk, and what we ask next."""

import pytest

from callpilot.errors import BadInput
from callpilot.json_types import JsonObject
from campaigns.intake import chat
from campaigns.intake.message import Reading
from campaigns.intake.wish import Wish
from campaigns.models import Draft
from tests.campaigns.intake.drafts import holding


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
    assert "Dentist" in chat.next_question(Draft(), ["service"]).quick


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


def test_the_request_is_what_taught_something() -> None:
    row = Draft()
    row.messages = [
        {"who": "person", "text": "dentist", "taught": ["service"]},
        {"who": "callpilot", "text": "Understood"},
        {"who": "person", "text": "hm", "taught": []},
        {"who": "person", "text": "tomorrow", "taught": ["date_range_start"]},
    ]

    assert chat.request_text(row) == "dentist · tomorrow"
