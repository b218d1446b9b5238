"""Which offers can be chosen."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from campaigns.models import Offer
from campaigns.offers import offers
from tests.factories import make_call, make_campaign, make_offer

pytestmark = pytest.mark.django_db


def test_only_what_stands_is_proven_and_ranked_can_be_chosen_the_best_first() -> None:
    campaign = make_campaign()

    def made(**changes: object) -> Offer:
        return make_offer(make_call(campaign, status="completed"), **changes)

    second, first = made(rank=2), made(rank=1)
    made(rank=3, verified=False)
    made(rank=4, status="withdrawn")
    made(rank=None)
    made(rank=5, start=now() - timedelta(hours=1))
    make_offer(rank=1)  # of another campaign

    assert list(Offer.objects.choosable(campaign.pk)) == [first, second]
    assert offers.best(campaign.pk) == first
    assert offers.best_other(first.call) == second
