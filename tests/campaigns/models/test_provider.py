"""A business that may be called: one row for each entry of a directory, one place in a campaign."""

from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from callpilot.json_types import JsonObject
from campaigns.models import Campaign, Candidate, Provider
from tests.factories import make_campaign, make_person, make_provider

pytestmark = pytest.mark.django_db


def test_an_entry_of_a_directory_is_one_row() -> None:
    make_provider(source_id="demo:1")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_provider(source_id="demo:1")


@pytest.mark.parametrize("person", [True, False])
def test_a_row_of_ones_own_or_without_an_id_may_be_there_twice(person: bool) -> None:
    changes: JsonObject = {"owner": make_person(), "source_id": "x"} if person else {}
    make_provider(**changes)

    assert make_provider(**changes).pk


def test_it_lives_by_the_clocks_of_its_place() -> None:
    assert Provider(timezone="Asia/Kathmandu").zone == ZoneInfo("Asia/Kathmandu")


def candidate(campaign: Campaign, provider: Provider, position: int = 0) -> Candidate:
    return Candidate.objects.create(campaign=campaign, provider=provider, position=position)


def test_a_provider_has_one_place_in_a_campaign() -> None:
    campaign, provider = make_campaign(), make_provider()
    candidate(campaign, provider)

    with pytest.raises(IntegrityError), transaction.atomic():
        candidate(campaign, provider, 1)


def test_candidates_stand_in_the_order_of_calling() -> None:
    campaign = make_campaign()
    second = candidate(campaign, make_provider(), 1)
    first = candidate(campaign, make_provider(), 0)

    assert list(campaign.candidates.all()) == [first, second]
    assert str(first) == f"{first.provider} #0"
