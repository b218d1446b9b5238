"""One reading for the talk, the API and commands."""

import pytest
from pytest_django.fixtures import Settings

from callpilot.models import User
from campaigns import launch
from campaigns.intake import drafting, understand
from tests.factories import make_person

pytestmark = pytest.mark.django_db
REQUESTS = [
    "dentist in Oakland next week, mornings, not Thursday",
    "no, sorry, I meant a haircut tomorrow",
    "vet for my cat tomorrow, and then I need a haircut on Friday",
    "table for four on Friday evening in Chicago",
    "dentist next week for my daughter Mia, 45 minutes, Delta Dental, call up to 5 dentists",
]


@pytest.fixture
def person() -> User:
    return make_person(home_address="1 Market St, San Francisco")


@pytest.mark.parametrize("text", REQUESTS)
def test_the_talk_and_the_api_understand_the_same(person: User, text: str) -> None:
    talk = drafting.say(drafting.begin(person), text)
    drafted, started = launch.of_draft(talk), launch.create(person, {"request": text})

    for name in (
        "service", "detail", "place", "date_range_start", "date_range_end", "day_parts",
        "avoid_weekdays", "contact_name", "insurance", "party_size", "duration_minutes",
        "max_providers", "may_share",
    ):  # fmt: skip
        assert getattr(drafted, name) == getattr(started, name), name


def test_of_two_requests_in_one_the_first_is_read(person: User) -> None:
    campaign = launch.create(person, {"request": "vet tomorrow, and then I need a haircut"})

    assert campaign.service == "vet"


def test_a_number_alone_is_no_time(person: User) -> None:
    assert understand.request("4", person).nothing


def test_a_bare_word_answers_what_was_asked_and_nothing_else(person: User) -> None:
    assert understand.by_rules("Kaiser of the North", person, "insurance").wish.insurance
    assert understand.by_rules("Kaiser of the North", person, "place").wish.place is None


def test_nobody_asks_a_language_model_for_a_request_that_comes_alone(
    person: User, settings: Settings
) -> None:
    settings.LLM_MODEL, settings.LLM_API_KEY = "anthropic:none", "key"

    assert understand.request("dentist tomorrow", person).by_model == 0
