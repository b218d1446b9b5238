"""One subscription per campaign: rows in order, without gaps, and an end when nobody watches."""

import asyncio
from contextlib import suppress
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from pytest_django.fixtures import Settings

from callpilot.embedded.local_layer import LocalChannelLayer
from campaigns.live.hub import Hub, known_number, numbered, rows_since
from campaigns.models import Campaign, Event
from tests.factories import make_campaign


def record(campaign: Campaign, count: int = 1) -> None:
    for _ in range(count):
        Event.record(campaign, Event.Kind.CALL_NOTED, text="news")


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("7", 7), ("9" * 18, int("9" * 18))],
)
def test_a_number_is_read(text: str, number: int) -> None:
    assert numbered(text) == number


@pytest.mark.parametrize("text", ["", "-1", "1.0", " 1", "one", "9" * 19, "1\n", "0x1"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert numbered(text) is None


@pytest.mark.django_db
def test_rows_come_in_order_after_the_number_and_so_many_at_most() -> None:
    campaign = make_campaign()
    record(campaign, 5)

    assert [row.number for row in rows_since(campaign.pk, 2)] == [3, 4, 5]
    assert [row.number for row in rows_since(campaign.pk, 0, most=2)] == [1, 2]


@pytest.mark.django_db
def test_a_number_from_the_future_is_taken_for_the_last() -> None:
    campaign = make_campaign()
    record(campaign, 3)

    assert known_number(campaign.pk, 99) == 3
    assert known_number(campaign.pk, 2) == 2
    assert known_number(UUID(int=0), 99) == 0


class SwallowingLayer(LocalChannelLayer):
    """Who is cancelled while joining a group has joined, and is told nothing."""

    async def group_add(self, group: str, channel: str) -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(60)
        await super().group_add(group, channel)


async def next_rows(queue: asyncio.Queue[list[Event]]) -> list[int]:
    async with asyncio.timeout(60):
        return [row.number for row in await queue.get()]


@pytest.mark.django_db(transaction=True)
async def test_whoever_joins_late_gets_what_was_before() -> None:
    campaign = await database_sync_to_async(make_campaign)()
    await database_sync_to_async(record)(campaign, 3)

    async with Hub().watching(campaign.pk, 1) as queue:
        assert await next_rows(queue) == [2, 3]


@pytest.mark.django_db(transaction=True)
async def test_two_watchers_share_one_watch_and_both_get_the_news() -> None:
    campaign = await database_sync_to_async(make_campaign)()
    hub = Hub()

    async with hub.watching(campaign.pk, 0) as one, hub.watching(campaign.pk, 0) as two:
        assert len(hub.watches) == 1
        await sync_to_async(record)(campaign)
        assert await next_rows(one) == await next_rows(two) == [1]


@pytest.mark.django_db(transaction=True)
async def test_a_watch_ends_with_its_last_watcher() -> None:
    campaign = await database_sync_to_async(make_campaign)()
    hub = Hub()

    async with hub.watching(campaign.pk, 0):
        async with hub.watching(campaign.pk, 0):
            pass
        assert len(hub.watches) == 1
    assert hub.watches == {}


@pytest.mark.django_db(transaction=True)
async def test_a_watch_ends_even_where_the_layer_swallows_that(settings: Settings) -> None:
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": f"{__name__}.SwallowingLayer"}}
    campaign = await database_sync_to_async(make_campaign)()
    hub = Hub()

    async with hub.watching(campaign.pk, 0):
        task = hub.watches[campaign.pk].task

    assert task is not None
    async with asyncio.timeout(30):
        await asyncio.wait({task})
