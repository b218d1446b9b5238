"""No log line bears a secret: each address and header that may is tried on a real server."""

import copy
import logging
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from io import StringIO

import pytest
import uvicorn
from django.urls import URLPattern
from uvicorn.config import LOGGING_CONFIG
from uvicorn.logging import TRACE_LOG_LEVEL
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from callpilot.routing import websockets
from tests.callpilot.test_redaction import SECRET_HEADERS
from tests.routes.addresses import GROUP, PARAMETER, Address, every_address
from tests.sockets import PATIENCE_SECONDS

SECRET = "planted-0"  # no shape gives it away
NONCE = "0badcafe-0bad-4afe-8bad-0badcafe0bad"
QUERY = "&".join(f"{name}={SECRET}" for name in ("code", "state", "token", "signature", "key"))
# Every parameter of an address, by whether who reads it in a log could do harm.
SECRETS = {"token", "key", "uidb36", "nonce"}
HARMLESS = {
    "campaign_id", "offer_id", "appointment_id", "call_id", "task_id", "draft_id", "provider_id",
    "token_id", "entry_id", "number", "row", "pk", "object_id", "id", "app_label", "url",
    "content_type_id",
}  # fmt: skip
SERVERS = ["", "uvicorn", "uvicorn.access", "uvicorn.error", "django", "django.server"]


def sockets() -> list[Address]:
    return [
        Address(str(route.pattern), "")
        for route in websockets.routes
        if isinstance(route, URLPattern)
    ]


def planted(address: Address) -> str:
    """The address with a secret wherever one stands."""

    def value(found: re.Match[str]) -> str:
        if found[1] in SECRETS:
            return NONCE if found[1] == "nonce" else SECRET
        return "7" if "int:" in found[0] else NONCE.replace("0badcafe", "00000000")

    path = PARAMETER.sub(value, GROUP.sub(value, address.pattern))
    return "/" + path.replace("^", "").replace("$", "")


def test_every_parameter_of_an_address_is_known_to_be_a_secret_or_harmless() -> None:
    met = {name for each in [*every_address(), *sockets()] for name in each.parameters}

    assert met - HARMLESS - SECRETS == set()


@contextmanager
def listening() -> Iterator[StringIO]:
    """Everything that is logged, down to the last detail, as by somebody else's handlers."""
    lines = StringIO()
    handler = logging.StreamHandler(lines)
    before = {
        name: (log := logging.getLogger(name), log.level, log.propagate, log.handlers[:])
        for name in SERVERS
    }
    try:
        for log, *_ in before.values():
            log.addHandler(handler)
            log.setLevel(TRACE_LOG_LEVEL)
        yield lines
    finally:
        for log, level, propagate, handlers in before.values():
            log.handlers, log.propagate = handlers, propagate
            log.setLevel(level)


@contextmanager
def served(lines: StringIO) -> Iterator[int]:
    """The application behind uvicorn as it comes, with its own log and its access log: its port."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = copy.deepcopy(LOGGING_CONFIG)
    for handler in config["handlers"].values():
        handler["stream"] = lines
    server = uvicorn.Server(
        uvicorn.Config(
            "callpilot.asgi:application", log_config=config, log_level="trace", lifespan="off",
            ws="websockets-sansio", timeout_graceful_shutdown=1,
        )
    )  # fmt: skip
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    until(lambda: server.started)
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join(PATIENCE_SECONDS)
    listener.close()


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def log(transactional_db: None) -> Iterator[tuple[int, StringIO]]:
    """A server's port, and every line that is written meanwhile."""
    with listening() as lines, served(lines) as port:
        yield port, lines


def headers() -> dict[str, str]:
    values = dict.fromkeys(SECRET_HEADERS, SECRET)
    return values | {"Authorization": f"Token {SECRET}", "Cookie": f"sessionid={SECRET}"}


def test_no_line_about_a_request_bears_a_secret(log: tuple[int, StringIO]) -> None:
    port, lines = log
    paths = [planted(each) for each in every_address()]
    for path in [*paths, f"/feeds/{SECRET}", f"/twilio/voice/{SECRET}/no-such", "/no-such"]:
        for method in ("GET", "POST"):
            line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
            line.request(method, f"{path}?{QUERY}", headers=headers())
            line.getresponse().read()
            line.close()

    told = lines.getvalue()
    assert told.count("GET /") > len(paths)  # each of them stands in the access log
    assert [line for line in told.splitlines() if SECRET in line] == []


def test_no_line_about_a_socket_bears_a_secret(log: tuple[int, StringIO]) -> None:
    port, lines = log
    sent = headers() | {"Origin": f"http://127.0.0.1:{port}"}
    for address in sockets():
        try:
            with connect(
                f"ws://127.0.0.1:{port}{planted(address)}?{QUERY}",
                additional_headers=sent,
                open_timeout=PATIENCE_SECONDS,
                proxy=None,
            ) as line:
                for _ in line:
                    pass
        except WebSocketException:
            pass  # refused, as most are

    told = lines.getvalue()
    assert told.count('"WebSocket /') >= len(sockets())
    assert [line for line in told.splitlines() if SECRET in line or NONCE in line] == []
