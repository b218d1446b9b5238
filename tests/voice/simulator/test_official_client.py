"""The vendor's own client against the simulated vendor: what the one sends, the other takes."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest
from elevenlabs.client import ElevenLabs
from elevenlabs.conversational_ai.conversation import (
    AudioInterface,
    ClientTools,
    Conversation,
    ConversationInitiationData,
    DisconnectionDetails,
)

from callpilot.json_types import JsonObject
from tests.voice.simulator.callers import FACTS, GREETING, Script, listening, plain_voice
from voice.negotiation.negotiator import CallTool, Finish, Speak
from voice.simulator.vendor import Vendor

AGENT = "agent_simulated_ulaw_8000"
QUIET = b"\xff" * 800  # 100 ms
PATIENCE_SECONDS = 60.0


class Earpiece(AudioInterface):
    """Sound in and out of the official client."""

    def __init__(self) -> None:
        self.send: Callable[[bytes], None] | None = None
        self.heard = b""
        self.interruptions = 0

    def start(self, input_callback: Callable[[bytes], None]) -> None:
        self.send = input_callback

    def stop(self) -> None:
        self.send = None

    def output(self, audio: bytes) -> None:
        self.heard += audio

    def interrupt(self) -> None:
        self.interruptions += 1


@dataclass
class Talking:
    """A conversation of the official client, and what it has told of it."""

    conversation: Conversation
    earpiece: Earpiece
    said: list[str]
    ends: list[DisconnectionDetails] = field(default_factory=list)

    async def until(self, seen: Callable[[], object]) -> None:
        """Be quiet on the line until something has been seen."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not seen():
                await self.quiet()

    async def quiet(self) -> None:
        if self.earpiece.send is not None:
            await asyncio.to_thread(self.earpiece.send, QUIET)
        await asyncio.sleep(0.001)


@pytest.fixture
def script() -> Script:
    return Script()


@asynccontextmanager
async def talking(
    script: Script, tools: dict[str, Callable[[JsonObject], str]], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Talking, Vendor]]:
    """Through a signed link, as one does with an agent that is not public."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    vendor = Vendor(speaker=script, voice=plain_voice)
    async with listening(vendor) as url:
        with httpx.Client(trust_env=False) as http:
            client_tools = ClientTools()
            for name, run in tools.items():
                client_tools.register(name, run)
            earpiece, said, ends = Earpiece(), list[str](), list[DisconnectionDetails]()
            conversation = Conversation(
                ElevenLabs(api_key=vendor.api_key, base_url=url, httpx_client=http),
                AGENT,
                requires_auth=True,
                audio_interface=earpiece,
                config=ConversationInitiationData(dynamic_variables=dict(FACTS)),
                client_tools=client_tools,
                callback_agent_response=said.append,
                callback_disconnect=ends.append,
            )
            await asyncio.to_thread(conversation.start_session)
            try:
                yield Talking(conversation, earpiece, said, ends), vendor
            finally:
                await asyncio.to_thread(conversation.end_session)
                await asyncio.to_thread(conversation.wait_for_session_end)


async def test_a_tool_is_called_answered_and_spoken_of_through_a_signed_link(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = "2026-12-01T15:00:00"
    script.replies["Tuesday at three."] = [CallTool("t1", "validate_slot", {"start": start})]
    script.answered = [Speak("That fits."), Finish("offer")]
    asked: list[JsonObject] = []

    def validate(parameters: JsonObject) -> str:
        asked.append(parameters)
        return json.dumps({"acceptable": True})

    async with talking(script, {"validate_slot": validate}, monkeypatch) as (talk, vendor):
        await talk.until(lambda: talk.said)
        await asyncio.to_thread(talk.conversation.send_user_message, "Tuesday at three.")
        await talk.until(lambda: talk.ends)

    (record,) = vendor.records
    assert asked == [{"start": start, "tool_call_id": f"{record.conversation_id}_t1"}]
    assert script.of("tool_answer") == ["t1"]
    assert script.events[-1][2] == {"acceptable": True}
    assert talk.said[0] == GREETING and talk.said[-1] == "That fits."
    assert len(talk.earpiece.heard) > 8_000 and talk.earpiece.interruptions == 1
    assert (record.tools, record.complaints, record.closed_by) == (["validate_slot"], [], "vendor")


async def test_the_context_is_added_to_and_nothing_is_said_to_it(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    script.replies["Go on."] = [Speak("Well then.")]

    async with talking(script, {}, monkeypatch) as (talk, vendor):
        await talk.until(lambda: talk.said)
        await asyncio.to_thread(talk.conversation.send_contextual_update, "Wrap up.")
        await talk.until(lambda: script.of("note"))
        for _ in range(80):
            await talk.quiet()
        before = list(talk.said)
        await asyncio.to_thread(talk.conversation.send_user_message, "Go on.")
        await talk.until(lambda: len(talk.said) > 1)

    assert script.of("note") == ["Wrap up."]
    assert (before, talk.said) == ([GREETING], [GREETING, "Well then."])
    assert vendor.records[0].closed_by == "client"
