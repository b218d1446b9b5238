"""The carrier's media socket."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer

from callpilot.errors import CallPilotError
from callpilot.json_types import JsonObject
from campaigns import announcements
from campaigns.live.cancellation import cancelled
from campaigns.models import Call
from telephony.carriers.base import carriers
from telephony.carriers.media_stream import BadFrame, Connected, FrameTooLarge, Started, Stopped
from telephony.media import stream_tokens
from telephony.media.bridge import Bridge
from telephony.media.line import Line
from telephony.recording.recorder import recorder_of
from voice.audio.conversation import AudioConversation
from voice.session.db_threads import in_thread

logger = logging.getLogger(__name__)
STORE_SECONDS = 15.0  # for what is still being stored when the socket is gone

# Why we close a socket; the carrier ignores the code, people who debug do not.
DONE = 1000
NO_TEXT = 1003
GARBAGE = 1007
TOO_LARGE = 1009
BROKEN = 1011
UNSIGNED = 4401
FOREIGN = 4403  # signed and with a token, but of another call
UNKNOWN = 4404
LATE = 4408


class StreamConsumer(AsyncWebsocketConsumer):
    """Admits the carrier, then hands its frames to a bridge, one after another.

    start_seconds: the carrier's time to begin its stream; lost_seconds: until a channel layer that
    failed is asked again.

    Messages of the group `call.<id>`: call.whisper {text, number}, call.leverage {words},
    call.wrap_up, call.farewell, call.hang.up, call.press.keys {}, answering.machine {kind}; and of
    tools that were asked over HTTP: call.answer {words}, call.leaving {}.
    """

    call: Call | None = None
    bridge: Bridge | None = None

    def __init__(
        self,
        *args: object,
        carrier: str = "",
        start_seconds: float = 5.0,
        lost_seconds: float = 1.0,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.start_seconds, self.lost_seconds = start_seconds, lost_seconds
        self.socket = carriers.get(carrier).socket
        self.running: asyncio.Task[None] | None = None  # the bridge
        self.late: asyncio.TimerHandle | None = None  # when the start is overdue
        self.closing: asyncio.Task[None] | None = None
        self.bad_frames = 0
        self.over = False
        self.left = False  # the carrier, and what was to be stored is stored

    async def __call__(
        self,
        scope: JsonObject,
        receive: Callable[[], Awaitable[JsonObject]],
        send: Callable[[JsonObject], Awaitable[None]],
    ) -> None:
        """Read the socket in a plain loop; orders of the group come beside it.

        Channels' own loop makes two tasks and a wait for each message, and its dispatch then
        looks after database connections in the thread that everybody's ORM shares: a frame
        would cost twice as much, and wait for whatever query runs there.
        """
        self.scope, self.base_send = scope, send
        self.channel_layer = get_channel_layer(self.channel_layer_alias)
        self.channel_name = await self.channel_layer.new_channel()
        orders = asyncio.create_task(self._take_orders())
        try:
            while True:
                message = await receive()
                if message["type"] == "websocket.receive":
                    await self.receive(message.get("text"), message.get("bytes"))
                else:
                    await self.dispatch(message)
        except StopConsumer:
            pass
        finally:
            orders.cancel()
            await asyncio.wait({orders})
            if not self.left:  # something broke: nobody must go on talking to a socket without us
                await self.disconnect(1006)

    async def _take_orders(self) -> None:
        """One bad order must not keep the next one away, be it the last."""
        while not cancelled():
            try:
                await self.dispatch(await self.channel_layer.receive(self.channel_name))
            except Exception as error:
                if cancelled():
                    return  # the socket is gone, and something failed on the way out
                logger.error("An order to a call was lost: %s", type(error).__name__)
                await asyncio.sleep(self.lost_seconds)

    async def connect(self) -> None:
        """Signature and single-use token first; nothing is accepted without both."""
        if not self.socket.signed(self.scope):
            await self._shut(UNSIGNED)
            return
        token = self.scope["url_route"]["kwargs"]["token"]
        self.call = await in_thread(stream_tokens.redeem, token)
        if self.call is None:
            await self._shut(UNKNOWN)
            return
        await self.channel_layer.group_add(
            announcements.call_group(self.call.pk), self.channel_name
        )
        wanted, offered = self.socket.subprotocol, self.scope.get("subprotocols", [])
        await self.accept(wanted if wanted in offered else None)
        loop = asyncio.get_running_loop()
        self.late = loop.call_later(self.start_seconds, self._late)

    def _late(self) -> None:
        if self.bridge is None:
            self.closing = asyncio.create_task(self._shut(LATE))

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if text_data is None:
            await self._end(NO_TEXT, "The carrier sent no text.")
            return
        if self.over:
            return  # what was on its way when we closed
        try:
            if self.bridge is not None:
                await self.bridge.frame(text_data)
            else:
                await self._before_start(text_data)
        except FrameTooLarge:
            await self._end(TOO_LARGE, "The carrier's frame was too large.")
        except BadFrame:
            await self._end(GARBAGE, "The carrier's frames could not be read.")

    async def _before_start(self, text: str) -> None:
        message = self.socket.messages.parse(text)
        if isinstance(message, Started):
            await self._start(message)
        elif isinstance(message, Stopped):
            await self._shut(DONE)
        elif not isinstance(message, Connected):
            self.bad_frames += 1  # sound before the start has no stream to belong to
            if self.bad_frames >= 20:
                raise BadFrame("The stream never started.")

    async def _start(self, started: Started) -> None:
        call = self.call
        if call is None or not self.socket.ours(started) or call.carrier_id != started.call_id:
            await self._shut(FOREIGN)
            return
        line = Line(started.stream_id, self._send_text, self.socket.messages)
        conversation = AudioConversation(call)
        recorder = recorder_of(call, lambda: conversation.supervisor.recording)
        self.bridge = Bridge(line, conversation, recorder)
        self.running = asyncio.create_task(self._run(self.bridge))

    async def _send_text(self, text: str) -> None:
        await self.base_send({"type": "websocket.send", "text": text})

    async def _run(self, bridge: Bridge) -> None:
        code = DONE
        try:
            await bridge.run()
        except CallPilotError as error:
            logger.warning("A bridge ended: %s", type(error).__name__)
            code = BROKEN
        except Exception:
            logger.exception("A bridge broke.")
            code = BROKEN
        await self._shut(code)

    async def _end(self, code: int, reason: str) -> None:
        if self.bridge is not None:
            self.bridge.end(reason)
        await self._shut(code)

    async def _shut(self, code: int) -> None:
        """Close our side, once; the carrier may be gone already."""
        if not self.over:
            self.over = True
            with suppress(OSError, RuntimeError):
                await self.close(code)

    async def disconnect(self, code: int) -> None:
        """The carrier has left; what is being stored is stored before we go."""
        self.over = self.left = True
        if self.late is not None:
            self.late.cancel()
        if self.bridge is not None:
            self.bridge.end("The carrier left.")
        if self.call is not None:
            await self.channel_layer.group_discard(
                announcements.call_group(self.call.pk), self.channel_name
            )
        if self.running is not None:
            await asyncio.wait({self.running}, timeout=STORE_SECONDS)

    async def websocket_disconnect(self, message: JsonObject) -> None:
        await self.disconnect(message.get("code", 1005))
        raise StopConsumer

    # --- messages of the group --------------------------------------------------------------

    async def call_whisper(self, message: JsonObject) -> None:
        if self.bridge is not None:
            number = int(message.get("number", 0))
            self.bridge.conversation.whisper(str(message.get("text", "")), number)

    async def call_farewell(self, message: JsonObject) -> None:
        if self.bridge is not None:
            self.bridge.conversation.supervisor.farewell()

    async def call_leverage(self, message: JsonObject) -> None:
        if self.bridge is not None:
            self.bridge.conversation.supervisor.leverage(str(message.get("words", "")))

    async def call_wrap_up(self, message: JsonObject) -> None:
        if self.bridge is not None:
            self.bridge.conversation.supervisor.wrap_up()

    async def call_hang_up(self, message: JsonObject) -> None:
        if self.bridge is not None:
            self.bridge.conversation.supervisor.end_now(Call.Outcome.CANCELLED, "Stopped.")
        else:
            await self._shut(DONE)

    async def call_answer(self, message: JsonObject) -> None:
        if self.bridge is not None:
            self.bridge.conversation.answer(str(message.get("words", "")))

    async def call_leaving(self, message: JsonObject) -> None:
        if self.bridge is not None:
            self.bridge.conversation.leaving()

    async def call_press_keys(self, message: JsonObject) -> None:
        if self.bridge is not None and self.call is not None:
            keys = await in_thread(self.call.take_keys)
            if keys:
                self.bridge.conversation.press_keys(keys)

    async def answering_machine(self, message: JsonObject) -> None:
        if self.bridge is not None:
            self.bridge.conversation.supervisor.answered_by(str(message.get("kind", "")))
