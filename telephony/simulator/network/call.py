"""One call in the network: queued → initiated → ringing → in-progress → its end."""

import asyncio
import logging
import math
import uuid
from collections.abc import Coroutine
from datetime import datetime
from typing import Literal, Never
from urllib.parse import urlsplit

from callpilot.simulation.speech import CALLEE_VOICES
from telephony.simulator.network.amd import Verdict, detect
from telephony.simulator.network.call_request import Order
from telephony.simulator.network.circuit import Circuit
from telephony.simulator.network.clock import FRAME_SECONDS, Clock
from telephony.simulator.network.leg import Exchange, Leg, base_fields, rfc2822
from telephony.simulator.network.twiml_fetch import Fetch, Inline
from telephony.simulator.network.twiml_player import Player
from telephony.simulator.personas.appointment_book import chance
from telephony.simulator.personas.base import Party
from telephony.simulator.personas.callee_actions import Pickup
from telephony.simulator.personas.handset import Handset

logger = logging.getLogger(__name__)
Status = Literal[
    "queued", "initiated", "ringing", "in-progress",
    "completed", "busy", "failed", "no-answer", "canceled",
]  # fmt: skip
EVENT_OF = {"initiated": "initiated", "ringing": "ringing", "in-progress": "answered"}
Side = Literal["callee", "document", "request", "carrier"]
Ending = tuple[Status, int, Side]  # with the SIP code


class PhoneCall:
    """A call from its acceptance on. Everything but the queue runs in simulated time."""

    def __init__(self, exchange: Exchange, order: Order, queue_seconds: float) -> None:
        self.exchange = exchange
        self.order = order
        self.sid = "CA" + uuid.uuid4().hex
        self.queue_seconds = queue_seconds
        self.status: Status = "queued"
        self.verdict: Verdict | None = None
        self.created_at = self.updated_at = exchange.now()
        self.answered_at: datetime | None = None
        self.ended_at: datetime | None = None
        self.seconds = 0  # talked, simulated, once it is over
        self.clock = Clock(exchange.speed, self._pass)
        self.leg: Leg | None = None
        self._answered_frame = 0
        self._sequence = 0
        self._over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._redirects: asyncio.Queue[Fetch | Inline] = asyncio.Queue()
        self._side_tasks: list[asyncio.Task[None]] = []
        self._entry = exchange.ledger.accept(self.sid, order.to, order.from_)
        # What chance in this call depends on: its how-manieth call to the number this is.
        self._luck = f"{exchange.seed}|{order.to}|{exchange.ledger.count(order.to)}"
        if order.stray_events:
            exchange.note(self.sid, 21626, "StatusCallbackEvent has words that are no events.")
        if "_" in (urlsplit(order.callback_url).hostname or ""):
            exchange.note(self.sid, 21609, "StatusCallback has a hostname with an underscore.")

    @property
    def ended(self) -> bool:
        return self._over.done()

    async def run(self) -> None:
        """The whole life of the call."""
        ticking = asyncio.create_task(self.clock.run())
        course = asyncio.create_task(self._course())
        waited: set[asyncio.Future[None] | asyncio.Future[Ending]] = {
            ticking,
            course,
            self._over,
        }
        try:
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            if not self.ended:
                self.end(*(course.result() if course.done() else _never(ticking)))
        except Exception:
            logger.exception("Call %s broke inside the simulated network.", self.sid)
            self.end("failed", 500, "carrier")
        finally:
            tasks = [ticking, course, *self._side_tasks]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def end(self, status: Status, sip_code: int, by: Side) -> None:
        """End it now, from whichever side; a call ends once."""
        if self.ended:
            return
        was = self.status
        self.status = status
        self.updated_at = self.ended_at = self.exchange.now()
        if self.leg:
            self.seconds = round((self.clock.frames - self._answered_frame) * FRAME_SECONDS)
            self.leg.circuit.handset.line_dies()
        self._entry.end(status, self.seconds, by)
        self._over.set_result(None)
        if was != "queued":  # a call that never left the queue ends without a word
            self._tell("completed", self._ending_fields(sip_code))

    def hang_up(self) -> None:
        """Asked for by the customer."""
        if self.leg:
            self.end("completed", 200, "request")
        else:
            self.end("canceled", 487, "request")

    def redirect(self, document: Fetch | Inline) -> None:
        """Drop what is being played and play this; only for an answered call."""
        self._redirects.put_nowait(document)

    def press_key(self, digit: str) -> bool:
        """The callee presses a key; whether anybody was there to notice."""
        if self.leg is None or self.leg.on_key is None:
            return False
        self.leg.on_key(digit)
        return True

    # its course

    async def _course(self) -> Ending:
        if self.queue_seconds:
            await asyncio.sleep(self.queue_seconds)
        self._move("initiated")
        callee = self.exchange.callees.pick_up(self.order.to)
        pickup = callee.answers()
        least, spread = self.exchange.setup_seconds
        await self.clock.sleep(least + spread * chance(self._luck, "setup"))
        if pickup.kind == "busy":
            await self.clock.sleep(pickup.ring_seconds)
            return "busy", 486, "callee"
        if pickup.kind == "failed":
            return "failed", 404, "carrier"
        self._move("ringing")
        rings_seconds = min(pickup.ring_seconds, self.order.timeout_seconds)
        await self.clock.sleep(rings_seconds)
        if not pickup.answered or pickup.ring_seconds > rings_seconds:
            return "no-answer", 487, "carrier"
        await self._talk(pickup, self._answer(callee, pickup))
        return "completed", 200, "document"  # its last document has ended

    def _answer(self, callee: Party, pickup: Pickup) -> Leg:
        voice = CALLEE_VOICES[int(chance(self.order.to, "voice") * len(CALLEE_VOICES))]
        handset = Handset(
            callee,
            pickup.kind,
            say=self.exchange.studio.voice(voice),
            hung_up=lambda: self.end("completed", 200, "callee"),
        )
        self.leg = Leg(
            exchange=self.exchange,
            sid=self.sid,
            to=self.order.to,
            from_=self.order.from_,
            fallback=lambda: (self.order.fallback_url, self.order.fallback_method),
            clock=self.clock,
            circuit=Circuit(handset),
        )
        self._answered_frame = self.clock.frames
        self.answered_at = self.exchange.now()
        self._entry.answer()
        handset.pick_up()
        self._move("in-progress")
        return self.leg

    async def _talk(self, pickup: Pickup, leg: Leg) -> None:
        player = Player(leg)
        await player.press(self.order.digits)
        detection = self.order.detection
        document: Fetch | Inline = self.order.document
        if detection.mode:
            detecting = self._detect(pickup, leg)
            if detection.async_:
                self._beside(detecting)
            else:
                await detecting
                document = self._with_verdict(document)
        await self._play(player, document)

    async def _play(self, player: Player, document: Fetch | Inline) -> None:
        """Documents, each until its end or until the customer sends another one."""
        while True:
            playing = asyncio.create_task(player.play(document))
            redirected = asyncio.create_task(self._redirects.get())
            try:
                await asyncio.wait({playing, redirected}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                await _cancelled(playing)
                await _cancelled(redirected)
            if redirected.cancelled():
                playing.result()
                return
            document = redirected.result()

    def _beside(self, work: Coroutine[object, Never, None]) -> None:
        self._side_tasks.append(asyncio.create_task(work))

    async def _detect(self, pickup: Pickup, leg: Leg) -> None:
        detection = self.order.detection
        self.verdict = await detect(
            detection, pickup.kind, leg.circuit.handset, self.clock, self._luck
        )
        if detection.async_ and detection.callback:
            fields = {"AccountSid": self.exchange.account_sid, "CallSid": self.sid}
            fields |= self.verdict.fields()
            self.exchange.courier.tell(
                detection.callback, detection.callback_method, fields, self.sid, self.order.to
            )

    def _with_verdict(self, document: Fetch | Inline) -> Fetch | Inline:
        if isinstance(document, Fetch) and self.verdict:
            return Fetch(document.url, document.method, self.verdict.fields())
        return document

    def _pass(self, frames: int) -> None:
        """Simulated time has passed: sound flows, and the limit comes nearer."""
        if self.leg is None or self.ended:
            return
        self.leg.circuit.advance(frames)
        talked = (self.clock.frames - self._answered_frame) * FRAME_SECONDS
        if talked >= self.order.limit_seconds:
            self.end("completed", 200, "carrier")

    # what is told

    def _move(self, status: Status) -> None:
        self.status = self._entry.status = status
        self.updated_at = self.exchange.now()
        self._tell(EVENT_OF[status], {})

    def _ending_fields(self, sip_code: int) -> dict[str, str]:
        fields = {"CallDuration": str(self.seconds), "SipResponseCode": str(sip_code)}
        if self.status == "completed":
            fields["Duration"] = str(math.ceil(self.seconds / 60))
        if self.verdict:
            fields["AnsweredBy"] = self.verdict.answered_by
        return fields

    def _tell(self, event: str, extra: dict[str, str]) -> None:
        order = self.order
        if not order.callback_url or event not in order.events:
            return
        fields = base_fields(
            self.exchange.account_sid, self.sid, order.to, order.from_, self.status
        )
        fields |= {
            "CallbackSource": "call-progress-events",
            "SequenceNumber": str(self._sequence),
            "Timestamp": rfc2822(self.updated_at),
            **extra,
        }
        self._sequence += 1
        self.exchange.courier.tell(
            order.callback_url, order.callback_method, fields, self.sid, order.to
        )


async def _cancelled(task: asyncio.Task[object]) -> None:
    """Cancel it and wait until it has tidied up; what it raised stays in it."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _never(ticking: asyncio.Task[None]) -> Ending:
    ticking.result()
    raise AssertionError("the clock of a call ran down")
