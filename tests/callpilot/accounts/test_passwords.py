"""What a password may be, and how it is changed."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from callpilot.accounts.passwords import OwnWordsValidator
from callpilot.models import User
from tests.factories import make_person

pytestmark = pytest.mark.django_db
CHANGE = "/accounts/password/change/"
OLD = "secret-pass"


@pytest.fixture
def person() -> User:
    person = make_person("alice")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def browser(person: User) -> Client:
    cache.clear()  # nobody is limited by the test before
    client = Client()
    client.post("/accounts/login/", {"login": "alice", "password": OLD}, REMOTE_ADDR="127.0.0.1")
    return client


def changed(browser: Client, person: User, new: str, old: str = OLD) -> bool:
    browser.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})
    person.refresh_from_db()
    return person.check_password(new)


def test_who_knows_the_old_password_changes_it(browser: Client, person: User) -> None:
    assert not changed(browser, person, "another-long-one", old="not-mine")
    assert changed(browser, person, "another-long-one")


@pytest.mark.parametrize("new", ["k7#qz!w", "password123", "iloveyou1", "trustno1"])
def test_short_and_common_passwords_are_refused(browser: Client, person: User, new: str) -> None:
    assert not changed(browser, person, new)


@pytest.mark.parametrize(
    "new", ["qqzjvkwpxm", "82649173650482", "пароль из слов", "  spaces around  ", "tab\tin it!"]
)
def test_no_kind_of_letter_is_asked_for_or_refused(browser: Client, person: User, new: str) -> None:
    assert changed(browser, person, new)


def test_a_password_counts_to_its_last_letter(browser: Client, person: User) -> None:
    long = "Correct-Horse-Battery-Staple/" * 8

    assert changed(browser, person, long)

    assert not person.check_password(long[:-1]) and not person.check_password(long.lower())


@pytest.mark.parametrize("new", ["callpilot", "C4llP1lot2026!", "appointment-1", "AdminCallPilot"])
def test_our_own_words_make_no_password(browser: Client, person: User, new: str) -> None:
    assert not changed(browser, person, new)


def test_a_sentence_with_our_words_in_it_is_one() -> None:
    OwnWordsValidator().validate("my appointment with a purple walrus")

    with pytest.raises(ValidationError):
        OwnWordsValidator().validate("callpilot")
    assert OwnWordsValidator().get_help_text() in password_validators_help_texts()


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", CHANGE])
def test_a_password_is_masked_and_left_to_password_managers(path: str, browser: Client) -> None:
    page = (browser if path == CHANGE else Client()).get(path).content.decode()

    fields = re.findall(r"<input[^>]*password[^>]*>", page)

    assert fields and all('type="password"' in field for field in fields)
    assert all("autocomplete=" in field for field in fields)
    assert "onpaste" not in page and 'autocomplete="off"' not in page


def test_other_browsers_are_out_once_it_is_changed(browser: Client, person: User) -> None:
    there = Client()
    there.force_login(person, "django.contrib.auth.backends.ModelBackend")
    assert there.get("/settings/profile/").status_code == 200

    assert changed(browser, person, "another-long-one")

    assert there.get("/settings/profile/").status_code == 302
    assert browser.get("/settings/profile/").status_code == 200
