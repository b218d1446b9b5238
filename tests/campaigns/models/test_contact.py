"""A provider in one person's address book: theirs alone, once, stars first."""

import pytest
from django.db import IntegrityError, transaction

from callpilot.models import User
from campaigns.models import Contact, Provider
from tests.factories import make_person, make_provider

pytestmark = pytest.mark.django_db


def note(person: User, provider: Provider | None = None, star: bool = False) -> Contact:
    provider = provider or make_provider()
    return Contact.objects.create(person=person, provider=provider, favourite=star)


def test_a_person_sees_their_own_book_alone() -> None:
    mine, theirs = note(make_person()), note(make_person())

    assert list(Contact.objects.of(mine.person)) == [mine] != [theirs]


def test_a_provider_stands_in_a_book_once() -> None:
    contact = note(make_person())

    with pytest.raises(IntegrityError), transaction.atomic():
        note(contact.person, contact.provider)


def test_two_people_may_know_the_same_provider() -> None:
    provider = make_provider()
    note(make_person(), provider)

    assert note(make_person(), provider).pk


def test_stars_come_first_and_then_the_names() -> None:
    person = make_person()
    last = note(person, make_provider(name="Zed"))
    second = note(person, make_provider(name="Abe"))
    first = note(person, make_provider(name="Moe"), star=True)

    assert list(Contact.objects.of(person)) == [first, second, last]
