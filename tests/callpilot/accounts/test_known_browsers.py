"""A browser is known as one person's, for good reason, and keeps its name."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from callpilot.accounts.known_browsers import COOKIE, name_of, remember
from callpilot.models import User
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def cookie_after(person: User, before: str = "") -> str:
    """What a browser keeps once this person has signed in with it."""
    request, response = RequestFactory().get("/"), HttpResponse()
    request.COOKIES = {COOKIE: before}
    remember(response=response, request=request, user=person)
    kept = response.cookies[COOKIE]
    assert kept["httponly"] and kept["samesite"] == "Lax"
    return kept.value


def known_as(cookie: str, person: User | None) -> str:
    request = RequestFactory().get("/")
    request.COOKIES = {COOKIE: cookie}
    return name_of(request, person)


def test_it_is_known_to_whoever_signed_in_last_and_to_nobody_else() -> None:
    alice, bob = make_person("alice"), make_person("bob")
    cookie = cookie_after(alice)

    assert known_as(cookie, alice)
    assert not known_as(cookie, bob) and not known_as(cookie, None)
    assert not known_as(cookie_after(bob, cookie), alice)


def test_it_keeps_its_name_and_another_has_another() -> None:
    alice = make_person("alice")
    cookie = cookie_after(alice)

    assert known_as(cookie_after(alice, cookie), alice) == known_as(cookie, alice)
    assert known_as(cookie_after(alice), alice) != known_as(cookie, alice)


def test_nobody_makes_one_up() -> None:
    alice = make_person("alice")

    assert known_as(f"{alice.pk}:x", alice) == known_as(cookie_after(alice) + "x", alice) == ""
