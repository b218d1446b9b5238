"""Who may still follow a mandate; whatever is open by a right that has ended is told to end.

Somebody signs out, changes a password, revokes a token, is deactivated or loses the mandate: what
they opened before hears nothing of that by itself. So all rights by which something is open in
this process are looked at together, every few seconds.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db.models import Q
from django.utils.crypto import constant_time_compare
from django.utils.timezone import now

from callpilot.accounts import session_limits, session_store
from callpilot.json_types import JsonObject
from callpilot.models import ApiToken, User
from campaigns.live.cancellation import cancelled
from campaigns.models import Mandate

logger = logging.getLogger(__name__)
LOOK_SECONDS = 3.0


@dataclass(frozen=True)
class Right:
    """To follow one mandate: a page's by its session, a program's by its token."""

    mandate_id: UUID
    session_key: str = ""
    token_id: int | None = None

    def holds(self) -> bool:
        return bool(holding({self}))


def holding(rights: Collection[Right]) -> set[Right]:
    """Those that hold now. Three queries at most, however many they are."""
    mandates = Mandate.objects.filter(pk__in={right.mandate_id for right in rights})
    active = mandates.filter(person__is_active=True).select_related("person")
    owners = {mandate.pk: mandate.person for mandate in active}
    sessions = session_store.read({right.session_key for right in rights if right.session_key})
    tokens = _owners_of({right.token_id for right in rights if right.token_id is not None})

    def holds(right: Right) -> bool:
        owner = owners.get(right.mandate_id)
        if owner is None:
            return False
        if right.token_id is not None:
            return tokens.get(right.token_id) == owner.pk
        return _is_signed_in(owner, sessions.get(right.session_key, {}))

    return {right for right in rights if holds(right)}


def _owners_of(token_ids: Collection[int]) -> dict[int, int]:
    """Whose each token is, of those that are there and have not expired."""
    if not token_ids:
        return {}
    lasting = Q(expires_at=None) | Q(expires_at__gt=now())
    rows = ApiToken.objects.filter(lasting, pk__in=token_ids)
    return dict(rows.values_list("pk", "user_id"))


def _is_signed_in(person: User, session: JsonObject) -> bool:
    """What is asked at each request; a session of before a change of password is none."""
    if session.get(SESSION_KEY) != str(person.pk) or session_limits.is_over(session, time.time()):
        return False
    given = str(session.get(HASH_SESSION_KEY, ""))
    return constant_time_compare(given, person.get_session_auth_hash())


class Watch:
    """The rights by which something is open in one event loop, and whom to tell of their end."""

    def __init__(self, seconds: float = LOOK_SECONDS) -> None:
        self.seconds = seconds
        self.open: dict[Right, list[Callable[[], None]]] = {}
        self.task: asyncio.Task[None] | None = None

    @contextmanager
    def over(self, right: Right, tell: Callable[[], None]) -> Iterator[None]:
        """`tell` is called once if the right ends meanwhile; it must not wait for anything."""
        told = self.open.setdefault(right, [])
        told.append(tell)
        if self.task is None:
            self.task = asyncio.create_task(self.run())
        try:
            yield
        finally:
            told.remove(tell)
            if not told and self.open.get(right) is told:
                del self.open[right]
            if not self.open and self.task is not None:
                self.task.cancel()
                self.task = None

    async def run(self) -> None:
        """An outage ends nobody's page: nothing new can be read during it either."""
        while not cancelled():
            await asyncio.sleep(self.seconds)
            try:
                await self.look()
            except Exception:
                logger.exception("Whether pages and streams may stay open could not be read.")

    async def look(self) -> None:
        rights = set(self.open)
        for right in rights - await database_sync_to_async(holding)(rights):
            for tell in self.open.pop(right, []):
                tell()


_watches: WeakKeyDictionary[asyncio.AbstractEventLoop, Watch] = WeakKeyDictionary()


def watch(seconds: float = LOOK_SECONDS) -> Watch:
    """The watch of the running loop; who asks first may say how often it looks."""
    loop = asyncio.get_running_loop()
    if loop not in _watches:
        _watches[loop] = Watch(seconds)
    return _watches[loop]
