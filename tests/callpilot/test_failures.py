"""What a person sees when the server itself has failed."""

import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest
from django.test import RequestFactory

from callpilot import views
from tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> HttpRequest:
    """A request that failed, by somebody who is signed in."""
    request = RequestFactory().get("/campaigns/")
    request.user = make_person()
    return request


def test_a_failure_has_a_page(asked: HttpRequest) -> None:
    answer = views.server_error(asked)

    assert answer.status_code == 500 and b"<h1>Something went wrong on our side" in answer.content


def test_a_failure_that_breaks_its_page_too_is_told_in_plain_words(
    asked: HttpRequest, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(gone):
        answer = views.server_error(asked)

    assert answer.status_code == 500 and answer["Content-Type"].startswith("text/plain")
    assert b"Something went wrong on our side." in answer.content
    assert "could not be drawn" in caplog.text
