"""A callee's sound for the simulated recogniser, and the recogniser where it can be reached."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.test_utils import TestServer

from callpilot.simulation import ulaw
from callpilot.simulation.modem import modulate
from voice.simulator.recogniser.vendor import Recogniser, routes

FLUX = {
    "model": "flux-general-en",
    "encoding": "mulaw",
    "sample_rate": "8000",
    "eager_eot_threshold": "0.4",
}
NOVA = {
    "model": "nova-3",
    "encoding": "mulaw",
    "sample_rate": "8000",
    "interim_results": "true",
    "endpointing": "400",
    "utterance_end_ms": "1000",
}


def sound(*parts: str | int) -> bytes:
    """Sentences, and milliseconds of silence, in μ-law."""
    return b"".join(
        ulaw.encode(modulate(part).samples) if isinstance(part, str) else b"\xff" * (8 * part)
        for part in parts
    )


@asynccontextmanager
async def listening(recogniser: Recogniser) -> AsyncIterator[str]:
    """The recogniser's address while it can be reached."""
    app = web.Application()
    app.add_routes(routes(recogniser))
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")
