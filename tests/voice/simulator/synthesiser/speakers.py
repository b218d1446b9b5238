"""The simulated speech vendor where it can be reached, and an ear for what it says."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
from aiohttp import web
from aiohttp.test_utils import TestServer

from callpilot.simulation import ulaw
from callpilot.simulation.modem import Ear, UtteranceEnded
from voice.simulator.synthesiser.vendor import Synthesiser, routes

QUERY = {"model_id": "eleven_flash_v2_5", "output_format": "ulaw_8000"}
KEY = {"xi-api-key": "simulated-xi-key"}
MANY = "/v1/text-to-speech/voice_1/multi-stream-input"
ONE = "/v1/text-to-speech/voice_1/stream-input"


def understood(audio: bytes) -> str:
    heard = Ear(8000).hear(np.append(ulaw.decode(audio), np.zeros(8000, np.int16)))
    return " ".join(event.text for event in heard if isinstance(event, UtteranceEnded))


@asynccontextmanager
async def speaking(synthesiser: Synthesiser) -> AsyncIterator[str]:
    """Its address while it can be reached."""
    app = web.Application()
    app.add_routes(routes(synthesiser))
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")
