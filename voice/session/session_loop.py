"""Keeps an agent on the line of one call: opens a session, again when it is lost, not for ever."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Generic, Protocol, TypeVar

from django.db import InterfaceError, OperationalError

from callpilot.errors import AgentError
from campaigns.models import Call
from voice.agents.base import AgentEvent, AgentSession, Brief, Ended
from voice.session import records
from voice.session.background import quietly
from voice.session.db_threads import in_thread
from voice.session.reconnect import Reconnect

logger = logging.getLogger(__name__)

Session = TypeVar("Session", bound=AgentSession)


class Listener(Protocol[Session]):
    """Who opens sessions, and is told what the agent does: a conversation."""

    left: bool  # the line is gone

    @property
    def ending(self) -> bool:
        """The last word is being said: a session that is lost now is not opened again."""

    async def open_session(self, brief: Brief) -> Session:
        """Raises AgentError when there is none to be had."""
        ...

    def session_opened(self, session: Session) -> None: ...

    def take(self, session: Session, event: AgentEvent) -> None:
        """Anything that the agent does, but for its end."""


class SessionLoop(Generic[Session]):
    """One agent session after the other; `session` is the one that is open, if any."""

    def __init__(
        self, call: Call, listener: Listener[Session], reconnect: Reconnect | None = None
    ) -> None:
        self.call = call
        self.listener = listener
        self.session: Session | None = None
        self.reconnect = reconnect or Reconnect()

    async def run(self, resumed: bool, *, stored: Callable[[], Awaitable[object]]) -> Ended:
        """Until the agent or the line is gone for good; how the last session ended.

        stored: waits for the words so far, as an agent is briefed from rows.
        """
        while True:
            self.reconnect.opening()
            await stored()
            ended = await self._run_session(resumed)
            if self.listener.ending or not ended.resumable or self.listener.left:
                return ended
            wait_seconds = self.reconnect.after_loss()
            if wait_seconds is None:
                return Ended("The voice agent was lost.", failed=True)
            await asyncio.sleep(wait_seconds)
            resumed = True

    async def _run_session(self, resumed: bool) -> Ended:
        try:
            brief = await in_thread(records.brief, self.call.pk, resumed)
            session = await self.listener.open_session(brief)
        except (OperationalError, InterfaceError):  # its sessions are cut now and then
            logger.exception("Call %s: what its agent must know could not be read.", self.call.pk)
            return Ended("Our records could not be read.", resumable=True)
        except AgentError as error:
            logger.warning("Call %s: no agent session: %s", self.call.pk, type(error).__name__)
            return Ended(str(error), resumable=not error.permanent, failed=error.permanent)
        if self.listener.left:
            await session.close()
            return Ended("The line is gone.")
        self.session = session
        self.listener.session_opened(session)
        try:
            return await self._listen(session)
        except AgentError:
            return Ended("The voice agent broke off.", resumable=True)
        finally:
            self.session = None
            await quietly(session.close())

    async def _listen(self, session: Session) -> Ended:
        async for event in session.events():
            if isinstance(event, Ended):
                return event
            self.listener.take(session, event)
        return Ended("The voice agent left.", resumable=True)
