"""Who comes into question, in which order, and why the others do not."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns.models import Contact, Provider, Suppression
from campaigns.providers import address_book, candidates
from campaigns.providers.candidates import Choice, Search
from campaigns.providers.directories.base import Listing
from scheduling.distances.base import Point
from tests.factories import make_campaign, make_person, make_provider

pytestmark = pytest.mark.django_db
HERE = Point(37.79, -122.40)


@pytest.fixture
def person() -> User:
    return make_person()


def search(
    person: User,
    most: int = 10,
    radius_km: float | None = None,
    left_out: frozenset[UUID] = frozenset(),
) -> Search:
    return Search(person, "dentist", HERE, most, radius_km, left_out)


def choice(km: float | None = 1.0, preferred: bool = False, **provider: object) -> Choice:
    return Choice(make_provider(**provider), preferred, km=km)


def reasons(wanted: Search, *choices: Choice) -> dict[str, str]:
    judged = candidates.judged(wanted, list(choices))
    return {found.provider.name: found.skipped_because for found in judged}


def listing(**changes: object) -> Listing:
    values: JsonObject = {
        "source_id": "demo:1", "name": "Bright Teeth", "service": "dentist",
        "phone": "+14155550177", "address": "5 Market St", "latitude": 37.8, "longitude": -122.4,
        "timezone": "America/Los_Angeles",
    }  # fmt: skip
    return Listing(**values | changes)


def test_the_address_book_is_called_first_then_the_nearest_and_the_unplaced_last(
    person: User,
) -> None:
    order = reasons(
        search(person), choice(5, name="far"), choice(None, name="lost"), choice(1, name="near"),
        choice(9, preferred=True, name="mine"),
    )  # fmt: skip

    assert list(order) == ["mine", "near", "far", "lost"] and not any(order.values())


@pytest.mark.parametrize(
    ("provider", "reason"),
    [
        ({"phone": ""}, "no telephone number"),
        ({"number_wrong": True}, "the number is wrong"),
        ({"phone": "+1911"}, "not a telephone number"),
    ],
)
def test_a_number_that_cannot_be_rung_is_a_reason(
    person: User, provider: JsonObject, reason: str
) -> None:
    assert reason in reasons(search(person), choice(name="x", **provider))["x"]


def test_one_number_is_rung_once(person: User) -> None:
    same: JsonObject = {"phone": "+14155550177"}

    told = reasons(search(person), choice(1, name="a", **same), choice(2, name="b", **same))

    assert told == {"a": "", "b": "same number as a"}


def test_whom_the_person_or_the_desk_has_barred_is_not_called(person: User) -> None:
    never, avoided, asked, rested = (choice(n, name=f"{n}") for n in range(4))
    for found, standing in ((never, "never"), (avoided, "avoid")):
        Contact.objects.create(person=person, provider=found.provider, standing=standing)
    Suppression.objects.create(phone=asked.provider.phone, source="callee")
    Suppression.objects.create(phone=rested.provider.phone, source="cool_down", lapses_at=now())

    told = reasons(search(person), never, avoided, asked, rested)

    assert told["0"] == "never to be called, as you said"
    assert told["1"] == "you prefer to avoid them"
    assert told["2"] == "asked not to be called" and told["3"] == ""


def test_farther_than_the_circle_is_too_far_but_not_for_ones_own(person: User) -> None:
    told = reasons(
        search(person, radius_km=8.0), choice(9, name="far"),
        choice(9, preferred=True, name="mine"), choice(None, name="lost"),
    )  # fmt: skip

    assert told == {"mine": "", "far": "farther away than 8 km", "lost": ""}


def test_whom_the_person_leaves_out_takes_a_place_and_who_is_barred_takes_none(
    person: User,
) -> None:
    out, barred, third, fourth = (choice(n, name=f"{n}") for n in range(4))
    barred.provider.phone = ""

    wanted = search(person, most=2, left_out=frozenset({out.provider.pk}))
    told = reasons(wanted, out, barred, third, fourth)

    assert list(told) == ["0", "1", "2"] and told["0"] == "left out by you" and out.left_out


def test_a_listing_becomes_a_row_once_and_is_brought_up_to_date(person: User) -> None:
    [first] = candidates.rows_of([listing()])
    Provider.objects.update(number_wrong=True)
    [again] = candidates.rows_of([listing(name="Brighter Teeth", phone="(415) 555-0178")])

    assert again.pk == first.pk and again.name == "Brighter Teeth"
    assert again.phone == "+14155550178" and not again.number_wrong


def test_a_number_that_stays_wrong_stays_so(person: User) -> None:
    candidates.rows_of([listing()])
    Provider.objects.update(number_wrong=True)

    assert candidates.rows_of([listing(name="New")])[0].number_wrong


def test_a_listing_with_a_number_that_is_none_has_no_number(person: User) -> None:
    assert candidates.rows_of([listing(phone="ask inside", website="x" * 300)])[0].phone == ""


def test_ones_own_entry_and_a_listing_are_measured_alike(person: User) -> None:
    mine = address_book.add(person, "Mine", "+14155550179", "dentist").provider

    found = candidates.choices(search(person), [mine], [listing()])

    assert [row.preferred for row in found] == [True, False]
    assert found[1].km is not None and found[0].km is None


def test_who_stands_in_the_book_is_not_listed_a_second_time(person: User) -> None:
    [row] = candidates.rows_of([listing()])

    assert len(candidates.choices(search(person), [row], [listing()])) == 1


def test_a_search_of_a_campaign_looks_as_far_as_the_person_usually_does(person: User) -> None:
    campaign = make_campaign(person, max_providers=7)

    found = Search.of(campaign)

    assert (found.most, found.radius_km, found.left_out) == (7, None, frozenset())


def test_in_a_rehearsal_the_number_that_will_be_dialled_is_judged(
    person: User, settings: Settings
) -> None:
    """So the demo town, whose numbers reach nobody, is played by one's own phone."""
    settings.FICTIONAL_NUMBERS, settings.MODE = False, "rehearsal"
    settings.TARGET_PHONE_NUMBER = "+14152340142"

    assert not reasons(search(person), choice(name="x", phone="+14155550101"))["x"]
    settings.MODE = "live"
    assert "fictional" in reasons(search(person), choice(name="x", phone="+14155550101"))["x"]


def test_who_names_a_business_has_nobody_else_called(person: User) -> None:
    wanted = replace(search(person), named="golden scissors")

    found = reasons(
        wanted, choice(1, name="Other Cuts"), choice(9, name="The Golden Scissors Salon")
    )

    assert found == {
        "Other Cuts": "you asked for golden scissors", "The Golden Scissors Salon": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "named", "same"),
    [
        ("Luigi's Trattoria", "Luigi's", True),
        ("Golden Gate Barbers", "Golden Scissors", False),
        ("Bright Smile Dental", "Bright Smile Dental Care", False),
        ("Anything", "", False),
    ],
)
def test_a_business_is_known_by_all_words_of_the_name_that_was_said(
    name: str, named: str, same: bool
) -> None:
    assert candidates.is_named(name, named) is same
