"""Which offers can be chosen."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
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


def test_a_time_that_a_desk_names_is_noted_once() -> None:
    first = make_offer()
    make_offer(first.call, start=first.start + timedelta(days=1))

    with pytest.raises(IntegrityError), transaction.atomic():
        make_offer(first.call, start=first.start)


@pytest.mark.parametrize(
    ("merits", "points"),
    [
        ((0.394, 0.224, 0.124, 0.0), [39, 23, 12, 0]),  # each rounded down they would be 73
        ((0.396, 0.226, 0.126, 0.006), [40, 22, 13, 0]),
        ((0.0, 0.0, 0.0, 0.0), [0, 0, 0, 0]),
    ],
)
def test_the_points_that_are_seen_add_up_to_the_score(
    merits: tuple[float, ...], points: list[int]
) -> None:
    names = ("earliest", "rating", "distance", "preference")
    offer = Offer(breakdown=dict(zip(names, merits, strict=True)))

    assert [part["points"] for part in offer.parts] == points
    assert offer.points == sum(points) == round(100 * sum(merits))
