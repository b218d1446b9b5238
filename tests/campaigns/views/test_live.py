"""The live page as it is first drawn: what can be done depends on what goes on."""

import pytest
from django.test import Client

from callpilot.models import User
from tests.campaigns.answered_calls import with_offers
from tests.factories import make_call, make_campaign

pytestmark = pytest.mark.django_db


def test_while_a_desk_is_on_the_line_all_calls_can_be_stopped(person: User, client: Client) -> None:
    campaign = make_campaign(person, status="negotiating")
    make_call(campaign, status="in_progress")

    page = client.get(f"/campaigns/{campaign.pk}/").content.decode()
    asked = client.get(f"/campaigns/{campaign.pk}/cancel/").content.decode()

    assert "Stop all calls" in page and "Cancel this request" not in page
    assert 'data-open="yes"' in page and "Finish the 1 running call" in asked


def test_when_nobody_is_called_any_more_only_the_request_can_be_cancelled(
    person: User, client: Client
) -> None:
    campaign, _offers = with_offers(2, person=person)

    page = client.get(f"/campaigns/{campaign.pk}/").content.decode()
    asked = client.get(f"/campaigns/{campaign.pk}/cancel/").content.decode()
    client.post(f"/campaigns/{campaign.pk}/cancel/", {"how": "drop"})

    assert "Cancel this request" in page and "Stop all calls" not in page
    assert 'data-open="no"' in page and "End all calls now" not in asked
    campaign.refresh_from_db()
    assert campaign.status == "cancelled"


def test_who_keeps_the_time_and_until_when_are_two_sentences(person: User, client: Client) -> None:
    campaign, _offers = with_offers(1, person=person)

    page = client.get(f"/campaigns/{campaign.pk}/").content.decode()

    assert "They did not hold this time." in page
    assert "Kept free in your calendar until " in page
