"""The speech session: never a context too many, none forgotten, and what its ends mean."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from pytest_django.fixtures import Settings

from tests.voice.simulator.callers import plain_voice
from tests.voice.simulator.synthesiser.speakers import speaking, understood
from voice.agents.base import Ended
from voice.simulator.synthesiser.vendor import Synthesiser
from voice.tts.base import Sound, Speaking, SpeechEvent, Spoken
from voice.tts.elevenlabs.client import ElevenLabsSpeech
from voice.tts.elevenlabs.session import MOST_CONTEXTS, ElevenLabsSpeechSession

PATIENCE_SECONDS = 60.0
SENTENCE = "I would like to ask for an appointment next week."


@pytest.fixture
async def synthesiser(settings: Settings) -> AsyncIterator[Synthesiser]:
    vendor = Synthesiser(voice=plain_voice)
    async with speaking(vendor) as url:
        settings.ELEVENLABS_API_URL, settings.ELEVENLABS_API_KEY = url, vendor.api_key
        yield vendor


async def opened(keep_alive_seconds: float = 60.0) -> ElevenLabsSpeechSession:
    session = await ElevenLabsSpeech(keep_alive_seconds).open(Speaking())
    assert isinstance(session, ElevenLabsSpeechSession)
    return session


async def up_to(session: ElevenLabsSpeechSession, last: type[SpeechEvent]) -> list[SpeechEvent]:
    told = []
    async with asyncio.timeout(PATIENCE_SECONDS):
        async for event in session.events():
            told.append(event)
            if isinstance(event, last):
                break
    return told


async def test_however_often_it_is_interrupted_no_context_is_one_too_many(
    synthesiser: Synthesiser,
) -> None:
    session = await opened()

    for number in range(3 * MOST_CONTEXTS):
        await session.say(number, SENTENCE, last=number % 2 == 0)
        await session.stop(number)
    await session.say(99, "Yes.", last=True)
    told = await up_to(session, Spoken)
    await session.close()

    [record] = synthesiser.records
    assert told[-1] == Spoken(99)
    assert record.most_contexts <= MOST_CONTEXTS and record.complaints == []


async def test_what_waits_for_a_context_is_spoken_in_whole_when_there_is_one(
    synthesiser: Synthesiser,
) -> None:
    session = await opened()

    for number in range(MOST_CONTEXTS):
        await session.say(number, "Hm.")  # and is left open
    await session.say(MOST_CONTEXTS, "Nine works,")
    await session.say(MOST_CONTEXTS, "thank you.", last=True)
    await session.stop(0)
    told = await up_to(session, Spoken)
    await session.close()

    audio = b"".join(e.audio for e in told if isinstance(e, Sound) and e.utterance == MOST_CONTEXTS)
    assert told[-1] == Spoken(MOST_CONTEXTS) and understood(audio) == "Nine works, thank you."


async def test_contexts_are_kept_alive_those_that_wait_too(synthesiser: Synthesiser) -> None:
    session = await opened(keep_alive_seconds=0.01)

    async with asyncio.timeout(PATIENCE_SECONDS):
        while not synthesiser.records or synthesiser.records[0].kept_alive < 3:
            await asyncio.sleep(0.001)
    await session.say(0, "Yes.", last=True)
    told = await up_to(session, Spoken)
    await session.close()

    assert told[-1] == Spoken(0) and synthesiser.records[0].complaints == []


async def test_garbage_and_sound_of_nobody_are_passed_over(synthesiser: Synthesiser) -> None:
    synthesiser.faults.add({"garbage_every": 1})
    session = await opened()

    await session.say(0, SENTENCE, last=True)
    told = await up_to(session, Spoken)
    await session.close()

    audio = b"".join(event.audio for event in told if isinstance(event, Sound))
    assert understood(audio) == SENTENCE and session.bad_frames > 0


async def test_sound_without_times_is_sound(synthesiser: Synthesiser) -> None:
    synthesiser.faults.add({"unaligned": 1})
    session = await opened()

    await session.say(0, "Yes.", last=True)
    told = await up_to(session, Spoken)
    await session.close()

    sounds = [event for event in told if isinstance(event, Sound)]
    assert sounds and {(sound.text, sound.starts_ms) for sound in sounds} == {("", ())}


@pytest.mark.parametrize(
    ("error", "failed"), [("quota_exceeded", True), ("input_timeout_exceeded", False)]
)
async def test_an_error_tells_whether_it_is_worth_trying_again(
    synthesiser: Synthesiser, error: str, failed: bool
) -> None:
    synthesiser.faults.add({"error": error})
    session = await opened()

    told = await up_to(session, Ended)
    await session.say(0, "Hello?")
    await session.close()

    [end] = told
    assert isinstance(end, Ended) and (end.failed, end.resumable) == (failed, not failed)
    assert error in end.reason


async def test_a_socket_that_closes_at_once_may_be_opened_again(synthesiser: Synthesiser) -> None:
    synthesiser.faults.add({"close_code": 1011})
    session = await opened()

    assert await up_to(session, Ended) == [
        Ended("The speech vendor broke off (1011).", resumable=True)
    ]
    await session.close()
