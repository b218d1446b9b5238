"""What every synthesiser keeps to: words into sound, utterances apart, refusals typed."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import pytest
from pytest_django.fixtures import Settings

from callpilot.errors import SpeechError
from tests.voice.simulator.callers import plain_voice
from tests.voice.simulator.synthesiser.speakers import speaking, understood
from voice.agents.base import Ended
from voice.simulator.synthesiser.vendor import Synthesiser
from voice.tts.base import (
    Sound,
    Speaking,
    SpeechEvent,
    SpeechSession,
    Spoken,
    TextToSpeech,
    synthesisers,
)
from voice.tts.timeline import Timeline

PATIENCE_SECONDS = 60.0


@dataclass
class Double:
    """A vendor on loopback: how to spoil our key, and how to break its lines."""

    spoil_key: Callable[[], None]
    break_lines: Callable[[], None]


@asynccontextmanager
async def elevenlabs(settings: Settings) -> AsyncIterator[Double]:
    vendor = Synthesiser(voice=plain_voice)
    async with speaking(vendor) as url:
        settings.ELEVENLABS_API_URL, settings.ELEVENLABS_API_KEY = url, vendor.api_key
        yield Double(
            lambda: setattr(settings, "ELEVENLABS_API_KEY", "wrong"),
            lambda: vendor.faults.add({"drop_after_ms": 400}),
        )


DOUBLES: dict[str, Callable[[Settings], AbstractAsyncContextManager[Double]]] = {
    "elevenlabs": elevenlabs
}
Vendor = tuple[TextToSpeech, Double]


@pytest.fixture(params=synthesisers.names)
async def vendor(request: pytest.FixtureRequest, settings: Settings) -> AsyncIterator[Vendor]:
    async with DOUBLES[request.param](settings) as double:
        yield synthesisers.get(request.param), double


async def until(session: SpeechSession, last: SpeechEvent | type[Ended]) -> list[SpeechEvent]:
    told = []
    async with asyncio.timeout(PATIENCE_SECONDS):
        async for event in session.events():
            told.append(event)
            if event == last or (isinstance(last, type) and isinstance(event, last)):
                break
    return told


def sound_of(utterance: int, told: list[SpeechEvent]) -> list[Sound]:
    return [e for e in told if isinstance(e, Sound) and e.utterance == utterance]


def audio(sounds: list[Sound]) -> bytes:
    return b"".join(sound.audio for sound in sounds)


async def test_clauses_are_spoken_one_after_the_other_with_the_times_of_their_letters(
    vendor: Vendor,
) -> None:
    session = await vendor[0].open(Speaking())

    await session.say(0, "Nine on Tuesday works,")
    await session.say(0, "thank you very much.", last=True)
    told = await until(session, Spoken(0))
    await session.close()

    timeline = Timeline()
    for sound in sound_of(0, told):
        timeline.add(sound)
    assert understood(audio(sound_of(0, told))) == "Nine on Tuesday works, thank you very much."
    assert timeline.heard(timeline.ms) == "Nine on Tuesday works, thank you very much."
    assert timeline.heard(0) == ""


async def test_at_any_moment_what_the_times_say_was_heard_is_in_the_sound(vendor: Vendor) -> None:
    session = await vendor[0].open(Speaking())
    await session.say(0, "Nine on Tuesday works, thank you.", last=True)
    sounds = sound_of(0, await until(session, Spoken(0)))
    await session.close()

    timeline = Timeline()
    for sound in sounds:
        timeline.add(sound)
    whole = audio(sounds)
    for ms in range(0, round(timeline.ms), 260):
        assert understood(whole[: 8 * (ms + 20)]).startswith(timeline.heard(ms))


async def test_an_utterance_that_is_stopped_is_heard_no_more_and_the_next_is(
    vendor: Vendor,
) -> None:
    session = await vendor[0].open(Speaking())

    await session.say(0, "I would like to ask for an appointment next week,")
    async with asyncio.timeout(PATIENCE_SECONDS):
        async for event in session.events():
            if isinstance(event, Sound):
                break
    await session.stop(0)
    await session.say(0, "or the week after.", last=True)
    await session.say(1, "Yes, of course.", last=True)
    told = await until(session, Spoken(1))
    await session.close()

    assert not sound_of(0, told) and Spoken(0) not in told
    assert understood(audio(sound_of(1, told))) == "Yes, of course."


async def test_many_utterances_in_a_row_are_spoken_in_order(vendor: Vendor) -> None:
    session = await vendor[0].open(Speaking())

    for number in range(12):
        await session.say(number, f"Number {number}.", last=True)
    told = await until(session, Spoken(11))
    await session.close()

    assert [e.utterance for e in told if isinstance(e, Spoken)] == list(range(12))
    for number in range(12):
        assert understood(audio(sound_of(number, told))) == f"Number {number}."


async def test_twelve_interruptions_in_a_row_leave_a_mouth_that_speaks(vendor: Vendor) -> None:
    session = await vendor[0].open(Speaking())

    for number in range(12):
        await session.say(number, "I would like to ask for an appointment next week.")
        await session.stop(number)
    await session.say(12, "Yes.", last=True)
    told = await until(session, Spoken(12))
    await session.close()

    assert {e.utterance for e in told if isinstance(e, Sound | Spoken)} == {12}
    assert understood(audio(sound_of(12, told))) == "Yes."


async def test_an_utterance_without_words_is_spoken(vendor: Vendor) -> None:
    session = await vendor[0].open(Speaking())

    await session.say(0, "", last=True)
    told = await until(session, Spoken(0))
    await session.close()

    assert told == [Spoken(0)]


async def test_a_session_ends_last_and_once_closed_takes_everything(vendor: Vendor) -> None:
    session = await vendor[0].open(Speaking())
    await session.say(0, "Nine works.")
    await session.close()

    await session.close()
    await session.say(0, "Or ten.", last=True)
    await session.say(1, "Hello?")
    await session.stop(1)
    told = await until(session, Ended)
    assert isinstance(told[-1], Ended) and not told[-1].failed
    assert not any(isinstance(event, Ended) for event in told[:-1])


async def test_a_key_that_is_refused_is_refused_for_good(vendor: Vendor) -> None:
    vendor[1].spoil_key()

    try:
        session = await vendor[0].open(Speaking())
    except SpeechError as error:
        assert error.permanent
        return
    told = await until(session, Ended)
    await session.close()

    assert len(told) == 1 and isinstance(told[0], Ended) and told[0].failed


async def test_a_line_that_breaks_may_be_opened_again(vendor: Vendor) -> None:
    vendor[1].break_lines()
    session = await vendor[0].open(Speaking())
    await session.say(0, "I would like to ask for an appointment next week.", last=True)
    told = await until(session, Ended)
    again = await vendor[0].open(Speaking())
    await again.close()

    assert isinstance(told[-1], Ended) and told[-1].resumable and not told[-1].failed
    assert Spoken(0) not in told
