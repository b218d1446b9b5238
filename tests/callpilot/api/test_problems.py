"""Problem documents: every known error has its status, its words and its fields."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.test import Client
from rest_framework import exceptions

from callpilot.api.problems import MEDIA_TYPE, TITLES, document, exception_handler, json_problem
from callpilot.errors import BadInput, NotPermitted, Refused, VendorError
from campaigns.providers.geocoders.base import Place


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BadInput({"phone": ["Not a number."]}), 422),
        (NotPermitted("Not yours to decide."), 409),
        (Refused("That offer is gone."), 409),
        (VendorError("The carrier did not answer."), 502),
        (exceptions.ValidationError({"phone": ["Not a number."]}), 422),
        (Http404(), 404),
        (PermissionDenied(), 403),
        (exceptions.MethodNotAllowed("PUT"), 405),
        (exceptions.NotAuthenticated(), 401),
        (exceptions.Throttled(wait=3), 429),
        (OperationalError("terminating connection due to administrator command"), 503),
        (InterfaceError("connection already closed"), 503),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_every_known_error_has_its_status_and_title(error: Exception, status: int) -> None:
    answer = exception_handler(error, {})

    assert answer is not None and answer.status_code == status
    assert answer.data["title"] == TITLES[status] and answer.data["status"] == status
    assert answer.content_type == MEDIA_TYPE


def test_who_came_as_the_database_failed_may_ask_again_and_learns_nothing_of_it() -> None:
    answer = exception_handler(OperationalError("server at 10.0.0.9 closed the connection"), {})

    assert answer is not None and answer.headers["Retry-After"] == "1"
    assert "10.0.0.9" not in str(answer.data)


def test_an_error_that_nobody_knows_surfaces() -> None:
    assert exception_handler(ZeroDivisionError(), {}) is None


def test_a_refusal_tells_its_reason() -> None:
    answer = exception_handler(Refused("That offer is gone."), {})

    assert answer is not None and answer.data["detail"] == "That offer is gone."


def test_what_is_not_yours_and_what_does_not_exist_read_the_same() -> None:
    answer = exception_handler(Http404("campaign 7 belongs to somebody else"), {})

    assert answer is not None
    assert answer.data["detail"] == "It does not exist, or it is not yours."


def test_places_that_may_be_meant_are_told_beside_the_fault() -> None:
    graz = Place("Graz, Austria", 47.07, 15.44, "Europe/Vienna").shown
    answer = exception_handler(BadInput({"a": ["Where?"]}, {"a": [graz], "b": []}), {})

    assert answer is not None and answer.data["suggestions"] == {"a": [graz]}


def test_nested_faults_are_told_by_dotted_fields() -> None:
    error = exceptions.ValidationError(
        {"preferences": {"rating_weight": ["Too much."]}, "avoid": [{}, {"day": ["Unknown."]}]}
    )

    answer = exception_handler(error, {})

    assert answer is not None and answer.data["errors"] == {
        "preferences.rating_weight": ["Too much."],
        "avoid.1.day": ["Unknown."],
    }


def test_a_fault_of_the_whole_request_is_told_under_request() -> None:
    answer = exception_handler(exceptions.ValidationError(["Say something."]), {})

    assert answer is not None and answer.data["errors"] == {"request": ["Say something."]}


def test_who_must_wait_is_told_how_long_and_never_too_short() -> None:
    answer = exception_handler(exceptions.Throttled(wait=2.4), {})

    assert answer is not None and int(answer.headers["Retry-After"]) >= 2.4


def test_a_document_without_faults_has_no_errors() -> None:
    assert "errors" not in document(409, "Not now.")
    assert document(422, "No.", {"a": ["b"]})["errors"] == {"a": ["b"]}


def test_a_status_without_a_title_of_its_own_is_an_error_all_the_same() -> None:
    assert document(418, "A teapot.")["title"] == "Error"


def test_headers_go_along() -> None:
    assert json_problem(429, "Wait.", headers={"Retry-After": "9"}).headers["Retry-After"] == "9"


@pytest.mark.django_db
def test_an_address_that_does_not_exist_names_the_documentation() -> None:
    answer = Client().get("/api/nowhere")

    assert answer.status_code == 404 and answer.headers["Content-Type"] == MEDIA_TYPE
    assert "/api/docs" in answer.json()["detail"]


def test_who_sends_something_to_nowhere_is_told_the_same() -> None:
    answer = Client(enforce_csrf_checks=True).post("/api/nowhere", {}, "application/json")

    assert answer.status_code == 404 and answer.headers["Content-Type"] == MEDIA_TYPE
