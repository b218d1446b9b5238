"""Who sends the head of a request byte by byte is hung up on, at the wire; nobody else is."""

import asyncio
import re
import socket
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from threading import Event
from typing import cast

import pytest
from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from pytest_django.fixtures import Settings
from websockets.sync.client import connect

from callpilot.embedded.engine import Web
from tests.sockets import PATIENCE_SECONDS

Address = tuple[str, int]
PROCFILE = (Path(__file__).parents[3] / "Procfile").read_text()
OPTIONS = dict(re.findall(r"--([\w-]+) (\S+)", PROCFILE.partition("web: ")[2].splitlines()[0]))
BEGINNING = b"GET / HTTP/1.1\r\nHost: here\r\nX-Long: "


class LongAnswers:
    """A stream that ends when it is let, and a socket that gives back what it is sent."""

    def __init__(self) -> None:
        self.may_end = Event()

    async def __call__(
        self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept", "subprotocol": None, "headers": []})
            while (message := await receive())["type"] == "websocket.receive":
                await send({"type": "websocket.send", "text": message["text"], "bytes": None})
            return
        await send({"type": "http.response.start", "status": 200, "headers": [], "trailers": False})
        await send({"type": "http.response.body", "body": b"first ", "more_body": True})
        while scope["type"] == "http" and scope["path"] == "/stream" and not self.may_end.is_set():
            await asyncio.sleep(0.01)
        await send({"type": "http.response.body", "body": b"last", "more_body": False})


@pytest.fixture
def app(settings: Settings) -> LongAnswers:
    settings.REQUEST_HEAD_SECONDS = 0.3
    return LongAnswers()


@pytest.fixture(params=["a line of the Procfile", "manage.py serve"])
def address(request: pytest.FixtureRequest, app: LongAnswers) -> Iterator[Address]:
    """Where a server listens that is started as ours are, for another application."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        web = Web(listener)
        if request.param != "manage.py serve":
            web.server.config.http, web.server.config.ws = OPTIONS["http"], OPTIONS["ws"]
        web.server.config.app = cast(ASGI3Application, app)
        web.start()
        yield listener.getsockname()
        app.may_end.set()
        web.stop()


def hung_up_on(wire: socket.socket) -> bool:
    """Byte by byte, and never the last one: whether the other side has had enough of it."""
    wire.settimeout(0.02)
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            wire.sendall(b"x")
            if wire.recv(1000) == b"":
                return True
        except TimeoutError:
            continue
        except ConnectionError:
            return True
    return False


def test_a_head_that_comes_byte_by_byte_is_hung_up_on_and_long_answers_go_on(
    app: LongAnswers, address: Address
) -> None:
    stream = HTTPConnection(*address, timeout=PATIENCE_SECONDS)
    stream.request("GET", "/stream")
    answer = stream.getresponse()
    assert answer.read(6) == b"first "
    with connect(f"ws://{address[0]}:{address[1]}/") as talk:
        talk.send("before")
        assert talk.recv(PATIENCE_SECONDS) == "before"

        with socket.create_connection(address, PATIENCE_SECONDS) as wire:
            wire.sendall(BEGINNING)
            assert hung_up_on(wire)

        talk.send("after")
        assert talk.recv(PATIENCE_SECONDS) == "after"
    app.may_end.set()
    assert answer.read() == b"last"
    stream.close()


def test_so_is_the_second_head_on_a_line(address: Address) -> None:
    with socket.create_connection(address, PATIENCE_SECONDS) as wire:
        wire.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
        heard = b""
        while not heard.endswith(b"0\r\n\r\n"):
            heard += wire.recv(1000)
        wire.sendall(BEGINNING)

        assert hung_up_on(wire)


def test_so_is_who_says_nothing(address: Address) -> None:
    with socket.create_connection(address, PATIENCE_SECONDS) as wire:
        assert wire.recv(1000) == b""
