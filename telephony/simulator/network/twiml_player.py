"""Runs TwiML: verbs in order, in simulated time, until a document ends and the call with it."""

import asyncio
from xml.etree.ElementTree import Element

from telephony.simulator.network.gather import gather
from telephony.simulator.network.leg import Leg
from telephony.simulator.network.stream import MediaStream, StreamOrder
from telephony.simulator.network.twiml_fetch import Document, Fetch, Inline, Unusable, load
from telephony.simulator.personas import sounds

MAX_DOCUMENTS = 100  # in one go; more are taken for a loop
MAX_SAY_LENGTH = 4096  # characters
MAX_PARAMETER_LENGTH = 500  # characters of name and value together
APOLOGY = "We are sorry, an application error has occurred. Goodbye."


class Player:
    """Plays documents to one answered call; when `play` returns the carrier hangs up."""

    def __init__(self, leg: Leg) -> None:
        self._leg = leg

    async def play(self, step: Fetch | Inline) -> None:
        next_step: Fetch | Inline | None = step
        for _ in range(MAX_DOCUMENTS):
            if next_step is None:
                return
            next_step = await self._play_one(next_step)
        self._leg.note(11100, "Too many documents in a row; the call was ended.")

    async def _play_one(self, step: Fetch | Inline) -> Fetch | None:
        exchange = self._leg.exchange
        try:
            document = await load(
                step,
                self._leg.fields(),
                courier=exchange.courier,
                note=self._leg.note,
                seconds=exchange.twiml_seconds,
            )
            return await self._run(document)
        except Unusable as error:
            self._leg.note(error.code, "A document could not be used.")
            return await self._fall_back(step, error.code)

    async def _fall_back(self, step: Fetch | Inline, code: int) -> Fetch | None:
        url, method = self._leg.fallback()
        is_fallback = isinstance(step, Fetch) and "ErrorCode" in step.fields
        if url and not is_fallback:
            failed = step.url if isinstance(step, Fetch) else ""
            return Fetch(url, method, {"ErrorCode": str(code), "ErrorUrl": failed})
        await self._speak(APOLOGY, by="carrier")
        return None

    async def _run(self, document: Document) -> Fetch | None:
        """Where to go on; None: hang up."""
        for verb in document.verbs:
            match verb.tag:
                case "Hangup" | "Reject":
                    return None
                case "Redirect":
                    address = document.absolute(verb.text or "")
                    return Fetch(address, verb.get("method") or "POST")
                case "Gather":
                    if step := await gather(self._leg, verb, document, self._sound):
                        return step
                case "Connect":
                    await self._connect(verb, document)
                case _:
                    await self._sound(verb)
        return None

    async def _sound(self, verb: Element) -> None:
        match verb.tag:
            case "Say":
                text = " ".join("".join(verb.itertext()).split())
                for _ in range(self._number(verb, "loop", 1) or 1000):
                    await self._speak(text)
            case "Play" if verb.get("digits"):
                await self.press(verb.get("digits") or "")
            case "Play":
                pass  # a recording: nothing that anybody here would understand
            case "Pause":
                await self._leg.clock.sleep(self._number(verb, "length", 1))

    async def _speak(self, text: str, by: str = "application") -> None:
        if len(text) > MAX_SAY_LENGTH:
            self._leg.note(13520, "A <Say> is too long and was left out.")
            return
        elif text:
            self._leg.exchange.ledger.say(self._leg.sid, text, by)
            made = await asyncio.to_thread(
                self._leg.exchange.studio.make, text, sounds.CARRIER_VOICE
            )
            await self._leg.circuit.play(made.frames)

    async def press(self, digits: str) -> None:
        """Keys to the callee's end, where they are heard from the sound."""
        if digits:
            await self._leg.circuit.play(sounds.keys(digits))

    async def _connect(self, verb: Element, document: Document) -> None:
        if len(verb) != 1:
            self._leg.note(12200, "<Connect> has not exactly one noun that is known here.")
            return
        noun = verb[0]
        address = document.absolute(noun.get("url") or "")
        if address.startswith("http") and "://" not in (noun.get("url") or ""):
            address = address.replace("http", "ws", 1)  # relative to the document
        order = StreamOrder(
            url=address,
            name=noun.get("name") or "",
            track=noun.get("track") or "",
            parameters=self._parameters(noun),
            status_callback=noun.get("statusCallback") or "",
            status_method=noun.get("statusCallbackMethod") or "POST",
        )
        await MediaStream(self._leg, order).run()

    def _parameters(self, noun: Element) -> dict[str, str]:
        parameters = {}
        for child in noun:
            name, value = child.get("name") or "", child.get("value") or ""
            if len(name) + len(value) >= MAX_PARAMETER_LENGTH:
                self._leg.note(12200, "A <Parameter> is too long and was left out.")
            else:
                parameters[name] = value
        return parameters

    def _number(self, verb: Element, name: str, default: int) -> int:
        text = verb.get(name)
        if text is None or text.isdecimal():
            return int(text) if text else default
        self._leg.note(12200, f"<{verb.tag}> has a {name} that is no number.")
        return default
