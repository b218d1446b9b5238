"""How far a campaign is and what it has cost, counted from its rows."""

from decimal import Decimal

import pytest

from campaigns.models import Candidate
from campaigns.models.progress import cost, progress
from tests.factories import make_call, make_campaign, make_provider

pytestmark = pytest.mark.django_db


def test_waiting_live_and_ended_calls_are_counted_apart() -> None:
    campaign = make_campaign()
    for place, status in enumerate(["queued", "ringing", "in_progress", "completed", "failed"]):
        provider = make_provider()
        make_call(campaign, provider=provider, status=status)
        Candidate.objects.create(campaign=campaign, provider=provider, position=place)
    Candidate.objects.create(
        campaign=campaign, provider=make_provider(), position=9, skipped_because="far away"
    )

    assert progress(campaign, list(campaign.calls.all()), 2) == {
        "total_providers": 5,
        "completed_calls": 2,
        "live_calls": 2,
        "queued_calls": 1,
        "offers": 2,
    }


def test_what_was_spent_stands_beside_the_budget() -> None:
    campaign = make_campaign(budget=Decimal("10.00"))
    make_call(campaign, status="completed", cost=Decimal("0.1204"))
    make_call(campaign, status="ringing", cost=None)

    calls = list(campaign.calls.all())

    assert cost(campaign, calls) == {"spent": "0.12", "cap": "10.00", "currency": "USD"}
    assert cost(campaign, [])["spent"] == "0.00"
