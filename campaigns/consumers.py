"""The live page's socket: the HTML of whatever changes in one campaign."""

import asyncio
import json
import logging
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from campaigns import fragments
from campaigns.hub import Rows, hub, numbered
from campaigns.models import Campaign

logger = logging.getLogger(__name__)
NOT_YOURS = 4404
BROKEN = 1011  # something failed on our side; the page comes back by itself
GATHER_SECONDS = 0.05  # what happens within one blink is drawn together


def last_number(campaign_id: UUID, person: Any) -> int | None:
    """The campaign's last event number, or None when it is not this person's."""
    if not person.is_authenticated:
        return None
    rows = Campaign.objects.of(person).filter(pk=campaign_id)
    return rows.values_list("event_count", flat=True).first()


class LiveConsumer(AsyncWebsocketConsumer):
    """Sends the whole board first, then differences, each with its event number."""

    task: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        campaign_id = self.scope["url_route"]["kwargs"]["campaign_id"]
        known = await database_sync_to_async(last_number)(campaign_id, self.scope["user"])
        await self.accept()  # a code reaches the browser only on an accepted socket
        if known is None:
            await self.close(NOT_YOURS)
            return
        query = parse_qs(self.scope["query_string"].decode("ascii", "replace"))
        seen = numbered(query.get("since", [""])[0])
        self.task = asyncio.create_task(
            self.watch_or_close(campaign_id, -1 if seen is None else seen, known)
        )

    async def disconnect(self, code: int) -> None:
        if self.task:
            self.task.cancel()
            with suppress(asyncio.CancelledError):
                await self.task

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """The page has nothing to say yet; what it sends is not read."""

    async def watch_or_close(self, campaign_id: UUID, seen: int, known: int) -> None:
        """A page that cannot be kept true must not look alive."""
        try:
            await self.watch(campaign_id, seen, known)
        except Exception:
            logger.exception("A live page was given up: campaign %s", campaign_id)
            await self.close(BROKEN)

    async def watch(self, campaign_id: UUID, seen: int, known: int) -> None:
        if seen != known:  # the page is new or was away: everything, once
            seen, html = await database_sync_to_async(fragments.whole_board)(campaign_id)
            await self.tell(seen, html)
        async with hub().watching(campaign_id, seen) as queue:
            while True:
                rows = [row for row in await gathered(queue) if row.number > seen]
                if not rows:
                    continue
                seen = rows[-1].number
                await self.tell(seen, await drawn(campaign_id, rows))

    async def tell(self, number: int, html: str) -> None:
        await self.send(json.dumps({"number": number, "html": html}))


async def gathered(queue: "asyncio.Queue[Rows]") -> Rows:
    """The next rows, with those that follow within a blink."""
    rows = list(await queue.get())
    await asyncio.sleep(GATHER_SECONDS)
    while not queue.empty():
        rows += queue.get_nowait()
    return rows


_drawn: dict[tuple[UUID, int, int], "asyncio.Future[str]"] = {}


async def drawn(campaign_id: UUID, rows: Rows) -> str:
    """The HTML of these rows, drawn once however many sockets ask at the same time."""
    key = (campaign_id, rows[0].number, rows[-1].number)
    if key not in _drawn:
        task = asyncio.ensure_future(database_sync_to_async(fragments.changed)(campaign_id, rows))
        _drawn[key] = task
        task.add_done_callback(lambda _: _drawn.pop(key, None))
    return await asyncio.shield(_drawn[key])
