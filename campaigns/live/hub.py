"""One subscription per mandate and process, however many watch: each row is fetched once."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import UUID
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer

from campaigns import announcements
from campaigns.live.cancellation import cancelled
from campaigns.models import Event, Mandate

logger = logging.getLogger(__name__)
LOOK_SECONDS = 5.0  # messages are hints and may be dropped: look at the rows anyway
MEND_SECONDS = 1.0  # after the database or the channel layer has failed us
DIGITS = 18  # of an event's number, at most
Rows = list[Event]


def rows_since(mandate_id: UUID, number: int, most: int = 500) -> Rows:
    """The events after `number`, in order."""
    events = Event.objects.filter(mandate_id=mandate_id, number__gt=number)
    return list(events.order_by("number")[:most])


def numbered(text: str) -> int | None:
    """The number of an event as a client writes it, or None when it is none."""
    return int(text) if text.isdecimal() and len(text) <= DIGITS else None


def known_number(mandate_id: UUID, number: int) -> int:
    """`number`, or the last event's when there is none so high (a restored backup, a lie)."""
    rows = Mandate.objects.filter(pk=mandate_id)
    return min(number, rows.values_list("event_count", flat=True).first() or 0)


class Watch:
    """Those who watch one mandate from this process and event loop."""

    def __init__(self, mandate_id: UUID, number: int) -> None:
        self.mandate_id = mandate_id
        self.listeners: set[asyncio.Queue[Rows]] = set()
        self.number = number
        self.waiting = 0  # those who are still reading what was before
        self.task: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Look whenever something is announced; an outage is waited out, never the end."""
        while not cancelled():
            try:
                await self.follow()
            except Exception:
                if cancelled():
                    return  # nobody watches any more, and even leaving the group failed
                logger.exception("Watching was interrupted: mandate %s", self.mandate_id)
                await asyncio.sleep(MEND_SECONDS)

    async def follow(self) -> None:
        layer = get_channel_layer()
        channel = await layer.new_channel()
        group = announcements.group(self.mandate_id)
        await layer.group_add(group, channel)
        try:
            while not cancelled():
                await self.look()  # first of all: nothing was announced to us before we joined
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_SECONDS):
                        await layer.receive(channel)
        finally:
            await layer.group_discard(group, channel)

    async def look(self) -> None:
        """Fetch what is new, once, and hand it to everybody."""
        rows = await database_sync_to_async(rows_since)(self.mandate_id, self.number)
        if not rows:
            return
        self.number = rows[-1].number
        for listener in self.listeners:
            listener.put_nowait(rows)


class Hub:
    """The watches of one event loop."""

    def __init__(self) -> None:
        self.watches: dict[UUID, Watch] = {}

    @asynccontextmanager
    async def watching(self, mandate_id: UUID, since: int) -> AsyncIterator[asyncio.Queue[Rows]]:
        """A queue of rows after `since`, without gaps; a row may come twice, never out of order."""
        since = await database_sync_to_async(known_number)(mandate_id, since)
        queue: asyncio.Queue[Rows] = asyncio.Queue()
        watch = self.watches.get(mandate_id)
        if watch is None:
            watch = self.watches[mandate_id] = Watch(mandate_id, since)
            watch.task = asyncio.create_task(watch.run())
        watch.waiting += 1
        try:
            while True:  # until we have read as far as the watch, then join between two awaits
                rows = await database_sync_to_async(rows_since)(mandate_id, since)
                if rows:
                    since = rows[-1].number
                    queue.put_nowait(rows)
                if since >= watch.number:
                    break
            watch.listeners.add(queue)
        finally:  # also for who leaves while reading: a watch without watchers must end
            watch.waiting -= 1
            self.let_go(watch)
        try:
            yield queue
        finally:
            watch.listeners.discard(queue)
            self.let_go(watch)

    def let_go(self, watch: Watch) -> None:
        """End a watch that nobody needs any more."""
        if watch.listeners or watch.waiting or watch.task is None:
            return
        watch.task.cancel()
        if self.watches.get(watch.mandate_id) is watch:
            del self.watches[watch.mandate_id]


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running loop."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())
