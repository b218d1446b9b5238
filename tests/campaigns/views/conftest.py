"""Somebody who is signed in."""

import pytest
from django.test import Client

from callpilot.models import User
from tests.factories import make_person


@pytest.fixture
def person(client: Client) -> User:
    """Whose browser `client` is."""
    person = make_person()
    client.force_login(person)
    return person
