"""The simulated phone network and a customer of it, on loopback, fast."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from callpilot.simulation import speech
from telephony.simulator.network import Network
from tests.telephony.simulator.world import ACCOUNT, OURS, SPEED, TOKEN, Town, World


@pytest_asyncio.fixture
async def world(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    # The words are in the modem's tones; a program that speaks them would only take time.
    monkeypatch.setattr(speech, "speaker", lambda: None)
    town = Town()
    network = Network(
        seed=1,
        speed=SPEED,
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        owned=frozenset({OURS}),
        calls_per_second=50.0,
        town=lambda: town,
    )
    async with World(network, town) as running:
        yield running
