"""The address book: who is in it, who is called first, who is never called."""

import pytest

from callpilot.errors import BadInput
from callpilot.models import User
from campaigns import launch
from campaigns.models import Contact, Provider
from campaigns.providers import address_book
from tests.factories import make_campaign, make_person, make_provider

pytestmark = pytest.mark.django_db


def added(person: User, name: str = "My Dentist", phone: str = "+14155550177") -> Contact:
    return address_book.add(person, name, phone, "dentist")


def test_what_is_added_is_the_persons_own_with_the_number_that_is_dialled() -> None:
    person = make_person()

    contact = address_book.add(
        person, "  Dr.  Lee ", "(415) 555-0177", "dentist", "5 Market St, San Francisco"
    )

    provider = contact.provider
    assert (provider.owner, provider.name, provider.phone) == (person, "Dr. Lee", "+14155550177")
    assert provider.source == "address_book" and provider.latitude == pytest.approx(37.78, abs=0.02)
    assert provider.timezone == "America/Los_Angeles" and contact.standing == ""


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", (" ", "+14155550177", "dentist", "")),
        ("name", ("x" * 201, "+14155550177", "dentist", "")),
        ("name", ("a\x00b", "+14155550177", "dentist", "")),
        ("phone", ("A", "hello", "dentist", "")),
        ("phone", ("A", "911", "dentist", "")),
        ("phone", ("A", "+14155552671", "dentist", "")),  # belongs to somebody
        ("service", ("A", "+14155550177", "astronaut", "")),
        ("address", ("A", "+14155550177", "dentist", "x" * 301)),
    ],
)
def test_each_fault_names_its_field_and_nothing_is_written(
    field: str, values: tuple[str, ...]
) -> None:
    with pytest.raises(BadInput) as caught:
        address_book.add(make_person(), *values)

    assert list(caught.value.errors) == [field] and not Provider.objects.exists()


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        address_book.add(make_person(), "", "1", "", "x" * 301)

    assert set(caught.value.errors) == {"name", "phone", "service", "address"}


def test_a_number_stands_in_one_persons_book_once() -> None:
    person = make_person()
    added(person)

    with pytest.raises(BadInput, match="My Dentist"):
        added(person, "Again", "415-555-0177")

    assert added(make_person()).pk  # somebody else's book is another


def test_favourites_are_called_first_then_the_preferred_then_the_rest() -> None:
    person = make_person()
    plain = added(person, "Plain", "+14155550101")
    preferred, starred = make_provider(), make_provider()
    Contact.objects.create(person=person, provider=preferred, standing="prefer")
    Contact.objects.create(person=person, provider=starred, favourite=True)

    assert address_book.known(person, "dentist") == [starred, preferred, plain.provider]


def test_whoever_is_to_be_avoided_is_not_among_the_known() -> None:
    person = make_person()
    for number, standing in enumerate(["avoid", "never"]):
        contact = added(person, standing, f"+1415555010{number}")
        Contact.objects.filter(pk=contact.pk).update(standing=standing, favourite=True)

    assert address_book.known(person, "dentist") == []
    assert address_book.never(person) == {"+14155550101"}
    assert address_book.avoided(person) == {"+14155550100"}


def test_the_known_are_of_this_kind_and_of_this_person_alone() -> None:
    person, other = make_person(), make_person()
    added(other)
    anything = address_book.add(person, "Anything", "+14155550102", "general").provider
    address_book.add(person, "Vet", "+14155550103", "vet")
    Contact.objects.create(person=other, provider=make_provider(), favourite=True)

    assert address_book.known(person, "dentist") == [anything]
    assert address_book.never(person) == set()


def test_a_campaign_calls_the_preferred_and_never_the_unwanted() -> None:
    person = make_person()
    campaign = make_campaign(person, status="created")
    launch.start(campaign.pk)
    first, second, third = campaign.candidates.filter(skipped_because="")[:3]
    for candidate, standing in ((first, "never"), (second, "avoid"), (third, "prefer")):
        address_book.judge(person, candidate.provider, standing=standing)

    again = make_campaign(person, status="created")
    launch.start(again.pk)

    called = set(again.calls.values_list("to_number", flat=True))
    assert third.provider.phone in called
    assert not {first.provider.phone, second.provider.phone} & called
    assert again.candidates.get(provider=third.provider).preferred
