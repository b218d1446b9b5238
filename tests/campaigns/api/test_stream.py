"""The SSE address: every row once and in order, from where one left, to the owner alone."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import AsyncClient
from django.utils.timezone import now

from callpilot.models import ApiToken
from campaigns.api import stream
from campaigns.live import entitlement
from campaigns.live import hub as hubs
from campaigns.live.entitlement import Right
from campaigns.models import Call, Campaign, Event
from tests.factories import make_call, make_campaign, make_person
from tests.sockets import PATIENCE_SECONDS

pytestmark = pytest.mark.django_db(transaction=True)


@sync_to_async
def started() -> tuple[Campaign, str]:
    campaign = make_campaign(status="negotiating")
    return campaign, ApiToken.issue(campaign.person, "test")


@sync_to_async
def happens(campaign: Campaign, *texts: str) -> None:
    for text in texts:
        Event.record(campaign, Event.Kind.CALL_NOTED, text=text)


@sync_to_async
def ends(campaign: Campaign) -> None:
    assert campaign.move(Campaign.Status.FAILED, reason="Nobody answered.", ended_at=now())


async def opened(campaign: Campaign, token: str, **headers: str) -> HttpResponseBase:
    return await AsyncClient().get(
        f"/api/campaigns/{campaign.pk}/stream",
        headers={"Authorization": f"Token {token}"} | headers,
    )


@asynccontextmanager
async def failing_reads(most: int) -> AsyncIterator[None]:
    """Who looks for new events meets a database that is gone, so often at most."""
    failures = iter(range(most))

    def failing(
        execute: Callable[..., object], sql: str, params: object, many: bool, context: object
    ) -> object:
        reads = sql.startswith("SELECT") and '"campaigns_event"."number" >' in sql
        if reads and next(failures, None) is not None:
            raise OSError("the server closed the connection")
        return execute(sql, params, many, context)

    await sync_to_async(lambda: connection.execute_wrappers.append(failing))()
    try:
        yield
    finally:
        await sync_to_async(lambda: connection.execute_wrappers.remove(failing))()


async def read(answer: HttpResponseBase) -> str:
    """All of a stream that ends."""
    assert isinstance(answer, StreamingHttpResponse)
    async with asyncio.timeout(PATIENCE_SECONDS):
        return "".join([part.decode() async for part in answer])


async def reading(campaign: Campaign, token: str, **headers: str) -> "asyncio.Task[str]":
    """All of a stream, once it is open and watches for what comes."""
    watches = hubs.hub().watches
    before = len(watches[campaign.pk].listeners) if campaign.pk in watches else 0
    task = asyncio.create_task(read(await opened(campaign, token, **headers)))
    async with asyncio.timeout(PATIENCE_SECONDS):
        while campaign.pk not in watches or len(watches[campaign.pk].listeners) == before:
            await asyncio.sleep(0.01)
    return task


def numbers(text: str) -> list[int]:
    return [int(line[4:]) for line in text.splitlines() if line.startswith("id: ")]


async def test_every_row_comes_once_with_its_number_and_the_stream_ends_with_the_campaign() -> None:
    campaign, token = await started()
    await happens(campaign, "one", "two")

    story = await reading(campaign, token)
    await happens(campaign, "three")
    await ends(campaign)
    text = await story

    kind = (await opened(campaign, token))["Content-Type"]
    assert kind == "text/event-stream; charset=utf-8"
    assert numbers(text) == [1, 2, 3, 4]
    assert "event: call_noted\ndata: {" in text and '"text": "three"' in text
    assert '"reason": "Nobody answered."' in text


async def test_who_comes_back_gets_what_was_missed_and_nothing_twice() -> None:
    campaign, token = await started()
    await happens(campaign, "one", "two", "three")
    await ends(campaign)

    text = await read(await opened(campaign, token, **{"Last-Event-ID": "2"}))

    assert numbers(text) == [3, 4]


async def test_rows_that_follow_the_decision_are_not_lost() -> None:
    """After the booking the other desks are thanked; that belongs to the story."""
    campaign, token = await started()
    call = await sync_to_async(make_call)(campaign, status="in_progress", purpose="release")
    await ends(campaign)
    story = await reading(campaign, token)
    await sync_to_async(call.move)(Call.Status.COMPLETED, ended_at=now(), concluded_at=now())

    text = await story

    assert numbers(text) == [1, 2] and "event: call_moved" in text


async def test_a_browser_that_has_seen_the_end_is_told_not_to_come_back() -> None:
    campaign, token = await started()
    await ends(campaign)

    answer = await opened(campaign, token, **{"Last-Event-ID": "1"})

    assert answer.status_code == 204


async def test_a_quiet_stream_is_kept_open_by_pings() -> None:
    campaign, _token = await started()

    right = Right(campaign.pk)
    async with aclosing(stream.rows(right, 0, ping_seconds=0.05)) as parts:
        async with asyncio.timeout(PATIENCE_SECONDS):
            seen = [await anext(parts) for _ in range(3)]

    assert seen == [": hello\n\n", ": ping\n\n", ": ping\n\n"]


async def test_a_stream_ends_with_its_token_in_the_middle_of_the_news() -> None:
    entitlement.watch(seconds=0.05)
    campaign, token = await started()
    story = await reading(campaign, token)
    await happens(campaign, "one")

    await ApiToken.objects.all().adelete()
    text = await story

    await happens(campaign, "two")
    assert numbers(text) in ([], [1])
    assert campaign.pk not in hubs.hub().watches and not entitlement.watch().open


@pytest.mark.parametrize("number", ["soon", "-1", "1.5", "9" * 5000])
async def test_a_number_that_is_none_is_refused(number: str) -> None:
    campaign, token = await started()

    answer = await opened(campaign, token, **{"Last-Event-ID": number})

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"


async def test_a_number_from_the_future_neither_blinds_oneself_nor_others() -> None:
    campaign, token = await started()
    await happens(campaign, "one")
    liar = await reading(campaign, token, **{"Last-Event-ID": "999"})
    honest = await reading(campaign, token)
    await happens(campaign, "two")
    await ends(campaign)

    assert numbers(await liar) == [2, 3]
    assert numbers(await honest) == [1, 2, 3]


async def test_charlie_and_strangers_find_nothing() -> None:
    campaign, _token = await started()
    charlie = await sync_to_async(make_person)("charlie")
    theirs = await sync_to_async(ApiToken.issue)(charlie, "test")

    foreign = await opened(campaign, theirs)
    unknown = await opened(campaign, "nonsense")
    nobody = await AsyncClient().get(f"/api/campaigns/{campaign.pk}/stream")

    assert [foreign.status_code, unknown.status_code, nobody.status_code] == [404, 401, 401]
    assert nobody["WWW-Authenticate"] == "Token"
    for answer in (foreign, unknown, nobody):
        assert answer["Content-Type"] == "application/problem+json"


async def test_the_stream_is_only_read() -> None:
    campaign, token = await started()

    answer = await AsyncClient().post(
        f"/api/campaigns/{campaign.pk}/stream", headers={"Authorization": f"Token {token}"}
    )

    assert answer.status_code == 405 and answer["Allow"] == "GET, HEAD"
    assert answer["Content-Type"] == "application/problem+json"


async def test_an_outage_of_the_database_interrupts_but_does_not_end_the_watching(
    caplog: pytest.LogCaptureFixture,
) -> None:
    campaign, _token = await started()

    async with hubs.hub().watching(campaign.pk, 0) as queue, failing_reads(1):
        await happens(campaign, "one")
        async with asyncio.timeout(PATIENCE_SECONDS):
            rows = await queue.get()

    assert [row.number for row in rows] == [1]
    assert "Watching was interrupted" in caplog.text


async def test_a_watch_ends_with_its_last_watcher_even_one_that_left_while_reading() -> None:
    campaign, _token = await started()
    watches = hubs.hub().watches

    async def watch() -> AsyncGenerator[asyncio.Queue[list[Event]], None]:
        async with hubs.hub().watching(campaign.pk, 0) as queue:
            yield queue

    reader = watch()
    await anext(reader)
    assert campaign.pk in watches
    await reader.aclose()
    assert campaign.pk not in watches

    async with failing_reads(2):  # of the watcher and of its watch
        with pytest.raises(OSError, match="closed the connection"):
            await anext(watch())
    assert campaign.pk not in watches
