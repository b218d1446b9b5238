"""`Authorization: Token …`: who is let in, and what the header must look like."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from callpilot.models import ApiToken, User
from tests.factories import make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/api/profile"


@pytest.fixture
def person() -> User:
    return make_person()


@pytest.fixture
def secret(person: User) -> str:
    return ApiToken.issue(person, "script")


def ask(header: str) -> int:
    return Client().get(ADDRESS, headers={"Authorization": header}).status_code


def test_a_token_lets_its_person_in(secret: str) -> None:
    assert ask(f"Token {secret}") == 200


def test_the_word_token_may_be_written_in_any_case(secret: str) -> None:
    assert ask(f"token {secret}") == 200 == ask(f"TOKEN {secret}")


@pytest.mark.parametrize("header", ["", "Bearer abc", "Basic YTpi", "Tokens abc"])
def test_without_a_token_the_challenge_is_named(header: str) -> None:
    answer = Client().get(ADDRESS, headers={"Authorization": header})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize("header", ["Token", "Token a b", "Token  "])
def test_a_header_of_the_wrong_form_is_told_the_right_one(header: str) -> None:
    answer = Client().get(ADDRESS, headers={"Authorization": header})

    assert answer.status_code == 401
    assert "Authorization: Token <token>" in answer.json()["detail"]


def test_an_unknown_token_and_an_expired_one_are_told_the_same(person: User) -> None:
    expired = ApiToken.issue(person, "old", expires_at=now() - timedelta(seconds=1))
    told = {
        Client().get(ADDRESS, headers={"Authorization": f"Token {each}"}).json()["detail"]
        for each in (expired, "never-issued")
    }

    assert told == {"This token is unknown or has expired."}


def test_a_token_works_to_the_end_of_its_life(person: User) -> None:
    secret = ApiToken.issue(person, "short", expires_at=now() + timedelta(minutes=1))

    assert ask(f"Token {secret}") == 200


def test_whoever_is_deactivated_gets_in_by_no_token(person: User, secret: str) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert ask(f"Token {secret}") == 401


def test_a_revoked_token_is_unknown(secret: str) -> None:
    ApiToken.objects.all().delete()

    assert ask(f"Token {secret}") == 401


def test_the_use_of_a_token_is_noted_every_five_minutes_at_most(secret: str) -> None:
    lately = now() - timedelta(minutes=1)
    ApiToken.objects.update(last_used_at=lately)
    ask(f"Token {secret}")
    assert ApiToken.objects.get().last_used_at == lately

    ApiToken.objects.update(last_used_at=now() - timedelta(minutes=6))
    ask(f"Token {secret}")
    used_at = ApiToken.objects.get().last_used_at
    assert used_at is not None and used_at > lately


def test_no_token_is_stored_in_clear(secret: str) -> None:
    row = ApiToken.objects.get()

    assert secret not in (row.digest, row.prefix) and len(row.prefix) == 8
    assert secret.startswith(row.prefix)


@pytest.mark.parametrize("bad", ["ÿÿÿ", "\x00", "a" * 10_000])
def test_odd_tokens_are_refused_like_any_other(bad: str, secret: str) -> None:
    assert ask(f"Token {bad}") == 401
