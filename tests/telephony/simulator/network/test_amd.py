"""Answering machine detection: a human by the voice, a machine by its length or its beep."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
import pytest_asyncio

from telephony.simulator.network.amd import Detection, Verdict, detect
from telephony.simulator.network.clock import Clock
from telephony.simulator.personas.callee_actions import PickupKind
from telephony.simulator.personas.handset import Handset
from tests.telephony.simulator.world import Scripted


@pytest_asyncio.fixture
async def clock() -> AsyncIterator[Clock]:
    ticking = Clock(50.0, lambda _frames: None)
    task = asyncio.create_task(ticking.run())
    yield ticking
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def handset(*, spoke: bool, beeped: bool = False) -> Handset:
    made = Handset(Scripted(), "human", lambda _text: None, lambda: None)
    made.said_something, made.beeped = spoke, beeped
    return made


async def verdict(
    clock: Clock, kind: PickupKind, mode: str = "Enable", *, spoke: bool = True,
    beeped: bool = False, timeout: float = 30.0,
) -> Verdict:  # fmt: skip
    detection = Detection(mode=mode, timeout_seconds=timeout)
    return await detect(detection, kind, handset(spoke=spoke, beeped=beeped), clock, "luck")


@pytest.mark.parametrize("mode", ["Enable", "DetectMessageEnd"])
async def test_a_human_voice_is_a_human(clock: Clock, mode: str) -> None:
    found = await verdict(clock, "human", mode)

    assert found.answered_by == "human" and found.duration_ms >= 1800


@pytest.mark.parametrize("kind", ["voicemail", "menu"])
async def test_a_machine_is_known_after_it_has_talked_for_long(
    clock: Clock, kind: PickupKind
) -> None:
    found = await verdict(clock, kind)

    assert found.answered_by == "machine_start" and found.duration_ms >= 3200


async def test_who_waits_for_the_end_of_the_message_waits_for_the_beep(clock: Clock) -> None:
    found = await verdict(clock, "voicemail", "DetectMessageEnd", beeped=True)

    assert found.answered_by == "machine_end_beep"


async def test_a_message_without_a_beep_ends_with_the_patience(clock: Clock) -> None:
    found = await verdict(clock, "voicemail", "DetectMessageEnd", timeout=6.0)

    assert found.answered_by == "machine_end_other" and found.duration_ms >= 6000


async def test_a_silent_line_is_unknown_after_its_silence(clock: Clock) -> None:
    found = await verdict(clock, "human", spoke=False)

    assert found.answered_by == "unknown" and found.duration_ms >= 5000


async def test_music_is_nobody_until_the_patience_ends(clock: Clock) -> None:
    assert (await verdict(clock, "hold", timeout=6.0)).answered_by == "unknown"


def test_a_verdict_is_told_in_the_carriers_fields() -> None:
    assert Verdict("human", 2310).fields() == {
        "AnsweredBy": "human", "MachineDetectionDuration": "2310",
    }  # fmt: skip
