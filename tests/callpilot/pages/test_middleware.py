"""Pages in the reader's own time zone and language."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from callpilot.models import Profile
from callpilot.pages.middleware import ReaderMiddleware
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def zone_told(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{timezone.get_current_timezone_name()} {translation.get_language()}")


def asked_by(**profile: str) -> HttpResponse:
    person = make_person(**profile)
    request = RequestFactory().get("/")
    person.refresh_from_db()
    request.user = person
    return ReaderMiddleware(zone_told)(request)


def test_a_reader_reads_on_their_own_clock_and_in_their_language() -> None:
    answer = asked_by(timezone="Europe/Berlin", language="en")

    assert answer.content.decode() == "Europe/Berlin en"
    assert answer.headers["Content-Language"] == "en"


def test_the_zone_of_one_reader_is_not_left_to_the_next() -> None:
    before = timezone.get_current_timezone_name()
    asked_by(timezone="Asia/Tokyo")

    assert timezone.get_current_timezone_name() == before


def test_who_is_not_signed_in_reads_as_the_project_does() -> None:
    answer = Client().get("/")

    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == "en"


def test_every_new_profile_has_a_zone_to_read_by() -> None:
    assert Profile(timezone="Europe/Berlin").zone.key == "Europe/Berlin"
