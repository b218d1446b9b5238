"""A session over a socket: who closes it, and how."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from voice.simulator.sessions.sockets import BROKEN, Close, Wire

PATIENCE_SECONDS = 60.0


class Parrot:
    """Says what it hears; leaves at "bye", breaks off at "crash", is impatient."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    async def take(self, message: str | bytes) -> Close | None:
        match message:
            case "bye":
                return Close(1008, "Farewell.")
            case "crash":
                return Close(BROKEN)
        await self.wire.tell({"heard": message} if isinstance(message, str) else "raw")
        return None

    async def idle(self) -> Close | None:
        return Close(1011, "Nobody there.")


@asynccontextmanager
async def talking(
    ends: list[tuple[str, int | None]], idle_seconds: float = PATIENCE_SECONDS
) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    async def serve(request: web.Request) -> web.StreamResponse:
        wire = Wire(request, {"X-Name": "Polly"})
        answer = await wire.accept()
        ends.append(await wire.converse(Parrot(wire), idle_seconds))
        await wire.tell("nobody hears this")
        return answer

    app = web.Application()
    app.router.add_get("/", serve)
    async with (
        TestServer(app) as server,
        aiohttp.ClientSession() as http,
        http.ws_connect(server.make_url("/")) as socket,
    ):
        yield socket
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not ends:
                await asyncio.sleep(0.001)


async def test_text_and_sound_are_taken_and_the_client_may_leave() -> None:
    ends: list[tuple[str, int | None]] = []
    async with talking(ends) as socket:
        await socket.send_str("hello")
        await socket.send_bytes(b"\xff")
        answers = [await socket.receive_json(), await socket.receive_str()]
        await socket.close()

    assert answers == [{"heard": "hello"}, "raw"]
    assert ends == [("client", 1000)]


async def test_the_vendor_leaves_with_a_code_and_a_reason() -> None:
    ends: list[tuple[str, int | None]] = []
    async with talking(ends) as socket:
        await socket.send_str("bye")
        message = await socket.receive()

    assert (message.data, message.extra, ends) == (1008, "Farewell.", [("vendor", 1008)])


async def test_a_line_breaks_without_a_word() -> None:
    ends: list[tuple[str, int | None]] = []
    async with talking(ends) as socket:
        await socket.send_str("crash")
        await socket.receive()
        assert socket.close_code == BROKEN

    assert ends == [("vendor", BROKEN)]


async def test_who_says_nothing_is_not_waited_for() -> None:
    ends: list[tuple[str, int | None]] = []
    async with talking(ends, idle_seconds=0.01) as socket:
        message = await socket.receive()

    assert message.data == 1011 and ends == [("vendor", 1011)]
