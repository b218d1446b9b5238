"""A yes whose line died: it is asked for once more, or called off, and nobody waits in vain."""

import pytest
from django.utils.timezone import now

from campaigns.bookings import booking, died_lines
from campaigns.calls import cancel
from campaigns.models import Booking, Call, Campaign, Offer
from tests.campaigns.answered_calls import (
    answer,
    confirm_call,
    offered,
    running,
    slot_at,
    with_offers,
)

pytestmark = pytest.mark.django_db


def agreed_too_late() -> tuple[Campaign, Call]:
    """The person stopped everything while the desk said its yes; then the line was closed."""
    campaign, [offer] = with_offers(1)
    booking.confirm(campaign, offer)
    call = answer(confirm_call(campaign))
    assert cancel.cancel_campaign(campaign)
    assert call.move(Call.Status.COMPLETED, ended_at=now())
    return campaign, call


def in_enquiry(desks: int = 1) -> tuple[Campaign, list[Offer]]:
    """The agent may book in these calls, and their lines have died."""
    campaign, calls = running(desks, booking_policy="book_when_it_fits")
    offers = [
        offered(answer(call), slot_at(campaign, hour=10 + hour)) for hour, call in enumerate(calls)
    ]
    for call in calls:
        assert call.move(Call.Status.COMPLETED, ended_at=now())
    return campaign, offers


def test_a_desk_that_agreed_to_what_was_stopped_is_told_that_nobody_comes() -> None:
    campaign, call = agreed_too_late()

    for _ in range(2):
        assert died_lines.line_died_after_yes(call.pk) is None

    told = campaign.calls.get(purpose="cancel")
    assert (told.provider_id, told.offer_id) == (call.provider_id, call.offer_id)


def test_a_desk_that_the_agent_has_told_is_not_rung_for_it() -> None:
    campaign, call = agreed_too_late()

    died_lines.line_died_after_yes(call.pk, told_otherwise=True)

    assert not campaign.calls.filter(purpose="cancel").exists()


def test_while_the_line_lives_the_agent_may_still_tell_them() -> None:
    campaign, [offer] = with_offers(1)
    booking.confirm(campaign, offer)
    call = answer(confirm_call(campaign))
    assert cancel.cancel_campaign(campaign)

    died_lines.line_died_after_yes(call.pk)

    assert not campaign.calls.filter(purpose="cancel").exists()


def test_an_enquiry_that_may_book_takes_its_permit_when_the_line_died_before_it_could() -> None:
    campaign, [offer] = in_enquiry()

    made = died_lines.line_died_after_yes(offer.call_id, offer)

    assert made is not None and made.status == Booking.Status.NEEDS_CONFIRMATION
    assert confirm_call(campaign).status == "queued" and made.offer == offer


def test_a_yes_of_a_second_desk_is_called_off() -> None:
    campaign, [first, second] = in_enquiry(2)
    died_lines.line_died_after_yes(first.call_id, first)

    assert died_lines.line_died_after_yes(second.call_id, second) is None

    assert campaign.calls.get(purpose="cancel").provider_id == second.provider_id
    assert Booking.objects.get().offer == first


def test_what_is_agreed_to_on_the_next_socket_needs_no_other_call() -> None:
    campaign, [offer] = with_offers(1)
    booking.confirm(campaign, offer)
    call = answer(confirm_call(campaign))
    died_lines.line_died_after_yes(call.pk)

    booking.agreed(call.pk, {"quote": "Yes."})

    assert [c.status for c in campaign.calls.filter(purpose="confirm")] == [
        "in_progress",
        "cancelled",
    ]
