"""A scripted agent and a scripted phone, in process: the two ends of a bridge."""

import asyncio
import base64
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from django.conf import settings

from callpilot.errors import AgentError
from callpilot.json_types import JsonObject
from telephony.media.bridge import Bridge
from voice.agents.base import (
    AgentEvent,
    AudioFormat,
    Brief,
    Ended,
    LineKind,
    Speech,
    VoiceChoices,
    VoiceSession,
    engines,
)
from voice.session.db_threads import at_work

FRAME_MS = 20
PATIENCE_SECONDS = 60.0  # however slow the machine
QUIET = b"\xff" * 160
LOUD = b"\x10\x90" * 80


class ScriptedSession:
    """Says what a test puts into it, and remembers what it was given."""

    def __init__(self, agent: "ScriptedAgent", brief: Brief) -> None:
        self.input_format = self.output_format = agent.format
        self.vendor_id = ""
        self.brief = brief
        self.heard: list[bytes] = []
        self.answers: dict[str, JsonObject] = {}
        self.instructions: list[str] = []
        self.urged: list[str] = []  # those of them that are to be reacted to at once
        self.cuts: list[tuple[int, float]] = []  # event id, milliseconds of it that were heard
        self.closed = False
        self._events: asyncio.Queue[AgentEvent] = asyncio.Queue()

    def say(self, *events: AgentEvent) -> None:
        for event in events:
            self._events.put_nowait(event)

    async def hear(self, audio: bytes) -> None:
        self.heard.append(audio)

    def cut(self, event_id: int, heard_ms: float) -> None:
        self.cuts.append((event_id, heard_ms))

    async def events(self) -> AsyncIterator[AgentEvent]:
        while True:
            event = await self._events.get()
            yield event
            if isinstance(event, Ended):
                return

    async def answer(self, tool_call_id: str, answer: str, *, failed: bool = False) -> None:
        if self.closed:
            raise AgentError("closed")
        self.answers[tool_call_id] = json.loads(answer)

    async def instruct(self, text: str, *, speak: bool = False) -> None:
        self.instructions.append(text)
        if speak:
            self.urged.append(text)

    async def close(self) -> None:
        self.closed = True


class ScriptedAgent:
    """Opens scripted sessions; `first` are the events a new session begins with."""

    line: LineKind = "media_stream"

    def __init__(self) -> None:
        self.format: AudioFormat = "ulaw_8000"
        self.sessions: list[ScriptedSession] = []
        self.first: Callable[[int], list[AgentEvent]] = lambda number: []
        self.refuse: AgentError | None = None
        self.silent = False  # takes no notice of who wants to open a session
        self.opened = 0

    def choices(self) -> VoiceChoices:
        return VoiceChoices()

    async def open(self, brief: Brief) -> VoiceSession:
        self.opened += 1
        if self.refuse is not None:
            raise self.refuse
        if self.silent:
            await asyncio.Event().wait()
        session = ScriptedSession(self, brief)
        session.say(*self.first(len(self.sessions)))
        self.sessions.append(session)
        return session


def install(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedAgent]:
    """Every call speaks through a scripted agent; a fixture yields from this."""
    agent = ScriptedAgent()
    monkeypatch.setattr(settings, "DB_WAIT_SECONDS", PATIENCE_SECONDS)
    with engines.registered("elevenlabs", agent):
        yield agent


def speech(ms: int, event_id: int = 0) -> Speech:
    return Speech(b"\x10" * (8 * ms), event_id)


class Phone:
    """The carrier's end of the socket: plays 20 ms a frame, returns marks, may stop reading."""

    def __init__(self) -> None:
        self.sent: list[JsonObject] = []
        self.queue: deque[float | str] = deque()  # milliseconds of sound, and marks
        self.returned: deque[str] = deque()  # marks on their way back
        self.reading = asyncio.Event()
        self.reading.set()
        self.gone = False
        self.at_ms = 0

    async def send(self, text: str) -> None:
        await self.reading.wait()
        if self.gone:
            raise ConnectionResetError
        message = json.loads(text)
        self.sent.append(message)
        match message["event"]:
            case "media":
                self.queue.append(len(base64.b64decode(message["media"]["payload"])) / 8)
            case "mark":
                self.queue.append(str(message["mark"]["name"]))
            case "clear":
                self.returned.extend(each for each in self.queue if isinstance(each, str))
                self.queue.clear()

    def kinds(self) -> list[str]:
        return [message["event"] for message in self.sent]

    def sound(self) -> bytes:
        return b"".join(
            base64.b64decode(m["media"]["payload"]) for m in self.sent if m["event"] == "media"
        )

    def play(self, ms: float = FRAME_MS) -> None:
        """Play so much of what is queued; marks that come up return."""
        while self.queue:
            first = self.queue[0]
            if isinstance(first, str):
                self.returned.append(first)
                self.queue.popleft()
            elif first <= ms:
                ms -= first
                self.queue.popleft()
            else:
                self.queue[0] = first - ms
                return

    def frame(self, ulaw: bytes = QUIET) -> str:
        self.at_ms += FRAME_MS
        payload = base64.b64encode(ulaw).decode()
        media = {"track": "inbound", "chunk": "1", "timestamp": str(self.at_ms), "payload": payload}
        return json.dumps({"event": "media", "media": media})

    async def tick(self, bridge: Bridge, ulaw: bytes = QUIET) -> None:
        """One frame of the call: 20 ms are played, marks return, 20 ms of the callee arrive."""
        self.play()
        while self.returned:
            await bridge.frame(
                json.dumps({"event": "mark", "mark": {"name": self.returned.popleft()}})
            )
        await bridge.frame(self.frame(ulaw))
        await asyncio.sleep(0)

    async def until(
        self, bridge: Bridge, done: Callable[[], object], ulaw: bytes = QUIET, most: int = 20_000
    ) -> None:
        """Let the call go on until something is true; fails after `most` frames.

        The line stands still while threads read and store, so a slow disk costs no patience.
        """
        frames = 0
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not done():
                if at_work():
                    await asyncio.sleep(0.001)
                    continue
                assert frames < most, "it never happened"
                await self.tick(bridge, ulaw)
                frames += 1
                if frames % 5 == 0:
                    await asyncio.sleep(0.001)  # for what happens on the wire
