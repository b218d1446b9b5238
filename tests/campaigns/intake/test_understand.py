"""One reading for the talk, the API and commands."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from callpilot.errors import BadInput
from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns import launch
from campaigns.api.representations import campaign_object
from campaigns.intake import drafting, understand
from tests import language_model
from tests.factories import make_person
from tests.language_model import LanguageModel

pytestmark = pytest.mark.django_db
REQUESTS = [
    "dentist in Oakland next week, mornings, not Thursday",
    "no, sorry, I meant a haircut tomorrow",
    "vet for my cat tomorrow, and then I need a haircut on Friday",
    "table for four on Friday evening in Chicago",
    "dentist next week for my daughter Mia, 45 minutes, Delta Dental, call up to 5 dentists",
]
SAME = (
    "service", "detail", "place", "date_range_start", "date_range_end", "day_parts",
    "avoid_weekdays", "avoid_dates", "earliest_time", "latest_time", "contact_name", "insurance",
    "party_size", "duration_minutes", "max_providers", "may_share", "notes", "booking_policy",
    "earliest_weight", "distance_weight",
)  # fmt: skip


@pytest.fixture
def model(settings: Settings) -> Iterator[LanguageModel]:
    with language_model.serving(settings) as served:
        yield served


@pytest.fixture
def person() -> User:
    return make_person(home_address="1 Market St, San Francisco")


@pytest.mark.parametrize("text", REQUESTS)
def test_the_talk_and_the_api_understand_the_same(person: User, text: str) -> None:
    talk = drafting.say(drafting.begin(person), text)
    drafted, started = launch.of_draft(talk), launch.create(person, {"request": text})

    for name in SAME:
        assert getattr(drafted, name) == getattr(started, name), name


def test_of_two_requests_in_one_the_first_is_read(person: User) -> None:
    campaign = launch.create(person, {"request": "vet tomorrow, and then I need a haircut"})

    assert campaign.service == "vet"


def test_a_number_alone_is_no_time(person: User) -> None:
    assert understand.request("4", person).nothing


def test_a_bare_word_answers_what_was_asked_and_nothing_else(person: User) -> None:
    assert understand.by_rules("Kaiser of the North", person, "insurance").wish.insurance
    assert understand.by_rules("Kaiser of the North", person, "place").wish.place is None


TOLD: list[JsonObject] = [
    {"service": "dentist", "detail": "check-up", "when": "next week, mornings, not Thursday"},
    {"service": "restaurant", "people": 4, "when": "Friday evening", "where": "Chicago"},
    {"service": "vet", "when": "tomorrow", "name": "Mia", "priority": "near", "minutes": 45},
]


@pytest.mark.parametrize("told", TOLD)
def test_a_language_model_reads_a_request_that_comes_alone_as_it_reads_the_talk(
    person: User, model: LanguageModel, told: JsonObject
) -> None:
    model.answers = [told]
    text = "Mia needs this, in other words than our rules would understand"
    talk = drafting.say(drafting.begin(person), text)

    alone = launch.create(person, {"request": text})

    drafted, started = launch.of_draft(talk), alone
    assert len(model.heard) == 2 and model.heard[0] == model.heard[1]
    for name in SAME:
        assert getattr(drafted, name) == getattr(started, name), name


def test_rules_read_alone_when_the_language_model_does_not_answer(
    person: User, model: LanguageModel
) -> None:
    model.status = 500

    campaign = launch.create(person, {"request": "dentist tomorrow"})

    assert campaign.service == "dentist"
    assert campaign.remarks == ["Read by our plain rules this time; please look it over."]


def test_what_a_model_has_guessed_rings_nobody(person: User, model: LanguageModel) -> None:
    model.answers = [{"service": "vet", "unsure": ["service"], "name": "Eve Invented"}]

    with pytest.raises(BadInput) as refused:
        launch.create(person, {"request": "my Rex is not well"})
    said = launch.create(person, {"request": "my Rex is not well", "service": "vet"})

    assert set(refused.value.errors) == {"service"}
    assert said.contact_name == "Alex Example"


def test_a_place_that_nobody_knows_is_asked_back_and_not_taken_for_home(person: User) -> None:
    with pytest.raises(BadInput) as refused:
        launch.create(person, {"request": "dentist tomorrow in Xyzzyville"})

    assert set(refused.value.errors) == {"place"}
    assert "“Xyzzyville”" in refused.value.errors["place"][0]
    there = launch.create(person, {"request": "dentist tomorrow in Xyzzyville", "place": "Oakland"})
    assert there.place == "Oakland, California"


def test_what_may_be_shared_is_said_in_its_field_alone(person: User) -> None:
    text = "dentist tomorrow, don't share my number"

    with pytest.raises(BadInput) as refused:
        launch.create(person, {"request": text})

    assert "may_share" in refused.value.errors
    assert launch.create(person, {"request": text, "may_share": ["name"]}).may_share == ["name"]


def test_what_the_talk_would_have_remarked_is_kept_with_the_campaign(person: User) -> None:
    campaign = launch.create(person, {"request": "vet tomorrow, and then I need a haircut"})

    [remark] = campaign.remarks
    assert "“I need a haircut”" in remark
    assert campaign_object(campaign)["remarks"] == [remark]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("haircut at Golden Scissors tomorrow", "provider"),
        ("dentist within 2 miles tomorrow", "radius_km"),
        ("my knee hurts, tomorrow", "service"),
        ("dentist tomorrow before 10 or after 5", "earliest_time"),
    ],
)
def test_what_a_talk_would_ask_about_rings_nobody_over_the_api(
    person: User, text: str, field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        launch.create(person, {"request": text})

    assert set(refused.value.errors) - {"request"} == {field}


def test_an_appointment_there_is_begins_no_wish_over_the_api(person: User) -> None:
    with pytest.raises(BadInput) as refused:
        launch.create(person, {"request": "move my dentist appointment to Thursday"})

    assert "nothing was changed" in refused.value.errors["request"][0]


def test_a_kind_without_a_list_is_asked_back_over_the_api_and_its_word_kept(person: User) -> None:
    with pytest.raises(BadInput) as refused:
        launch.create(person, {"request": "massage tomorrow"})
    started = launch.create(person, {"request": "massage tomorrow", "service": "general"})

    assert "“massage”" in refused.value.errors["request"][0]
    assert set(refused.value.errors) == {"request", "service"}
    assert (started.service, started.detail) == ("general", "massage")


def test_a_kind_that_nobody_knows_takes_the_place_of_none(person: User) -> None:
    talk = drafting.say(drafting.begin(person), "dentist tomorrow, no insurance")
    talk = drafting.say(talk, "I need a falconer there")

    assert talk.value("service") == "dentist"


def test_what_a_desk_is_told_stands_in_the_remarks_of_a_request(person: User) -> None:
    campaign = launch.create(person, {"request": "dentist tomorrow who speaks Spanish"})

    assert campaign.detail == "with somebody who speaks Spanish"
    assert campaign.remarks == ["Each desk is asked for somebody who speaks Spanish."]
