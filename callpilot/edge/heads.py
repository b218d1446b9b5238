"""Requests whose head comes in time; whoever sends it byte by byte for ever is hung up on."""

import asyncio
import logging
from typing import cast

import h11
from django.conf import settings
from uvicorn.protocols.http.h11_impl import H11Protocol

logger = logging.getLogger(__name__)


class PromptHeads(H11Protocol):
    """The server's own protocol, with a time from the first byte of a head to its last.

    A connection that has asked for nothing yet has the same time. What has been asked may take
    as long as it takes: streams of events, and sockets, which get a protocol of their own.
    """

    deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(cast(asyncio.Transport, transport))
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE or self.transport.is_closing():
            self._stop_waiting()
        elif self.deadline is None:
            self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        self.deadline = self.loop.call_later(settings.REQUEST_HEAD_SECONDS, self._hang_up)

    def _stop_waiting(self) -> None:
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None

    def _hang_up(self) -> None:
        logger.info("A request was hung up on: its head did not come in time.")
        self.transport.close()
