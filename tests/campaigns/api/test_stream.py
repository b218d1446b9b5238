"""The SSE address: every row once and in order, from where one left, to the owner alone."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient
from django.utils.timezone import now

from callpilot.models import ApiToken
from campaigns.api import stream
from campaigns.live import hub as hubs
from campaigns.models import Call, Campaign, Event
from tests.factories import make_call, make_campaign, make_person
from tests.sockets import PATIENCE_SECONDS

pytestmark = pytest.mark.django_db(transaction=True)


@sync_to_async
def started(**changes: Any) -> tuple[Campaign, str]:
    campaign = make_campaign(status="negotiating", **changes)
    return campaign, ApiToken.issue(campaign.person, "test")


@sync_to_async
def happens(campaign: Campaign, *texts: str) -> None:
    for text in texts:
        Event.record(campaign, Event.Kind.CALL_NOTED, text=text)


@sync_to_async
def ends(campaign: Campaign) -> None:
    assert campaign.move(Campaign.Status.FAILED, reason="Nobody answered.", ended_at=now())


async def opened(campaign: Campaign, token: str, **headers: str) -> Any:
    return await AsyncClient().get(
        f"/api/campaigns/{campaign.pk}/stream",
        headers={"Authorization": f"Token {token}"} | headers,
    )


async def read(answer: Any) -> str:
    """All of a stream that ends."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        return "".join([part.decode() async for part in answer.streaming_content])


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

    assert (await opened(campaign, token))["Content-Type"] == "text/event-stream"
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


async def test_a_quiet_stream_is_kept_open_by_pings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PING_SECONDS", 0.05)
    campaign, token = await started()

    parts = (await opened(campaign, token)).streaming_content
    async with asyncio.timeout(PATIENCE_SECONDS):
        seen = [(await anext(parts)).decode() for _ in range(3)]
    await parts.aclose()

    assert seen == [": hello\n\n", ": ping\n\n", ": ping\n\n"]


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
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    campaign, _token = await started()
    monkeypatch.setattr(hubs, "MEND_SECONDS", 0.05)
    failures = iter([True])
    look = hubs.Watch.look

    async def failing_once(self: hubs.Watch) -> None:
        if next(failures, False):
            raise OSError("the server closed the connection")
        await look(self)

    async with hubs.hub().watching(campaign.pk, 0) as queue:
        monkeypatch.setattr(hubs.Watch, "look", failing_once)
        await happens(campaign, "one")
        async with asyncio.timeout(PATIENCE_SECONDS):
            rows = await queue.get()

    assert [row.number for row in rows] == [1]
    assert "Watching was interrupted" in caplog.text


async def test_a_watch_ends_with_its_last_watcher_even_one_that_left_while_reading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    campaign, _token = await started()
    watches = hubs.hub().watches

    async def watch() -> AsyncGenerator[Any, None]:
        async with hubs.hub().watching(campaign.pk, 0) as queue:
            yield queue

    reader = watch()
    await anext(reader)
    assert campaign.pk in watches
    await reader.aclose()
    assert campaign.pk not in watches

    def interrupted(*_: object) -> Any:
        raise OSError("gone while reading")

    monkeypatch.setattr(hubs, "rows_since", interrupted)
    with pytest.raises(OSError, match="gone while reading"):
        await anext(watch())
    assert campaign.pk not in watches
