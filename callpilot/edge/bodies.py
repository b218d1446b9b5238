"""Bodies of requests come whole, no larger and no slower than is of use to us, or not at all."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from http import HTTPStatus

from asgiref.typing import (
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    HTTPRequestEvent,
    HTTPResponseBodyEvent,
    HTTPResponseStartEvent,
    HTTPScope,
)
from django.http import HttpResponse

logger = logging.getLogger(__name__)
MAX_BYTES = 2 * 2**20  # the largest that anybody needs: the report of a long call, all its words
MAX_SECONDS = 20.0
# Who is refused may still be sending. Hung up on at once, they would not get to read why.
MAX_DISCARDED_BYTES, MAX_DISCARDING_SECONDS = 16 * 2**20, 2.0

Headers = Iterable[tuple[bytes, bytes]]
HTTPApplication = Callable[[HTTPScope, ASGIReceiveCallable, ASGISendCallable], Awaitable[None]]
# What somebody is told who asked for this path and is refused with this status.
Refusal = Callable[[str, HTTPStatus], HttpResponse]


class TooLarge(Exception):
    """A body goes on beyond what is read."""


class Gone(Exception):
    """Who was sending has left."""


class WholeBodies:
    """Stands before Django, which puts a body onto the disk before it looks at anything else.

    What is handed on has its true length among the headers, also when it came in chunks: most of
    those who read bodies believe that header, and a body without it is none to them.
    """

    def __init__(
        self,
        app: HTTPApplication,
        refusal: Refusal,
        *,
        max_bytes: int = MAX_BYTES,
        max_seconds: float = MAX_SECONDS,
    ) -> None:
        self.app, self.refusal = app, refusal
        self.max_bytes, self.max_seconds = max_bytes, max_seconds

    async def __call__(
        self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        try:
            if announced_bytes(scope["headers"]) > self.max_bytes:
                raise TooLarge
            async with asyncio.timeout(self.max_seconds):
                body = await whole(receive, self.max_bytes)
        except TooLarge:
            await self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, scope, receive, send)
        except TimeoutError:
            await self._refuse(HTTPStatus.REQUEST_TIMEOUT, scope, receive, send)
        except Gone:
            return
        else:
            headers = truly_long(scope["headers"], len(body))
            await self.app({**scope, "headers": headers}, first(body, receive), send)

    async def _refuse(
        self,
        status: HTTPStatus,
        scope: HTTPScope,
        receive: ASGIReceiveCallable,
        send: ASGISendCallable,
    ) -> None:
        """Say why, throw away for a moment what still comes, and hang up."""
        logger.info("A body was refused with %d.", status)
        answer = self.refusal(scope["path"], status)
        told = {**answer.headers, "Content-Length": str(len(answer.content)), "Connection": "close"}
        await send(
            HTTPResponseStartEvent(
                type="http.response.start",
                status=status,
                headers=[(n.lower().encode("ascii"), v.encode("latin1")) for n, v in told.items()],
                trailers=False,
            )
        )
        await send(part(answer.content, more=True))
        with suppress(TimeoutError, TooLarge, Gone):
            async with asyncio.timeout(MAX_DISCARDING_SECONDS):
                await discarded(receive, MAX_DISCARDED_BYTES)
        await send(part(b"", more=False))


def announced_bytes(headers: Headers) -> int:
    """How long the body is said to be; 0 when nothing is said. What is no number is no body."""
    said = [value for name, value in headers if name == b"content-length" and value.isdigit()]
    return max((int(value) if len(value) < 20 else 10**20 for value in said), default=0)


async def whole(receive: ASGIReceiveCallable, max_bytes: int) -> bytes:
    """The body. Raises TooLarge as soon as it is, and Gone."""
    parts, length = list[bytes](), 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        parts.append(message.get("body", b""))
        length += len(parts[-1])
        if length > max_bytes:
            raise TooLarge
        if not message.get("more_body"):
            return b"".join(parts)


async def discarded(receive: ASGIReceiveCallable, max_bytes: int) -> None:
    """Read without keeping anything. Raises TooLarge and Gone, as `whole` does."""
    length = 0
    while length <= max_bytes:
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        length += len(message.get("body", b""))
    raise TooLarge


def truly_long(headers: Headers, length: int) -> list[tuple[bytes, bytes]]:
    """The headers with how long the body is, if they said anything of a body."""
    said = list(headers)
    kept = [each for each in said if each[0] not in (b"content-length", b"transfer-encoding")]
    if length or len(kept) < len(said):
        kept.append((b"content-length", b"%d" % length))
    return kept


def first(body: bytes, receive: ASGIReceiveCallable) -> ASGIReceiveCallable:
    """Gives the whole body, and then what the server says: that the other side has left."""
    waiting = [HTTPRequestEvent(type="http.request", body=body, more_body=False)]

    async def received() -> ASGIReceiveEvent:
        return waiting.pop() if waiting else await receive()

    return received


def part(body: bytes, *, more: bool) -> HTTPResponseBodyEvent:
    return HTTPResponseBodyEvent(type="http.response.body", body=body, more_body=more)
