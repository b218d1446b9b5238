"""A conversation's tools run beside the sound: so many at once, and so often."""

import asyncio
import threading
import time
from uuid import UUID, uuid4

from callpilot.json_types import JsonObject
from tests.scripted import ScriptedAgent, ScriptedSession
from voice.agents.base import Brief, ToolCall
from voice.session.metrics import Metrics
from voice.session.tool_runner import MAX_ASKED, RunTool, ToolRunner
from voice.tools.registry import AT_ONCE


async def stored() -> None:
    """Every word is stored."""


def listening() -> ScriptedSession:
    return ScriptedSession(ScriptedAgent(), Brief("", {}))


def runner(run_tool: RunTool, max_asked: int = MAX_ASKED) -> ToolRunner:
    return ToolRunner(uuid4(), Metrics(), stored=stored, run_tool=run_tool, max_asked=max_asked)


async def ask(asked: ToolRunner, session: ScriptedSession, number: int) -> bool:
    wanted = ToolCall("log_event", str(number), {"message": "a note"})
    return await asked.run(session, wanted, at_ms=0, later=lambda text: None)


async def test_no_more_tools_of_one_call_run_at_once_than_leave_threads_for_others() -> None:
    running, most, guard = 0, 0, threading.Lock()

    def slow(call_id: UUID, name: str, arguments: JsonObject, *, at_ms: int) -> JsonObject:
        nonlocal running, most
        with guard:
            running += 1
            most = max(most, running)
        time.sleep(0.05)
        with guard:
            running -= 1
        return {"ok": True}

    asked, session = runner(slow), listening()

    done = await asyncio.gather(*(ask(asked, session, n) for n in range(AT_ONCE + 5)))

    assert all(done) and len(session.answers) == AT_ONCE + 5
    assert most <= AT_ONCE == 3


async def test_an_agent_that_never_stops_asking_is_told_to_come_to_an_end() -> None:
    ran = []

    def noting(call_id: UUID, name: str, arguments: JsonObject, *, at_ms: int) -> JsonObject:
        ran.append(name)
        return {"ok": True}

    asked, session = runner(noting, max_asked=4), listening()

    done = [await ask(asked, session, number) for number in range(6)]

    assert done == [True] * 4 + [False] * 2 and len(ran) == 4
    assert "come to an end" in session.answers["5"]["say"]
