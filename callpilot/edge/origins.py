"""The live page's socket is opened by pages of ours alone: the same scheme, host and port."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from asgiref.typing import (
    ASGIReceiveCallable,
    ASGISendCallable,
    WebSocketCloseEvent,
    WebSocketScope,
)
from django.conf import settings
from django.http.request import split_domain_port, validate_host

NOT_OURS = 4403
USUAL_PORTS = {"http": 80, "https": 443}

Socket = Callable[[WebSocketScope, ASGIReceiveCallable, ASGISendCallable], Awaitable[None]]


class OurPages:
    """Closes what a page of anybody else opens; browsers send our cookies along with it.

    A host alone does not say whose page it is: another port of it is another's server.
    """

    def __init__(self, socket: Socket) -> None:
        self.socket = socket

    async def __call__(
        self, scope: WebSocketScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        if is_ours(scope):
            await self.socket(scope, receive, send)
        else:
            await receive()
            await send(WebSocketCloseEvent(type="websocket.close", code=NOT_OURS, reason=None))


def is_ours(scope: WebSocketScope) -> bool:
    """Whether the page that asks is where the socket is, or where we say that our pages are."""
    said = [value.decode("latin1") for name, value in scope["headers"] if name == b"origin"]
    if len(said) != 1:
        return False
    if said[0] in settings.CSRF_TRUSTED_ORIGINS:
        return True
    headers = {name: value.decode("latin1") for name, value in scope["headers"]}
    host = headers.get(b"host", "")
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return False
    here = place(f"{'https' if is_secure(scope, headers) else 'http'}://{host}")
    return here is not None and place(said[0]) == here


def is_secure(scope: WebSocketScope, headers: dict[bytes, str]) -> bool:
    """As Django tells it of a request: by the connection, or by the proxy that we trust."""
    if not settings.SECURE_PROXY_SSL_HEADER:
        return scope.get("scheme") == "wss"
    name, value = settings.SECURE_PROXY_SSL_HEADER
    told = headers.get(name.removeprefix("HTTP_").replace("_", "-").lower().encode())
    return scope.get("scheme") == "wss" if told is None else told.partition(",")[0].strip() == value


def place(origin: str) -> tuple[str, str, int] | None:
    """Scheme, host and port; None when it is no place on the web."""
    try:
        parts = urlsplit(origin)
        port = parts.port or USUAL_PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    return parts.scheme, parts.hostname or "", port
