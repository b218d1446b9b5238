"""The admin pages open to staff alone, and where it is asked for with a second factor."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from pytest_django.fixtures import Settings

from tests.routes import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def insisting(settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR = True


def test_staff_without_a_second_factor_is_led_to_where_one_is_set_up(insisting: None) -> None:
    client = people.client_of(people.staff(superuser=True))

    answer = client.get("/admin/campaigns/campaign/", follow=True)

    assert answer.redirect_chain[-1][0] == "/settings/security/"
    assert "Staff needs a second factor" in answer.content.decode()


def test_staff_with_a_second_factor_comes_in(insisting: None) -> None:
    person = people.staff(superuser=True)
    TOTP.activate(person, generate_totp_secret())

    assert people.client_of(person).get("/admin/").status_code == 200


def test_nothing_of_the_admin_is_changed_without_it(insisting: None) -> None:
    person = people.staff(superuser=True)

    answer = people.client_of(person).post(f"/admin/callpilot/user/{person.pk}/delete/")

    assert answer.status_code == 302
    person.refresh_from_db()


def test_where_it_is_not_asked_for_the_password_is_enough(settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR = False

    assert people.client_of(people.staff(superuser=True)).get("/admin/").status_code == 200


def test_who_is_no_staff_is_turned_away_and_who_is_nobody_signs_in() -> None:
    assert people.client_of(people.somebody()).get("/admin/", follow=True).status_code == 403
    assert "/accounts/login/" in Client().get("/admin/", follow=True).redirect_chain[-1][0]
