"""A simulated account of the voice vendor, reached over HTTP by what is tested."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

from tests.voice.simulator.callers import plain_voice
from voice.simulator.vendor import Vendor, routes
from voice.simulator.workspace import Workspace


@contextmanager
def served(workspace: Workspace) -> Iterator[str]:
    """The account's address while a thread serves it."""
    loop = asyncio.new_event_loop()
    app = web.Application()
    app.add_routes(routes(Vendor(workspace=workspace, voice=plain_voice)))
    runner = web.AppRunner(app)

    async def start() -> int:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port: int = runner.addresses[0][1]
        return port

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    port = asyncio.run_coroutine_threadsafe(start(), loop).result(30)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        loop.close()
