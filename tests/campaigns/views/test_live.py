"""The live page as it is first drawn: what can be done depends on what goes on."""

import pytest
from django.test import Client

from callpilot.models import User
from campaigns import launch
from campaigns.intake import drafting
from tests.campaigns.answered_calls import answer, hang_up, running, with_offers
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


def test_after_a_machine_the_page_says_that_and_when_we_ring_once_more(
    person: User, client: Client
) -> None:
    campaign, [call] = running(person=person)
    hang_up(answer(call), "voicemail")

    page = " ".join(client.get(f"/campaigns/{campaign.pk}/").content.decode().split())

    assert "A machine answered; we ring once more. Next try at " in page
    assert "Nobody had a time yet; the next try is at " in page


def test_who_could_not_be_helped_is_told_what_to_do_next_also_when_nobody_was_called(
    person: User, client: Client
) -> None:
    campaign = make_campaign(person, status="failed", reason="There was nobody to call.")

    page = client.get(f"/campaigns/{campaign.pk}/").content.decode()

    assert "Take more days" in page and f"?from={campaign.pk}&amp;wider=1" in page
    draft = client.get(f"/requests/new/?from={campaign.pk}&wider=1", follow=True)
    assert draft.status_code == 200


def test_a_wish_that_waits_leads_to_where_it_was_taken_up(person: User, client: Client) -> None:
    talk = drafting.say(drafting.begin(person), "dentist tomorrow and a haircut on Friday")
    address = f"/campaigns/{launch.of_draft(talk).pk}/"

    waits = client.get(address).content.decode()
    begun = drafting.say(drafting.begin(person), "a haircut on Friday")
    taken_up = client.get(address).content.decode()

    assert "?request=a%20haircut%20on%20Friday" in waits
    assert "?request=" not in taken_up and f"/requests/{begun.pk}/" in taken_up
