"""What the tests of the agent's line stand on: a vendor, a speaker that does as told, a callee."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import numpy as np
from aiohttp import web
from aiohttp.test_utils import TestServer

from callpilot.json_types import JsonMapping
from callpilot.simulation import ulaw
from callpilot.simulation.modem import Modulated, modulate
from voice.agents.base import AgentEvent, Brief, Ended, Said, Speech, ToolCall, VoiceSession
from voice.negotiation.negotiator import Act, Speak
from voice.simulator.vendor import Vendor, routes

GREETING = "Good morning, I am calling to ask for an appointment for Robin Example next week."
FACTS: dict[str, str | int | float | bool] = {
    "purpose": "enquire",
    "person_name": "Robin Example",
    "provider_name": "Sample Street Dental",
    "service": "dentist",
    "service_phrase": "a dental check-up",
    "today": "2026-11-20",
    "timezone": "America/Los_Angeles",
    "window_words": "next week",
    "duration_minutes": 45,
    "keep_until_words": "six this evening",
    "questions": "",
    "may_book": False,
    "resumed": False,
    "language": "en",
    "order_word": "sparrow",
}
BRIEF = Brief(prompt="Book an appointment.", facts=FACTS)
STEP_MS = 100
Event = TypeVar("Event", bound=AgentEvent)


async def plain_voice(text: str, sample_rate_hz: int) -> Modulated:
    """The words without the audible part, which takes a program and time."""
    return modulate(text, sample_rate_hz)


class Script:
    """A speaker that greets, does what `replies` says to what it hears, and remembers."""

    def __init__(self, replies: dict[str, list[Act]] | None = None) -> None:
        self.replies = replies or {}
        self.answered: list[Act] = []  # what to do once a tool has answered
        self.events: list[tuple[object, ...]] = []

    def __call__(self, facts: JsonMapping) -> "Script":
        self.events.append(("facts", dict(facts)))
        return self

    def begin(self) -> list[Act]:
        return [Speak(GREETING)]

    def hear(self, text: str) -> list[Act]:
        self.events.append(("hear", text))
        return self.replies.get(text, [])

    def tool_answer(self, tool_call_id: str, answer: JsonMapping) -> list[Act]:
        self.events.append(("tool_answer", tool_call_id, dict(answer)))
        return self.answered

    def silence(self, silent_ms: int) -> list[Act]:
        return []

    def note(self, text: str) -> None:
        self.events.append(("note", text))

    def interrupted(self, heard_text: str) -> None:
        self.events.append(("interrupted", heard_text))

    def of(self, kind: str) -> list[object]:
        return [event[1] for event in self.events if event[0] == kind]


@asynccontextmanager
async def listening(vendor: Vendor) -> AsyncIterator[str]:
    """The vendor's address while it can be reached."""
    app = web.Application()
    app.add_routes(routes(vendor))
    server = TestServer(app)
    await server.start_server()
    try:
        yield str(server.make_url("")).rstrip("/")
    finally:
        await server.close()


class Callee:
    """Talks into a session of the adapter and keeps what comes out of it.

    Sound is sent as fast as the vendor takes it; no time is measured but that of the sound.
    """

    def __init__(self, session: VoiceSession, vendor: Vendor) -> None:
        self.session = session
        self.vendor = vendor
        self.events: list[AgentEvent] = []
        self.tool: Callable[[ToolCall], str] | None = None
        self.sent_ms = 0
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for event in self.session.events():
            self.events.append(event)
            if isinstance(event, ToolCall) and self.tool is not None:
                await self.session.answer(event.tool_call_id, self.tool(event))

    async def play(self, samples: np.ndarray) -> None:
        """Sound in steps, each taken by the vendor before the next one is sent."""
        size = 8 * STEP_MS
        padded = np.pad(samples, (0, -len(samples) % size))
        for at in range(0, len(padded), size):
            await self.session.hear(self.encode(padded[at : at + size]))
            self.sent_ms += STEP_MS
            while self.vendor.records[-1].heard_ms < self.sent_ms and not self.over:
                await asyncio.sleep(0.001)
            if self.over:
                return

    def encode(self, samples: np.ndarray) -> bytes:
        samples = samples.astype(np.int16)
        match self.session.input_format:
            case "ulaw_8000":
                return ulaw.encode(samples)
            case name:
                times = int(name.removeprefix("pcm_")) // 8000
                assert not samples.any() or times == 1
                return np.repeat(samples, times).astype("<i2").tobytes()

    @property
    def over(self) -> bool:
        return bool(self.events) and isinstance(self.events[-1], Ended)

    async def say(self, text: str) -> None:
        await self.play(modulate(text, 8000).samples)

    async def wait(self, ms: int) -> None:
        await self.play(np.zeros(8 * ms, np.int16))

    async def until(self, seen: Callable[[], object], limit_ms: int = 60_000) -> None:
        """Be quiet until something has been seen; fails when it does not come."""
        end_ms = self.sent_ms + limit_ms
        while not seen():
            assert self.sent_ms < end_ms, f"It did not come: {self.events[-3:]}"
            if self.over:
                break
            await self.wait(STEP_MS)
            await asyncio.sleep(0.001)
        assert seen()

    def said(self, speaker: str) -> list[str]:
        return [e.text for e in self.events if isinstance(e, Said) and e.speaker == speaker]

    def audio(self) -> bytes:
        return b"".join(e.audio for e in self.events if isinstance(e, Speech))

    def of(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]

    async def finish(self) -> None:
        await self.session.close()
        await asyncio.wait_for(self._listening, 60)
