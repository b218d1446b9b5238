"""`Idempotency-Key`: asked again, an unsafe request gets its first answer again."""

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import cast

import pytest
from django.db import OperationalError, connection, connections
from django.http import HttpResponse
from django.test import Client
from django.utils.timezone import now

from callpilot.api.idempotency import CLAIM, MAX_KEY_LENGTH
from callpilot.json_types import JsonObject
from callpilot.models import ApiToken, IdempotencyKey, User
from campaigns.models import Campaign
from tests.factories import make_person

pytestmark = pytest.mark.django_db
WISH = {"request": "dentist next week, mornings"}


def api_of(person: User) -> Client:
    secret = ApiToken.issue(person, "test")
    return Client(headers={"Authorization": f"Token {secret}"})


@pytest.fixture
def person() -> User:
    return make_person()


@pytest.fixture
def api(person: User) -> Client:
    return api_of(person)


def start(api: Client, key: str, body: dict[str, str] | None = None) -> HttpResponse:
    answer = api.post(
        "/api/campaigns",
        WISH if body is None else body,
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )
    return cast(HttpResponse, answer)


def test_the_same_request_is_answered_once_and_told_twice(api: Client) -> None:
    first, again = start(api, "k1"), start(api, "k1")

    assert (first.status_code, again.status_code) == (202, 202)
    assert json.loads(first.content) == json.loads(again.content)
    assert Campaign.objects.count() == 1


def test_without_a_key_the_same_request_counts_twice(api: Client) -> None:
    for _ in range(2):
        api.post("/api/campaigns", WISH, content_type="application/json")

    assert Campaign.objects.count() == 2 and not IdempotencyKey.objects.exists()


def test_a_key_with_another_body_is_refused(api: Client) -> None:
    start(api, "k1")
    other = start(api, "k1", {"request": "vet tomorrow"})

    assert other.status_code == 422 and Campaign.objects.count() == 1


def test_the_keys_of_two_people_are_two_keys(api: Client) -> None:
    start(api, "k1")
    other = start(api_of(make_person()), "k1")

    assert other.status_code == 202 and Campaign.objects.count() == 2


def test_bad_input_keeps_nothing_and_can_be_mended_under_the_same_key(api: Client) -> None:
    refused = start(api, "k1", {"request": ""})
    mended = start(api, "k1")

    assert refused.status_code == 422 and mended.status_code == 202


def test_a_key_that_is_too_long_is_refused(api: Client) -> None:
    assert start(api, "k" * MAX_KEY_LENGTH).status_code == 202
    assert start(api, "k" * (MAX_KEY_LENGTH + 1)).status_code == 400


def test_while_the_first_still_runs_the_second_is_told_so(api: Client, person: User) -> None:
    start(api, "k1")
    IdempotencyKey.objects.update(status=None)

    assert start(api, "k1").status_code == 409


def test_the_claim_of_a_request_that_died_is_taken_over(api: Client) -> None:
    start(api, "k1")
    died_at = now() - CLAIM - timedelta(seconds=1)
    IdempotencyKey.objects.update(status=None, created_at=died_at)

    again = start(api, "k1")

    assert again.status_code == 202
    assert Campaign.objects.count() == 1, "what the dead request had made is found again"


class Failing:
    """A database that breaks off whenever it is told this."""

    def __init__(self, words: str) -> None:
        self.words, self.times = words, 0

    def __call__(
        self,
        execute: Callable[[str, object, bool, JsonObject], object],
        sql: str,
        params: object,
        many: bool,
        context: JsonObject,
    ) -> object:
        if sql.startswith(self.words):
            self.times += 1
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)


def test_a_request_in_which_the_database_broke_off_is_done_when_it_is_asked_again(
    api: Client,
) -> None:
    broken = Failing('INSERT INTO "campaigns_campaign"')
    with connection.execute_wrapper(broken):
        failed = start(api, "k1")
    again = start(api, "k1")

    assert broken.times and (failed.status_code, again.status_code) == (503, 202)
    assert Campaign.objects.count() == 1


def test_what_was_done_is_told_even_if_the_answer_cannot_be_kept(api: Client) -> None:
    broken = Failing('UPDATE "callpilot_idempotencykey"')
    with connection.execute_wrapper(broken):
        done = start(api, "k1")

    assert broken.times and done.status_code == 202


def test_reading_needs_no_key_and_makes_none(api: Client) -> None:
    api.get("/api/campaigns", headers={"Idempotency-Key": "k1"})

    assert not IdempotencyKey.objects.exists()


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_what_an_address_does_not_do_is_said_whatever_the_key(api: Client, method: str) -> None:
    start(api, "k1")

    answer = api.generic(method, "/api/campaigns", headers={"Idempotency-Key": "k1"})

    assert answer.status_code == 405 and answer.headers["Allow"] == "GET, POST, HEAD, OPTIONS"


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_is_done(person: User) -> None:
    secret = ApiToken.issue(person, "race")
    barrier, codes = threading.Barrier(4), []

    def ask() -> None:
        api = Client(headers={"Authorization": f"Token {secret}"})
        barrier.wait()
        codes.append(start(api, "k1").status_code)
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Campaign.objects.count() == 1
    assert set(codes) <= {202, 409} and 202 in codes
