"""Nobody stays signed in for ever."""

import time

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from callpilot.accounts.session_limits import BEGAN, USED
from tests.factories import make_person

pytestmark = pytest.mark.django_db
HOUR = 3600


@pytest.fixture
def limits(settings: Settings) -> None:
    settings.SESSION_IDLE_HOURS, settings.SESSION_HOURS = 10, 24


def signed_in() -> Client:
    client = Client()
    client.force_login(make_person())
    client.get("/settings/profile/")
    return client


def is_in(client: Client, hours: float) -> bool:
    with time_machine.travel(time.time() + hours * HOUR, tick=False):
        return client.get("/settings/profile/").status_code == 200


def test_a_session_that_nobody_uses_ends(limits: None) -> None:
    assert is_in(signed_in(), 9)
    assert not is_in(signed_in(), 11)


def test_a_session_that_is_used_ends_too(limits: None) -> None:
    client = signed_in()

    assert [is_in(client, hours) for hours in (9, 18, 23, 25)] == [True, True, True, False]


def test_who_comes_too_late_is_nobody_and_the_session_is_gone(limits: None) -> None:
    client = signed_in()
    key = client.session.session_key or ""

    is_in(client, 11)

    assert key and not client.session.exists(key)


def test_a_session_from_before_there_were_limits_begins_now(limits: None) -> None:
    client = signed_in()
    session = client.session
    del session[BEGAN], session[USED]
    session.save()

    assert is_in(client, 0)
    assert {BEGAN, USED} <= set(client.session.keys())


def test_a_use_is_written_once_in_five_minutes(limits: None) -> None:
    client = signed_in()
    used = client.session[USED]

    client.get("/help/")
    assert client.session[USED] == used

    assert is_in(client, 0.1)
    assert client.session[USED] > used
