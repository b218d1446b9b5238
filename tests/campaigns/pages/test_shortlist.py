"""The shortlist: what each offer's points rest on, and how long it may still take."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import now

from callpilot.json_types import JsonObject
from campaigns.models import Call, Offer
from campaigns.offers import scoring
from campaigns.pages import shortlist
from campaigns.pages.shortlist import Item
from scheduling.models import CalendarEntry
from tests.campaigns.answered_calls import with_offers
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


def test_the_best_comes_first_and_all_parts_add_up_to_its_points() -> None:
    campaign, _ = with_offers(3)

    items = shortlist.items(campaign)

    assert [item.offer.rank for item in items] == [1, 2, 3]
    for item in items:
        assert [part.name for part in item.parts] == list(scoring.CRITERIA)
        assert sum(part.points for part in item.parts) == item.offer.points


@pytest.mark.parametrize(
    "status,shown", [("booked", True), ("withdrawn", False), ("expired", False)]
)
def test_only_what_stands_or_was_booked_is_shown(status: str, shown: bool) -> None:
    campaign, [offer] = with_offers(1)
    Offer.objects.update(status=status)

    assert bool(shortlist.items(campaign)) is shown


def test_a_weight_of_zero_has_no_merit_to_show() -> None:
    campaign, _ = with_offers(1)
    type(campaign).objects.update(rating_weight=0)
    campaign.refresh_from_db()

    parts = {part.name: part for part in shortlist.items(campaign)[0].parts}

    assert parts["rating"].merit == "" and parts["rating"].weight == "0.00"


def test_what_stands_in_the_calendar_meanwhile_is_shown_beside_it() -> None:
    campaign, [offer] = with_offers(1)
    assert shortlist.items(campaign)[0].clash is None
    CalendarEntry.objects.create(
        person=campaign.person, start=offer.start, end=offer.end, title="Dinner"
    )

    clash = shortlist.items(campaign)[0].clash

    assert clash is not None and clash.overlaps(offer.slot)


def test_until_when_a_time_is_held_is_told_while_it_is() -> None:
    campaign, [offer] = with_offers(1)
    held = shortlist.items(campaign)[0].lapses_at
    assert offer.hold is not None and held == offer.hold.lapses_at

    type(offer.hold).objects.update(released_at=now())

    assert shortlist.items(campaign)[0].lapses_at is None


@pytest.mark.parametrize(
    "price,shown",
    [(None, ""), (Decimal("85.00"), "85"), (Decimal("85.50"), "85.50"), (Decimal(0), "0")],
)
def test_a_price_has_no_cents_where_there_are_none(price: Decimal | None, shown: str) -> None:
    assert shortlist.Item(Offer(price=price)).price == shown


# --- how long it takes --------------------------------------------------------------------------


def call(**changes: object) -> Call:
    fields: JsonObject = {"status": "queued", "due_at": now() - timedelta(seconds=1), **changes}
    return Call(**fields)


def test_nothing_under_way_takes_no_time() -> None:
    campaign = make_campaign(status="ranking")

    assert shortlist.minutes_left(campaign, []) is None
    assert shortlist.minutes_left(campaign, [call(status="completed")]) is None
    assert shortlist.minutes_left(campaign, [call(due_at=now() + timedelta(hours=1))]) is None


def test_a_campaign_that_is_over_takes_no_time() -> None:
    assert shortlist.minutes_left(make_campaign(status="cancelled"), [call()]) is None


@pytest.mark.parametrize("calls", [1, 5, 6, 40])
def test_it_is_a_span_that_grows_with_the_calls(calls: int) -> None:
    campaign = make_campaign(status="dialing", max_parallel=5)

    found = shortlist.minutes_left(campaign, [call() for _ in range(calls)])
    longer = shortlist.minutes_left(campaign, [call() for _ in range(calls + 40)])

    assert found is not None and longer is not None
    assert 1 <= found[0] < found[1] and longer[0] > found[0]


def test_it_learns_from_the_calls_that_were_made() -> None:
    campaign = make_campaign(status="dialing", max_parallel=1)
    moment = now()
    long = call(status="completed", answered_at=moment - timedelta(minutes=20), ended_at=moment)

    usual = shortlist.minutes_left(campaign, [call()])
    slow = shortlist.minutes_left(campaign, [call(), long])

    assert usual is not None and slow is not None and slow[0] > usual[1]


def test_the_day_is_counted_from_the_first_of_the_wish() -> None:
    offer = make_offer()
    offer.campaign.date_range_start = offer.start.astimezone(offer.zone).date()
    campaign = offer.campaign
    campaign.save()

    (item,) = shortlist.items(campaign)

    assert item.parts[0].raw == "day 1 of your dates"
