"""A conversation: an agent on one call, its words, tools and end, in whatever way it is heard."""

import asyncio
import logging
from abc import ABC, abstractmethod
from typing import Generic, TypedDict, TypeVar

from campaigns.models import Call
from voice import briefs, consent
from voice.agents.base import AgentEvent, AgentSession, Brief, ToolCall
from voice.decisions.duties import Duty
from voice.decisions.silence_timer import SilenceTimer
from voice.decisions.supervisor import MAX_TURNS, Supervisor
from voice.session import records, voicemail
from voice.session.background import CLOSE_SECONDS, Background
from voice.session.call_lock import CallLock
from voice.session.db_threads import in_thread
from voice.session.instruction_queue import InstructionQueue
from voice.session.metrics import Metrics
from voice.session.session_loop import SessionLoop
from voice.session.tool_runner import ANSWER_SECONDS, RunTool, ToolRunner
from voice.session.transcript import Transcript
from voice.session.whispers import Whispers
from voice.tools import registry

logger = logging.getLogger(__name__)
BREATH_MS = 400  # after a sentence of the agent, before it is told what to say next
LATE_SECONDS = 9.0  # for what is being stored when the line is gone

Session = TypeVar("Session", bound=AgentSession)


class Limits(TypedDict, total=False):
    """What a conversation may be given in the place of its own."""

    run_tool: RunTool
    answer_seconds: float
    max_turns: int


class Conversation(ABC, Generic[Session]):
    """One agent on one call, over one socket; how both sides hear each other a subclass knows.

    The subclass tells of turns and of time, and is the supervisor's voice. Nothing here has to do
    with sound. The database is met only in threads beside the loop.
    """

    def __init__(
        self,
        call: Call,
        *,
        run_tool: RunTool = registry.run,
        answer_seconds: float = ANSWER_SECONDS,
        max_turns: int = MAX_TURNS,
    ) -> None:
        """answer_seconds: then the agent hears that a tool takes longer."""
        self.call = call
        self.run_tool = run_tool
        self.answer_seconds = answer_seconds
        self.metrics = Metrics()
        self.supervisor = Supervisor(self, max_turns=max_turns)
        self.session_loop = SessionLoop[Session](call, self)
        self.whispers = Whispers()
        self.background = Background(call.pk)
        self.instructions = InstructionQueue(self.background)
        self.call_lock = CallLock(call.pk)
        self.transcript: Transcript  # these two from `start` on
        self.tool_runner: ToolRunner
        self.began_ms = 0  # of this socket, since the call was answered
        self.played: list[records.Played] = []  # turns of our agent on this socket
        self.started = False
        self.left = False
        self._talk: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Read how far the call is and let the agent begin."""
        await self.call_lock.take()
        opening = await in_thread(records.opening, self.call.pk)
        self.began_ms = opening.at_ms
        self.transcript = Transcript(self.call.pk, opening.turns)
        self.metrics = Metrics.after(opening.metrics)
        self.tool_runner = ToolRunner(
            self.call.pk,
            self.metrics,
            stored=self.transcript.flush,
            run_tool=self.run_tool,
            answer_seconds=self.answer_seconds,
        )
        if not opening.turns:
            words = await in_thread(briefs.disclosure, self.call)
            self.transcript.add("carrier", words, ended_ms=opening.at_ms)
        self.started = True
        self._talk = asyncio.create_task(self._run_sessions(opening.resumed))
        self._talk.add_done_callback(self._talk_ended)
        self.supervisor.begin(
            self.transcript.turns,
            SilenceTimer(
                limit_ms=opening.limit_ms,
                hold_budget_ms=opening.hold_budget_ms - self.metrics.hold_ms,
                now_ms=opening.at_ms,
            ),
            recording=consent.policy(self.call),
            answered_by=opening.answered_by,
            leaves_message=opening.leaves_message,
        )

    # --- the agent's session ----------------------------------------------------------------

    @property
    def session(self) -> Session | None:
        return self.session_loop.session

    @property
    def ending(self) -> bool:
        return self.supervisor.ending

    @property
    def at_ms(self) -> int:
        """Milliseconds since the call was answered."""
        return self.supervisor.at_ms

    @abstractmethod
    async def open_session(self, brief: Brief) -> Session:
        """Raises AgentError when there is none to be had."""

    def session_opened(self, session: Session) -> None:
        self.metrics.sessions += 1
        self.supervisor.silence_timer.began()
        if session.vendor_id:
            self.background.start(in_thread(records.opened, self.call, session.vendor_id))
        self.background.start(self._unread())

    def take(self, session: Session, event: AgentEvent) -> None:
        """Anything that the agent does, but for its end; how it is heard the subclass adds."""
        if isinstance(event, ToolCall):
            self.background.start(self._run_tool(session, event))

    async def _run_sessions(self, resumed: bool) -> None:
        ended = await self.session_loop.run(resumed, stored=self.transcript.flush)
        if ended.failed:
            logger.error("Call %s lost its agent for good.", self.call.pk)
        self.supervisor.agent_left(ended.reason, failed=ended.failed)

    def _talk_ended(self, task: asyncio.Task[None]) -> None:
        """A fault of ours must not leave the callee in silence."""
        if not task.cancelled() and task.exception() is not None:
            logger.error("Call %s: conversation broke.", self.call.pk, exc_info=task.exception())
            self.supervisor.end_now(Call.Outcome.FAILED, "Something went wrong on our side.")

    # --- what the supervisor has done -------------------------------------------------------

    @property
    def present(self) -> bool:
        return self.session is not None

    @property
    @abstractmethod
    def speaks_until_ms(self) -> float:
        """When all that the agent has said will have been heard; 0 before it has said anything."""

    def instruct(self, text: str, *, speak: bool = False) -> None:
        self.instructions.put(self.session, text, speak=speak, in_sentence=self._in_sentence())

    @abstractmethod
    def fall_silent(self) -> None: ...

    @abstractmethod
    def finish(self, reason: str) -> None: ...

    def keep(self, duty: Duty, words: str) -> None:
        self.background.start(in_thread(records.keep, self.call.pk, duty, words))

    def _in_sentence(self) -> bool:
        """Whether our agent is heard at present; an instruction would cut it off."""
        until_ms = self.speaks_until_ms
        return until_ms > 0 and self.at_ms < until_ms + BREATH_MS

    # --- the line's side --------------------------------------------------------------------

    def callee_turn(self, text: str, started_ms: int, ended_ms: int) -> None:
        """The callee has said this; milliseconds since the call was answered."""
        self.transcript.add("callee", text, started_ms=started_ms, ended_ms=ended_ms)
        self.supervisor.callee_spoke()

    def pass_time(self, ms: int, *, loud: bool = False, beeped: bool = False) -> None:
        """So much time has passed on the line, with or without a sound of the callee's side."""
        if self.instructions.waiting and not self._in_sentence():
            self.instructions.give(self.session)
        self.supervisor.tick(ms, loud=loud, beeped=beeped)

    @abstractmethod
    def press_keys(self, digits: str) -> None:
        """Press keys on the callee's phone menu; what the agent is saying gives way to them."""

    # --- the person's side ------------------------------------------------------------------

    def whisper(self, text: str, number: int = 0) -> None:
        """The person tells the agent something in mid-call; `number` is the event's, to heed."""
        text = text.strip()[:300]
        if not text or not self.started:
            return  # what comes too soon is looked up once an agent is there
        if self.whispers.note(number):
            self.transcript.add("person", text, started_ms=self.at_ms, ended_ms=self.at_ms)
        self.background.start(self._pass_on(text, number))

    async def _unread(self) -> None:
        """What was whispered while no agent could listen."""
        for number, text in await in_thread(records.unread, self.call.pk):
            self.whisper(text, number)

    async def _pass_on(self, text: str, number: int) -> None:
        if await self.whispers.tell(self.session, text, number) and number:
            await in_thread(records.heed, self.call.pk, number)

    # --- tools ------------------------------------------------------------------------------

    async def _run_tool(self, session: Session, wanted: ToolCall) -> None:
        timer = self.supervisor.silence_timer
        timer.busy += 1
        try:
            ok = await self.tool_runner.run(session, wanted, at_ms=self.at_ms, later=self.answer)
        finally:
            timer.busy -= 1
        if ok and wanted.name == "end_call":
            self.leaving()

    def leaving(self) -> None:
        """The agent has said how it went; it ends the call by itself, or the line does soon."""
        if self.supervisor.leaving():
            self.instructions.clear()

    def answer(self, words: str) -> None:
        """What a tool found out after the agent had been told that it takes longer."""
        if self.started:
            self.supervisor.instruct(words, speak=True)  # nobody says a word until it is known

    # --- the end ----------------------------------------------------------------------------

    async def close(self, *, finished: bool) -> None:
        """The line is gone, or done with. Close the agent at once, then store what is left.

        finished: the conversation came to its end; otherwise another socket may resume it.
        """
        if self.left:
            return
        self.left = True
        try:
            await self._close(finished)
        finally:
            self.call_lock.leave()

    async def _close(self, finished: bool) -> None:
        if self._talk is not None:
            self._talk.cancel()
            await asyncio.wait({self._talk}, timeout=CLOSE_SECONDS + 0.1)
        if not self.started:
            return
        self.cut_last_words()
        # Tools that have begun store their answers: an offer heard is an offer kept.
        await self.background.finish(LATE_SECONDS)
        await self.transcript.close()
        await self._store(finished)

    @abstractmethod
    def cut_last_words(self) -> None:
        """Take off the transcript what the agent said and nobody has heard; no more will come."""

    async def _store(self, finished: bool) -> None:
        supervisor = self.supervisor
        self.metrics.hold_ms += supervisor.silence_timer.hold_ms
        metrics = self.metrics.as_dict(len(self.transcript.turns)) | {"line_ms": self.at_ms}
        if supervisor.agent_failed:
            metrics["agent_failed"] = True
        if supervisor.after_tone:
            metrics[voicemail.AFTER_TONE] = True
        outcome = supervisor.outcome_of_finished() if finished else supervisor.outcome
        reason = supervisor.reason
        await in_thread(records.finish, self.call.pk, self.played, metrics, outcome, reason)
