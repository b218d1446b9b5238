"""Somebody of the town rings a number of the account, whose own webhook says what they hear."""

import asyncio
import uuid

from callpilot.simulation.speech import CALLEE_VOICES
from telephony.simulator.network.circuit import Circuit
from telephony.simulator.network.clock import Clock
from telephony.simulator.network.leg import Exchange, Leg
from telephony.simulator.network.network import Network
from telephony.simulator.network.twiml_fetch import Fetch
from telephony.simulator.network.twiml_player import Player
from telephony.simulator.personas.callee_actions import Act, Pickup
from telephony.simulator.personas.handset import Handset

LONGEST_SECONDS = 120.0  # simulated; nobody listens to a machine for longer


async def ring_us(network: Network, phone: str, number: str, key: str = "") -> list[str]:
    """Somebody rings a number of the account; what they hear. KeyError: nothing answers."""
    call = IncomingCall(network.exchange, phone, number, network.voice_urls[number], key)
    return await call.run()


class Caller:
    """Listens, and presses one key when told that it may be pressed; as a Party of the line."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.heard: list[str] = []
        self.wants_to_press = False

    def answers(self) -> Pickup:
        return Pickup("human", 0.0)

    def greeting(self) -> str | None:
        return None

    def hear(self, text: str) -> list[Act]:
        self.heard.append(text)
        self.wants_to_press = bool(self.key) and f"press {self.key}" in text
        return []

    def idle(self, silent_ms: int) -> list[Act]:
        return []

    def pressed(self, digit: str) -> list[Act]:
        return []

    def cut_off(self, heard: str) -> None:
        pass


class IncomingCall:
    """One call from `phone` to a number that is answered by the document at `url`."""

    def __init__(self, exchange: Exchange, phone: str, number: str, url: str, key: str) -> None:
        self.caller = Caller(key)
        self.url = url
        self.clock = Clock(exchange.speed, self._pass)
        self.leg = Leg(
            exchange=exchange,
            sid="CA" + uuid.uuid4().hex,
            to=number,
            from_=phone,
            fallback=lambda: ("", "POST"),
            clock=self.clock,
            circuit=Circuit(self._handset(exchange)),
            direction="inbound",
        )

    def _handset(self, exchange: Exchange) -> Handset:
        voice = exchange.studio.voice(CALLEE_VOICES[0])
        return Handset(self.caller, "human", say=voice, hung_up=lambda: None)

    async def run(self) -> list[str]:
        """Until we hang up, or it takes too long; what the caller heard."""
        ticking = asyncio.create_task(self.clock.run())
        playing = asyncio.create_task(Player(self.leg).play(Fetch(self.url)))
        patience = asyncio.create_task(self.clock.sleep(LONGEST_SECONDS))
        try:
            await asyncio.wait({playing, patience}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (ticking, playing, patience):
                task.cancel()
            await asyncio.gather(ticking, playing, patience, return_exceptions=True)
        self.leg.circuit.handset.line_dies()
        return self.caller.heard

    def _pass(self, frames: int) -> None:
        self.leg.circuit.advance(frames)
        if self.caller.wants_to_press and self.leg.on_key is not None:
            self.caller.wants_to_press = False
            self.leg.on_key(self.caller.key)
