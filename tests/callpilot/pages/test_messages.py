"""What a page says once is kept by a cookie of our own host."""

import pytest
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from callpilot.accounts.session_store import SessionStore
from callpilot.pages.messages import Storage
from tests.factories import make_person


def test_it_is_said_once_and_its_cookie_is_ours() -> None:
    request, response = RequestFactory().get("/"), HttpResponse()
    request.session = SessionStore()
    said = Storage(request)
    said.add(messages.INFO, "Saved.")

    said.update(response)

    [name] = response.cookies
    assert name == f"{settings.COOKIE_PREFIX}messages" and response.cookies[name]["httponly"]


@pytest.mark.django_db
def test_over_https_the_theme_is_kept_by_our_own_host_too(settings: Settings) -> None:
    settings.COOKIE_PREFIX, settings.SESSION_COOKIE_SECURE = "__Host-", True
    client = Client()
    client.force_login(make_person())

    answer = client.post("/settings/appearance/", {"theme": "dark"}, secure=True)

    kept = answer.cookies["__Host-theme"]
    assert kept["secure"] and kept["path"] == "/" and not kept["domain"]
    assert b'data-theme="dark"' in client.get("/help/", secure=True).content
