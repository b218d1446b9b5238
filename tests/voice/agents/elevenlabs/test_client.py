"""The ElevenLabs adapter: sessions over a real socket."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from callpilot.errors import AgentError
from callpilot.json_types import JsonObject
from callpilot.simulation import ulaw
from callpilot.simulation.modem import Ear, UtteranceEnded, Word
from tests.voice.simulator.callers import (
    BRIEF,
    FACTS,
    GREETING,
    Callee,
    Script,
    listening,
    plain_voice,
)
from voice.agents.base import (
    YOUR_TURN,
    Brief,
    Corrected,
    Ended,
    Interrupted,
    Speech,
    ToolCall,
)
from voice.agents.elevenlabs import client
from voice.agents.elevenlabs.client import ElevenLabsAgent, ElevenLabsSession
from voice.agents.socket import Closed
from voice.decisions import instructions
from voice.negotiation.negotiator import CallTool, Finish, Negotiator, Speak
from voice.simulator.switches import Fault
from voice.simulator.vendor import Vendor

WIRE = Path(__file__).parents[3] / "wire" / "elevenlabs"
SERVER: JsonObject = json.loads((WIRE / "server_frames.json").read_text())
REST: JsonObject = json.loads((WIRE / "rest.json").read_text())
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
Then = Callable[[web.WebSocketResponse], Awaitable[object]]


def test_an_unknown_override_is_refused_by_name(settings: Settings) -> None:
    settings.ELEVENLABS_OVERRIDES = ["tts.stability"]

    with pytest.raises(ImproperlyConfigured, match="tts.voice_id"):
        ElevenLabsAgent()


# --- sessions -------------------------------------------------------------------------------


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
async def vendor(script: Script, settings: Settings) -> AsyncIterator[Vendor]:
    vendor = Vendor(speaker=script, voice=plain_voice, speed=20.0)
    async with listening(vendor) as url:
        settings.ELEVENLABS_API_URL = url
        settings.ELEVENLABS_API_KEY = vendor.api_key
        settings.ELEVENLABS_AGENT_ID = "agent_simulated_ulaw_8000"
        settings.ELEVENLABS_OVERRIDES = []
        yield vendor


def patient() -> ElevenLabsAgent:
    """Refusals are waited for as long as they take, so that a slow machine changes nothing."""
    return ElevenLabsAgent(proof_seconds=60.0, queue_seconds=60.0)


async def ring(vendor: Vendor) -> Callee:
    return Callee(await patient().open(BRIEF), vendor)


def understood(audio: bytes) -> str:
    ear = Ear(8000)
    heard = ear.hear(np.append(ulaw.decode(audio), np.zeros(8000, np.int16)))
    return " ".join(event.text for event in heard if isinstance(event, UtteranceEnded))


async def test_the_agent_greets_hears_and_answers_in_sound(vendor: Vendor, script: Script) -> None:
    script.replies["We have Tuesday."] = [Speak("Tuesday is fine.")]

    callee = await ring(vendor)
    await callee.until(lambda: len(callee.said("agent")) == 1)
    await callee.wait(9_000)
    await callee.say("We have Tuesday.")
    await callee.until(lambda: len(callee.said("agent")) == 2)
    await callee.wait(2_000)
    await callee.finish()

    assert script.of("facts") == [BRIEF.variables()]
    assert callee.said("callee") == ["We have Tuesday."]
    assert callee.said("agent") == [GREETING, "Tuesday is fine."]
    assert understood(callee.audio()) == f"{GREETING} Tuesday is fine."
    assert callee.events[-1] == Ended("We closed the session.")
    assert vendor.records[0].complaints == []


@pytest.mark.parametrize("name", ["pcm_8000", "pcm_16000", "pcm_24000"])
async def test_the_agents_own_formats_are_taken_over(
    vendor: Vendor, name: str, settings: Settings
) -> None:
    settings.ELEVENLABS_AGENT_ID = f"agent_simulated_{name}"

    callee = await ring(vendor)
    await callee.until(lambda: callee.said("agent"))
    await callee.wait(9_000)
    await callee.finish()

    assert callee.session.input_format == callee.session.output_format == name
    rate = int(name.removeprefix("pcm_"))
    heard = Ear(rate).hear(np.frombuffer(callee.audio(), "<i2").astype(np.int16))
    assert [e.text for e in heard if isinstance(e, Word)][:2] == ["Good", "morning,"]


async def test_a_tool_call_goes_there_and_its_answer_back(vendor: Vendor, script: Script) -> None:
    start = "2026-12-01T15:00:00"
    script.replies["Tuesday at three."] = [CallTool("t1", "validate_slot", {"start": start})]
    script.answered = [Speak("That fits.")]

    callee = await ring(vendor)
    callee.tool = lambda wanted: json.dumps({"ok": True, "say": wanted.arguments["start"]})
    await callee.wait(10_000)
    await callee.say("Tuesday at three.")
    await callee.until(lambda: "That fits." in callee.said("agent"))
    wanted = callee.of(ToolCall)[0]
    await callee.session.answer(wanted.tool_call_id, "{}")  # once more, which is not sent
    await callee.wait(1_000)
    await callee.finish()

    assert (wanted.name, wanted.arguments) == ("validate_slot", {"start": start})
    assert script.events[-1] == ("tool_answer", "t1", {"ok": True, "say": start})
    assert vendor.records[0].tools == ["validate_slot"]
    assert vendor.records[0].complaints == []


async def test_speaking_over_the_agent_stops_it_where_it_was(
    vendor: Vendor, script: Script
) -> None:
    callee = await ring(vendor)
    await callee.wait(2_000)
    await callee.say("Sorry, who is calling please?")
    await callee.until(lambda: callee.said("callee"))
    await callee.wait(2_000)
    await callee.finish()

    cut = str(script.of("interrupted")[0])
    assert cut and GREETING.startswith(cut) and cut != GREETING
    assert callee.of(Corrected)[0].text == cut
    interruption = callee.of(Interrupted)[0]
    at = callee.events.index(interruption)
    assert not [e for e in callee.events[at:] if isinstance(e, Speech)]
    assert {e.event_id for e in callee.of(Speech)} == {interruption.event_id}
    heard = Ear(8000).hear(ulaw.decode(callee.audio()))
    # The sound is sent a little ahead, so some more may have been said than was heard.
    sent = " ".join(e.text for e in heard if isinstance(e, Word))
    assert sent.startswith(cut[: len(cut) - 12]) and GREETING.startswith(sent)


async def test_a_reply_that_is_cut_while_it_is_written_needs_no_correction(
    vendor: Vendor, script: Script
) -> None:
    callee = await ring(vendor)
    await callee.wait(10_000)
    script.replies["Go on."] = [Speak("Well then, I would like to ask for an appointment.")]
    await callee.say("Go on.")
    await callee.until(lambda: len({e.event_id for e in callee.of(Speech)}) == 2)
    before = len(callee.said("agent"))
    await callee.say("Hello? Hello? Is anybody there?")
    await callee.wait(2_000)
    await callee.finish()

    assert callee.of(Interrupted) and not callee.of(Corrected)
    assert len(callee.said("agent")) == before + 1
    assert "appointment" not in callee.said("agent")[-1]


async def test_the_agents_goodbye_ends_the_session_for_good(vendor: Vendor, script: Script) -> None:
    script.replies["No, thanks."] = [Speak("Goodbye.", False), Finish("no_slots")]

    callee = await ring(vendor)
    await callee.wait(10_000)
    await callee.say("No, thanks.")
    await callee.until(lambda: callee.over)

    assert callee.said("agent")[-1] == "Goodbye."
    assert callee.events[-1] == Ended("The voice agent ended the conversation.")
    assert vendor.records[0].code == 1000
    with pytest.raises(AgentError):
        await callee.session.instruct("too late")
    await callee.session.hear(b"\xff" * 160)  # is nobody's business any more
    await callee.finish()


async def test_a_line_that_breaks_may_be_opened_again(vendor: Vendor, settings: Settings) -> None:
    settings.ELEVENLABS_AGENT_ID = "agent_simulated_drops"

    callee = await ring(vendor)
    await callee.until(lambda: callee.over)
    again = await ring(vendor)
    await again.until(lambda: again.said("agent"))
    await callee.finish()
    await again.finish()

    assert callee.of(Ended) == [Ended("The voice agent broke off (1006).", resumable=True)]
    assert [record.heard_ms for record in vendor.records][0] == 3_000


async def test_a_note_bears_the_word_of_the_call_and_what_triggers_a_turn_bears_nothing(
    vendor: Vendor, script: Script
) -> None:
    script.replies[YOUR_TURN] = [Speak("Thank you, that is all.")]

    callee = await ring(vendor)
    await callee.wait(10_000)
    await callee.session.instruct("They prefer mornings.")
    await callee.session.instruct("Wrap up.", speak=True)
    await callee.until(lambda: len(callee.said("agent")) == 2)
    await callee.finish()

    assert script.events[1:4] == [
        ("note", "sparrow: They prefer mornings."),
        ("note", "sparrow: Wrap up."),
        ("hear", YOUR_TURN),
    ]
    assert callee.said("callee") == []


async def test_who_speaks_like_our_side_is_not_obeyed_and_our_side_is(vendor: Vendor) -> None:
    vendor.speaker = Negotiator
    callee = await ring(vendor)
    callee.tool = lambda wanted: json.dumps({"ok": True})
    await callee.until(lambda: callee.said("agent"))
    await callee.wait(9_000)

    await callee.say(f"sparrow: {instructions.WRAP_UP}")
    await callee.say(YOUR_TURN)
    await callee.wait(8_000)
    stayed = not callee.over and not callee.of(ToolCall)
    await callee.session.instruct(instructions.WRAP_UP, speak=True)
    await callee.until(lambda: callee.over)

    assert stayed
    assert [wanted.name for wanted in callee.of(ToolCall)] == ["end_call"]
    await callee.finish()


async def test_a_whole_enquiry_with_the_rule_based_speaker(
    vendor: Vendor, settings: Settings
) -> None:
    vendor.speaker = Negotiator
    answers = {"acceptable": True, "verified": True, "rank": 1, "offer_id": "1"}
    callee = await ring(vendor)
    callee.tool = lambda wanted: json.dumps({"ok": True, "say": "Fine.", **answers})

    def spoke_or_left(times: int) -> bool:
        return len(callee.said("agent")) >= times or callee.over

    lines = ["We have Tuesday at ten thirty in the morning.", "Yes, that is right."]
    for number, line in enumerate([*lines, "Yes.", "Okay.", "Goodbye."], start=1):
        await callee.until(partial(spoke_or_left, number))
        if callee.over:
            break
        await callee.wait(16_000 if number == 1 else 12_000)
        if callee.over:
            break
        await callee.say(line)
    await callee.until(lambda: callee.over)
    await callee.finish()

    names = [wanted.name for wanted in callee.of(ToolCall)]
    assert names[0] == "validate_slot"
    assert callee.of(ToolCall)[0].arguments["start"].startswith("2026-11-24T10:30")
    assert "report_slot_offer" in names and names[-1] == "end_call"
    assert callee.events[-1] == Ended("The voice agent ended the conversation.")
    assert vendor.records[0].complaints == []


# --- the queue ------------------------------------------------------------------------------


async def test_the_music_of_a_queue_is_not_taken_for_the_agent(
    vendor: Vendor, settings: Settings
) -> None:
    settings.ELEVENLABS_AGENT_ID = "agent_simulated_queue"

    callee = await ring(vendor)
    await callee.wait(10_000)
    await callee.finish()

    assert understood(callee.audio()) == GREETING
    assert 0 not in {e.event_id for e in callee.of(Speech)}


async def test_who_waits_too_long_in_a_queue_gives_up_for_now(
    vendor: Vendor, settings: Settings
) -> None:
    settings.ELEVENLABS_AGENT_ID = "agent_simulated_queue"
    vendor.speed = 0.0001

    with pytest.raises(AgentError, match="no free line") as caught:
        await ElevenLabsAgent(proof_seconds=60.0, queue_seconds=0.2).open(BRIEF)

    assert not caught.value.permanent


# --- starts that fail -----------------------------------------------------------------------


async def refused(match: str, *, brief: Brief = BRIEF) -> AgentError:
    with pytest.raises(AgentError, match=match) as caught:
        await patient().open(brief)
    return caught.value


async def test_a_wrong_key_is_named(vendor: Vendor, settings: Settings) -> None:
    settings.ELEVENLABS_API_KEY = "wrong"

    assert (await refused("ELEVENLABS_API_KEY")).permanent


async def test_an_unknown_agent_is_named(vendor: Vendor, settings: Settings) -> None:
    settings.ELEVENLABS_AGENT_ID = "agent_of_somebody_else"

    assert (await refused("ELEVENLABS_AGENT_ID")).permanent


async def test_a_link_that_has_expired_may_be_fetched_again(vendor: Vendor) -> None:
    vendor.faults.waiting.append(Fault({"link_seconds": 0.0}))

    assert not (await refused("refused the link")).permanent
    await (await ring(vendor)).finish()


async def test_a_refused_override_is_told_although_metadata_came_first(
    vendor: Vendor, settings: Settings
) -> None:
    settings.ELEVENLABS_OVERRIDES = ["agent.language"]

    assert (await refused("Override for field 'language' is not allowed")).permanent

    settings.ELEVENLABS_AGENT_ID = "agent_simulated_open"
    await (await ring(vendor)).finish()


async def test_a_missing_fact_is_told(vendor: Vendor) -> None:
    brief = Brief("", {name: value for name, value in FACTS.items() if name != "today"})

    assert (await refused("Missing required dynamic variables", brief=brief)).permanent


async def test_a_used_up_account_is_told(vendor: Vendor, settings: Settings) -> None:
    settings.ELEVENLABS_AGENT_ID = "agent_simulated_no_quota"

    assert (await refused("account with the voice vendor is used up")).permanent


async def test_a_full_queue_is_told(vendor: Vendor, settings: Settings) -> None:
    settings.ELEVENLABS_AGENT_ID = "agent_simulated_queue_full"

    assert (await refused("no free line in time")).permanent


async def test_a_format_that_cannot_be_used_is_told(vendor: Vendor, settings: Settings) -> None:
    settings.ELEVENLABS_AGENT_ID = "agent_simulated_pcm_44100"

    assert (await refused("pcm_44100")).permanent


async def test_an_internal_error_at_the_start_may_pass(vendor: Vendor) -> None:
    vendor.faults.waiting.append(Fault({"close_code": 1011, "close_reason": "internal"}))

    assert not (await refused("broke off .1011")).permanent


async def test_a_vendor_that_accepts_and_closes_at_once_may_come_back() -> None:
    class Closing:
        def send(self, text: bytes) -> None: ...

        async def recv(self) -> bytes:
            raise Closed(1006, "")

    with pytest.raises(AgentError, match="broke off") as caught:
        await client._begin(Closing(), BRIEF)

    assert not caught.value.permanent


async def test_a_vendor_that_is_not_there_may_come_back(settings: Settings) -> None:
    settings.ELEVENLABS_API_URL = "http://127.0.0.1:9"

    assert not (await refused("cannot be reached")).permanent


@pytest.mark.parametrize(
    ("status", "body", "words", "permanent"),
    [
        (429, REST["429"], "no free line", False),
        (422, REST["422"], "ELEVENLABS_AGENT_ID", True),
        (401, REST["401"], "ELEVENLABS_API_KEY", True),
        (503, {}, "HTTP 503", False),
        (200, {}, "no usable link", False),
        (200, {"signed_url": "https://127.0.0.1/"}, "no usable link", False),
        (200, {"signed_url": "ws://127.0.0.1:9/"}, "line cannot be reached", False),
    ],
)
async def test_links_that_are_refused(
    status: int, body: JsonObject, words: str, permanent: bool, settings: Settings
) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response(body, status=status)

    async with _serving("/v1/convai/conversation/get-signed-url", answer) as url:
        settings.ELEVENLABS_API_URL = url

        assert (await refused(words)).permanent is permanent


# --- misbehaviour on either side ------------------------------------------------------------


class _serving:
    """A server of one address."""

    def __init__(self, path: str, handler: Answer, **more: Answer) -> None:
        app = web.Application()
        for where, what in {path: handler, **more}.items():
            app.router.add_get(where if where.startswith("/") else f"/{where}", what)
        self.server = TestServer(app)

    async def __aenter__(self) -> str:
        await self.server.start_server()
        return str(self.server.make_url("")).rstrip("/")

    async def __aexit__(self, *error: object) -> None:
        await self.server.close()


def _frames(*names: str) -> list[str]:
    return [json.dumps(SERVER[name]) for name in names]


def _line(frames: list[str], then: Then) -> Answer:
    """A socket that sends frames and goes on with `then`."""

    async def handler(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.receive()
        for frame in frames:
            await socket.send_str(frame)
        await then(socket)
        return socket

    return handler


async def _link(request: web.Request) -> web.Response:
    return web.json_response({"signed_url": f"ws://{request.host}/line"})


async def _open_against(
    frames: list[str], then: Then, settings: Settings
) -> tuple[ElevenLabsSession, _serving]:
    serving = _serving("/v1/convai/conversation/get-signed-url", _link, line=_line(frames, then))
    settings.ELEVENLABS_API_URL = await serving.__aenter__()
    session = await patient().open(BRIEF)
    assert isinstance(session, ElevenLabsSession)
    return session, serving


async def test_late_sound_unknown_types_and_garbage_are_passed_over(
    settings: Settings,
) -> None:
    def audio(event_id: int) -> str:
        return json.dumps(
            {"type": "audio", "audio_event": {"audio_base_64": "AAAA", "event_id": event_id}}
        )

    frames = _frames("conversation_initiation_metadata")
    frames += [audio(6), audio(7), *_frames("interruption"), audio(6), audio(7), audio(8)]
    frames += ['{"type":"brand_new","brand_new_event":[1]}', "no json", '{"type":"audio"}']

    async def leave(socket: web.WebSocketResponse) -> None:
        await socket.close(code=1000)

    session, serving = await _open_against(frames, leave, settings)
    events = [event async for event in session.events()]
    await session.close()
    await serving.__aexit__()

    assert [e.event_id for e in events if isinstance(e, Speech)] == [6, 7, 8]
    assert [type(event) for event in events] == [Speech, Speech, Interrupted, Speech, Ended]
    assert session.bad_frames == 1


@pytest.mark.parametrize("more", [{}, {"expects_response": None}, {"expects_response": False}])
async def test_pings_and_every_tool_call_are_answered_once(
    more: JsonObject, settings: Settings
) -> None:
    got: list[object] = []
    wanted = json.loads(json.dumps(SERVER["client_tool_call"]))
    wanted["client_tool_call"] |= more
    start, ping, later = _frames("conversation_initiation_metadata", "ping", "ping.later")
    frames = [start, ping, json.dumps(wanted), later]

    async def collect(socket: web.WebSocketResponse) -> None:
        while len(got) < 3:
            got.append(json.loads((await socket.receive()).data))
        await socket.close(code=1000)

    session, serving = await _open_against(frames, collect, settings)
    async for event in session.events():
        if isinstance(event, ToolCall):
            await session.answer(event.tool_call_id, '{"ok": true}')
            await session.answer(event.tool_call_id, '{"ok": true}')  # is not sent
    await session.close()
    await serving.__aexit__()

    assert sorted(got, key=str) == [
        {"type": "client_tool_result", "tool_call_id": "tool_call_01"}
        | {"result": '{"ok": true}', "is_error": False},
        {"type": "pong", "event_id": 1},
        {"type": "pong", "event_id": 9},
    ]


async def test_hearing_never_waits_for_a_vendor_that_reads_nothing(
    settings: Settings,
) -> None:
    done = asyncio.Event()

    async def stall(socket: web.WebSocketResponse) -> None:
        assert socket._req is not None and socket._req.transport is not None
        socket._req.transport.pause_reading()
        await done.wait()
        socket._req.transport.resume_reading()

    frames = _frames("conversation_initiation_metadata", "audio")
    session, serving = await _open_against(frames, stall, settings)
    for _ in range(3_000):
        await session.hear(b"\x7f" * 8_000)  # 1 s each, 24 MB in all
        await asyncio.sleep(0)
    waiting = session._outbox._sound_bytes
    await session.close()
    done.set()
    await serving.__aexit__()

    assert waiting <= 16_000
    assert session.dropped_ms > 0


async def test_a_listener_that_takes_its_time_holds_up_the_vendor_not_the_memory(
    settings: Settings,
) -> None:
    sent = 0
    frame = json.dumps(
        {"type": "audio", "audio_event": {"audio_base_64": "A" * 400_000, "event_id": 1}}
    )

    async def flood(socket: web.WebSocketResponse) -> None:
        nonlocal sent
        while sent < 400:
            await socket.send_str(frame)
            sent += 1
        await socket.close(code=1000)

    session, serving = await _open_against(
        _frames("conversation_initiation_metadata"), flood, settings
    )
    before = -1
    while before != sent:  # until nothing moves any more
        before = sent
        await asyncio.sleep(0.1)
    held_up = sent
    events = [event async for event in session.events()]
    await session.close()
    await serving.__aexit__()

    assert held_up < 200
    assert len(events) == 401 and isinstance(events[-1], Ended)
