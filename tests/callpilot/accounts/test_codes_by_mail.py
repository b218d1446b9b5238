"""A code by mail leads in once, in the browser that asked for it, and is not guessed."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from callpilot.models import User
from tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    cache.clear()  # nobody is limited by the test before
    person = make_person("alice")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def asked(person: User) -> tuple[Client, str]:
    """A browser that has asked for a code, and the code."""
    browser = Client()
    browser.post("/accounts/login/code/", {"email": person.email})
    [code] = re.findall(r"^[A-Z0-9]{4}-?[A-Z0-9]{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    return browser, code


def leads_in(browser: Client, code: str) -> bool:
    browser.post("/accounts/login/code/confirm/", {"code": code})
    return browser.get("/settings/profile/").status_code == 200


def test_a_code_by_mail_is_for_the_browser_that_asked_and_for_once(person: User) -> None:
    browser, code = asked(person)

    assert not leads_in(Client(), code)
    assert leads_in(browser, code)

    browser.post("/accounts/logout/")
    assert not leads_in(browser, code)


def test_a_code_by_mail_is_not_guessed(person: User) -> None:
    browser, code = asked(person)
    for _ in range(3):
        assert not leads_in(browser, "AAAA-AAAA")

    assert not leads_in(browser, code)
