"""Cancel: no further dial, live calls end, nothing is held."""

import pytest

from campaigns.bookings import booking, died_lines
from campaigns.calls import outcomes
from campaigns.calls.cancel import cancel_campaign
from campaigns.models import Call
from campaigns.signals import call_unwanted
from scheduling.models import Hold
from tests.campaigns.answered_calls import (
    answer,
    confirm_call,
    hang_up,
    offered,
    running,
    slot_at,
    with_offers,
)

pytestmark = pytest.mark.django_db


def test_waiting_calls_are_never_dialled_and_live_ones_are_hung_up() -> None:
    campaign, [live, waiting] = running(2)
    offered(answer(live), slot_at(campaign))
    heard: list[object] = []

    def listener(call_id: object, **_: object) -> None:
        heard.append(call_id)

    call_unwanted.connect(listener)
    assert cancel_campaign(campaign)
    call_unwanted.disconnect(listener)

    for row in (live, waiting, campaign):
        row.refresh_from_db()
    assert heard == [live.pk] and live.unwanted_at is not None
    assert waiting.status == Call.Status.CANCELLED
    assert campaign.status == "cancelled" and campaign.ended_at is not None
    assert not Hold.objects.standing().exists()


def test_only_the_first_cancel_counts() -> None:
    campaign, _calls = running()

    assert [cancel_campaign(campaign), cancel_campaign(campaign)] == [True, False]


def test_a_cancelled_campaign_stays_cancelled_when_its_calls_end() -> None:
    campaign, [call] = running()
    answer(call)
    cancel_campaign(campaign)

    hang_up(call)
    outcomes.update_campaign_status(campaign.pk)

    campaign.refresh_from_db()
    assert campaign.status == "cancelled" and call.outcome == "cancelled"


def test_the_permit_is_given_back() -> None:
    campaign, [offer] = with_offers(1)
    made = booking.confirm(campaign, offer)

    cancel_campaign(campaign)

    made.refresh_from_db()
    assert made.status == "cancelled"


@pytest.mark.parametrize("status", ["created", "provider_lookup", "dialing", "ranking"])
def test_it_can_be_cancelled_at_any_moment(status: str) -> None:
    campaign, _calls = running()
    type(campaign).objects.filter(pk=campaign.pk).update(status=status)

    assert cancel_campaign(campaign)


def test_a_desk_that_may_count_on_us_is_told_when_all_is_stopped() -> None:
    campaign, [offer] = with_offers(1)
    booking.confirm(campaign, offer)
    call = answer(confirm_call(campaign))
    died_lines.line_died_after_yes(call.pk)

    cancel_campaign(campaign)

    [told] = campaign.calls.filter(purpose=Call.Purpose.CANCEL)
    assert (told.status, told.offer) == ("queued", offer)
    assert not campaign.calls.filter(purpose=Call.Purpose.CONFIRM, status="queued").exists()
