"""What a person is owed an e-mail about: once for a request, once for each try to book."""

import pytest

from campaigns.models import Booking, Campaign, Notice
from tests.campaigns.answered_calls import with_offers
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db


def test_a_request_that_comes_back_to_its_offers_is_told_of_once() -> None:
    campaign = make_campaign(status="negotiating")

    campaign.move(Campaign.Status.RANKING)
    campaign.move(Campaign.Status.NEGOTIATING)
    campaign.move(Campaign.Status.RANKING)

    assert [notice.kind for notice in campaign.notices.all()] == ["offers_ready"]


def test_each_try_to_book_is_told_of() -> None:
    campaign, offers = with_offers(2)
    tries = [Booking(campaign=campaign, offer=offer, deadline_at=offer.start) for offer in offers]
    for permit in tries:
        permit.save()
        for _ in range(2):
            Notice.owe(campaign.pk, Notice.Kind.NOT_BOOKED, permit.pk)
        permit.move(Booking.Status.REFUSED)

    told = campaign.notices.filter(kind="not_booked")
    assert {notice.booking_id for notice in told} == {permit.pk for permit in tries}
    assert told.count() == 2


def test_who_is_cancelled_by_the_person_is_told_nothing() -> None:
    campaign = make_campaign(status="negotiating")

    campaign.move(Campaign.Status.CANCELLED)

    assert not campaign.notices.exists()
