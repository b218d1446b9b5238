"""Whatever a page sends over its socket, the socket lives and goes on answering."""

import json
import logging
import random
import time
from collections.abc import Callable, Iterator

import hypothesis
import pytest
from asgiref.sync import sync_to_async

from callpilot.routing import websockets
from campaigns.live.consumers import MAX_COMMANDS
from tests.routes.odd_requests import Oddity
from tests.routes.world import make_world
from tests.sockets import Socket

THOROUGH = not hypothesis.settings().derandomize  # under the profile "explore"
SOCKETS = 60 if THOROUGH else 4
SEED = int(time.time()) if THOROUGH else 1
ALIVE = json.dumps({"command": "show", "id": "alive"})


@pytest.fixture
def quiet() -> Iterator[None]:
    """That much is refused here is no news."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


async def test_no_message_closes_the_live_page(
    transactional_db: None, quiet: None, asked: Callable[[str], None]
) -> None:
    world, chance = await sync_to_async(make_world)(), random.Random(SEED)
    oddity = await sync_to_async(Oddity)(world, chance, ["command", "call", "id", "text"])
    headers = [(b"cookie", oddity.cookies["owner"]), (b"host", b"testserver")]
    headers.append((b"origin", b"http://testserver"))
    for _ in range(SOCKETS):
        socket = Socket(websockets, f"/ws/campaigns/{world.calling.pk}", headers=headers)
        await socket.connect()
        sent = [oddity.message() for _ in range(MAX_COMMANDS - 1)]
        for text in [*sent, ALIVE]:
            await socket.send_to(text)
            asked("messages")
        heard = ""
        while '"ack": "alive"' not in heard:
            output = await socket.receive_output()
            assert output["type"] == "websocket.send", f"seed {SEED}: {output} after {sent}"
            heard = output["text"]
        await socket.disconnect()
