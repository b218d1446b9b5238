"""The rule-based speaker behind the TextAgent port: needs no key, no network and no time."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator

from callpilot.errors import AgentError
from voice.agents.base import YOUR_TURN, AgentEvent, Brief, Ended, Said, Token, ToolCall
from voice.agents.text import TextSession
from voice.negotiation.acts import Act, CallTool, Finish, Speak
from voice.negotiation.negotiator import Negotiator


class RuleBasedSession:
    """One negotiator, its acts as events."""

    vendor_id = ""

    def __init__(self, brief: Brief) -> None:
        """Raises ValueError when the brief lacks what a negotiator has to know."""
        self._brief = brief
        self._negotiator = Negotiator(brief.facts)
        self._events: deque[AgentEvent] = deque()
        self._news = asyncio.Event()
        self._unanswered: set[str] = set()
        self._event_id = 0
        self._over = False
        self._do(self._negotiator.begin())

    async def hear(self, text: str, *, final: bool = True) -> None:
        """Thinking takes no time, so nothing is thought ahead."""
        if final and not self._over and text.strip() != YOUR_TURN:  # which only we may say
            self._do(self._negotiator.hear(text))

    def interrupted(self, heard: str) -> None:
        unspoken = (Token, Said)
        self._events = deque(each for each in self._events if not isinstance(each, unspoken))
        self._negotiator.interrupted(heard)

    async def events(self) -> AsyncIterator[AgentEvent]:
        while True:
            while self._events:
                event = self._events.popleft()
                yield event
                if isinstance(event, Ended):
                    return
            self._news.clear()
            await self._news.wait()

    async def answer(self, tool_call_id: str, answer: str, *, failed: bool = False) -> None:
        """Once for each call; a second answer, or one that nobody waits for, changes nothing."""
        self._be_open()
        if tool_call_id in self._unanswered:
            self._unanswered.remove(tool_call_id)
            told = json.loads(answer)
            known = told if isinstance(told, dict) else {"ok": not failed, "say": str(told)}
            self._do(self._negotiator.tool_answer(tool_call_id, known))

    async def instruct(self, text: str, *, speak: bool = False) -> None:
        self._be_open()
        self._negotiator.note(self._brief.note(text))
        if speak:
            self._do(self._negotiator.hear(YOUR_TURN))

    async def close(self) -> None:
        self._end("We closed the session.")

    def _be_open(self) -> None:
        if self._over:
            raise AgentError("The session with the voice agent is over.")

    def _do(self, acts: list[Act]) -> None:
        for act in acts:
            match act:
                case Speak(text):
                    self._event_id += 1
                    self._put(Token(text, self._event_id))
                    self._put(Said("agent", text, self._event_id))
                case CallTool(tool_call_id, name, arguments):
                    self._unanswered.add(tool_call_id)
                    self._put(ToolCall(name, tool_call_id, arguments))
                case Finish():
                    self._end("The agent said goodbye.")

    def _end(self, reason: str) -> None:
        if not self._over:
            self._over = True
            self._put(Ended(reason))

    def _put(self, event: AgentEvent) -> None:
        self._events.append(event)
        self._news.set()


class RuleBasedAgent:
    """Speaks by rules, in English."""

    async def open(self, brief: Brief) -> TextSession:
        try:
            return RuleBasedSession(brief)
        except ValueError as error:
            raise AgentError("The brief does not say enough.", permanent=True) from error
