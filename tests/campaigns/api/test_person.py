"""Profile and address book over the API."""

import pytest
from django.test import Client

from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns.models import Preferences, Provider
from campaigns.providers import address_book
from tests.campaigns.clients import Program
from tests.factories import make_person, make_provider

pytestmark = pytest.mark.django_db
ENTRY = {"name": "My Dentist", "phone": "415 555 0177", "service": "dentist"}


def test_the_profile_has_the_usual_weights_until_they_are_set(api: Program, alice: User) -> None:
    told = api.get("/api/profile").json()

    assert told["name"] == "Alex Example" and told["preferences"]["earliest_weight"] == 0.5
    assert not Preferences.objects.exists()


def test_a_part_is_changed_and_the_rest_stays(api: Program, alice: User) -> None:
    given = {"insurance": "Delta", "preferences": {"rating_weight": 60}}
    told = api.change("/api/profile", given).json()

    assert told["insurance"] == "Delta" and told["name"] == "Alex Example"
    assert told["preferences"]["rating_weight"] == 60 and told["phone"] == "+14155550123"
    assert Preferences.of(alice).earliest_weight == 0.5


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"timezone": "Mars/Base"}, "timezone"),
        ({"phone": "call me"}, "phone"),
        ({"shoe": 1}, "shoe"),
        ({"preferences": {"rating_weight": -1}}, "rating_weight"),
        ({"language": "xx"}, "language"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_changes(
    api: Program, alice: User, given: JsonObject, field: str
) -> None:
    answer = api.change("/api/profile", given | {"insurance": "Delta"})

    alice.profile.refresh_from_db()
    assert answer.status_code == 422 and field in str(answer.json()["errors"])
    assert alice.profile.insurance == ""


def test_a_provider_is_added_and_listed_for_its_person_alone(api: Program, alice: User) -> None:
    address_book.add(make_person(), "Theirs", "+14155550178", "dentist")
    make_provider()

    made = api.send("/api/providers", ENTRY)

    [listed] = api.get("/api/providers").json()
    assert made.status_code == 201 and listed == made.json()
    assert listed["phone"] == "+14155550177" and listed["own"] and listed["may_be_called"]


@pytest.mark.parametrize("wrong", [{"phone": "911"}, {"service": "x"}, {"name": ""}, {"colour": 1}])
def test_a_wrong_provider_is_refused(api: Program, wrong: JsonObject) -> None:
    answer = api.send("/api/providers", ENTRY | wrong)

    assert answer.status_code == 422 and list(wrong)[0] in answer.json()["errors"]
    assert not Provider.objects.exists()


def test_adding_with_the_same_key_twice_adds_once(api: Program) -> None:
    first = api.send("/api/providers", ENTRY, key="k")
    again = api.send("/api/providers", ENTRY, key="k")

    assert first.json() == again.json() and Provider.objects.count() == 1


@pytest.mark.parametrize("path", ["profile", "providers"])
def test_who_is_not_signed_in_is_refused(path: str) -> None:
    assert Client().get(f"/api/{path}").status_code in (401, 403)
