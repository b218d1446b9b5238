"""The carrier's end of a media stream: it dials the application's socket and carries the sound."""

import asyncio
import math
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from telephony.simulator.network import stream_messages as messages
from telephony.simulator.network.clock import FRAME_SECONDS
from telephony.simulator.network.faults import Fault
from telephony.simulator.network.leg import Leg
from telephony.simulator.network.playout import Playout
from telephony.simulator.network.signing import signature
from telephony.simulator.personas.sounds import Frame

HANDSHAKE_SECONDS = 5.0
GOODBYE_SECONDS = 1.0  # for our last messages, and for the other side's close
JITTER_SECONDS = 0.04  # sound after a silence is held back for so long
MAX_UNSENT = 250  # wakes' worth of frames; then the application is not reading
MAX_MESSAGE_LENGTH = 16 * 1024 * 1024
GARBAGE = (
    '{"event":"unheard of"}',
    '{"event":"media"}',
    '{"event":"media","media":{"payload":"%"}}',
    '{"event":"start","start":{}}',
)
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class StreamOrder:
    """What <Stream> asks for."""

    url: str
    name: str = ""
    track: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    status_callback: str = ""
    status_method: str = "POST"

    def objection(self) -> tuple[int, str] | None:
        """The error code and sentence with which the carrier refuses to dial, if it does."""
        parts = urlsplit(self.url)
        if parts.scheme != "wss" and not (parts.scheme == "ws" and parts.hostname in LOOPBACK):
            return 31922, "Stream - WebSocket - Scheme Error"
        if not parts.hostname:
            return 31923, "Stream - WebSocket - Malformed URL"
        if parts.query or parts.fragment:
            return 31920, "Stream - WebSocket - Handshake Error"
        if self.track not in ("", "inbound_track"):
            return 31941, "Stream - Invalid Track Configuration"
        return None


class MediaStream:
    """One bidirectional stream; `run` returns when either end has left."""

    def __init__(self, leg: Leg, order: StreamOrder) -> None:
        self.sid = "MZ" + uuid.uuid4().hex
        self._leg = leg
        self._order = order
        self._writer = messages.Writer(self.sid)
        self._playout = Playout()
        self._unsent: asyncio.Queue[list[str] | None] = asyncio.Queue(MAX_UNSENT)
        self._noted: set[int] = set()
        self._hangs = False
        self._broken = False
        self._session: aiohttp.ClientSession | None = None

    async def run(self) -> None:
        objection = self._order.objection()
        if objection is None and self._strike("stream_refuse") is not None:
            objection = 31920, "Stream - WebSocket - Handshake Error"
        if objection:
            self._failed(*objection)
            return
        # A session of its own: closing it breaks the connection, which a fault may ask for.
        async with aiohttp.ClientSession() as self._session:
            try:
                async with asyncio.timeout(HANDSHAKE_SECONDS):
                    socket = await self._dial(self._session)
            except TimeoutError:
                self._failed(31901, "Stream - WebSocket - Connection Timeout")
                return
            except aiohttp.WSServerHandshakeError:
                self._failed(31920, "Stream - WebSocket - Handshake Error")
                return
            except (aiohttp.ClientError, OSError):
                self._failed(31902, "Stream - WebSocket - Connection Refused")
                return
            await self._carry(socket)

    async def _dial(self, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
        token = self._leg.exchange.auth_token
        return await session.ws_connect(
            URL(self._order.url, encoded=True),
            headers={"X-Twilio-Signature": signature(token, self._order.url, {})},
            timeout=aiohttp.ClientWSTimeout(ws_close=GOODBYE_SECONDS),
            max_msg_size=MAX_MESSAGE_LENGTH,
        )

    async def _carry(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        account, parameters = self._leg.exchange.account_sid, dict(self._order.parameters)
        start = self._writer.start(account, self._leg.sid, parameters)
        self._unsent.put_nowait([messages.CONNECTED, start])
        record = self._leg.exchange.ledger.stream(self._leg.sid)
        self._tell("stream-started")
        reading = asyncio.create_task(self._read(socket))
        sending = asyncio.create_task(self._send(socket))
        breaking = asyncio.create_task(self._break())
        circuit = self._leg.circuit
        circuit.source = circuit.sink = self
        self._leg.on_key = self._key
        try:
            await asyncio.wait({reading, sending}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            record.close()
            circuit.source = circuit.sink = self._leg.on_key = None
            breaking.cancel()
            await self._part(socket, reading, sending)
            self._tell("stream-stopped")

    async def _part(
        self,
        socket: aiohttp.ClientWebSocketResponse,
        reading: asyncio.Task[None],
        sending: asyncio.Task[None],
    ) -> None:
        """Say stop and close, if there still is somebody to say it to."""
        if not (socket.closed or self._broken or self._hangs or self._unsent.full()):
            stop = self._writer.stop(self._leg.exchange.account_sid, self._leg.sid)
            self._unsent.put_nowait([stop])
            if not self._unsent.full():
                self._unsent.put_nowait(None)
            await asyncio.wait({sending}, timeout=GOODBYE_SECONDS)
        for task in (reading, sending):
            task.cancel()
        await asyncio.gather(reading, sending, return_exceptions=True)
        if not self._hangs:
            await socket.close(code=aiohttp.WSCloseCode.OK)

    # the callee's sound, and the sound for the callee: called by the clock

    def take(self, count: int) -> list[Frame]:
        if self._hangs:
            return [None] * count
        frames, names = self._playout.take(count, self._jitter_frames())
        self._return_marks(names)
        return frames

    def _jitter_frames(self) -> int:
        """By the wall, where peers are late; simulated time runs faster."""
        return math.ceil(JITTER_SECONDS * self._leg.clock.speed / FRAME_SECONDS)

    def give(self, frames: list[Frame]) -> None:
        self._put([self._writer.media(frame) for frame in frames])

    def _key(self, digit: str) -> None:
        self._put([self._writer.dtmf(digit)])

    def _return_marks(self, names: list[str]) -> None:
        if names:
            self._put([self._writer.mark(name) for name in names])

    def _put(self, texts: list[str]) -> None:
        if self._hangs or self._broken:
            return
        if self._unsent.full():
            self._note_once(31930, "The application does not read; sound was dropped.")
            return
        self._unsent.put_nowait(texts)

    # the socket

    async def _send(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        try:
            while (texts := await self._unsent.get()) is not None:
                for text in texts:
                    await socket.send_str(text)
        except (aiohttp.ClientError, ConnectionError):
            return  # the other side has gone; the reader says so too

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            if self._hangs:
                continue
            if message.type is not aiohttp.WSMsgType.TEXT:
                self._note_once(31950, "A message that was not text was dropped.")
                continue
            try:
                self._obey(messages.read(message.data, self.sid))
            except messages.BadMessage as error:
                self._note_once(31951, f"A message was dropped: {error}.")

    def _obey(self, message: messages.Media | messages.Mark | messages.Clear) -> None:
        match message:
            case messages.Media(ulaw):
                self._playout.add(ulaw)
            case messages.Mark(name):
                self._return_marks(self._playout.mark(name))
            case messages.Clear():
                self._return_marks(self._playout.clear())

    # faults, notes and news

    async def _break(self) -> None:
        if fault := self._strike("stream_garbage"):
            await self._leg.clock.sleep(fault.seconds)
            self._put(list(GARBAGE))
        if fault := self._strike("stream_hang"):
            await self._leg.clock.sleep(fault.seconds)
            self._hangs = True
        elif fault := self._strike("stream_drop"):
            await self._leg.clock.sleep(fault.seconds)
            self._broken = True
            if self._session:
                await self._session.close()

    def _strike(self, kind: str) -> Fault | None:
        return self._leg.exchange.faults.strike(kind, self._leg.to)

    def _note_once(self, code: int, text: str) -> None:
        if code not in self._noted:
            self._noted.add(code)
            self._leg.note(code, text)

    def _failed(self, code: int, title: str) -> None:
        self._leg.note(code, title)
        self._tell("stream-error", f"{code} - {title}")

    def _tell(self, event: str, error: str = "") -> None:
        if not self._order.status_callback:
            return
        moment = self._leg.exchange.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
        fields = {
            "AccountSid": self._leg.exchange.account_sid,
            "CallSid": self._leg.sid,
            "StreamSid": self.sid,
            "StreamName": self._order.name or self.sid,
            "StreamEvent": event,
            "Timestamp": moment,
        }
        if error:
            fields["StreamError"] = error
        self._leg.exchange.courier.tell(
            self._order.status_callback,
            self._order.status_method,
            fields,
            self._leg.sid,
            self._leg.to,
        )
