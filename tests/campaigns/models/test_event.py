"""The log of a campaign: numbered without gaps, told after the commit, also under load."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction

from campaigns.models import Campaign, Event
from tests.factories import make_call, make_campaign, make_offer

pytestmark = pytest.mark.django_db(transaction=True)


def numbers(campaign: Campaign) -> list[int]:
    return list(Event.objects.filter(mandate=campaign).values_list("number", flat=True))


def record(campaign: Campaign, text: str = "") -> Event:
    return Event.record(campaign, Event.Kind.CALL_NOTED, text=text)


def test_events_are_numbered_from_one() -> None:
    campaign = make_campaign()

    assert [record(campaign).number for _ in range(3)] == [1, 2, 3]


def test_each_campaign_has_numbers_of_its_own() -> None:
    one, other = make_campaign(), make_campaign()
    record(one)

    assert record(other).number == 1


def test_a_rollback_gives_the_number_back() -> None:
    campaign = make_campaign()
    with pytest.raises(RuntimeError), transaction.atomic():
        record(campaign)
        raise RuntimeError

    assert record(campaign).number == 1 and numbers(campaign) == [1]


def test_the_campaign_knows_the_number_of_its_last_event() -> None:
    campaign = make_campaign()
    for _ in range(3):
        record(campaign)

    campaign.refresh_from_db()
    assert campaign.event_count == 3


def test_those_who_write_at_once_leave_no_gap() -> None:
    campaign = make_campaign()
    barrier = Barrier(5)

    def write(_: int) -> None:
        close_old_connections()
        barrier.wait()
        try:
            for _number in range(4):
                record(campaign)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(write, range(5)))

    assert numbers(campaign) == list(range(1, 21))


def test_the_database_takes_a_number_once() -> None:
    campaign = make_campaign()
    event = record(campaign)

    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(mandate=campaign, number=event.number, kind=event.kind)


def test_an_event_knows_its_call_its_offer_and_its_words() -> None:
    call = make_call(status="completed")
    offer = make_offer(call)

    event = Event.record(
        offer.campaign, Event.Kind.OFFER_NOTED, call=call, offer=offer, verified=True
    )

    event.refresh_from_db()
    assert (event.call, event.offer, event.data) == (call, offer, {"verified": True})
    assert str(event) == "1 offer_noted"


def test_the_log_goes_with_its_campaign() -> None:
    campaign = make_campaign()
    record(campaign)

    campaign.delete()

    assert not Event.objects.exists()
