"""A session with Deepgram: what is sent into gaps, and what its ends mean."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from pytest_django.fixtures import Settings

from tests.voice.simulator.recogniser.sounds import listening, sound
from voice.agents.base import Ended
from voice.simulator.recogniser.vendor import Recogniser
from voice.stt.base import EndOfTurn, Listening, RecognitionEvent, TurnStarted
from voice.stt.deepgram.client import DeepgramRecogniser
from voice.stt.deepgram.session import DeepgramSession, Patience, ended

PATIENCE_SECONDS = 60.0
SAID = sound("We have Tuesday at three.", 900)
HASTY = Patience(gap_seconds=0.02)


@pytest.fixture
async def recogniser(settings: Settings) -> AsyncIterator[Recogniser]:
    vendor = Recogniser()
    async with listening(vendor) as url:
        settings.DEEPGRAM_API_URL, settings.DEEPGRAM_API_KEY = url, vendor.api_key
        yield vendor


async def opened(patience: Patience | None = None) -> DeepgramSession:
    session = await DeepgramRecogniser(patience or Patience()).open(Listening())
    assert isinstance(session, DeepgramSession)
    return session


async def all_of(session: DeepgramSession) -> list[RecognitionEvent]:
    async with asyncio.timeout(PATIENCE_SECONDS):
        return [event async for event in session.events()]


async def next_of(session: DeepgramSession, kind: type[RecognitionEvent]) -> RecognitionEvent:
    async with asyncio.timeout(PATIENCE_SECONDS):
        async for event in session.events():
            if isinstance(event, kind):
                return event
    raise AssertionError("It did not come.")


async def test_garbage_is_passed_over_and_counted(recogniser: Recogniser) -> None:
    recogniser.faults.add({"garbage_every": 1})
    session = await opened()

    await session.hear(SAID)
    end = await next_of(session, EndOfTurn)
    await session.close()

    assert isinstance(end, EndOfTurn) and end.heard.text == "We have Tuesday at three."
    assert session.bad_frames > 0


async def test_what_comes_late_comes(recogniser: Recogniser) -> None:
    recogniser.faults.add({"late_ms": 1500})
    session = await opened()

    await session.hear(SAID + sound(2000))

    assert await next_of(session, EndOfTurn)
    await session.close()


async def test_an_error_of_the_vendors_ends_the_session_for_now(recogniser: Recogniser) -> None:
    recogniser.faults.add({"error_after_ms": 300})
    session = await opened()

    await session.hear(SAID)
    told = await all_of(session)
    await session.hear(SAID)
    await session.close()

    assert told[-1] == Ended("The recogniser failed (1011).", resumable=True)


async def test_silence_is_sent_into_gaps_so_that_turns_end(recogniser: Recogniser) -> None:
    session = await opened(HASTY)

    await session.hear(sound("We have Tuesday."))  # and then the carrier sends nothing
    end = await next_of(session, EndOfTurn)
    await session.close()

    assert isinstance(end, EndOfTurn) and end.heard.text == "We have Tuesday."


async def test_a_model_that_knows_it_is_kept_waiting_by_a_word_between_turns(
    recogniser: Recogniser, settings: Settings
) -> None:
    settings.DEEPGRAM_MODEL = "nova-3"
    session = await opened(HASTY)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not recogniser.records[0].messages:
            await asyncio.sleep(0.001)
    heard_ms = recogniser.records[0].heard_ms

    await session.hear(sound("We have Tuesday."))
    end = await next_of(session, EndOfTurn)
    await session.close()

    assert heard_ms == 0 and isinstance(end, EndOfTurn)
    assert json.loads(recogniser.records[0].messages[0]) == {"type": "KeepAlive"}


async def test_a_session_that_says_nothing_of_what_it_hears_is_dead(
    recogniser: Recogniser,
) -> None:
    recogniser.faults.add({"silent_after_ms": 100})
    session = await opened(Patience(gap_seconds=0.02, watch_seconds=0.05))

    telling = asyncio.create_task(all_of(session))
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not telling.done():
            await session.hear(sound(100))
            await asyncio.sleep(0.005)

    assert telling.result()[-1] == Ended("The recogniser fell silent.", resumable=True)
    assert not any(isinstance(event, TurnStarted) for event in telling.result())


async def test_a_session_that_hears_nothing_is_not_taken_for_dead(recogniser: Recogniser) -> None:
    session = await opened(Patience(gap_seconds=0.02, watch_seconds=0.03))
    telling = asyncio.create_task(all_of(session))

    await asyncio.sleep(0.3)
    alive = not telling.done()
    await session.close()

    assert alive and (await telling)[-1] == Ended("We closed the session.")


@pytest.mark.parametrize(
    ("code", "failure", "resumable", "failed"),
    [
        (1000, "", True, False),
        (1006, "", True, False),
        (1008, "", False, True),
        (1011, "", True, False),
        (1011, "INTERNAL_SERVER_ERROR", True, False),
        (4999, "", True, False),
    ],
)
def test_only_sound_that_cannot_be_read_is_beyond_repair(
    code: int, failure: str, resumable: bool, failed: bool
) -> None:
    end = ended(code, failure)

    assert (end.resumable, end.failed) == (resumable, failed) and str(code) in end.reason
