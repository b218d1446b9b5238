"""The carrier's end of media streams: messages by schema, marks, clear, endings, faults."""

import asyncio
import base64
from functools import partial
from weakref import WeakKeyDictionary

import pytest
from aiohttp import web
from jsonschema import Draft202012Validator

from callpilot.json_types import JsonObject
from callpilot.simulation import speech, ulaw
from callpilot.simulation.modem import Ear, UtteranceEnded
from telephony.simulator.personas.callee_actions import HangUp, Speak, Wait
from tests.telephony.simulator.world import ACCOUNT, Socket, World, wire

FROM_CARRIER = Draft202012Validator(wire("stream_from_carrier.schema.json"))
TO_CARRIER = Draft202012Validator(wire("stream_to_carrier.schema.json"))
SILENT_SECOND = base64.b64encode(b"\xff" * 8000).decode()
SECOND = base64.b64encode(b"\x10" * 8000).decode()


def spoken(text: str) -> str:
    return base64.b64encode(ulaw.encode(speech.speak(text, 8000, aloud=False).samples)).decode()


class Listener:
    """What an agent would understand of the sound that comes, and goes on coming."""

    def __init__(self) -> None:
        self.ear, self.taken = Ear(8000, 600), 0
        self.texts: list[str] = []

    def hear(self, messages: list[JsonObject]) -> list[str]:
        new, self.taken = messages[self.taken :], len(messages)
        sound = b"".join(base64.b64decode(message["media"]["payload"]) for message in new)
        for event in self.ear.hear(ulaw.decode(sound)):
            if isinstance(event, UtteranceEnded):
                self.texts.append(event.text)
        return self.texts


LISTENERS = WeakKeyDictionary[web.WebSocketResponse, Listener]()


def understood(socket: Socket) -> list[str]:
    """All that was understood so far; each sound is listened to once, however often we ask."""
    return LISTENERS.setdefault(socket.socket, Listener()).hear(socket.of("media"))


async def marks_of(world: World, socket: Socket, count: int) -> list[str]:
    await world.until(lambda: len(socket.of("mark")) >= count)
    return [m["mark"]["name"] for m in socket.of("mark")]


async def test_a_stream_opens_as_documented(world: World) -> None:
    call, socket = await world.streaming()
    assert [m["event"] for m in socket.messages[:3]] == ["connected", "start", "media"]
    start = socket.messages[1]["start"]
    assert start["callSid"] == call.sid and start["accountSid"] == ACCOUNT
    assert start["customParameters"] == {"token": "t&1"}
    assert socket.signed and "Origin" not in socket.headers


async def test_every_message_fits_the_schema_and_is_counted(world: World) -> None:
    call, socket = await world.streaming(greeting="Hello, who is this?")
    await socket.send("mark", name="at once")
    await world.http.post(f"{world.url}/simulator/calls/{call.sid}/press", json={"digit": "5"})
    await world.until(lambda: socket.of("mark") and socket.of("dtmf"))
    await world.sdk(world.client.calls(call.sid).update, status="completed")
    await world.until(lambda: socket.closed)
    for message in socket.messages:
        FROM_CARRIER.validate(message)
    numbered = socket.messages[1:]
    assert [m["sequenceNumber"] for m in numbered] == [str(n + 1) for n in range(len(numbered))]
    assert [m["media"]["chunk"] for m in socket.of("media")] == [
        str(n + 1) for n in range(len(socket.of("media")))
    ]
    assert {len(base64.b64decode(m["media"]["payload"])) for m in socket.of("media")} == {160}
    assert socket.of("dtmf")[0]["dtmf"] == {"track": "inbound_track", "digit": "5"}
    assert socket.messages[-1]["event"] == "stop"
    assert socket.messages[-1]["stop"] == {"accountSid": ACCOUNT, "callSid": call.sid}
    assert socket.close_code == 1000


async def test_the_callee_is_understood_from_the_sound_alone(world: World) -> None:
    _, socket = await world.streaming(
        greeting=None, replies=[[Speak("I have Tuesday at ten thirty.")]]
    )
    await socket.send("media", payload=spoken("When?"))
    await world.until(lambda: understood(socket) == ["I have Tuesday at ten thirty."])


async def test_silence_is_sent_too(world: World) -> None:
    _, socket = await world.streaming(greeting=None)
    await world.until(lambda: len(socket.of("media")) > 50)
    assert base64.b64decode(socket.of("media")[20]["media"]["payload"]) == b"\xff" * 160


async def test_what_the_stream_plays_is_heard_and_answered(world: World) -> None:
    callee = world.callee(greeting=None, replies=[[Speak("Yes, that is right.")]])
    _, socket = await world.streaming()
    await socket.send("media", payload=spoken("Is that right?"))
    await world.until(lambda: callee.heard == ["Is that right?"])
    await world.until(lambda: understood(socket) == ["Yes, that is right."])


async def test_who_sends_in_step_with_the_clock_loses_no_word(world: World) -> None:
    callee = world.callee(greeting=None)
    call, socket = await world.streaming()
    world.phone_call(call).clock.speed = 1.0
    sound = base64.b64decode(spoken("Is that right?"))
    loop = asyncio.get_running_loop()
    began = loop.time()
    for at in range(0, len(sound), 160):
        await socket.send("media", payload=base64.b64encode(sound[at : at + 160]).decode())
        await asyncio.sleep(max(0.0, began + (at + 160) / 8000 - loop.time()))
    world.phone_call(call).clock.speed = 40.0
    await world.until(lambda: callee.heard)
    assert callee.heard == ["Is that right?"]


async def test_the_callee_may_speak_over_the_agent(world: World) -> None:
    callee = world.callee(greeting=None, replies=[[Wait(1500), Speak("Sorry, one moment.")]])
    call, socket = await world.streaming()
    world.phone_call(call).clock.speed = 10.0  # so that the agent is still speaking
    await socket.send("media", payload=spoken("Listen."))
    await socket.send("media", payload=SILENT_SECOND)
    for _ in range(5):
        await socket.send("media", payload=spoken("word " * 300))
    await world.until(lambda: understood(socket) == ["Sorry, one moment."])
    assert callee.heard == ["Listen."]  # the agent is still speaking
    await socket.send("clear")
    await world.until(lambda: len(callee.heard) == 2)
    assert 1 < len(callee.heard[1].split()) < 1500


async def test_a_mark_returns_when_what_came_before_it_was_played(world: World) -> None:
    call, socket = await world.streaming(greeting=None)
    clock = world.phone_call(call).clock
    began = clock.seconds
    await socket.send("media", payload=SECOND)
    await socket.send("mark", name="a")
    await socket.send("media", payload=SECOND)
    await socket.send("mark", name="b")
    assert await marks_of(world, socket, 2) == ["a", "b"]
    assert clock.seconds - began >= 2.0


async def test_a_mark_without_sound_before_it_returns_at_once(world: World) -> None:
    _, socket = await world.streaming(greeting=None)
    await socket.send("mark", name="now")
    assert await marks_of(world, socket, 1) == ["now"]


async def test_clear_returns_all_pending_marks_and_drops_the_sound(world: World) -> None:
    call, socket = await world.streaming(greeting=None)
    clock = world.phone_call(call).clock
    clock.speed = 1.0  # two minutes of sound are not played before they are cleared
    for name in "ab":
        for _ in range(60):
            await socket.send("media", payload=SECOND)
        await socket.send("mark", name=name)
    before = clock.seconds
    await socket.send("clear")
    await socket.send("mark", name="c")
    assert await marks_of(world, socket, 3) == ["a", "b", "c"]
    assert clock.seconds - before < 60


@pytest.mark.parametrize(
    "wrong",
    [
        "not json",
        "[]",
        '{"event":"media","media":{"payload":"/w=="}}',
        '{"event":"clear","streamSid":"MZ00000000000000000000000000000000"}',
        '{"event":"media","streamSid":"SID","media":{"payload":"/w==","track":"outbound"}}',
        '{"event":"media","streamSid":"SID","sequenceNumber":"1","media":{"payload":"/w=="}}',
        '{"event":"media","streamSid":"SID","media":{"payload":"not base64!"}}',
        '{"event":"mark","streamSid":"SID","mark":{"name":1}}',
        '{"event":"clear","streamSid":"SID","clear":{}}',
        '{"event":"hangup","streamSid":"SID"}',
    ],
)
async def test_a_message_with_a_fault_is_noted_once_and_dropped(world: World, wrong: str) -> None:
    _, socket = await world.streaming(greeting=None)
    for _ in range(2):
        await socket.socket.send_str(wrong.replace("SID", socket.sid))
    await socket.send("mark", name="still here")
    assert await marks_of(world, socket, 1) == ["still here"]
    assert await world.noted() == [31951]


async def test_what_the_schema_allows_is_taken(world: World) -> None:
    _, socket = await world.streaming(greeting=None)
    for event, body in [("media", {"payload": "/w=="}), ("mark", {"name": ""}), ("clear", {})]:
        message = {"event": event, "streamSid": socket.sid} | ({event: body} if body else {})
        TO_CARRIER.validate(message)
        await socket.send(event, **body)
    assert await marks_of(world, socket, 1) == [""]
    assert await world.noted() == []


async def test_binary_is_noted_and_dropped(world: World) -> None:
    _, socket = await world.streaming(greeting=None)
    await socket.socket.send_bytes(b"\xff" * 160)
    await socket.send("mark", name="m")
    await marks_of(world, socket, 1)
    assert await world.noted() == [31950]


async def test_when_we_close_the_next_verb_runs(world: World) -> None:
    call, socket = await world.streaming("<Redirect>/resume</Redirect>")
    await socket.socket.close()
    await world.until(lambda: world.application.to("/resume"))
    assert socket.of("stop") == []
    await world.over(call)


async def test_when_the_callee_hangs_up_the_stream_is_stopped(world: World) -> None:
    call, socket = await world.streaming(
        "<Redirect>/resume</Redirect>", greeting=None, replies=[[HangUp()]]
    )
    await socket.send("media", payload=spoken("Goodbye."))
    await world.until(lambda: socket.closed)
    assert len(socket.of("stop")) == 1
    await world.over(call)
    assert not world.application.to("/resume")


async def test_a_new_document_stops_the_stream_and_may_open_another(world: World) -> None:
    call, first = await world.streaming(greeting=None)
    world.application.answers["/again"] = world.stream_document()
    update = world.client.calls(call.sid).update
    await world.sdk(update, url=f"{world.application.url}/again")
    await world.until(lambda: len(world.application.sockets) == 2)
    second = world.application.sockets[1]
    await world.until(lambda: second.of("media"))
    assert first.closed and len(first.of("stop")) == 1
    assert first.sid != second.sid


async def test_the_stream_callback_speaks_iso_time(world: World) -> None:
    call, socket = await world.streaming(greeting=None)
    await socket.socket.close()
    await world.until(lambda: len(world.application.to("/stream-status")) == 2)
    hits = world.application.to("/stream-status")
    assert [h.fields["StreamEvent"] for h in hits] == ["stream-started", "stream-stopped"]
    assert set(hits[0].fields) == set(wire("carrier_fields.json")["stream_status"])
    assert all(h.signed and h.fields["Timestamp"].endswith("Z") for h in hits)
    assert hits[0].fields["StreamSid"] == socket.sid
    await world.over(call)


@pytest.mark.parametrize(
    "change,code",
    [
        (("/stream", "/stream?token=1"), 31920),
        (("ws://", "http://"), 31922),
        (("ws://127.0.0.1", "ws://example.com"), 31922),
        (("/stream", "/voice"), 31920),
        (("<Stream ", "<Stream track='both_tracks' "), 31941),
    ],
)
async def test_a_stream_that_cannot_be_opened_is_an_error_and_the_next_verb_runs(
    world: World, change: tuple[str, str], code: int
) -> None:
    document = world.stream_document("<Redirect>/resume</Redirect>").replace(*change, 1)
    await world.call(document)
    await world.until(lambda: world.application.to("/resume"))
    assert await world.noted() == [code]
    error = (await world.until(lambda: world.application.to("/stream-status")))[0]
    assert error.fields["StreamEvent"] == "stream-error"
    assert error.fields["StreamError"].startswith(str(code))


async def test_an_application_that_is_not_there_is_an_error_too(world: World) -> None:
    document = world.stream_document("<Redirect>/resume</Redirect>")
    port = world.application.url.rpartition(":")[2]
    await world.call(document.replace(f"{port}/stream", "1/stream"))
    await world.until(lambda: world.application.to("/resume"))
    assert await world.noted() == [31902]


async def test_a_stream_can_break_in_the_middle(world: World) -> None:
    await world.fault("stream_drop", seconds=3)
    _, socket = await world.streaming("<Redirect>/resume</Redirect>", greeting=None)
    await world.until(lambda: socket.closed)
    assert socket.of("stop") == [] and socket.close_code != 1000
    await world.until(lambda: world.application.to("/resume"))


async def test_a_stream_can_carry_what_is_no_message(world: World) -> None:
    await world.fault("stream_garbage")
    _, socket = await world.streaming(greeting=None)
    await world.until(lambda: socket.of("unheard of"))
    assert {"event": "media"} in socket.of("media")
    assert not socket.closed


async def test_a_stream_can_hang(world: World) -> None:
    await world.fault("stream_hang", seconds=2)
    call, socket = await world.streaming("<Redirect>/resume</Redirect>", greeting=None)
    clock = world.phone_call(call).clock
    began = clock.seconds  # some had passed before the stream opened
    await world.until(lambda: clock.seconds > began + 8)
    count = len(socket.messages)
    await world.until(lambda: clock.seconds > began + 12)
    assert len(socket.messages) == count and not socket.closed
    await world.sdk(world.client.calls(call.sid).update, status="completed")
    await world.until(lambda: socket.closed)
    assert socket.of("stop") == []


async def test_a_stream_can_be_refused_by_the_carrier(world: World) -> None:
    await world.fault("stream_refuse")
    await world.call(world.stream_document("<Redirect>/resume</Redirect>"))
    await world.until(lambda: world.application.to("/resume"))
    assert not world.application.sockets


async def test_many_calls_share_the_line_without_mixing_words(world: World) -> None:
    numbers = [f"+1415555016{n}" for n in range(8)]
    for number in numbers:
        world.callee(number, greeting=None, replies=[[Speak(f"This is {number}.")]])
    document = world.stream_document()
    for number in numbers:
        await world.call(document, to=number)
    await world.until(lambda: len(world.application.sockets) == 8)
    for socket in world.application.sockets:
        await world.until(partial(socket.of, "media"))
        await socket.send("media", payload=spoken("Who is there?"))
    await world.until(
        lambda: (
            sorted(t for s in world.application.sockets for t in understood(s))
            == [f"This is {number}." for number in numbers]
        )
    )
