"""The phone network: accepts calls, lets so many a second out of its queue, knows them all."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial

from aiohttp import web

from telephony.simulator.network.call import PhoneCall
from telephony.simulator.network.call_request import Order
from telephony.simulator.network.callbacks import Courier
from telephony.simulator.network.faults import Faults
from telephony.simulator.network.leg import Exchange
from telephony.simulator.personas.callees import Town, people
from telephony.simulator.personas.sounds import Studio


class Network:
    """All calls of one account. calls_per_second: by the wall, what leaves the queue.

    owned: the numbers that may call; empty: any may. town: makes those who are called. studio:
    makes what they say.
    """

    def __init__(
        self,
        *,
        seed: int,
        speed: float,
        account_sid: str,
        auth_token: str,
        owned: frozenset[str] = frozenset(),
        calls_per_second: float = 10.0,
        twiml_seconds: float = 15.0,
        town: Callable[[], Town] | None = None,
        studio: Studio | None = None,
    ) -> None:
        self._town = town or partial(people, seed)
        faults = Faults()
        self.exchange = Exchange(
            seed=seed,
            speed=speed,
            account_sid=account_sid,
            auth_token=auth_token,
            callees=self._town(),
            courier=Courier(auth_token, faults),
            faults=faults,
            studio=studio or Studio(),
            twiml_seconds=twiml_seconds,
        )
        self.owned = owned
        self.voice_urls: dict[str, str] = {}  # of our numbers: who is asked when somebody rings
        self.calls: dict[str, PhoneCall] = {}
        self._seconds_between = 1 / calls_per_second
        self._next_out = 0.0  # on the loop's clock
        self._tasks: set[asyncio.Task[None]] = set()

    async def running(self, app: web.Application) -> AsyncIterator[None]:
        """For `app.cleanup_ctx`: open for calls, and end them when the app ends."""
        self.exchange.courier.open()
        yield
        await self._end_all()
        await self.exchange.courier.close()

    def place(self, order: Order) -> PhoneCall:
        now = asyncio.get_running_loop().time()
        out = max(now, self._next_out)
        self._next_out = out + self._seconds_between
        call = PhoneCall(self.exchange, order, queue_seconds=out - now)
        self.calls[call.sid] = call
        task = asyncio.create_task(call.run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return call

    async def reset(self) -> None:
        """As if the network had just been built: no calls, no faults, fresh people."""
        await self._end_all()
        self.calls.clear()
        self.exchange.faults.waiting.clear()
        self.exchange.ledger.entries.clear()
        self.exchange.debugger.clear()
        self.exchange.callees = self._town()

    async def _end_all(self) -> None:
        for call in self.calls.values():
            call.end("completed" if call.leg else "canceled", 487, "carrier")
        await asyncio.gather(*self._tasks, return_exceptions=True)
