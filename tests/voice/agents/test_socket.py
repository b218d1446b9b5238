"""The client's end of an agent's WebSocket, against a real server."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from voice.agents.socket import Closed, Refused, _proxy, dial

TLS = ssl.create_default_context()
Handler = Callable[[web.WebSocketResponse], Awaitable[object]]


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[str]:
    async def upgrade(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await handler(socket)
        return socket

    app = web.Application()
    app.router.add_get("/", upgrade)
    async with TestServer(app) as server:
        yield str(server.make_url("/")).replace("http", "ws", 1)


async def test_a_message_in_parts_is_one_message() -> None:
    async def parts(socket: web.WebSocketResponse) -> None:
        writer = socket._writer
        assert writer is not None
        for head, part in ((0x01, b"one "), (0x00, b"two "), (0x80, b"three")):
            writer.transport.write(bytes((head, len(part))) + part)
        await socket.receive()

    async with serving(parts) as url:
        socket = await dial(url, TLS, direct=True)
        assert await socket.recv() == b"one two three"
        await socket.close()


@pytest.mark.parametrize(("code", "reason"), [(1000, ""), (1008, "No."), (4300, "queue")])
async def test_their_goodbye_is_told_after_all_that_came_before(code: int, reason: str) -> None:
    async def leave(socket: web.WebSocketResponse) -> None:
        await socket.send_str("last words")
        await socket.close(code=code, message=reason.encode())

    async with serving(leave) as url:
        socket = await dial(url, TLS, direct=True)
        assert await socket.recv() == b"last words"
        for _ in range(2):  # again and again
            with pytest.raises(Closed) as caught:
                await socket.recv()
            assert (caught.value.code, caught.value.reason) == (code, reason)
        socket.send(b"nobody is there")
        await socket.close()


async def test_our_goodbye_is_heard() -> None:
    heard: list[object] = []

    async def listen(socket: web.WebSocketResponse) -> None:
        async for message in socket:
            heard.append(message.data)
        heard.append(socket.close_code)

    async with serving(listen) as url:
        socket = await dial(url, TLS, direct=True)
        socket.send(b"words")
        await socket.close()
        with pytest.raises(Closed):
            await socket.recv()

    assert heard == ["words", 1000]


async def test_a_line_that_is_cut_is_told_from_a_goodbye() -> None:
    async def cut(socket: web.WebSocketResponse) -> None:
        assert socket._req is not None and socket._req.transport is not None
        socket._req.transport.abort()

    async with serving(cut) as url:
        socket = await dial(url, TLS, direct=True)
        with pytest.raises(Closed) as caught:
            await socket.recv()
        await socket.close()

    assert caught.value.code == 1006


async def test_a_server_that_reads_nothing_stalls_us_and_then_flows_again() -> None:
    go_on, total = asyncio.Event(), 0

    async def slow(socket: web.WebSocketResponse) -> None:
        nonlocal total
        assert socket._req is not None and socket._req.transport is not None
        socket._req.transport.pause_reading()
        await go_on.wait()
        socket._req.transport.resume_reading()
        async for message in socket:
            total += len(message.data) if message.type == WSMsgType.TEXT else 0

    sent = 0
    async with serving(slow) as url:
        socket = await dial(url, TLS, direct=True)
        while not socket.stalled and sent < 100 * 2**20:
            socket.send(b"x" * 2**16)
            sent += 2**16
            await asyncio.sleep(0)
        assert socket.stalled
        go_on.set()
        async with asyncio.timeout(60):
            await socket.flowing()
            while total < sent:
                await asyncio.sleep(0.01)
        await socket.close()

    assert total == sent


async def test_a_page_instead_of_a_socket_is_a_refusal_and_redirects_are_not_followed() -> None:
    async def elsewhere(request: web.Request) -> web.Response:
        raise web.HTTPFound("/other")

    app = web.Application()
    app.router.add_get("/moved", elsewhere)
    async with TestServer(app) as server:
        base = str(server.make_url("")).replace("http", "ws", 1).rstrip("/")
        for path, status in (("/moved", 302), ("/nothing", 404)):
            with pytest.raises(Refused) as caught:
                await dial(base + path, TLS, direct=True)
            assert caught.value.status == status


async def test_nobody_there_and_no_address_are_told_apart() -> None:
    with pytest.raises(OSError):
        await dial("ws://127.0.0.1:9/", TLS, direct=True)
    with pytest.raises(ValueError):
        await dial("mailto:nobody", TLS, direct=True)


async def test_who_hangs_up_instead_of_answering_is_nobody() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(ConnectionError):
            await dial(f"ws://127.0.0.1:{port}/", TLS, direct=True)


def test_the_environments_proxy_is_used_but_for_its_exceptions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example.com:3128")
    monkeypatch.setenv("no_proxy", "inside.example.com")

    assert _proxy("wss://api.example.com/x") == "http://proxy.example.com:3128"
    assert _proxy("ws://api.example.com/x") is None
    assert _proxy("wss://inside.example.com/x") is None


async def test_headers_go_along_sound_is_binary_and_a_refusal_brings_its_own() -> None:
    kinds: list[WSMsgType] = []

    async def upgrade(request: web.Request) -> web.StreamResponse:
        if request.headers.get("Authorization") != "Token right":
            return web.Response(status=401, headers={"X-Request-Id": "r1"})
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        kinds.extend([(await socket.receive()).type for _ in range(2)])
        await socket.close()
        return socket

    app = web.Application()
    app.router.add_get("/", upgrade)
    async with TestServer(app) as server:
        url = str(server.make_url("/")).replace("http", "ws", 1)
        with pytest.raises(Refused) as caught:
            await dial(url, TLS, direct=True)
        socket = await dial(url, TLS, direct=True, headers={"Authorization": "Token right"})
        socket.send(b"words")
        socket.send_sound(b"sound")
        with pytest.raises(Closed):
            await socket.recv()
        socket.send_sound(b"nobody is there")

    assert caught.value.headers["x-request-id"] == "r1"
    assert kinds == [WSMsgType.TEXT, WSMsgType.BINARY]
