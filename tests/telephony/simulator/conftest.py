"""The simulated phone network and a customer of it, on loopback, fast."""

from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from typing import Any

import pytest
import pytest_asyncio

from callpilot.simulation import speech
from telephony.simulator.network.network import Network
from telephony.simulator.personas import sounds
from tests.telephony.simulator.world import ACCOUNT, OURS, SPEED, TOKEN, Town, World


class AtOnce:
    """Makes a callee's sentence when it is asked for: no simulated time passes meanwhile."""

    def submit(self, work: Callable[..., Any], *args: object) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(work(*args))
        return done


@pytest_asyncio.fixture
async def world(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    # The words are in the modem's tones; a program that speaks them would only take time.
    monkeypatch.setattr(speech, "speaker", lambda: None)
    monkeypatch.setattr(sounds, "_MAKERS", AtOnce())
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
