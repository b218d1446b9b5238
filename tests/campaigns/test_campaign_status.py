"""Where a campaign stands follows from its rows, at any time and whoever asks."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from callpilot.json_types import JsonObject
from campaigns.campaign_status import reason_of_failure, update_campaign_status
from campaigns.models import Booking, Call, Campaign, Event
from scheduling.models import Hold
from tests.campaigns.answered_calls import with_offers
from tests.factories import make_call, make_campaign, make_offer, make_provider

pytestmark = pytest.mark.django_db


def standing(campaign: Campaign) -> Campaign:
    update_campaign_status(campaign.pk)
    campaign.refresh_from_db()
    return campaign


def ended(campaign: Campaign, outcome: str = "no_slots", **changes: object) -> Call:
    fields: JsonObject = {"status": "completed", "outcome": outcome, "answered_at": now()}
    fields |= {"ended_at": now(), "concluded_at": now()}
    return make_call(campaign, **fields | changes)


@pytest.mark.parametrize("status", ["created", "provider_lookup", *sorted(Campaign.FINISHED)])
def test_what_has_not_begun_or_is_over_is_left_alone(status: str) -> None:
    campaign = make_campaign(status=status)
    ended(campaign)

    assert standing(campaign).status == status


def test_while_nobody_has_answered_it_dials() -> None:
    campaign = make_campaign(status="dialing")
    make_call(campaign)
    make_call(campaign, status="ringing")

    assert standing(campaign).status == "dialing"


def test_while_a_call_is_open_it_negotiates() -> None:
    campaign = make_campaign(status="dialing")
    ended(campaign)
    make_call(campaign)

    assert standing(campaign).status == "negotiating"


def test_an_end_that_nobody_has_acted_upon_yet_is_still_open() -> None:
    campaign = make_campaign(status="negotiating")
    ended(campaign, concluded_at=None)

    assert standing(campaign).status == "negotiating"


def test_with_something_to_choose_from_it_rests() -> None:
    campaign = make_campaign(status="negotiating")
    make_offer(ended(campaign, "offer"))

    assert standing(campaign).status == "ranking"


def test_an_offer_whose_time_has_passed_is_nothing_to_choose() -> None:
    campaign = make_campaign(status="negotiating")
    make_offer(ended(campaign, "offer"), start=now() - timedelta(hours=1))

    assert standing(campaign).status == "failed"


def test_a_choice_whose_desk_rings_back_later_still_rests() -> None:
    campaign = make_campaign(status="negotiating")
    make_offer(ended(campaign, "offer"))
    make_call(campaign, due_at=now() + timedelta(hours=2))

    assert standing(campaign).status == "ranking"


@pytest.mark.parametrize(
    "permit,status",
    [("confirming", "confirming"), ("needs_confirmation", "confirming"), ("booked", "confirmed")],
)
def test_a_permit_decides_whatever_the_calls_say(permit: str, status: str) -> None:
    campaign = make_campaign(status="ranking")
    offer = make_offer(ended(campaign, "offer"))
    make_call(campaign, status="ringing")
    Booking.objects.create(
        campaign=campaign, offer=offer, status=permit, deadline_at=now() + timedelta(hours=1)
    )

    assert standing(campaign).status == status


@pytest.mark.parametrize("permit", ["refused", "cancelled"])
def test_a_permit_that_was_given_back_decides_nothing(permit: str) -> None:
    campaign = make_campaign(status="confirming")
    offer = make_offer(ended(campaign, "offer"))
    Booking.objects.create(campaign=campaign, offer=offer, status=permit, deadline_at=now())

    assert standing(campaign).status == "ranking"


def test_with_nothing_left_it_has_failed_and_says_why() -> None:
    campaign = make_campaign(status="negotiating")
    ended(campaign)
    ended(campaign, "busy")

    failed = standing(campaign)

    assert failed.status == "failed" and failed.ended_at is not None
    assert failed.reason == "2 desks were asked: 1 had no suitable time, 1 was busy."


def test_what_was_held_is_free_when_it_has_failed() -> None:
    campaign, [offer] = with_offers(1)
    type(offer).objects.update(status="withdrawn")
    campaign.calls.update(concluded_at=now())

    assert standing(campaign).status == "failed"
    assert not Hold.objects.standing().exists()


def test_a_call_that_is_put_off_is_waited_for_with_its_time() -> None:
    campaign = make_campaign(status="negotiating")
    ended(campaign)
    make_call(campaign, due_at=now() + timedelta(hours=3))

    waiting = standing(campaign)

    assert waiting.status == "negotiating" and "next try is at" in waiting.reason
    assert waiting.reason.endswith(("AM PST.", "PM PST.", "AM PDT.", "PM PDT."))


def test_before_the_first_call_it_says_when_that_will_be_and_why() -> None:
    campaign = make_campaign(status="dialing")
    make_call(campaign, due_at=now() + timedelta(hours=3), reason="They open at nine.")

    waiting = standing(campaign)

    assert waiting.status == "dialing" and waiting.reason.startswith("They open at nine. First")


def test_the_same_wait_is_told_once() -> None:
    campaign = make_campaign(status="dialing")
    make_call(campaign, due_at=now() + timedelta(hours=3))
    standing(campaign)
    before = Event.objects.count()

    standing(campaign)

    assert Event.objects.count() == before


@pytest.mark.parametrize("status", ["dialing", "negotiating", "ranking", "confirming"])
def test_asked_twice_it_answers_the_same(status: str) -> None:
    campaign = make_campaign(status=status)
    make_offer(ended(campaign, "offer"))

    first = standing(campaign).status
    events = Event.objects.count()

    assert standing(campaign).status == first and Event.objects.count() == events


def test_nobody_to_call_is_a_reason_of_its_own() -> None:
    assert reason_of_failure(make_campaign()) == "There was nobody to call."


def test_of_a_desk_the_last_try_counts() -> None:
    campaign, provider = make_campaign(), make_provider()
    ended(campaign, "busy", provider=provider, attempt=1)
    ended(campaign, "declined", provider=provider, attempt=2)

    assert reason_of_failure(campaign) == "1 desk was asked: 1 asked not to be called."


@pytest.mark.parametrize("outcome", Call.Outcome.values)
def test_every_outcome_has_words_in_a_reason(outcome: str) -> None:
    campaign = make_campaign()
    ended(campaign, outcome)

    words = reason_of_failure(campaign)

    assert words.startswith("1 desk was asked: 1 ") and words.endswith(".")
