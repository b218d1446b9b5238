"""The client's end of an agent's WebSocket: what comes waits here; what goes is not waited for."""

import asyncio
import logging
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from ssl import SSLContext
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from picows import (
    WSCloseCode,
    WSError,
    WSFrame,
    WSHandshakeError,
    WSListener,
    WSMsgType,
    WSProtocolError,
    WSTransport,
    ws_connect,
)

DIAL_SECONDS = 5.0  # for the connection and the upgrade, each
CLOSE_SECONDS = 0.5
PING_SECONDS = 10.0  # of silence until we ask whether anybody is there, and for the answer
MAX_MESSAGE_LENGTH = 16 * 2**20  # bytes
MAX_MESSAGES = 64  # received and not yet taken; then the network has to wait
NO_CODE, BROKEN_OFF = 1005, 1006

_silent = logging.Logger("picows")  # the library would log what is on the wire
_silent.disabled = True


class Closed(Exception):
    """The socket is closed and all that came has been taken. 1006: nobody said goodbye."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"The socket was closed ({code}).")
        self.code = code
        self.reason = reason


class Refused(Exception):
    """The server answered, but with this status instead of a socket."""

    def __init__(self, status: int, headers: Mapping[str, str]) -> None:
        super().__init__(f"The server answered HTTP {status}.")
        self.status = status
        self.headers = headers


class AgentSocket(WSListener):
    """One WebSocket of ours. `send` returns at once: look at `stalled` before sending more."""

    def __init__(self) -> None:
        self._messages: deque[bytes] = deque()
        self._parts: list[bytes] = []  # of a message that is still coming
        self._part_bytes = 0
        self._reader: asyncio.Future[None] | None = None  # somebody waits for a message
        self._holding = False  # the network waits for whoever takes the messages
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._closed: Closed | None = None
        self._theirs: Closed | None = None  # as their goodbye said
        self._transport: WSTransport

    async def recv(self) -> bytes:
        """The next message, text or not; raises Closed after the last."""
        while not self._messages:
            if self._closed is not None:
                raise self._closed
            self._reader = asyncio.get_running_loop().create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        message = self._messages.popleft()
        if self._holding and len(self._messages) <= MAX_MESSAGES // 2:
            self._holding = False
            if self._closed is None:
                self._transport.underlying_transport.resume_reading()
        return message

    def send(self, text: bytes) -> None:
        """A text message; nothing is sent, and nothing said, when the socket is closed."""
        if self._closed is None:
            self._transport.send(WSMsgType.TEXT, text)

    def send_sound(self, sound: bytes) -> None:
        """A binary message."""
        if self._closed is None:
            self._transport.send(WSMsgType.BINARY, sound)

    @property
    def stalled(self) -> bool:
        """Whether the network takes nothing more at present."""
        return not self._flowing.is_set()

    async def flowing(self) -> None:
        """Wait until the network takes something; a closed socket takes everything."""
        await self._flowing.wait()

    async def close(self) -> None:
        """Politely if the other side answers at once; a stalled one would hold us for seconds."""
        if self._closed is not None:
            return
        try:
            self._transport.send_close(WSCloseCode.OK)
            self._messages.clear()  # nobody takes them any more, and the answer is behind them
            if self._holding:
                self._transport.underlying_transport.resume_reading()
            with suppress(TimeoutError, WSError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._transport.wait_disconnected()
        finally:
            self._transport.disconnect(graceful=False)

    # --- called by the library --------------------------------------------------------------

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        kind = frame.msg_type
        if kind == WSMsgType.CLOSE:
            self._take_goodbye(transport, frame.get_payload_as_bytes())
        elif kind in (WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.CONTINUATION):
            part = frame.get_payload_as_bytes()
            if frame.fin and not self._parts:
                self._take(part)
            else:
                self._gather(part, last=frame.fin)

    def _gather(self, part: bytes, *, last: bool) -> None:
        self._parts.append(part)
        self._part_bytes += len(part)
        if self._part_bytes > MAX_MESSAGE_LENGTH:
            raise WSProtocolError(WSCloseCode.MESSAGE_TOO_BIG, "The message is too large.")
        if last:
            self._take(b"".join(self._parts))
            self._parts, self._part_bytes = [], 0

    def _take(self, message: bytes) -> None:
        if self._transport.is_close_frame_sent:
            return
        self._messages.append(message)
        self._wake()
        if len(self._messages) >= MAX_MESSAGES and not self._holding:
            self._holding = True
            self._transport.underlying_transport.pause_reading()

    def _take_goodbye(self, transport: WSTransport, payload: bytes) -> None:
        code = int.from_bytes(payload[:2], "big") if len(payload) > 1 else NO_CODE
        self._theirs = Closed(code, payload[2:].decode(errors="replace"))
        if not transport.is_close_frame_sent:
            transport.send_close(WSCloseCode.OK)
        transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._closed = self._theirs or Closed(BROKEN_OFF, "")
        self._flowing.set()
        self._wake()

    def pause_writing(self) -> None:
        if self._closed is None:
            self._flowing.clear()

    def resume_writing(self) -> None:
        self._flowing.set()

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)


@cache
def tls() -> SSLContext:
    """Made once: reading the certificates takes 20 ms, in which no call would be heard."""
    return httpx.create_ssl_context()


async def dial(
    url: str, context: SSLContext, *, direct: bool, headers: Mapping[str, str] | None = None
) -> AgentSocket:
    """Open a socket; `direct`: past the proxies of the environment.

    Raises Refused, ValueError for what is no address, and OSError when nobody is there.
    """
    proxy = None if direct else _proxy(url)
    try:
        async with asyncio.timeout(2 * DIAL_SECONDS):
            _transport, socket = await ws_connect(
                AgentSocket,
                url,
                ssl_context=context if url.startswith("wss://") else None,
                websocket_handshake_timeout=DIAL_SECONDS,
                logger_name=_silent,
                enable_auto_ping=True,
                auto_ping_idle_timeout=PING_SECONDS,
                auto_ping_reply_timeout=PING_SECONDS,
                max_frame_size=MAX_MESSAGE_LENGTH,
                max_redirects=0,
                extra_headers=headers,
                proxy=proxy,
            )
    except WSHandshakeError as error:
        answer = error.response
        if answer is not None and answer.status != 101:
            told = {name.lower(): value for name, value in answer.headers.items()}
            raise Refused(int(answer.status), told) from error
        raise ConnectionError("The server's answer is no upgrade.") from error
    except WSError as error:
        raise ValueError("This is no address of a socket.") from error
    if not isinstance(socket, AgentSocket):  # none was made: they left before they answered
        raise ConnectionError("The server left without an answer.")
    return socket


def _proxy(url: str) -> str | None:
    """The proxy that the environment names for such an address."""
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return None
    proxies = getproxies()
    names = ("wss", "https", "all") if parts.scheme == "wss" else ("ws", "http", "all")
    return next((proxies[name] for name in names if name in proxies), None)
