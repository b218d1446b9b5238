"""Campaigns as the API shows them: four public words, times of the place, money with its cap."""

import json
from decimal import Decimal

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.api import representations as shown
from campaigns.bookings import booking
from campaigns.models import Call, Campaign, Event, progress
from tests.campaigns.answered_calls import answer, with_offers
from tests.factories import make_call, make_campaign, make_offer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", Campaign.Status.values)
def test_every_state_is_one_of_four_public_words(status: str) -> None:
    word = shown.public_status(Campaign(status=status))

    assert word in ("running", "completed", "failed", "cancelled")
    assert (word == "running") is (status not in {*Campaign.FINISHED, "ranking"})


def test_a_moment_has_the_offset_of_the_place() -> None:
    offer = make_offer(timezone="Asia/Kathmandu")

    data = shown.OfferSerializer(offer).data

    assert data["start"].endswith("+05:45") and data["kept_until"] is None


def test_a_campaign_can_be_written_as_json() -> None:
    campaign, _ = with_offers(2)

    told = json.loads(json.dumps(shown.campaign_object(campaign), cls=DjangoJSONEncoder))

    assert told["best"]["rank"] == 1 and len(told["ranked"]) == 2
    assert told["progress"]["offers"] == 2 and told["confirmed"] is False


def test_no_secret_of_a_call_is_shown() -> None:
    call = make_call()

    text = json.dumps(shown.CallSerializer(call).data, cls=DjangoJSONEncoder)

    assert call.token not in text and call.tool_token not in text and "token" not in text


def test_more_calls_cost_no_more_queries() -> None:
    def queries(calls: int) -> int:
        campaign = make_campaign()
        for _ in range(calls):
            make_offer(make_call(campaign, status="completed"))
        with CaptureQueriesContext(connection) as captured:
            shown.campaign_object(Campaign.objects.get(pk=campaign.pk))
        return len(captured)

    assert queries(1) == queries(6)


def test_calls_are_counted_by_where_they_are() -> None:
    campaign = make_campaign()
    for status in ("queued", "queued", "ringing", "in_progress", "completed", "failed"):
        make_call(campaign, status=status)

    counts = progress.progress(campaign, list(campaign.calls.all()), 3)

    assert counts == {
        "total_providers": 0, "completed_calls": 2, "live_calls": 2, "queued_calls": 2, "offers": 3,
    }  # fmt: skip


def test_what_was_spent_is_the_sum_of_what_is_known() -> None:
    calls = [Call(cost=Decimal("0.105")), Call(cost=None), Call(cost=Decimal("1"))]

    told = progress.cost(Campaign(budget=Decimal("10.00")), calls)

    assert told["cap"] == "10.00" and told["spent"] in ("1.10", "1.11")


def test_only_what_stands_in_the_calendar_is_confirmed() -> None:
    campaign, [offer] = with_offers(1)
    booking.confirm(campaign, offer)
    assert shown.confirmation(campaign)["confirmed"] is False

    booking.agreed(
        answer(campaign.calls.get(purpose="confirm")).pk, {"turns": [1], "quote": "Yes."}
    )
    campaign.refresh_from_db()

    told = shown.confirmation(campaign)
    assert told["confirmed"] is True and told["confirmation_ref"]


@pytest.mark.parametrize("about", [True, False])
def test_an_event_names_what_it_is_about(about: bool) -> None:
    call = make_call()
    assert call.campaign is not None

    event = Event.record(
        call.campaign, Event.Kind.CALL_NOTED, call=call if about else None, text="Hi."
    )
    told = shown.event_object(event)

    assert told["call_id"] == (str(call.pk) if about else None) and told["offer_id"] is None
    assert (told["number"], told["data"]) == (1, {"text": "Hi."})
