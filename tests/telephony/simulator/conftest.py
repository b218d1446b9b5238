"""The simulated phone network and a customer of it, on loopback, fast."""

from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor, Future
from typing import ParamSpec, TypeVar

import pytest_asyncio

from telephony.simulator.network.network import Network
from telephony.simulator.personas.sounds import Studio
from tests.telephony.simulator.world import ACCOUNT, OURS, SPEED, TOKEN, ScriptedTown, World

P = ParamSpec("P")
T = TypeVar("T")


class AtOnce(Executor):
    """Makes a callee's sentence when it is asked for: no simulated time passes meanwhile."""

    def submit(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        done: Future[T] = Future()
        done.set_result(work(*args, **kwargs))
        return done


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    town = ScriptedTown()
    network = Network(
        seed=1,
        speed=SPEED,
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        owned=frozenset({OURS}),
        calls_per_second=50.0,
        town=lambda: town,
        # The words are in the modem's tones; a program that speaks them would only take time.
        studio=Studio(AtOnce(), aloud=False),
    )
    async with World(network, town) as running:
        yield running
        assert not running.application.unsigned()
