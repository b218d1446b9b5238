"""`manage.py seed_demo`: the demo person, whole, and the same however often it is run."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from callpilot.management.demo_person import BUSY, TOKEN, make_person
from callpilot.models import ApiToken, User
from campaigns.models import Call
from scheduling.models import CalendarEntry
from tests.factories import make_call, make_campaign

pytestmark = pytest.mark.django_db


def test_it_says_how_to_sign_in() -> None:
    out = io.StringIO()
    call_command("seed_demo", stdout=out)

    assert "Sign in as demo (password demo)" in out.getvalue() and TOKEN in out.getvalue()


def test_the_demo_person_can_sign_in_and_use_the_api() -> None:
    call_command("seed_demo", stdout=io.StringIO())

    assert Client().login(username="demo", password="demo")
    answer = Client().get("/api/profile", headers={"Authorization": f"Token {TOKEN}"})
    assert answer.status_code == 200


def test_run_again_it_changes_nothing() -> None:
    for _ in range(2):
        call_command("seed_demo", stdout=io.StringIO())

    assert User.objects.filter(username="demo").count() == 1
    assert ApiToken.objects.count() == 1
    assert CalendarEntry.objects.count() == 4 * len(BUSY)


def test_outside_simulation_there_is_no_demo_person(settings: Settings) -> None:
    settings.SIMULATED = False

    with pytest.raises(CommandError, match="known password"):
        call_command("seed_demo")
    assert not User.objects.exists()


def test_it_is_removed_with_all_its_rows_in_every_mode(settings: Settings) -> None:
    call_command("seed_demo", stdout=io.StringIO())
    settings.SIMULATED = False

    call_command("seed_demo", "--remove", stdout=io.StringIO())

    assert not User.objects.exists()
    assert not ApiToken.objects.exists()
    assert not CalendarEntry.objects.exists()
    call_command("seed_demo", "--remove", stdout=io.StringIO())  # again: nothing to do


def test_the_known_token_goes_whoever_has_it() -> None:
    ApiToken.issue(User.objects.create_user("robin"), "copied", TOKEN)

    call_command("seed_demo", "--remove", stdout=io.StringIO())

    assert not ApiToken.objects.exists()


def test_it_stays_while_its_calls_run() -> None:
    call = make_call(make_campaign(make_person()), status=Call.Status.IN_PROGRESS)

    with pytest.raises(CommandError, match="still being ended"):
        call_command("seed_demo", "--remove")
    assert Call.objects.filter(pk=call.pk).exists()
