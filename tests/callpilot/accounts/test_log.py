"""Who signed in, failed to, and signed out can be told from the log, without a name in it."""

import logging

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

from callpilot.models import User
from tests.factories import make_person
from tests.routes import people

pytestmark = pytest.mark.django_db
PASSWORD = "secret-pass"


@pytest.fixture
def person() -> User:
    person = people.somebody()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def test_signing_in_and_out_is_logged(person: User, caplog: pytest.LogCaptureFixture) -> None:
    client = Client()

    with caplog.at_level(logging.INFO, "callpilot.accounts.log"):
        client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
        client.post("/accounts/logout/")

    assert f"Signed in: person {person.pk}" in caplog.messages
    assert f"Signed out: person {person.pk}" in caplog.messages
    assert person.email not in caplog.text


def test_a_wrong_password_is_logged(person: User, caplog: pytest.LogCaptureFixture) -> None:
    Client().post("/accounts/login/", {"login": person.email, "password": "not-it"})

    assert "A sign-in failed." in caplog.messages
    assert person.email not in caplog.text and "not-it" not in caplog.text


def test_a_changed_password_is_logged(person: User, caplog: pytest.LogCaptureFixture) -> None:
    new = {"oldpassword": PASSWORD, "password1": "v3ry-other-0ne", "password2": "v3ry-other-0ne"}

    with caplog.at_level(logging.INFO, "callpilot.accounts.log"):
        people.client_of(person).post("/accounts/password/change/", new)

    assert f"Password changed: person {person.pk}" in caplog.messages


def test_a_second_factor_that_is_taken_away_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    person = make_person()
    TOTP.activate(person, generate_totp_secret())

    with caplog.at_level(logging.INFO, "callpilot.accounts.log"):
        people.client_of(person).post("/accounts/2fa/totp/deactivate/")

    assert f"Second factors changed: person {person.pk}" in caplog.messages


def test_sign_ins_are_logged_whatever_the_level_of_the_rest() -> None:
    assert settings.LOGGING["loggers"]["callpilot.accounts.log"] == {"level": "INFO"}


def test_what_is_refused_is_logged(person: User, caplog: pytest.LogCaptureFixture) -> None:
    client = people.client_of(person, enforce_csrf_checks=True)

    client.post("/settings/tokens/", {"name": "forged"})
    client.get("/campaigns/999999/")
    Client().get("/api/campaigns")

    said = " ".join(record.getMessage() for record in caplog.records)
    assert "Forbidden" in said and "Not Found: /campaigns/999999/" in said
    assert "Unauthorized: /api/campaigns" in said


def test_a_fault_is_logged_with_its_stack_and_told_without(
    person: User, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("no such host: db.internal")

    client = people.client_of(person)
    with connection.execute_wrapper(gone):
        answer = client.get("/appointments/")

    assert answer.status_code == 500 and b"db.internal" not in answer.content
    assert any(record.exc_info for record in caplog.records) and "db.internal" in caplog.text
