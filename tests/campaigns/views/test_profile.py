"""What a person tells us about themselves, and what we make of it."""

import pytest
from django.test import Client

from callpilot.models import User
from tests.campaigns.clients import Answer
from tests.factories import make_person

pytestmark = pytest.mark.django_db
TOLD = {
    "name": "Sam Person",
    "phone": "(415) 555-0142",
    "home_address": "Valencia Street, San Francisco",
    "insurance": "Delta Dental",
    "timezone": "America/New_York",
    "language": "en-gb",
}


@pytest.fixture
def person(client: Client) -> User:
    person = make_person(latitude=None, longitude=None)
    client.force_login(person)
    return person


def tell(client: Client, **changes: str) -> Answer:
    return client.post("/settings/profile/", TOLD | changes)


def test_a_home_is_found_on_the_map_and_a_number_written_in_full(
    person: User, client: Client
) -> None:
    assert tell(client).status_code == 302

    person.profile.refresh_from_db()
    assert person.profile.phone == "+14155550142" and person.profile.language == "en-gb"
    assert person.profile.latitude == pytest.approx(37.76, abs=0.005)


def test_a_home_taken_back_has_no_place_any_more(person: User, client: Client) -> None:
    tell(client)
    tell(client, home_address="")

    person.profile.refresh_from_db()
    assert person.profile.latitude is None


@pytest.mark.parametrize(
    "field,wrong",
    [
        ("phone", "12"),
        ("phone", "call me"),
        ("home_address", "Nowhere at all"),
        ("timezone", "Mars/Olympus"),
        ("language", "xx"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    person: User, client: Client, field: str, wrong: str
) -> None:
    page = tell(client, **{field: wrong})

    assert page.status_code == 422 and page.context["form"].errors[field]
    assert f'id="id_{field}_error"' in page.content.decode() and b"Sam Person" in page.content
    person.profile.refresh_from_db()
    assert person.profile.name == "Alex Example"


def test_the_fields_say_what_the_browser_may_fill_in(person: User, client: Client) -> None:
    page = client.get("/settings/profile/").content.decode()

    for token in ("name", "tel", "street-address"):
        assert f'autocomplete="{token}"' in page


def test_a_home_that_may_be_several_is_asked_back_and_one_is_chosen(
    person: User, client: Client
) -> None:
    asked = tell(client, home_address="12 Main Street, Springfield").content.decode()
    first = "12 Main Street, Springfield, Missouri"
    assert 'value="12 Main Street, Springfield"' in asked and f'value="{first}"' in asked
    assert "<legend>Which place is meant?</legend>" in asked and "Sam Person" in asked

    of_it = {"home_address_asked": "12 Main Street, Springfield", "home_address_chosen": first}
    assert tell(client, home_address="12 Main Street, Springfield", **of_it).status_code == 302
    person.profile.refresh_from_db()
    assert person.profile.home_address == first
    assert person.profile.home_timezone == "America/Chicago"
