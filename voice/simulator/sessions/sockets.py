"""A session at a simulated vendor over a WebSocket, from its beginning until somebody closes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from aiohttp import WSMsgType, web

from callpilot.json_types import JsonObject

MAX_FRAME_LENGTH = 16 * 2**20
CLOSE_SECONDS = 1.0
BROKEN = 1006


@dataclass(frozen=True)
class Close:
    """The socket's end; 1006 breaks the line without a word."""

    code: int
    reason: str = ""


Out = JsonObject | str | Close  # a string is sent as it is, whatever it is


class Session(Protocol):
    """Whoever answers at the vendor's end."""

    async def take(self, message: str | bytes) -> Close | None:
        """A text or binary message; with a Close, nothing is taken after it."""
        ...

    async def idle(self) -> Close | None:
        """Nothing came for as long as was waited."""
        ...


class Wire:
    """One accepted socket."""

    def __init__(self, request: web.Request, headers: Mapping[str, str] | None = None) -> None:
        self._request = request
        self._socket = web.WebSocketResponse(
            compress=False, max_msg_size=MAX_FRAME_LENGTH, timeout=CLOSE_SECONDS
        )
        self._socket.headers.update(headers or {})

    async def accept(self) -> web.WebSocketResponse:
        await self._socket.prepare(self._request)
        return self._socket

    async def tell(self, out: JsonObject | str) -> None:
        """Nothing is sent, and nothing said, once somebody has closed."""
        if not self._socket.closed:
            await self._socket.send_str(out if isinstance(out, str) else json.dumps(out))

    async def converse(self, session: Session, idle_seconds: float) -> tuple[str, int | None]:
        """Until somebody closes: who it was, "vendor" or "client", and the code."""
        try:
            close = await self._exchange(session, idle_seconds)
        except ConnectionError:
            close = None
        if close is None:
            return "client", self._socket.close_code
        await self.close(close)
        return "vendor", close.code

    async def close(self, close: Close) -> None:
        if close.code != BROKEN:
            await self._socket.close(code=close.code, message=close.reason.encode()[:120])
        elif self._request.transport is not None:
            self._request.transport.abort()

    async def _exchange(self, session: Session, idle_seconds: float) -> Close | None:
        while True:
            try:
                message = await self._socket.receive(timeout=idle_seconds)
            except TimeoutError:
                close = await session.idle()
            else:
                if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                    return None
                close = await session.take(message.data)
            if close is not None:
                return close
