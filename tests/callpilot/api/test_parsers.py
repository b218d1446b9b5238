"""The JSON parser: whatever is no JSON is a 400 in plain words."""

import json

import pytest
from django.test import Client

from callpilot.models import ApiToken
from tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def api() -> Client:
    secret = ApiToken.issue(make_person(), "test")
    return Client(headers={"Authorization": f"Token {secret}"})


def send(api: Client, body: bytes, content_type: str = "application/json") -> tuple[int, str]:
    answer = api.post("/api/campaigns", body, content_type=content_type)
    return answer.status_code, json.loads(answer.content)["detail"]


@pytest.mark.parametrize(
    "body",
    [b"{", b"{]", b"nonsense", b'{"request": }', b"\xff\xfe", b'{"a": NaN}', b"[" * 50_000],
    ids=["open", "crossed", "words", "no value", "not UTF-8", "not a number", "deep"],
)
def test_a_body_that_is_no_json_is_a_400(api: Client, body: bytes) -> None:
    status, detail = send(api, body)

    assert status == 400 and "JSON parse error" in detail


def test_deep_nesting_is_told_as_what_it_is(api: Client) -> None:
    deep = b'{"request": ' + b"[" * 30_000 + b"]" * 30_000 + b"}"

    assert send(api, deep) == (400, "JSON parse error - nested too deeply")


@pytest.mark.parametrize("body", [b"[]", b"1", b'"dentist"', b"null"])
def test_json_that_is_no_object_is_refused_by_the_fields(api: Client, body: bytes) -> None:
    assert send(api, body)[0] == 422


def test_other_formats_are_told_to_send_json(api: Client) -> None:
    status, _detail = send(api, b"request=dentist", "application/x-www-form-urlencoded")

    assert status == 415


def test_the_parser_says_json_nowhere_twice(api: Client) -> None:
    answer = api.post("/api/campaigns", b"{", content_type="application/json")

    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == "The request cannot be understood"
