"""What every recogniser keeps to: words out of sound, turns in order, refusals in its own error."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import pytest
from pytest_django.fixtures import Settings

from callpilot.errors import RecognitionError
from tests.voice.simulator.recogniser.sounds import listening, sound
from voice.agents.base import Ended
from voice.simulator.recogniser.vendor import Recogniser
from voice.stt.base import (
    EndOfTurn,
    Listening,
    RecognitionEvent,
    RecognitionSession,
    SpeechToText,
    TurnStarted,
    recognisers,
)

PATIENCE_SECONDS = 60.0


@dataclass
class Double:
    """A vendor on loopback: how to spoil our key, and how to break its lines."""

    spoil_key: Callable[[], None]
    break_lines: Callable[[], None]


Doubled = Callable[[Settings], AbstractAsyncContextManager[Double]]


def deepgram(model: str) -> Doubled:
    @asynccontextmanager
    async def doubled(settings: Settings) -> AsyncIterator[Double]:
        vendor = Recogniser()
        async with listening(vendor) as url:
            settings.DEEPGRAM_API_URL, settings.DEEPGRAM_API_KEY = url, vendor.api_key
            settings.DEEPGRAM_MODEL = model
            yield Double(
                lambda: setattr(settings, "DEEPGRAM_API_KEY", "wrong"),
                lambda: vendor.faults.add({"drop_after_ms": 500}),
            )

    return doubled


DOUBLES: dict[str, list[tuple[str, Doubled]]] = {
    "deepgram": [
        ("turns", deepgram("flux-general-en")),
        ("stretches", deepgram("nova-3")),
    ]
}
CASES = [(name, kind, doubled) for name in recognisers.names for kind, doubled in DOUBLES[name]]


@pytest.fixture(params=CASES, ids=[f"{name}-{kind}" for name, kind, _ in CASES])
async def vendor(
    request: pytest.FixtureRequest, settings: Settings
) -> AsyncIterator[tuple[SpeechToText, Double]]:
    name, _, doubled = request.param
    async with doubled(settings) as double:
        yield recognisers.get(name), double


Vendor = tuple[SpeechToText, Double]


async def until(
    session: RecognitionSession, wanted: type[RecognitionEvent]
) -> list[RecognitionEvent]:
    """All events up to the first of a kind."""
    told = []
    async with asyncio.timeout(PATIENCE_SECONDS):
        async for event in session.events():
            told.append(event)
            if isinstance(event, wanted):
                break
    return told


async def test_what_is_said_is_understood_turn_by_turn(vendor: Vendor) -> None:
    session = await vendor[0].open(Listening(terms=("Lakeside Dental",)))

    ends = []
    for said in ("We have Tuesday at three.", "Or Friday."):
        whole = sound(said, 1500)
        for at in range(0, len(whole), 160):  # as the telephone sends it
            await session.hear(whole[at : at + 160])
        told = await until(session, EndOfTurn)
        assert [type(event) for event in told].count(TurnStarted) == 1
        ends.append(told[-1])
    await session.close()

    assert [end.heard.text for end in ends if isinstance(end, EndOfTurn)] == [
        "We have Tuesday at three.",
        "Or Friday.",
    ]
    assert [end.turn for end in ends if isinstance(end, EndOfTurn)] == [0, 1]
    for end in ends:
        assert isinstance(end, EndOfTurn) and 0.9 < end.heard.confidence <= 1
        times = [ms for word in end.heard.words for ms in (word.start_ms, word.end_ms)]
        assert times == sorted(times) and len(times) >= 4


async def test_a_turn_ends_when_we_want_it_to(vendor: Vendor) -> None:
    session = await vendor[0].open(Listening())
    whole = sound("We have Tuesday at three in the afternoon.")
    await session.end_turn()  # of no turn
    await session.hear(whole[: len(whole) // 2])
    told = await until(session, TurnStarted)
    await session.end_turn()
    told += await until(session, EndOfTurn)
    await session.close()

    [end] = [event for event in told if isinstance(event, EndOfTurn)]
    assert end.why == "asked" and end.heard.text.startswith("We")


async def test_a_session_ends_last_and_once_closed_takes_everything(vendor: Vendor) -> None:
    session = await vendor[0].open(Listening())
    await session.hear(b"")
    await session.hear(b"\xff" * 160)
    await session.close()

    await session.close()
    await session.hear(b"\xff" * 160)
    await session.end_turn()
    async with asyncio.timeout(PATIENCE_SECONDS):
        told = [event async for event in session.events()]
    assert isinstance(told[-1], Ended) and not told[-1].failed
    assert not any(isinstance(event, Ended) for event in told[:-1])


async def test_a_key_that_is_refused_is_refused_for_good(vendor: Vendor) -> None:
    vendor[1].spoil_key()

    with pytest.raises(RecognitionError) as caught:
        await vendor[0].open(Listening())

    assert caught.value.permanent


async def test_a_line_that_breaks_may_be_opened_again(vendor: Vendor) -> None:
    vendor[1].break_lines()
    session = await vendor[0].open(Listening())
    await session.hear(sound("We have Tuesday.", 900))
    [*_, last] = await until(session, Ended)
    again = await vendor[0].open(Listening())
    await again.close()

    assert isinstance(last, Ended) and last.resumable and not last.failed
