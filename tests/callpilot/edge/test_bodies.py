"""A body comes whole, small and soon, or its sender is told why not; asked by hand, on a wire."""

import asyncio
import json
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from threading import Thread
from typing import cast

import pytest
import uvicorn
from asgiref.typing import (
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    ASGISendEvent,
    HTTPDisconnectEvent,
    HTTPRequestEvent,
    HTTPScope,
)
from django.core.asgi import get_asgi_application

from callpilot.api.problems import MEDIA_TYPE
from callpilot.edge import bodies
from callpilot.edge.bodies import HTTPApplication, WholeBodies
from callpilot.models import ApiToken
from callpilot.views import body_refused
from campaigns.models import Draft
from tests.factories import make_person
from tests.sockets import PATIENCE_SECONDS

MOST = 1000
GONE = HTTPDisconnectEvent(type="http.disconnect")


class Echo:
    """Says how long the body was and was said to be; tells of what it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.left = False

    async def __call__(
        self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        self.asked += 1
        message = await receive()
        assert message["type"] == "http.request" and not message["more_body"]
        headers = dict(scope["headers"])
        said = headers.get(b"content-length", b"none").decode()
        told = f"{len(message['body'])} of {said}"
        told += " in chunks" if b"transfer-encoding" in headers else ""
        await send({"type": "http.response.start", "status": 200, "headers": [], "trailers": False})
        await send({"type": "http.response.body", "body": told.encode(), "more_body": True})
        if scope["path"] == "/long":
            self.left = (await receive())["type"] == "http.disconnect"
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def parts(*sent: bytes, ends: bool = True) -> list[HTTPRequestEvent]:
    last = len(sent) - ends
    return [
        HTTPRequestEvent(type="http.request", body=each, more_body=number != last)
        for number, each in enumerate(sent)
    ]


def scope(path: str = "/", headers: Iterable[tuple[bytes, bytes]] = ()) -> HTTPScope:
    return HTTPScope(
        type="http", asgi={"version": "3.0", "spec_version": "2.3"}, http_version="1.1",
        method="POST", scheme="http", path=path, raw_path=path.encode(), query_string=b"",
        root_path="", headers=list(headers), client=None, server=None, extensions=None,
    )  # fmt: skip


async def ask(
    app: WholeBodies,
    asked: HTTPScope,
    messages: Iterable[ASGIReceiveEvent],
    *,
    then_silent: bool = False,
) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of the answer; 0 when there is none."""
    waiting, sent = list(messages), list[ASGISendEvent]()

    async def receive() -> ASGIReceiveEvent:
        if not waiting and then_silent:
            await asyncio.Event().wait()
        return waiting.pop(0) if waiting else GONE

    async def send(event: ASGISendEvent) -> None:
        sent.append(event)

    await app(asked, receive, send)
    status, headers, text = 0, dict[str, str](), b""
    for event in sent:
        if event["type"] == "http.response.start":
            status = event["status"]
            headers = {n.decode(): v.decode() for n, v in event["headers"]}
        elif event["type"] == "http.response.body":
            text += event["body"]
    return status, headers, text.decode()


def bounded(app: HTTPApplication, seconds: float = PATIENCE_SECONDS) -> WholeBodies:
    return WholeBodies(app, body_refused, max_bytes=MOST, max_seconds=seconds)


# --- without a wire ------------------------------------------------------------------------------


async def test_parts_become_one_body_with_its_true_length() -> None:
    chunked = scope(headers=[(b"transfer-encoding", b"chunked")])

    _, _, text = await ask(bounded(Echo()), chunked, parts(b"abc", b"", b"de"))

    assert text == "5 of 5"


async def test_what_says_nothing_of_a_body_and_has_none_stays_as_it_is() -> None:
    _, _, text = await ask(bounded(Echo()), scope(), parts(b""))

    assert text == "0 of none"


async def test_as_much_as_is_allowed_is_let_in() -> None:
    _, _, text = await ask(bounded(Echo()), scope(), parts(b"x" * MOST))

    assert text == f"{MOST} of {MOST}"


@pytest.mark.parametrize("said", [str(MOST + 1), "9" * 30, "9" * 5000])
async def test_what_is_said_to_be_larger_is_refused_unread(said: str) -> None:
    echo = Echo()
    status, headers, _ = await ask(
        bounded(echo), scope(headers=[(b"content-length", said.encode())]), []
    )

    assert (status, headers["connection"], echo.asked) == (413, "close", 0)


async def test_what_grows_beyond_is_refused_whatever_was_said_of_it() -> None:
    echo = Echo()
    lying = scope(headers=[(b"content-length", b"10")])

    status, _, _ = await ask(bounded(echo), lying, parts(b"x" * MOST, b"x"))

    assert (status, echo.asked) == (413, 0)


async def test_what_does_not_end_in_time_is_refused() -> None:
    echo = Echo()
    half = parts(b"x", ends=False)

    status, headers, _ = await ask(bounded(echo, 0.01), scope(), half, then_silent=True)

    assert (status, headers["connection"], echo.asked) == (408, "close", 0)


async def test_who_leaves_in_the_middle_has_asked_nothing() -> None:
    echo = Echo()

    status, _, _ = await ask(bounded(echo), scope(), [*parts(b"x", ends=False), GONE])

    assert (status, echo.asked) == (0, 0)


async def test_no_more_is_thrown_away_than_a_moment_brings() -> None:
    taken = 0

    async def endless() -> ASGIReceiveEvent:
        nonlocal taken
        taken += 2**20
        return HTTPRequestEvent(type="http.request", body=b"x" * 2**20, more_body=True)

    async def send(event: ASGISendEvent) -> None:
        pass

    await bounded(Echo())(scope(), endless, send)

    assert taken <= bodies.MAX_DISCARDED_BYTES + 2 * 2**20


@pytest.mark.parametrize("said", [str(MOST + 1), ""])
async def test_the_api_refuses_with_a_problem_and_a_page_with_a_sentence(said: str) -> None:
    headers = [(b"content-length", said.encode())] if said else []
    sent = [] if said else parts(b"x", ends=False)
    app = bounded(Echo(), 0.01)

    status, api, text = await ask(app, scope("/api/task", headers), sent, then_silent=not said)
    _, page, plain = await ask(app, scope("/accounts/login/", headers), sent, then_silent=not said)

    problem = json.loads(text)
    assert api["content-type"] == MEDIA_TYPE and problem["status"] == status
    assert page["content-type"].startswith("text/plain") and plain == problem["detail"]


# --- on a wire, by the server that serves --------------------------------------------------------


@contextmanager
def served(app: HTTPApplication) -> Iterator[tuple[str, int]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, log_config=None, lifespan="off", ws="none")
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        end = time.monotonic() + PATIENCE_SECONDS
        while not server.started and time.monotonic() < end:
            time.sleep(0.01)
        yield listener.getsockname()
        server.should_exit = True
        thread.join(PATIENCE_SECONDS)


def exchanged(address: tuple[str, int], *sent: bytes) -> bytes:
    """What is answered, up to the end of the connection."""
    with socket.create_connection(address, PATIENCE_SECONDS) as wire:
        for each in sent:
            wire.sendall(each)
        answer = b""
        while more := wire.recv(65536):
            answer += more
        return answer


def head(path: str, *headers: str) -> bytes:
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: localhost", *headers, "", ""]).encode()


def test_a_huge_body_is_refused_before_it_is_sent() -> None:
    with served(bounded(Echo())) as address:
        answer = exchanged(address, head("/api/task", f"Content-Length: {400 * 2**20}"))

    assert answer.startswith(b"HTTP/1.1 413 ") and b'"status": 413' in answer


def test_chunks_without_end_are_refused_and_their_sender_hears_it() -> None:
    chunk = b"10000\r\n" + b"x" * 2**16 + b"\r\n"
    with served(bounded(Echo())) as address:
        answer = exchanged(address, head("/", "Transfer-Encoding: chunked"), *[chunk] * 60)

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert answer.endswith(body_refused("/", HTTPStatus(413)).content)


def test_half_a_body_is_answered_and_hung_up_on() -> None:
    with served(bounded(Echo(), 0.1)) as address:
        answer = exchanged(address, head("/", "Content-Length: 10"), b"half")

    assert answer.startswith(b"HTTP/1.1 408 ")


def test_two_requests_on_one_connection_are_each_answered() -> None:
    last = head("/", "Content-Length: 2", "Connection: close")
    with served(bounded(Echo())) as address:
        answer = exchanged(address, head("/", "Content-Length: 3"), b"abc", last, b"de")

    assert answer.count(b"HTTP/1.1 200 ") == 2
    assert b"3 of 3" in answer and b"2 of 2" in answer


def test_a_long_answer_hears_that_its_reader_has_left() -> None:
    echo = Echo()
    with served(bounded(echo)) as address:
        with socket.create_connection(address, PATIENCE_SECONDS) as wire:
            wire.sendall(head("/long", "Content-Length: 0"))
            assert wire.recv(1)
        end = time.monotonic() + PATIENCE_SECONDS
        while not echo.left and time.monotonic() < end:
            time.sleep(0.01)

    assert echo.left


@pytest.mark.django_db(transaction=True)
def test_a_message_in_chunks_reaches_the_api_in_full() -> None:
    token = ApiToken.issue(make_person(), "test")
    body = b'{"message": "dentist next week, mornings"}'
    asked = head(
        "/api/task",
        f"Authorization: Token {token}",
        "Content-Type: application/json",
        "Transfer-Encoding: chunked",
        "Connection: close",
    )
    chunks = [b"%x\r\n%s\r\n" % (len(each), each) for each in (body[:9], body[9:])]

    app = WholeBodies(cast(HTTPApplication, get_asgi_application()), body_refused)
    with served(app) as address:
        answer = exchanged(address, asked, *chunks, b"0\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 201 "), answer
    assert "dentist" in str(Draft.objects.get().messages)
