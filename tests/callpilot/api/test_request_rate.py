"""A person's programs ask the API so often, and not more often by any of its ways."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from callpilot.api.problems import MEDIA_TYPE
from tests.campaigns.clients import Program, browser_of
from tests.factories import make_campaign, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_a_day(settings: Settings) -> Iterator[None]:
    cache.clear()
    settings.API_RATE = "3/day"
    yield
    cache.clear()


def test_who_reads_too_often_waits_as_the_answer_says() -> None:
    api = Program(make_person("alice"))

    answers = [api.get("/api/campaigns") for _ in range(4)]

    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert answers[-1]["Content-Type"] == MEDIA_TYPE and int(answers[-1]["Retry-After"]) > 0


def test_all_programs_and_browsers_of_a_person_share_one_count() -> None:
    alice, bob = make_person("alice"), make_person("bob")
    ways = [Program(alice), Program(alice), browser_of(alice), Program(alice)]

    asked = [way.get("/api/profile").status_code for way in ways]

    assert asked == [200, 200, 200, 429]
    assert Program(bob).get("/api/profile").status_code == 200


@pytest.mark.django_db(transaction=True)  # streams look from threads of their own
def test_opening_a_stream_counts() -> None:
    campaign = make_campaign()
    api = Program(campaign.person)
    for _ in range(3):
        api.get("/api/campaigns")

    answer = api.get(f"/api/campaigns/{campaign.pk}/stream")

    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0


def test_who_is_not_signed_in_is_told_so_and_counts_for_nobody() -> None:
    assert [Client().get("/api/campaigns").status_code for _ in range(5)] == [401] * 5
