"""What a language model heard is words; what they mean, and what of them counts, code decides."""

from collections.abc import Iterator
from datetime import date

import pytest
from pytest_django import Settings

from callpilot.errors import VendorError
from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns.intake import llm_reading
from campaigns.intake.llm_reading import Told
from campaigns.intake.wish import Wish
from campaigns.models import Draft
from tests import language_model
from tests.campaigns.drafts import holding
from tests.factories import make_person
from tests.language_model import LanguageModel

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def draft() -> Draft:
    made = make_person(home_address="1 Market St, San Francisco")
    return Draft(person=User.objects.get(pk=made.pk))  # with the profile as it is


@pytest.fixture
def model(settings: Settings) -> Iterator[LanguageModel]:
    with language_model.serving(settings) as served:
        yield served


def meant(draft: Draft, said: str = "", **told: object) -> Wish:
    values: JsonObject = told
    return llm_reading.resolved(Told(**values), said, draft, TODAY)


def test_a_phrase_of_time_becomes_dates_by_code(draft: Draft) -> None:
    wish = meant(draft, service="dentist", when="next week, mornings, not Thursday")

    assert (wish.date_range_start, wish.date_range_end) == (date(2026, 11, 30), date(2026, 12, 6))
    assert (wish.day_parts, wish.avoid_weekdays) == (("morning",), (3,))


def test_a_time_is_read_in_the_light_of_the_service_that_is_known(draft: Draft) -> None:
    dinner = meant(holding(draft, service="restaurant"), when="tomorrow at 8")

    assert dinner.service is None and dinner.earliest_time is not None
    assert dinner.earliest_time.hour == 19


def test_home_is_where_the_person_lives(draft: Draft) -> None:
    assert meant(draft, where="home").place == "1 Market St, San Francisco"
    assert meant(draft, where="Xyzzyville").place is None


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"minutes": 4}, "duration_minutes"),
        ({"people": 101}, "party_size"),
        ({"most_calls": 31}, "max_providers"),
        ({"at_once": 0}, "max_parallel"),
    ],
)
def test_a_number_that_cannot_be_is_left_out(draft: Draft, told: JsonObject, name: str) -> None:
    assert getattr(meant(draft, **told), name) is None


def test_a_telephone_number_counts_when_its_digits_were_said(draft: Draft) -> None:
    said = "call me at 415-555-0123"

    assert meant(draft, said, phone="(415) 555-0123").contact_phone == "+14155550123"
    assert meant(draft, said, phone="(415) 555-0177").contact_phone is None
    assert "contact_phone" in meant(draft, "at 911", phone="911").problems


@pytest.mark.parametrize(
    ("told", "kept"), [("none", "none, self-pay"), ("Aetna\x00 PPO", "Aetna PPO"), ("", None)]
)
def test_an_insurance_is_a_line_of_plain_words(draft: Draft, told: str, kept: str | None) -> None:
    assert meant(draft, insurance=told).insurance == kept


def test_a_name_that_was_not_said_and_a_place_that_is_unknown_are_unsure(
    draft: Draft, model: LanguageModel
) -> None:
    model.answers = [{"name": "Eve", "insurance": "Aetna", "where": "Xyzzyville"}]

    heard = llm_reading.read("I have aetna, near that island", draft, TODAY)

    assert heard.unsure == {"contact_name", "place"} and heard.by_model == 1
    assert "Xyzzyville" in heard.wish.problems["place"][0]


def test_the_model_is_told_what_was_asked_last(draft: Draft, model: LanguageModel) -> None:
    holding(draft, service="vet").messages = [{"who": "callpilot", "asks": "place"}]

    llm_reading.read("Oakland", draft, TODAY)

    [asked] = model.asked
    assert "service vet" in str(asked["system"]) and "about: place" in str(asked["system"])


def test_a_model_that_does_not_answer_is_said_so(draft: Draft, model: LanguageModel) -> None:
    model.status = 400

    with pytest.raises(VendorError):
        llm_reading.read("dentist", draft, TODAY)
