"""The simulated ElevenLabs: the vendor's rules over a raw socket, and its speech."""

import json
from base64 import b64encode
from collections.abc import AsyncIterator, Sequence
from random import Random

import numpy as np
import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError
from hypothesis import given
from hypothesis import strategies as st

from callpilot.json_types import JsonObject
from callpilot.simulation import ulaw
from callpilot.simulation.modem import modulate
from tests.voice.simulator.callers import FACTS, GREETING, Script, listening, plain_voice
from voice.negotiation.negotiator import CallTool, Finish, Negotiator, Speak
from voice.simulator.formats import FORMATS
from voice.simulator.mouth import Mouth
from voice.simulator.switches import AGENTS, Fault, Faults, Switches
from voice.simulator.talk import Close, Talk
from voice.simulator.vendor import Vendor

AGENT = "agent_simulated_ulaw_8000"
Socket = ClientWebSocketResponse
START = {"type": "conversation_initiation_client_data", "dynamic_variables": FACTS}
QUIET = {"user_audio_chunk": b64encode(b"\xff" * 800).decode()}  # 100 ms


class Client:
    """A client of the vendor that is not ours."""

    def __init__(self, vendor: Vendor, url: str, http: ClientSession) -> None:
        self.vendor, self.url, self.http = vendor, url, http

    async def link(self, agent_id: str = AGENT, **query: str) -> JsonObject:
        where = f"{self.url}/v1/convai/conversation/get-signed-url"
        headers = {"xi-api-key": self.vendor.api_key}
        async with self.http.get(
            where, params={"agent_id": agent_id, **query}, headers=headers
        ) as answer:
            assert answer.status == 200
            link: JsonObject = await answer.json()
        return link

    async def dial(self, agent_id: str = AGENT, offered: Sequence[str] = ()) -> Socket:
        link = await self.link(agent_id)
        return await self.http.ws_connect(str(link["signed_url"]), protocols=offered)


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
async def client(script: Script) -> AsyncIterator[Client]:
    vendor = Vendor(speaker=script, voice=plain_voice, speed=20.0)
    async with listening(vendor) as url, ClientSession() as http:
        yield Client(vendor, url, http)


async def next_frame(socket: Socket) -> JsonObject:
    message = await socket.receive(timeout=60)
    assert message.type is WSMsgType.TEXT, message
    frame: JsonObject = json.loads(message.data)
    return frame


async def closed(socket: Socket) -> tuple[int, str]:
    """Code and reason, after whatever else comes."""
    while (message := await socket.receive(timeout=60)).type is WSMsgType.TEXT:
        pass
    if message.type is WSMsgType.CLOSE:
        return message.data, message.extra or ""
    return socket.close_code or 0, ""


# --- links ----------------------------------------------------------------------------------


async def test_links_are_for_those_who_have_the_key_and_name_an_agent(client: Client) -> None:
    where = f"{client.url}/v1/convai/conversation/get-signed-url"
    key = {"xi-api-key": client.vendor.api_key}

    async with client.http.get(where, params={"agent_id": AGENT}) as wrong:
        assert wrong.status == 401
        detail = (await wrong.json())["detail"]
        assert detail == {"status": "invalid_api_key", "message": "Invalid API key"}
    async with client.http.get(where, headers=key) as unnamed:
        assert unnamed.status == 422
        assert (await unnamed.json())["detail"][0]["type"] == "missing"
    async with client.http.get(where, headers=key, params={"agent_id": "agent_x"}) as unknown:
        assert unknown.status == 404


async def test_a_link_may_bring_the_conversations_id(client: Client) -> None:
    link = await client.link(include_conversation_id="true")
    socket = await client.http.ws_connect(link["signed_url"])
    await socket.send_json(START)
    metadata = await next_frame(socket)
    await socket.close()

    event = metadata["conversation_initiation_metadata_event"]
    assert event["conversation_id"] == link["conversation_id"]
    assert "conversation_id" not in await client.link()


async def test_a_link_opens_one_conversation_and_only_in_time(client: Client) -> None:
    link = (await client.link())["signed_url"]
    await (await client.http.ws_connect(link)).close()
    client.vendor.faults.waiting.append(Fault({"link_seconds": 0.0}))
    late = (await client.link())["signed_url"]

    for used_up in (link, late, link.replace("cvtkn_", "cvtkn_x")):
        with pytest.raises(WSServerHandshakeError) as caught:
            await client.http.ws_connect(used_up)
        assert caught.value.status == 403


async def test_a_private_agent_without_a_link_opens_and_closes_with_3000(client: Client) -> None:
    socket = await client.http.ws_connect(
        f"{client.url}/v1/convai/conversation?agent_id={AGENT}",
        headers={"xi-api-key": client.vendor.api_key},
    )

    code, reason = await closed(socket)

    assert code == 3000 and "signed link" in reason


@pytest.mark.parametrize(("offered", "chosen"), [((), None), (("convai", "bearer.x"), "convai")])
async def test_the_subprotocol_is_echoed_only_when_it_is_offered(
    client: Client, offered: tuple[str, ...], chosen: str | None
) -> None:
    socket = await client.dial(offered=offered)

    assert socket.protocol == chosen
    await socket.close()


# --- rules ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ("no json", "not a JSON object"),
        ("[]", "not a JSON object"),
        (json.dumps(QUIET), "first message"),
        (json.dumps({"type": "pong", "event_id": 1}), "first message"),
    ],
)
async def test_the_first_frame_has_to_be_the_start(client: Client, first: str, reason: str) -> None:
    socket = await client.dial()
    await socket.send_str(first)

    code, why = await closed(socket)

    assert code == 1008 and reason in why


@pytest.mark.parametrize(
    "wrong",
    [
        "{",
        '{"type":"unheard_of"}',
        '{"type":"pong"}',
        '{"type":"client_tool_result","tool_call_id":"t","result":{"ok":true},"is_error":false}',
        '{"user_audio_chunk":"?"}',
        '{"user_audio_chunk":7}',
    ],
)
async def test_what_breaks_the_contract_ends_with_1008(client: Client, wrong: str) -> None:
    socket = await client.dial()
    await socket.send_json(START)
    await socket.send_str(wrong)

    assert (await closed(socket))[0] == 1008


async def test_metadata_comes_first_and_once_then_sound_then_its_text(client: Client) -> None:
    socket = await client.dial()
    await socket.send_json(START)
    frames: list[JsonObject] = []
    for _ in range(20):
        await socket.send_json(QUIET)
    while not frames or frames[-1]["type"] != "agent_response":
        frames.append(await next_frame(socket))
    await socket.close()

    kinds = [frame["type"] for frame in frames]
    assert kinds[:3] == ["conversation_initiation_metadata", "ping", "audio"]
    assert kinds.count("conversation_initiation_metadata") == 1
    assert frames[1]["ping_event"] == {"event_id": 1, "ping_ms": None}
    assert frames[-1]["agent_response_event"]["agent_response"] == GREETING
    ids = {f["audio_event"]["event_id"] for f in frames if f["type"] == "audio"}
    assert ids == {frames[-1]["agent_response_event"]["event_id"]}


async def test_an_override_is_refused_after_the_metadata(client: Client) -> None:
    socket = await client.dial()
    override = {"agent": {"first_message": "Hi"}, "tts": {"voice_id": "v"}}
    await socket.send_json(START | {"conversation_config_override": override})

    assert (await next_frame(socket))["type"] == "conversation_initiation_metadata"
    code, reason = await closed(socket)
    assert code == 1008
    assert reason == "Override for field 'first_message' is not allowed by config."


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {name: value for name, value in FACTS.items() if name != "timezone"},
        FACTS | {"nested": {"not": "flat"}},
        FACTS | {"today": "some day"},
    ],
)
async def test_variables_have_to_be_there_flat_and_usable(
    client: Client, variables: JsonObject
) -> None:
    client.vendor.speaker = Negotiator
    socket = await client.dial()
    await socket.send_json(START | {"dynamic_variables": variables})

    assert (await closed(socket))[0] == 1008


async def test_who_sends_nothing_for_a_minute_is_closed(client: Client) -> None:
    client.vendor.speed = 600.0  # a minute is 0.1 s
    socket = await client.dial()
    await socket.send_json(START)

    code, reason = await closed(socket)

    assert code == 1002 and "60 seconds" in reason


async def test_the_record_tells_what_the_client_did_wrong(client: Client) -> None:
    socket = await client.dial()
    await socket.send_json(START)
    await socket.send_json({"type": "pong", "event_id": 99})
    result = {"type": "client_tool_result", "tool_call_id": "t", "result": "{}"}
    await socket.send_json(result)
    for _ in range(201):  # 20 s without a pong
        await socket.send_json(QUIET)
    for _ in range(3):
        await next_frame(socket)
    await socket.close()
    async with client.http.get(f"{client.url}/simulator/voice") as answer:
        (record,) = (await answer.json())["conversations"]

    assert record["agent_id"] == AGENT
    assert sorted(record["complaints"]) == [
        "A ping was not answered.",
        "A pong answers no ping.",
        "A tool result answers no call, or comes too late.",
    ]


async def test_faults_can_be_posted_listed_and_taken_back(client: Client) -> None:
    where = f"{client.url}/simulator/voice/faults"

    async with client.http.post(where, json={"switches": {"drop_after_ms": 200}}) as posted:
        assert posted.status == 201
    unknown, no_number = {"unknown": 1}, {"queue_ms": "x"}
    wrongs: list[object] = [{"switches": unknown}, {"switches": no_number}, {}, []]
    for wrong in wrongs:
        async with client.http.post(where, json=wrong) as refused:
            assert refused.status == 400
    async with client.http.get(where) as listed:
        waiting = (await listed.json())["waiting"]
    async with client.http.delete(where) as taken_back:
        assert taken_back.status == 204

    assert waiting == [{"switches": {"drop_after_ms": 200}, "agent_id": "", "count": 1}]
    assert client.vendor.faults.waiting == []


def test_a_fault_strikes_as_often_as_it_should_and_only_its_agent() -> None:
    faults = Faults([Fault({"drop_after_ms": 1}, AGENT, 2)])

    struck = [
        faults.strike(agent_id, AGENTS[agent_id]).drop_after_ms
        for agent_id in (AGENT, "agent_simulated_open", AGENT, AGENT)
    ]

    assert struck == [1, None, 1, None]


# --- talk, without sockets ------------------------------------------------------------------


class Table:
    """A talk that is fed by hand; keeps everything it says with the time it was said at."""

    def __init__(self, script: Script, switches: Switches | None = None) -> None:
        self.talk = Talk("conv_1", switches or Switches(), script, plain_voice, Random(1))
        self.out: list[tuple[int, JsonObject | Close]] = []

    async def send(self, message: JsonObject) -> None:
        for out in await self.talk.take(json.dumps(message)):
            self.out.append((self.talk.now_ms, out))

    async def sound(self, samples: np.ndarray) -> None:
        data = ulaw.encode(np.pad(samples, (0, -len(samples) % 160)).astype(np.int16))
        for at in range(0, len(data), 160):
            chunk = b64encode(data[at : at + 160]).decode()
            await self.send({"user_audio_chunk": chunk})

    async def wait(self, ms: int) -> None:
        await self.sound(np.zeros(8 * ms, np.int16))

    async def say(self, text: str) -> None:
        await self.sound(modulate(text, 8000).samples)

    def of(self, kind: str) -> list[tuple[int, JsonObject]]:
        return [(at, out) for at, out in self.out if isinstance(out, dict) and out["type"] == kind]

    @property
    def closes(self) -> list[Close]:
        return [out for _, out in self.out if isinstance(out, Close)]


async def begun(script: Script, switches: Switches | None = None, wait_ms: int = 10_000) -> Table:
    table = Table(script, switches)
    await table.send(START)
    await table.wait(wait_ms)
    return table


async def test_sound_is_sent_a_little_ahead_of_its_time(script: Script) -> None:
    table = await begun(script)

    sent_ms = 0.0
    for at, out in table.of("audio"):
        ms = len(out["audio_event"]["audio_base_64"]) * 3 / 4 / 8
        assert ms <= 101
        assert sent_ms <= at + 1510  # a slow machine is covered, an interruption still counts
        sent_ms += ms
    assert sent_ms >= 4_000


async def test_answers_come_promptly_after_the_callee_has_stopped(script: Script) -> None:
    script.replies["Hello."] = [Speak("Hello to you.")]
    table = await begun(script)
    await table.say("Hello.")
    stopped_ms = table.talk.now_ms
    await table.wait(2_000)

    (heard_ms, _), (answered_ms, _) = table.of("user_transcript")[0], table.of("audio")[-1]
    assert 600 <= heard_ms - stopped_ms <= 1_200
    assert answered_ms - stopped_ms <= 3_000
    first = next(at for at, _ in table.of("audio") if at >= heard_ms)
    assert first == heard_ms


async def test_a_short_pause_does_not_end_a_turn(script: Script) -> None:
    table = await begun(script)
    await table.say("We have")
    await table.wait(500)
    await table.say("Tuesday.")
    await table.wait(2_000)

    assert script.of("hear") == ["We have Tuesday."]


async def test_a_short_word_over_the_agent_does_not_stop_it(script: Script) -> None:
    table = await begun(script, wait_ms=2_000)
    await table.say("Ok")  # 240 ms
    await table.wait(10_000)

    assert table.of("interruption") == []
    assert script.of("hear") == ["Ok"]


async def test_an_interruption_names_what_was_heard_and_the_rest_stays_unsaid(
    script: Script,
) -> None:
    table = await begun(script, wait_ms=2_500)
    await table.say("Sorry who is this please")
    await table.wait(2_000)

    ((at, interruption),) = table.of("interruption")
    ((_, correction),) = table.of("agent_response_correction")
    event = correction["agent_response_correction_event"]
    assert 2_800 <= at <= 3_200
    assert event["original_agent_response"] == GREETING
    assert event["corrected_agent_response"] == f"{script.of('interrupted')[0]}..."
    assert event["event_id"] == interruption["interruption_event"]["event_id"]
    assert max(at for at, _ in table.of("audio")) <= at
    assert script.of("hear") == ["Sorry who is this please"]


async def test_what_is_put_into_the_context_triggers_nothing(script: Script) -> None:
    table = await begun(script)
    before = len(table.out)

    await table.send({"type": "contextual_update", "text": "Wrap up."})
    await table.wait(3_000)

    assert script.of("note") == ["Wrap up."]
    assert script.of("hear") == [] and len(table.out) == before


async def test_a_message_is_taken_for_speech_and_stops_who_is_speaking(script: Script) -> None:
    script.replies["Go on."] = [Speak("Well then.")]
    table = await begun(script, wait_ms=2_500)

    await table.send({"type": "user_message", "text": "Go on."})
    await table.wait(3_000)

    assert script.of("hear") == ["Go on."] and script.of("interrupted")
    assert len(table.of("interruption")) == 1
    assert table.of("agent_response")[-1][1]["agent_response_event"]["agent_response"] == (
        "Well then."
    )


async def test_nothing_heard_is_corrected_to_nothing(script: Script) -> None:
    mouth = Mouth(FORMATS["ulaw_8000"])
    mouth.add("Hello there", modulate("Hello there", 8000))
    mouth.begin(1_000, 1)

    assert mouth.stop(1_050) == ""


async def test_a_tool_call_is_given_up_in_simulated_time(script: Script) -> None:
    script.replies["Tuesday."] = [CallTool("t1", "validate_slot", {"start": "x"})]
    table = await begun(script, Switches(tool_timeout_ms=5_000))
    await table.say("Tuesday.")
    await table.wait(4_000)
    still_waiting = table.of("agent_tool_response")
    await table.wait(4_000)

    (called_ms, call), (given_up_ms, response) = (
        table.of("client_tool_call")[0],
        table.of("agent_tool_response")[0],
    )
    assert still_waiting == []
    assert given_up_ms - called_ms == 5_000
    assert response["agent_tool_response"]["is_error"] is True
    wire_id = call["client_tool_call"]["tool_call_id"]
    await table.send({"type": "client_tool_result", "tool_call_id": wire_id, "result": "{}"})
    assert "A tool result answers no call, or comes too late." in table.talk.complaints
    assert script.of("tool_answer") == ["t1"]


async def test_the_end_is_announced_and_then_closed_with_1000(script: Script) -> None:
    script.replies["No."] = [Speak("Goodbye then."), Finish("no_slots")]
    table = await begun(script)
    await table.say("No.")
    await table.wait(4_000)

    response = table.of("agent_tool_response")[0][1]["agent_tool_response"]
    assert (response["tool_name"], response["tool_type"]) == ("end_call", "system")
    assert table.closes == [Close(1000)]
    assert table.of("agent_response")[-1][1]["agent_response_event"]["agent_response"] == (
        "Goodbye then."
    )
    assert table.out.index((table.talk.now_ms, Close(1000))) == len(table.out) - 1


async def test_the_silent_agent_hears_but_says_nothing(script: Script) -> None:
    script.replies["Hello."] = [Speak("Hello."), CallTool("t", "log_event")]
    table = await begun(script, AGENTS["agent_simulated_silent"])
    await table.say("Hello.")
    await table.wait(3_000)

    assert len(table.of("user_transcript")) == 1
    for kind in ("audio", "agent_response", "client_tool_call"):
        assert table.of(kind) == []


async def test_silence_is_told_to_the_speaker_by_the_clock_of_the_sound() -> None:
    talk = Talk("conv_1", Switches(), Negotiator, plain_voice, Random(1))
    table = Table(Script())
    table.talk = talk
    await table.send(START)
    await table.wait(40_000)

    said = [out["agent_response_event"]["agent_response"] for _, out in table.of("agent_response")]
    assert "Are you still there?" in said


async def test_event_ids_grow_and_times_depend_on_sound_alone(script: Script) -> None:
    script.replies["Hello."] = [Speak("One."), Speak("Two.")]
    table = await begun(script)
    await table.say("Hello.")
    await table.wait(4_000)

    begins: dict[int, int] = {}
    for at, out in table.of("audio"):
        begins.setdefault(out["audio_event"]["event_id"], at)
    assert list(begins) == sorted(begins) and len(begins) == 3
    chunky = Table(script2 := Script(dict(script.replies)))
    await chunky.send(START)
    sound = np.concatenate(
        [np.zeros(80_000, np.int16), modulate("Hello.", 8000).samples, np.zeros(32_000, np.int16)]
    )
    for at in range(0, len(sound), 4_000):  # half a second each
        data = ulaw.encode(sound[at : at + 4_000])
        await chunky.send({"user_audio_chunk": b64encode(data).decode()})
    assert script2.of("hear") == ["Hello."]
    assert [out for _, out in chunky.of("agent_response")] == [
        out for _, out in table.of("agent_response")
    ]


@given(
    st.lists(st.integers(0, 1_000), max_size=20),
    st.sampled_from(["ulaw_8000", "pcm_16000", "pcm_24000"]),
)
def test_the_mouth_sends_each_byte_once_whenever_it_is_asked(waits: list[int], name: str) -> None:
    mouth = Mouth(FORMATS[name])
    spoken = modulate("Good morning", FORMATS[name].sample_rate_hz)
    mouth.add("Good morning", spoken)
    reply = mouth.begin(0, 1)
    now, sent = 0, b""
    for wait in [*waits, 10_000]:
        now += wait
        sent += b"".join(mouth.frames(now))

    assert sent == reply.audio
    assert len(sent) == len(spoken.samples) * FORMATS[name].sample_bytes
