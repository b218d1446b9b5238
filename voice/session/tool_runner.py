"""Runs the agent's tool calls beside the sound, each within its time."""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from callpilot.errors import AgentError
from callpilot.json_types import JsonObject
from voice.agents.base import AgentSession, ToolCall
from voice.session.db_threads import in_thread
from voice.session.metrics import Metrics
from voice.tools import registry
from voice.tools.registry import AT_ONCE

logger = logging.getLogger(__name__)
ANSWER_SECONDS = 8.0  # then the agent hears that it takes longer
PERSON_SECONDS = 2.0  # the same for what a person is asked, which takes as long as people take
MAX_ASKED = 200  # in one session, repetitions and nonsense included
ENOUGH = gettext_noop("Enough of that for one call. Please come to an end.")
STILL_CHECKED = gettext_noop("That is still being checked. Please do not ask again.")


def within_seconds(name: str, answer_seconds: float = ANSWER_SECONDS) -> float:
    """How long an agent waits for the answer to a tool before it hears that it takes longer."""
    return PERSON_SECONDS if name == "ask_person" else answer_seconds


def late_words(name: str, answer: JsonObject) -> str:
    """What an agent is told once it is known."""
    return f"The answer to {name}: {json.dumps(answer)}"


class RunTool(Protocol):
    """Runs a tool for a call, by name, and returns its answer."""

    def __call__(
        self, call_id: UUID, name: str, arguments: JsonObject, *, at_ms: int
    ) -> JsonObject: ...


class ToolRunner:
    """Answers tool calls of one conversation."""

    def __init__(
        self,
        call_id: UUID,
        metrics: Metrics,
        *,
        stored: Callable[[], Awaitable[object]],
        run_tool: RunTool = registry.run,
        answer_seconds: float = ANSWER_SECONDS,
        max_asked: int = MAX_ASKED,
    ) -> None:
        """stored: waits for the words so far, which are the evidence that tools look at."""
        self.call_id = call_id
        self.metrics = metrics
        self.stored = stored
        self.run_tool = run_tool
        self.answer_seconds = answer_seconds
        self.max_asked = max_asked
        self._free = asyncio.Semaphore(AT_ONCE)
        self._asked = 0
        self._took: list[tuple[float, float]] = []  # loop time of the answer, milliseconds

    def ms_since(self, moment: float) -> float:
        """Milliseconds that tools took of the time since `moment` (loop time)."""
        return sum(ms for ended, ms in self._took if ended >= moment)

    async def run(
        self, session: AgentSession, wanted: ToolCall, *, at_ms: int, later: Callable[[str], None]
    ) -> bool:
        """Run a tool and give the answer to the session that asked; returns whether it was ok.

        What takes longer than `answer_seconds` goes on, as it may be storing a booking; its
        answer is then told through `later`.
        """
        self._asked += 1
        if self._asked > self.max_asked:
            await self._answer(session, wanted, {"ok": False, "say": _(ENOUGH)})
            return False
        began = time.perf_counter()
        work = asyncio.ensure_future(self._run(wanted, at_ms))
        wait_seconds = within_seconds(wanted.name, self.answer_seconds)
        done, _waiting = await asyncio.wait({work}, timeout=wait_seconds)
        if done:
            answer = work.result()
            await self._answer(session, wanted, answer)
        else:
            still = {"ok": False, "pending": True, "say": _(STILL_CHECKED)}
            await self._answer(session, wanted, still)
            answer = await work
            later(late_words(wanted.name, answer))
        ms = (time.perf_counter() - began) * 1000
        self._took.append((asyncio.get_running_loop().time(), ms))
        self.metrics.tools.append({"name": wanted.name[:40], "ms": round(ms)})
        return bool(answer.get("ok"))

    async def _run(self, wanted: ToolCall, at_ms: int) -> JsonObject:
        """Never raises: whatever goes wrong becomes a sentence."""
        try:
            async with self._free:
                await self.stored()
                return await in_thread(
                    self.run_tool, self.call_id, wanted.name, wanted.arguments, at_ms=at_ms
                )
        except Exception:
            logger.exception("Call %s: a tool failed.", self.call_id)
            return {"ok": False, "say": _("Something went wrong on our side.")}

    async def _answer(self, session: AgentSession, wanted: ToolCall, answer: JsonObject) -> None:
        with suppress(AgentError, OSError):  # the session may be gone; the row remembers
            await session.answer(wanted.tool_call_id, json.dumps(answer))
