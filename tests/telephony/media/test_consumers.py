"""The carrier's media socket."""

import asyncio
import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from channels.routing import URLRouter
from django.conf import settings
from django.urls import path

from campaigns import announcements
from campaigns.models import Call
from telephony.audio.codecs import decode_ulaw
from telephony.audio.dtmf import keys_in
from telephony.carriers.media_stream import MediaMessages, Message
from telephony.carriers.twilio import messages
from telephony.carriers.twilio.client import TwilioCarrier
from telephony.carriers.twilio.media_socket import TwilioSocket
from telephony.media import consumers, stream_tokens
from telephony.media.consumers import StreamConsumer
from tests.factories import make_call
from tests.scripted import LOUD, ScriptedAgent, speech
from tests.sockets import PATIENCE_SECONDS, Socket
from voice.agents.base import Ended
from voice.session.db_threads import at_work, in_thread

pytestmark = pytest.mark.django_db(transaction=True)


def application(**seconds: float) -> URLRouter:
    consumer = StreamConsumer.as_asgi(lost_seconds=0.0, **seconds)
    return URLRouter([path("twilio/stream/<str:token>", consumer)])


SID = "MZ0000000000000000000000000000517a"


def answered(**changes: object) -> tuple[Call, str]:
    """A call that talks, and the token of its media socket."""
    fields = {"status": "in_progress", "carrier_id": "CA1"} | changes
    call = make_call(None, **fields)
    return call, stream_tokens.issue(call)


def signature(url: str, key: str = "") -> bytes:
    made = hmac.new((key or settings.TWILIO_AUTH_TOKEN).encode(), url.encode(), hashlib.sha1)
    return base64.b64encode(made.digest())


def socket(token: str, *, signed: bytes | None = None, **seconds: float) -> Socket:
    address = f"/twilio/stream/{token}"
    sign = signature(settings.STREAM_URL + address) if signed is None else signed
    return Socket(application(**seconds), address, headers=[(b"x-twilio-signature", sign)])


def start(call_id: str = "CA1", account: str = "") -> str:
    return json.dumps(
        {
            "event": "start",
            "start": {
                "streamSid": SID,
                "callSid": call_id,
                "accountSid": account or settings.TWILIO_ACCOUNT_SID,
            },
        }
    )


def frame(ulaw: bytes = b"\xff" * 160) -> str:
    payload = base64.b64encode(ulaw).decode()
    media = {"track": "inbound", "chunk": "1", "timestamp": "20", "payload": payload}
    return json.dumps({"event": "media", "media": media})


async def talking(agent: ScriptedAgent) -> tuple[Call, Socket]:
    """A call whose socket is open and whose agent listens."""
    call, token = await in_thread(answered)
    phone = socket(token)
    assert (await phone.connect())[0]
    await phone.send_to(text_data='{"event":"connected","protocol":"Call"}')
    await phone.send_to(text_data=start())
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not (agent.sessions and agent.sessions[0].heard):
            if not at_work():  # no time passes on the line meanwhile
                await phone.send_to(text_data=frame())
            await asyncio.sleep(0.01)
    return call, phone


async def closed_with(phone: Socket) -> int:
    """The code with which we close; what was sent before is passed over."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            message = await phone.receive_output()
            if message["type"] == "websocket.close":
                return int(message.get("code", 1000))


async def hung_up(phone: Socket, code: int = 1000) -> None:
    await phone.disconnect(code)


# --- who gets in ------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [b"", b"nonsense", None])
async def test_a_socket_without_the_carriers_signature_is_refused(wrong: bytes | None) -> None:
    call, token = await in_thread(answered)
    url = f"{settings.STREAM_URL}/twilio/stream/{token}"
    phone = socket(token, signed=signature(url, "another key") if wrong is None else wrong)

    connected, code = await phone.connect()

    assert (connected, code) == (False, consumers.UNSIGNED)
    await in_thread(call.refresh_from_db)
    assert call.stream_token  # not spent by whoever that was


async def test_a_token_we_never_gave_is_refused() -> None:
    phone = socket("made-up.1")

    assert await phone.connect() == (False, consumers.UNKNOWN)


async def test_a_token_opens_one_socket(agent: ScriptedAgent) -> None:
    call, token = await in_thread(answered)
    first = socket(token)
    second = socket(token)

    assert (await first.connect())[0]
    assert await second.connect() == (False, consumers.UNKNOWN)
    await hung_up(first)


@pytest.mark.parametrize(("call_id", "account"), [("CA2", ""), ("CA1", "ACsomebody")])
async def test_a_stream_of_another_call_or_account_is_closed(
    agent: ScriptedAgent, call_id: str, account: str
) -> None:
    _call, token = await in_thread(answered)
    phone = socket(token)
    await phone.connect()

    await phone.send_to(text_data=start(call_id, account))

    assert await closed_with(phone) == consumers.FOREIGN
    assert agent.opened == 0


async def test_a_stream_of_whatever_call_is_closed_if_we_do_not_know_ours(
    agent: ScriptedAgent,
) -> None:
    _call, token = await in_thread(answered, carrier_id=None)
    phone = socket(token)
    await phone.connect()

    await phone.send_to(text_data=start("CA1"))

    assert await closed_with(phone) == consumers.FOREIGN
    assert agent.opened == 0


async def test_one_bad_order_keeps_no_other_away(agent: ScriptedAgent) -> None:
    call, phone = await talking(agent)
    layer = get_channel_layer()

    await layer.group_send(announcements.call_group(call.pk), {"type": "no.such.order"})
    await layer.group_send(announcements.call_group(call.pk), {"type": "call.hang.up"})

    assert await closed_with(phone) == consumers.DONE
    await hung_up(phone)


async def test_who_takes_orders_ends_even_if_the_layer_fails_on_the_way_out() -> None:
    class Layer:
        async def receive(self, channel: str) -> None:
            try:
                await asyncio.sleep(3600)
            finally:
                raise OSError("connection closed")

    phone = StreamConsumer()
    phone.channel_layer, phone.channel_name = Layer(), "channel"
    orders = asyncio.create_task(phone._take_orders())
    await asyncio.sleep(0.05)

    orders.cancel()

    done, _ = await asyncio.wait({orders}, timeout=PATIENCE_SECONDS)
    assert done


class FaultyMessages:
    """Twilio's messages, and one that fails in a way that nobody has thought of."""

    media, mark = staticmethod(messages.media), staticmethod(messages.mark)
    clear = staticmethod(messages.clear)

    def parse(self, text: str | bytes) -> Message | None:
        if text == "a fault":
            raise ZeroDivisionError
        return messages.parse(text)


class FaultySocket(TwilioSocket):
    messages: MediaMessages = FaultyMessages()


class FaultyCarrier(TwilioCarrier):
    socket = FaultySocket()


async def test_a_fault_in_a_frame_leaves_nobody_talking(
    agent: ScriptedAgent, register: Callable[[str, object], None]
) -> None:
    register("CARRIER", FaultyCarrier())
    call, phone = await talking(agent)

    await phone.send_to(text_data="a fault")
    with pytest.raises(ZeroDivisionError):
        await phone.wait()

    assert agent.sessions[0].closed
    assert get_channel_layer().groups.get(announcements.call_group(call.pk)) in (None, {})


async def test_a_socket_that_never_starts_is_closed(
    agent: ScriptedAgent,
) -> None:
    _call, token = await in_thread(answered)
    phone = socket(token, start_seconds=0.05)
    await phone.connect()

    assert await closed_with(phone) == consumers.LATE
    await hung_up(phone)


async def test_sound_before_the_start_is_not_kept_for_ever(agent: ScriptedAgent) -> None:
    _call, token = await in_thread(answered)
    phone = socket(token)
    await phone.connect()

    for _ in range(20):
        await phone.send_to(text_data=frame())

    assert await closed_with(phone) == consumers.GARBAGE


# --- what comes through -----------------------------------------------------------------------


async def test_sound_goes_both_ways(agent: ScriptedAgent) -> None:
    _call, phone = await talking(agent)

    await phone.send_to(text_data=frame(LOUD))
    agent.sessions[0].say(speech(100, 1))
    message = json.loads(await phone.receive_from())
    async with asyncio.timeout(PATIENCE_SECONDS):
        while LOUD not in agent.sessions[0].heard:
            await asyncio.sleep(0.01)

    assert message == {
        "event": "media",
        "streamSid": SID,
        "media": {"payload": base64.b64encode(b"\x10" * 800).decode()},
    }
    await hung_up(phone)


async def test_the_carrier_hanging_up_closes_the_agent_and_stores_the_numbers(
    agent: ScriptedAgent,
) -> None:
    call, phone = await talking(agent)

    await phone.send_to(text_data='{"event":"stop","stop":{}}')
    await hung_up(phone)

    assert agent.sessions[0].closed
    await in_thread(call.refresh_from_db)
    assert call.metrics["sessions"] == 1
    assert call.outcome == ""  # another socket may go on with it


async def test_the_agent_leaving_closes_the_socket(agent: ScriptedAgent) -> None:
    call, phone = await talking(agent)

    agent.sessions[0].say(Ended("The agent ended the call."))

    assert await closed_with(phone) == consumers.DONE
    await in_thread(call.refresh_from_db)
    assert call.outcome  # stored before the carrier asks what to do next
    await hung_up(phone)


async def test_garbage_is_dropped_and_endless_garbage_closes(agent: ScriptedAgent) -> None:
    _call, phone = await talking(agent)

    for _ in range(19):
        await phone.send_to(text_data="garbage")
    assert not agent.sessions[0].closed
    await phone.send_to(text_data="garbage")

    assert await closed_with(phone) == consumers.GARBAGE
    await hung_up(phone)
    assert agent.sessions[0].closed


async def test_an_oversized_frame_closes(agent: ScriptedAgent) -> None:
    _call, phone = await talking(agent)

    await phone.send_to(text_data=frame(b"\x00" * 70_000))

    assert await closed_with(phone) == consumers.TOO_LARGE
    await hung_up(phone)


async def test_binary_frames_close(agent: ScriptedAgent) -> None:
    _call, phone = await talking(agent)

    await phone.send_to(bytes_data=b"\x00\x01")

    assert await closed_with(phone) == consumers.NO_TEXT
    await hung_up(phone)


# --- orders from elsewhere --------------------------------------------------------------------


async def order(call: Call, **message: object) -> None:
    await get_channel_layer().group_send(announcements.call_group(call.pk), message)


async def test_a_whisper_reaches_the_agent(agent: ScriptedAgent) -> None:
    call, phone = await talking(agent)

    await order(call, type="call.whisper", text="Friday is fine too")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not agent.sessions[0].instructions:
            await asyncio.sleep(0.01)

    assert "Friday is fine too" in agent.sessions[0].instructions[0]
    await hung_up(phone)


async def test_what_was_asked_over_http_is_told_to_the_conversation(agent: ScriptedAgent) -> None:
    call, phone = await talking(agent)

    await order(call, type="call.answer", words="The answer to book_slot: yes")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not agent.sessions[0].urged:
            await asyncio.sleep(0.01)
    await order(call, type="call.leaving")
    await order(call, type="call.answer", words="Too late.")
    await order(call, type="call.whisper", text="Bye")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while "Bye" not in agent.sessions[0].instructions[-1]:
            await asyncio.sleep(0.01)

    assert agent.sessions[0].urged == ["The answer to book_slot: yes"]
    await hung_up(phone)


async def test_hanging_up_from_elsewhere_stops_in_mid_word(agent: ScriptedAgent) -> None:
    call, phone = await talking(agent)
    agent.sessions[0].say(speech(5000, 1))

    await order(call, type="call.hang.up")
    seen: list[str] = []
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not seen or seen[-1] != "websocket.close":
            message = await phone.receive_output()
            is_text = message["type"] == "websocket.send"
            seen.append(json.loads(message["text"])["event"] if is_text else message["type"])

    assert "clear" in seen
    await in_thread(call.refresh_from_db)
    assert call.outcome == Call.Outcome.CANCELLED
    await hung_up(phone)


async def test_keys_are_pressed_once_on_the_socket_that_stays_open(agent: ScriptedAgent) -> None:
    call, phone = await talking(agent)
    await in_thread(Call.objects.filter(pk=call.pk).update, keys_wanted="25")

    await order(call, type="call.press.keys")
    await order(call, type="call.press.keys")
    ulaw = b""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(keys_in(decode_ulaw(ulaw))) < 2:
            message = json.loads((await phone.receive_output())["text"])
            if message["event"] == "media":
                ulaw += base64.b64decode(message["media"]["payload"])

    await in_thread(call.refresh_from_db)
    assert (call.keys_wanted, call.stream_count) == ("", 1)
    assert keys_in(decode_ulaw(ulaw)) == "25"
    await hung_up(phone)


async def test_a_late_verdict_machine_stops_the_agent(agent: ScriptedAgent) -> None:
    call, phone = await talking(agent)

    await order(call, type="answering.machine", kind="machine_start")
    closed = asyncio.create_task(closed_with(phone))
    while not closed.done():  # it says nothing telling, and nothing at all any more
        await phone.send_to(text_data=frame())
        await asyncio.sleep(0.001)

    assert closed.result() == consumers.DONE
    await in_thread(call.refresh_from_db)
    assert call.outcome == Call.Outcome.VOICEMAIL
    await hung_up(phone)


# --- no thread hop per frame ------------------------------------------------------------------


async def test_a_slow_query_in_the_shared_thread_does_not_delay_sound(agent: ScriptedAgent) -> None:
    """Frames come through while the thread that everybody's ORM shares is held up."""
    _call, phone = await talking(agent)
    held, entered = threading.Event(), threading.Event()

    def slow_query() -> None:
        entered.set()
        held.wait(120)

    query = asyncio.create_task(sync_to_async(slow_query, thread_sensitive=True)())
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not entered.is_set():
            await asyncio.sleep(0.001)
    before = len(agent.sessions[0].heard)

    for _ in range(50):
        await phone.send_to(text_data=frame(LOUD))
    until = time.monotonic() + 60
    while len(agent.sessions[0].heard) < before + 50 and time.monotonic() < until:
        await asyncio.sleep(0.001)
    came_through, still_held = len(agent.sessions[0].heard) - before, not held.is_set()
    held.set()
    await query

    assert still_held
    assert came_through == 50
    await hung_up(phone)
