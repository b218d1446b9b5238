"""The live page's socket: down the HTML of whatever changes, up what the person wants done."""

import asyncio
import json
import logging
import time
from collections import deque
from contextlib import suppress
from urllib.parse import parse_qs
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.contrib.auth.models import AnonymousUser

from callpilot.edge.text import storable_json
from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns.live import commands, entitlement
from campaigns.live.entitlement import Right
from campaigns.live.hub import Rows, hub, numbered
from campaigns.models import Campaign
from campaigns.pages import fragments

logger = logging.getLogger(__name__)
SIGNED_OUT = 4401  # or the right has ended otherwise: who asks again is told how
NOT_YOURS = 4404
BROKEN = 1011  # something failed on our side; the page comes back by itself
GATHER_SECONDS = 0.1  # what happens within one blink is drawn together
PING_SECONDS = 4.0  # a page that hears nothing for 10 seconds says that it is out of date
MAX_COMMAND_LENGTH = 4_000  # characters
MAX_COMMANDS, WITHIN_SECONDS = 20, 10.0


def last_number(campaign_id: UUID, person: User | AnonymousUser) -> int | None:
    """The campaign's last event number, or None when it is not this person's."""
    rows = Campaign.objects.of(person).filter(pk=campaign_id)
    return rows.values_list("event_count", flat=True).first()


def obeyed(right: Right, person: User, wanted: JsonObject) -> JsonObject | None:
    """The answer to a command; None when its right has ended, and then nothing is done."""
    return commands.run(person, right.mandate_id, wanted) if right.holds() else None


def understood(text: str) -> JsonObject | None:
    """The command in a message, or None when there is none; in it is nothing but text for rows."""
    try:
        wanted = json.loads(text)
        return storable_json(wanted) if isinstance(wanted, dict) else None
    except (ValueError, RecursionError):
        return None


class LiveConsumer(AsyncWebsocketConsumer):
    """Sends the whole board first, then differences, each with the numbers it spans.

    {"since": 41, "number": 44, "html": …}: what happened after 41 up to 44. {"ping": ms} is the
    server's clock. Commands are answered by {"ack": their id, "ok", "text"}.
    """

    tasks: tuple[asyncio.Task[None], ...] = ()
    over = False  # we have closed it

    async def connect(self) -> None:
        self.campaign_id: UUID = self.scope["url_route"]["kwargs"]["campaign_id"]
        self.asked_at: deque[float] = deque(maxlen=MAX_COMMANDS)
        person = self.scope["user"]
        await self.accept()  # a code reaches the browser only on an accepted socket
        if not person.is_authenticated:
            await self.close(SIGNED_OUT)
            return
        known = await database_sync_to_async(last_number)(self.campaign_id, person)
        if known is None:
            await self.close(NOT_YOURS)
            return
        self.right = Right(self.campaign_id, self.scope["session"].session_key or "")
        if not await database_sync_to_async(self.right.holds)():
            await self.close(SIGNED_OUT)  # no middleware of requests has looked at this session
            return
        query = parse_qs(self.scope["query_string"].decode("ascii", "replace"))
        seen = numbered(query.get("since", [""])[0])
        self.tasks = (
            asyncio.create_task(self.watch_or_close(-1 if seen is None else seen, known)),
            asyncio.create_task(self.ping()),
            asyncio.create_task(self.leave()),
        )

    async def disconnect(self, code: int) -> None:
        for task in self.tasks:
            task.cancel()
        for task in self.tasks:
            with suppress(asyncio.CancelledError):
                await task

    async def end(self, code: int) -> None:
        """Close, and say nothing more."""
        self.over = True
        for task in self.tasks:
            if task is not asyncio.current_task():
                task.cancel()
        await self.close(code)

    async def leave(self) -> None:
        """Close when the person may not watch any more."""
        ended = asyncio.Event()
        with entitlement.watch().over(self.right, ended.set):
            await ended.wait()
        await self.end(SIGNED_OUT)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """One command; each gets its ack, whatever it says."""
        open_yet = self.tasks and not self.over
        if not open_yet or text_data is None or len(text_data) > MAX_COMMAND_LENGTH:
            return
        wanted = understood(text_data)
        if wanted is None:
            return
        ack = {"ack": str(wanted.get("id", ""))[:64], "ok": False, "text": commands.TOO_FAST}
        if not self.too_fast():
            ack |= await self.carried_out(wanted)
        if not self.over:
            await self.send(json.dumps(ack, default=str))

    async def carried_out(self, wanted: JsonObject) -> JsonObject:
        """The answer to a command; one that fails costs its answer, not the page."""
        run = database_sync_to_async(obeyed)
        try:
            answer: JsonObject | None = await run(self.right, self.scope["user"], wanted)
        except Exception:
            logger.exception("A command of a live page failed: campaign %s", self.campaign_id)
            return {"text": commands.FAILED}
        if answer is None:
            await self.end(SIGNED_OUT)
        return answer or {}

    def too_fast(self) -> bool:
        moment = time.monotonic()
        full = len(self.asked_at) == MAX_COMMANDS
        if full and self.asked_at[0] > moment - WITHIN_SECONDS:
            return True
        self.asked_at.append(moment)
        return False

    async def ping(self) -> None:
        """Say that the page is alive."""
        while True:
            await self.send(json.dumps({"ping": round(time.time() * 1000)}))
            await asyncio.sleep(PING_SECONDS)

    async def watch_or_close(self, seen: int, known: int) -> None:
        """A page that cannot be kept true must not look alive."""
        try:
            await self.watch(seen, known)
        except Exception:
            logger.exception("A live page was given up: campaign %s", self.campaign_id)
            await self.end(BROKEN)

    async def watch(self, seen: int, known: int) -> None:
        if seen != known:  # the page is new or was away: everything, once
            before = seen
            board = database_sync_to_async(fragments.whole_board)
            seen, html = await board(self.campaign_id)
            await self.tell(before, seen, html)
        async with hub().watching(self.campaign_id, seen) as queue:
            while True:
                rows = [row for row in await gathered(queue) if row.number > seen]
                if not rows:
                    continue
                before, seen = seen, rows[-1].number
                await self.tell(before, seen, await drawn(self.campaign_id, rows))

    async def tell(self, since: int, number: int, html: str) -> None:
        await self.send(json.dumps({"since": since, "number": number, "html": html}))


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
