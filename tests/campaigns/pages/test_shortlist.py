"""The shortlist: what each offer's points rest on, and how long it may still take."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import now

from campaigns.offers import scoring
from campaigns.pages import shortlist
from campaigns.pages.shortlist import Item
from scheduling.models import CalendarEntry
from tests.factories import make_call, make_campaign, make_offer

pytestmark = pytest.mark.django_db


def test_an_offer_that_meets_something_in_the_calendar_says_so() -> None:
    campaign = make_campaign(status="ranking")
    offer = make_offer(make_call(campaign, status="completed"))
    scoring.rescore(campaign.pk)
    CalendarEntry.objects.create(
        person=campaign.person, start=offer.start, end=offer.end, title="Piano"
    )

    [item] = shortlist.items(campaign)

    assert item.offer == offer and item.clash == offer.slot
    assert [part.name for part in item.parts] == list(scoring.CRITERIA)


@pytest.mark.parametrize(
    ("price", "shown"),
    [(None, ""), (Decimal("85.00"), "85"), (Decimal("85.50"), "85.50")],
)
def test_a_price_has_cents_only_where_there_are_some(price: Decimal | None, shown: str) -> None:
    assert Item(make_offer(price=price)).price == shown


def test_how_long_it_takes_is_told_from_what_waits_and_how_many_talk_at_once() -> None:
    campaign = make_campaign(status="negotiating", max_parallel=2)
    ended = make_call(
        campaign, status="completed", answered_at=now(), ended_at=now() + timedelta(minutes=2)
    )
    waiting = [make_call(campaign) for _ in range(4)]

    assert shortlist.minutes_left(campaign, [ended, *waiting]) == (3, 6)
    assert shortlist.minutes_left(campaign, [ended]) is None
