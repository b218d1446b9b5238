"""<Gather>: wait for keys or words of the callee; the words are understood from the sound alone."""

import asyncio
from collections.abc import Awaitable, Callable
from xml.etree.ElementTree import Element

from callpilot.simulation.modem import Ear, SpeechStarted, UtteranceEnded
from telephony.simulator.network.leg import Leg
from telephony.simulator.network.twiml_fetch import Document, Fetch
from telephony.simulator.personas import sounds
from telephony.simulator.personas.sounds import Frame

CONFIDENCE = "0.9128"
STEP_SECONDS = 0.1


class Listener:
    """What has been pressed and said so far."""

    def __init__(self, verb: Element, timeout_seconds: float) -> None:
        wanted = (verb.get("input") or "dtmf").split()
        self.wants_speech, self.wants_keys = "speech" in wanted, "dtmf" in wanted
        pause = verb.get("speechTimeout") or ""
        pause_seconds = float(pause) if pause.isdecimal() else timeout_seconds
        if pause == "auto":
            pause_seconds = 0.8
        self.finish_on = verb.get("finishOnKey", "#")
        self.most_keys = int(verb.get("numDigits") or 0)
        self.keys = self.finished_on = self.words = ""
        self.busy = False  # in the middle of speaking or pressing
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._ear = Ear(sounds.RATE_HZ, max(200, round(pause_seconds * 1000)))

    def give(self, frames: list[Frame]) -> None:
        if not self.wants_speech:
            return
        for event in self._ear.hear(sounds.samples(frames)):
            if isinstance(event, SpeechStarted):
                self.busy = True
            elif isinstance(event, UtteranceEnded):
                self.words = event.text
                self._finish()

    def key(self, digit: str) -> None:
        if not self.wants_keys or self.done.done():
            return
        if digit in self.finish_on:
            self.finished_on = digit
            self._finish()
            return
        self.keys += digit
        if len(self.keys) == self.most_keys:
            self._finish()

    def _finish(self) -> None:
        if not self.done.done():
            self.done.set_result(None)

    def fields(self) -> dict[str, str]:
        if self.keys or self.finished_on:
            return {
                "Digits": self.keys,
                "FinishedOnKey": self.finished_on,
                "msg": "Gather End",
            }
        if self.words:
            return {
                "SpeechResult": self.words,
                "Confidence": CONFIDENCE,
                "Language": "en-US",
            }
        return {}


async def gather(
    leg: Leg, verb: Element, document: Document, say: Callable[[Element], Awaitable[None]]
) -> Fetch | None:
    """The request to go on with; None when nothing came and the document goes on."""
    timeout = verb.get("timeout") or ""
    timeout_seconds = float(timeout) if timeout.isdecimal() else 5.0
    listener = Listener(verb, timeout_seconds)
    leg.circuit.sink, leg.on_key = listener, listener.key
    prompts = asyncio.create_task(_prompt(verb, say))
    try:
        await asyncio.wait({prompts, listener.done}, return_when=asyncio.FIRST_COMPLETED)
        await _wait(leg, listener, timeout_seconds)
    finally:
        prompts.cancel()
        await asyncio.gather(prompts, return_exceptions=True)
        leg.circuit.sink = leg.on_key = None
    fields = listener.fields()
    if not fields and verb.get("actionOnEmptyResult") != "true":
        return None
    address = document.absolute(verb.get("action") or "")
    return Fetch(address, verb.get("method") or "POST", fields)


async def _prompt(verb: Element, say: Callable[[Element], Awaitable[None]]) -> None:
    for child in verb:
        await say(child)


async def _wait(leg: Leg, listener: Listener, timeout_seconds: float) -> None:
    """Until something complete has come, or nothing began in time."""
    waited, keys = 0.0, ""
    while not listener.done.done() and (waited < timeout_seconds or listener.busy):
        await leg.clock.sleep(STEP_SECONDS)
        waited = waited + STEP_SECONDS if listener.keys == keys else 0.0
        keys = listener.keys
