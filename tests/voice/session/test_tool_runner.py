"""A conversation's tools run beside the sound: so many at once, and so often."""

import asyncio
import json
import threading
import time
from typing import Any
from uuid import uuid4

import pytest

from callpilot.json_types import JsonObject
from voice.agents.base import ToolCall
from voice.session import tool_runner
from voice.session.metrics import Metrics
from voice.session.tool_runner import ToolRunner


class Listening:
    """An agent's session, as far as a tool's answer needs one."""

    def __init__(self) -> None:
        self.answers: list[JsonObject] = []

    async def answer(self, tool_call_id: str, text: str) -> None:
        self.answers.append(json.loads(text))


class Stored:
    """A transcript of which every word is stored."""

    async def flush(self) -> None:
        return


def runner() -> ToolRunner:
    return ToolRunner(uuid4(), Stored(), Metrics())  # type: ignore[arg-type]


def ask(asked: ToolRunner, session: Listening) -> Any:
    wanted = ToolCall("log_event", "1", {"message": "a note"})
    return asked.run(session, wanted, at_ms=0, later=lambda text: None)  # type: ignore[arg-type]


async def test_no_more_tools_of_one_call_run_at_once_than_leave_threads_for_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    running, most, guard = 0, 0, threading.Lock()

    def slow(*_: object, **__: object) -> JsonObject:
        nonlocal running, most
        with guard:
            running += 1
            most = max(most, running)
        time.sleep(0.05)
        with guard:
            running -= 1
        return {"ok": True}

    monkeypatch.setattr(tool_runner.registry, "run", slow)
    asked, session = runner(), Listening()

    done = await asyncio.gather(*(ask(asked, session) for _ in range(tool_runner.AT_ONCE + 5)))

    assert all(done) and len(session.answers) == tool_runner.AT_ONCE + 5
    assert most <= tool_runner.AT_ONCE == 3


async def test_an_agent_that_never_stops_asking_is_told_to_come_to_an_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ran = []
    monkeypatch.setattr(tool_runner.registry, "run", lambda *_, **__: ran.append(1) or {"ok": True})
    monkeypatch.setattr(tool_runner, "MAX_ASKED", 4)
    asked, session = runner(), Listening()

    done = [await ask(asked, session) for _ in range(6)]

    assert done == [True] * 4 + [False] * 2 and len(ran) == 4
    assert "come to an end" in session.answers[-1]["say"]
