"""What every voice agent keeps to: sound both ways, the end last, refusals in its own error."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import get_args

import pytest
from pytest_django.fixtures import Settings

from callpilot.errors import AgentError
from tests.voice.simulator.callers import BRIEF, Script, listening, plain_voice
from voice.agents.base import AudioFormat, Ended, VoiceAgent, VoiceChoices, engines, on_media_stream
from voice.simulator.vendor import Vendor

PATIENCE_SECONDS = 60.0


@asynccontextmanager
async def elevenlabs(settings: Settings) -> AsyncIterator[Callable[[], None]]:
    """The vendor on loopback; what is yielded spoils our key."""
    vendor = Vendor(speaker=Script(), voice=plain_voice, speed=20.0)
    async with listening(vendor) as url:
        settings.ELEVENLABS_API_URL = url
        settings.ELEVENLABS_API_KEY = vendor.api_key
        settings.ELEVENLABS_AGENT_ID = "agent_simulated_ulaw_8000"
        settings.ELEVENLABS_OVERRIDES = []
        yield lambda: setattr(settings, "ELEVENLABS_API_KEY", "wrong")


Double = Callable[[Settings], AbstractAsyncContextManager[Callable[[], None]]]
DOUBLES: dict[str, Double] = {"elevenlabs": elevenlabs}


@pytest.fixture(params=engines.names)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def agent(name: str) -> VoiceAgent:
    engine = engines.get(name)
    if not on_media_stream(engine):
        pytest.skip("It holds its calls in another way.")
    return engine


@pytest.fixture
async def spoil_key(name: str, settings: Settings) -> AsyncIterator[Callable[[], None]]:
    async with DOUBLES[name](settings) as spoil:
        yield spoil


async def test_a_session_names_its_formats_and_ends_last(
    agent: VoiceAgent, spoil_key: Callable[[], None]
) -> None:
    session = await agent.open(BRIEF)

    assert {session.input_format, session.output_format} <= set(get_args(AudioFormat))
    await session.hear(b"")
    await session.hear(b"\xff" * 160)
    await session.close()
    async with asyncio.timeout(PATIENCE_SECONDS):
        events = [event async for event in session.events()]
    assert isinstance(events[-1], Ended) and not events[-1].failed
    assert not any(isinstance(event, Ended) for event in events[:-1])


async def test_a_session_that_was_closed_takes_sound_and_refuses_words(
    agent: VoiceAgent, spoil_key: Callable[[], None]
) -> None:
    session = await agent.open(BRIEF)
    await session.close()

    await session.close()
    await session.hear(b"\xff" * 160)
    with pytest.raises(AgentError):
        await session.instruct("Ask for Tuesday.")
    with pytest.raises(AgentError):
        await session.answer("tool_call_01", json.dumps({}))


async def test_a_key_that_is_refused_is_refused_for_good(
    agent: VoiceAgent, spoil_key: Callable[[], None]
) -> None:
    spoil_key()

    with pytest.raises(AgentError) as caught:
        await agent.open(BRIEF)

    assert caught.value.permanent


def test_choices_are_told_without_asking_anybody(agent: VoiceAgent) -> None:
    choices = agent.choices()

    assert isinstance(choices, VoiceChoices)
    assert all(key and name for key, name in choices.voices.items())
