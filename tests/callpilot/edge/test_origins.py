"""A socket is opened by a page of ours: scheme, host and port, as the page has them."""

import pytest
from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, WebSocketScope
from pytest_django.fixtures import Settings

from callpilot.edge.origins import NOT_OURS, OurPages
from tests.sockets import Socket

HERE = "calls.example.com"


async def open_to_all(
    scope: WebSocketScope, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> None:
    await receive()
    await send({"type": "websocket.accept", "subprotocol": None, "headers": []})
    await receive()


async def opened(
    origin: str | None, host: str = HERE, *, proto: str | None = None, scheme: str = "ws"
) -> bool:
    headers = [(b"host", host.encode())]
    if origin is not None:
        headers += [(b"origin", each.encode()) for each in origin.split(" and ")]
    if proto is not None:
        headers.append((b"x-forwarded-proto", proto.encode()))
    socket = Socket(OurPages(open_to_all), "/ws", headers=headers)
    socket.scope["scheme"] = scheme
    accepted, code = await socket.connect()
    assert accepted or code == NOT_OURS
    if accepted:
        await socket.disconnect()
    return accepted


@pytest.fixture(autouse=True)
def hosts(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = [HERE, "127.0.0.1", "[::1]"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://pages.example.com", "https://*.example.org"]
    settings.SECURE_PROXY_SSL_HEADER = None


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (f"http://{HERE}", HERE),
        (f"http://{HERE}", f"{HERE}:80"),
        (f"http://{HERE.upper()}", HERE),
        ("http://127.0.0.1:8000", "127.0.0.1:8000"),
        ("http://[::1]:8000", "[::1]:8000"),
        ("https://pages.example.com", HERE),
    ],
)
async def test_our_own_pages_open_it(origin: str, host: str) -> None:
    assert await opened(origin, host)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (None, HERE),
        ("null", HERE),
        ("", HERE),
        ("http://evil.example.net", HERE),
        (f"http://{HERE}:8080", HERE),  # another's server on the same host
        ("http://127.0.0.1:8001", "127.0.0.1:8000"),
        (f"https://{HERE}", HERE),
        (f"http://{HERE}.evil.example.net", HERE),
        (f"http://{HERE}@evil.example.net", HERE),
        (f"http://{HERE} and http://evil.example.net", HERE),
        (f"http://{HERE}:99999999", HERE),
        (f"ftp://{HERE}", HERE),
        ("http://evil.example.net", "evil.example.net"),  # a name that leads to us, and is not ours
        ("https://a.example.org", HERE),
    ],
)
async def test_no_other_page_opens_it(origin: str | None, host: str) -> None:
    assert not await opened(origin, host)


async def test_behind_our_proxy_a_page_is_as_secure_as_the_proxy_says(settings: Settings) -> None:
    assert not await opened(f"https://{HERE}", proto="https"), "nobody trusts it yet"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    assert await opened(f"https://{HERE}", proto="https")
    assert not await opened(f"http://{HERE}", proto="https")
    assert await opened(f"https://{HERE}", scheme="wss")
