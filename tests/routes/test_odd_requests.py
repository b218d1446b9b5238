"""Whatever is asked, at any address and in any way, the answer is never that we broke.

Some hundred requests in the suite, the same in every run; `make explore` asks 10,000 others.
"""

import asyncio
import logging
import os
import random
import time
import traceback
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

import hypothesis
import pytest
from asgiref.sync import sync_to_async
from django.core.asgi import get_asgi_application
from django.core.handlers.asgi import ASGIHandler
from django.core.signals import got_request_exception

from callpilot.json_types import JsonObject
from tests.routes.odd_requests import Odd, Oddity, names_asked_for
from tests.routes.world import make_world

THOROUGH = not hypothesis.settings().derandomize  # under the profile "explore"
REQUESTS = int(os.environ.get("ODD_REQUESTS") or (10_000 if THOROUGH else 300))
SEED = int(os.environ.get("ODD_SEED") or (time.time() if THOROUGH else 1))
A_WORLD = 100  # requests; some of them delete what the others would be about
PATIENCE_SECONDS = 60.0


@pytest.fixture
def quiet() -> Iterator[None]:
    """That much is refused here is no news."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("asked")
async def test_nothing_that_is_asked_breaks_us(transactional_db: None, quiet: None) -> None:
    application, chance, broken = get_asgi_application(), random.Random(SEED), []

    def note(**_: object) -> None:
        trace.append(traceback.format_exc(limit=-4))

    got_request_exception.connect(note)
    names: list[str] = []
    for number in range(REQUESTS):
        trace: list[str] = []
        if number % A_WORLD == 0:
            world = await sync_to_async(make_world)()
            names = names or await sync_to_async(names_asked_for)(world)
            oddity = await sync_to_async(Oddity)(world, chance, names)
        odd = await sync_to_async(oddity.request)()
        try:
            status = await status_of(application, odd)
        except Exception:
            status, trace = 500, [traceback.format_exc(limit=-4)]
        if status >= 500 and not odd.path.startswith(b"/ready"):
            broken.append(f"{status} {odd}\n{''.join(trace)}")
    got_request_exception.disconnect(note)

    assert not broken, f"ODD_SEED={SEED}: {len(broken)} broke us\n" + "\n".join(broken)


async def status_of(application: ASGIHandler, odd: Odd) -> int:
    """The status of the answer, over the very protocol that servers speak with us."""
    scope: JsonObject = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http",
        "method": odd.method, "path": unquote(odd.path.decode()), "raw_path": odd.path,
        "query_string": odd.query, "root_path": "",
        "client": ("127.0.0.1", 5000), "server": ("testserver", 80),
        "headers": [(name.lower().encode(), value) for name, value in odd.headers.items()],
    }  # fmt: skip
    told: asyncio.Queue[JsonObject] = asyncio.Queue()
    told.put_nowait({"type": "http.request", "body": odd.body, "more_body": False})
    statuses: list[int] = []

    async def send(message: Mapping[str, object]) -> None:
        statuses.append(int(str(message.get("status", 0))))
        if message["type"] == "http.response.body":  # a stream would go on: its reader leaves
            told.put_nowait({"type": "http.disconnect"})

    async with asyncio.timeout(PATIENCE_SECONDS):
        await application(scope, told.get, send)
    return statuses[0]
