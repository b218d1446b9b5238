"""A conversation: one agent on one call, its words, its sound, its tools and its end."""

import asyncio
import logging

from campaigns.models import Call
from voice import briefs, consent
from voice.agents import base
from voice.agents.base import AgentEvent, AgentSession
from voice.decisions import instructions
from voice.decisions.answering_machine import AnsweringMachine, Due
from voice.decisions.duties import ASK_WHETHER, Duties, Duty
from voice.decisions.silence_timer import Act, SilenceTimer
from voice.evidence import answer_detection
from voice.session import records, voicemail
from voice.session.audio_queue import BYTES_PER_MS, AudioQueue, Finished, Keys, Opened, Sound
from voice.session.background import CLOSE_SECONDS, Background, quietly
from voice.session.call_lock import CallLock
from voice.session.db_threads import in_thread
from voice.session.metrics import Metrics
from voice.session.session_loop import SessionLoop
from voice.session.spoken_text import SpokenText, Utterance
from voice.session.timing import Timing
from voice.session.tool_runner import ANSWER_SECONDS, RunTool, ToolRunner
from voice.session.transcript import Transcript
from voice.session.whispers import Whispers
from voice.tools import registry

logger = logging.getLogger(__name__)
TICK_MS = 200  # how often the silence timer is asked
GOODBYE_MS = 8_000  # for a last sentence, once the end is decided
BREATH_MS = 400  # after a sentence of the agent, before it is told what to say next
LATE_SECONDS = 9.0  # for what is being stored when the line is gone
MAX_TURNS = 500  # of one call, by anybody; who says more says it to nobody


class Conversation:
    """One agent on one call, over one socket: sound in by `hear`, sound out by `audio_queue`.

    The line's clock is the callee's sound: all waiting is counted in it. The database is met
    only in threads beside the loop, never per frame.
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
        self.max_turns = max_turns
        self.audio_queue = AudioQueue()
        self.spoken_text = SpokenText()
        self.metrics = Metrics()
        self.session_loop = SessionLoop(call, self)
        self.duties = Duties()
        self.timing = Timing()
        self.whispers = Whispers()
        self.machine = AnsweringMachine()
        self.after_tone = False  # their machine records, and a message may be left
        self.began_ms = 0  # of this socket's sound, since the call was answered
        self.recording: consent.Verdict = ""  # whether it may be recorded
        self.carrier_says = call.answered_by
        self.picked_up: answer_detection.PickedUp = ""
        self.outcome = ""  # what code makes of it, if it has to end it
        self.reason = ""
        self.agent_failed = False  # so that nobody has said goodbye
        self.transcript: Transcript  # these three from `start` on
        self.silence_timer: SilenceTimer
        self.tool_runner: ToolRunner
        self.call_lock = CallLock(call.pk)
        self.left = False
        self._started = False
        self._ending_ms: int | None = None  # since when a goodbye is due
        self._dropped_through = 0  # event id up to which sound must not be heard
        self._untick_ms, self._loud, self._beeped = 0.0, False, False
        self._said: list[Utterance] = []  # by our agent, on this socket
        self._background = Background(call.pk)
        self._orders: list[str] = []  # for when the agent has finished its sentence
        self._talk: asyncio.Task[None] | None = None

    @property
    def at_ms(self) -> int:
        """Milliseconds since the call was answered."""
        return self.silence_timer.now_ms

    async def start(self) -> None:
        """Read how far the call is and let the agent begin; sound follows in `audio_queue`."""
        await self.call_lock.take()
        opening = await in_thread(records.opening, self.call.pk)
        self.began_ms = opening.at_ms
        self.transcript = Transcript(self.call.pk, opening.turns)
        self._judge_recording()
        self.metrics = Metrics.after(opening.metrics)
        self.carrier_says = self.carrier_says or opening.answered_by
        self.machine.leaves_message = opening.leaves_message
        self.silence_timer = SilenceTimer(
            limit_ms=opening.limit_ms,
            hold_budget_ms=opening.hold_budget_ms - self.metrics.hold_ms,
            now_ms=opening.at_ms,
        )
        self.silence_timer.began()
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
        self._started = True
        self._talk = asyncio.create_task(self._run_sessions(opening.resumed))
        self._talk.add_done_callback(self._talk_ended)
        self._judge_line()
        due = self.duties.due(self.transcript.turns)
        if due is not None:  # it was heard, but the line broke off before we left
            self._keep(due)
            self.end_now(due.outcome, due.reason)

    # --- the agent's side -------------------------------------------------------------------

    @property
    def session(self) -> AgentSession | None:
        return self.session_loop.session

    @property
    def ending(self) -> bool:
        return self._ending_ms is not None

    async def _run_sessions(self, resumed: bool) -> None:
        ended = await self.session_loop.run(resumed, stored=self.transcript.flush)
        if self.machine.waits_for_tone:
            return  # nobody of ours has anything to say until then; the machine's silence is due
        if ended.failed:
            logger.error("Call %s lost its agent for good.", self.call.pk)
            self._fail_agent()
        self.reason = self.reason or ended.reason
        self.audio_queue.put(Finished(ended.reason))

    def _fail_agent(self) -> None:
        """Nobody speaks for us any more; unless the call had come to its end, it has failed."""
        if self._ending_ms is None:
            self.agent_failed = True
            self.outcome = self.outcome or Call.Outcome.FAILED

    def _talk_ended(self, task: asyncio.Task[None]) -> None:
        """A fault of ours must not leave the callee in silence."""
        if not task.cancelled() and task.exception() is not None:
            logger.error("Call %s: conversation broke.", self.call.pk, exc_info=task.exception())
            self.end_now(Call.Outcome.FAILED, "Something went wrong on our side.")

    def session_opened(self, session: AgentSession) -> None:
        self.metrics.sessions += 1
        self._dropped_through = 0
        self.silence_timer.began()
        self.audio_queue.put(Opened(session.input_format, session.output_format))
        if session.vendor_id:
            self._background.start(in_thread(records.opened, self.call, session.vendor_id))
        self._background.start(self._unread())

    def take(self, session: AgentSession, event: AgentEvent) -> None:
        """Anything that the agent does, but for its end."""
        match event:
            case base.Speech(audio, event_id):
                self._agent_sounds(session, audio, event_id)
            case base.Interrupted(event_id):
                self._interrupt(event_id)
            case base.Said("callee", text):
                self._callee_said(text)
            case base.Said("agent", text, event_id):
                if not self.machine.silent:
                    self._agent_said(text, event_id)
            case base.Corrected(text, event_id):
                utterance = self.spoken_text.corrected(text, event_id)
                if utterance is not None:
                    self._rewrite(utterance)
            case base.ToolCall():
                self._background.start(self._run_tool(session, event))

    def _agent_sounds(self, session: AgentSession, audio: bytes, event_id: int) -> None:
        if not audio or self.machine.silent or (event_id and event_id <= self._dropped_through):
            return
        ms = len(audio) / BYTES_PER_MS[session.output_format]
        utterance = self.spoken_text.sound(event_id, ms)
        arrived = asyncio.get_running_loop().time()
        self.audio_queue.put(Sound(audio, ms, utterance, event_id, arrived))

    def _interrupt(self, event_id: int) -> None:
        self.timing.interrupted_at = asyncio.get_running_loop().time()
        self.metrics.interruptions += 1
        self._dropped_through = max(self._dropped_through, event_id)
        self.spoken_text.interrupted()
        self.audio_queue.interrupt(event_id)

    def _agent_said(self, text: str, event_id: int) -> None:
        if not text.strip() or self._too_many_turns():
            return
        utterance = self.spoken_text.said(text.strip(), event_id)
        self._said.append(utterance)
        started_ms, ended_ms = self.timing.agent_said(self.at_ms, utterance.ms)
        utterance.number = self.transcript.add(
            "agent",
            utterance.text,
            interrupted=utterance.doomed,
            started_ms=started_ms,
            ended_ms=ended_ms,
            latency_ms=self.metrics.our_ms[-1] if self.metrics.our_ms else None,
        )
        self.silence_timer.agent_spoke(self.timing.agent_until)

    def _rewrite(self, utterance: Utterance) -> None:
        """The agent's turn, cut to what was heard of it."""
        if utterance.number is not None:
            self.transcript.change(
                utterance.number, text=utterance.text, interrupted=True, ended_ms=self.at_ms
            )

    # --- the callee's words -----------------------------------------------------------------

    def _callee_said(self, text: str) -> None:
        text = text.strip()
        if not text or self._too_many_turns():
            return
        self.spoken_text.boundary()
        now = asyncio.get_running_loop().time()
        started_ms, ended_ms = self.timing.callee_said(self.at_ms, now)
        self.transcript.add("callee", text, started_ms=started_ms, ended_ms=ended_ms)
        self._judge_recording()
        self._judge_line()
        self.silence_timer.callee_spoke(holding=self.picked_up == "hold")
        self._do_duty(self.duties.due(self.transcript.turns))

    def _too_many_turns(self) -> bool:
        if len(self.transcript.turns) < self.max_turns:
            return False
        self.end_now(Call.Outcome.FAILED, "The conversation found no end.")
        return True

    def _do_duty(self, duty: Duty | None) -> None:
        if duty is not None:
            self._keep(duty)
            self._end_with(duty.instruction, duty.outcome, duty.reason)
        elif self.duties.in_doubt and self.picked_up in ("", "human"):
            self._instruct(ASK_WHETHER, speak=True)

    def _keep(self, duty: Duty) -> None:
        words = self.duties.further_calls.quote
        self._background.start(in_thread(records.keep, self.call.pk, duty, words))

    def _judge_recording(self) -> None:
        self.recording = consent.judge(consent.policy(self.call), self.transcript.turns)

    def _judge_line(self) -> None:
        turns = [turn.text for turn in self.transcript.of("callee")]
        self.picked_up = answer_detection.classify(turns, self.carrier_says)
        was_silent = self.machine.silent
        self.machine.found(self.picked_up)
        if self.picked_up == "voicemail" and not self.machine.leaves_message:
            self.end_now(Call.Outcome.VOICEMAIL, "A voicemail answered.")
        elif nobody := answer_detection.NOBODY.get(self.picked_up):
            self.end_now(*nobody)
        if self.machine.silent and not was_silent:
            self._fall_silent()
        self.silence_timer.busy += self.machine.silent - was_silent  # nobody owes an answer to it

    def _fall_silent(self) -> None:
        """What is being said is not heard any more, and nothing is said for the time being."""
        self.spoken_text.interrupted()
        self.audio_queue.interrupt(0)

    def answered_by(self, kind: str) -> None:
        """The carrier's own verdict, which may come late; a machine cancels what is being said."""
        self.carrier_says = kind
        if self._started:
            self._judge_line()

    # --- keys -------------------------------------------------------------------------------

    def press_keys(self, digits: str) -> None:
        """Press keys by their sound; what the agent is saying gives way to them."""
        self._fall_silent()
        self.audio_queue.put(Keys(digits))

    def pressed(self, ms: float) -> None:
        """The line has taken the sound of keys; now the other side has the word."""
        self.timing.sent(ms, self.at_ms)
        self.silence_timer.agent_spoke(self.timing.agent_until)

    # --- instructions from outside --------------------------------------------------------------

    def whisper(self, text: str, number: int = 0) -> None:
        """The person tells the agent something in mid-call; `number` is the event's, to heed."""
        text = text.strip()[:300]
        if not text or not self._started:
            return  # what comes too soon is looked up once an agent is there
        if self.whispers.note(number):
            self.transcript.add("person", text, started_ms=self.at_ms, ended_ms=self.at_ms)
        self._background.start(self._pass_on(text, number))

    async def _unread(self) -> None:
        """What was whispered while no agent could listen."""
        for number, text in await in_thread(records.unread, self.call.pk):
            self.whisper(text, number)

    async def _pass_on(self, text: str, number: int) -> None:
        if await self.whispers.tell(self.session, text, number) and number:
            await in_thread(records.heed, self.call.pk, number)

    def farewell(self) -> None:
        """The person wants this call ended: one polite sentence, then the line is closed."""
        self._end_with(instructions.FAREWELL, Call.Outcome.CANCELLED, "The person ended this call.")

    def leverage(self, words: str) -> None:
        """Another place has offered something better."""
        self._instruct(instructions.leverage(words))

    def wrap_up(self) -> None:
        """The person has chosen: thank this desk and leave."""
        self._instruct(instructions.WRAP_UP, speak=True)

    def end_now(self, outcome: str, reason: str) -> None:
        """Stop in mid-word and leave; for machines and for a person who cancels."""
        if not self.audio_queue.finished:
            self.outcome = self.outcome or outcome
            self.reason = self.reason or reason
            self._fall_silent()
            self.audio_queue.put(Finished(reason))

    def _end_with(self, instruction: str, outcome: str, reason: str) -> None:
        """Let the agent say one last sentence; the line closes after it, or soon in any case."""
        if self._ending_ms is None:
            self.outcome, self.reason = outcome, reason
            self._instruct(instruction, speak=True)
            self._ending_ms = self.at_ms

    def _instruct(self, text: str, *, speak: bool = False) -> None:
        """speak: react to it now, only not in mid-sentence; after a goodbye nothing is."""
        if speak and self.ending:
            return
        if speak and self._in_a_sentence():
            self._orders.append(text)
        elif self.session is not None:
            self._background.start(quietly(self.session.instruct(text, speak=speak)))

    def _in_a_sentence(self) -> bool:
        """Whether our agent is heard at present; an order would cut it off."""
        until = self.timing.agent_until
        return until > 0 and self.at_ms < until + BREATH_MS

    def _give_orders(self) -> None:
        orders, self._orders = self._orders, []
        for number, text in enumerate(orders, start=1):
            if self.session is not None:  # it has the word once, for all of them
                speak = number == len(orders)
                self._background.start(quietly(self.session.instruct(text, speak=speak)))

    # --- tools ------------------------------------------------------------------------------

    async def _run_tool(self, session: AgentSession, wanted: base.ToolCall) -> None:
        self.silence_timer.busy += 1
        try:
            ok = await self.tool_runner.run(session, wanted, at_ms=self.at_ms, later=self.answer)
        finally:
            self.silence_timer.busy -= 1
        if ok and wanted.name == "end_call":
            self.leaving()

    def leaving(self) -> None:
        """The agent has said how it went; it ends the call by itself, or the line does soon."""
        if self._started and self._ending_ms is None:
            self._ending_ms = self.at_ms
            self._orders.clear()

    def answer(self, words: str) -> None:
        """What a tool found out after the agent had been told that it takes longer."""
        if self._started:
            self._instruct(words, speak=True)  # nobody says a word until it is known

    # --- the line's side --------------------------------------------------------------------

    async def hear(self, audio: bytes, ms: float, *, loud: bool, beeped: bool = False) -> None:
        """Sound of the callee, in the session's input format; also the clock of all waiting.

        beeped: it is a machine's tone, which is listened for where `machine` waits for one.
        """
        session = self.session
        if session is not None and audio:
            await session.hear(audio)
        self._untick_ms += ms
        self._beeped = self._beeped or beeped
        if loud:
            self._loud = True
            self.metrics.callee_ms += ms
        if self._untick_ms >= TICK_MS and self._started:
            self._tick()

    def _tick(self) -> None:
        ms, self._untick_ms = int(self._untick_ms), self._untick_ms % 1
        loud, self._loud = self._loud, False
        beeped, self._beeped = self._beeped, False
        if loud:
            self.timing.callee_loud(self.at_ms, ms)
        if self._orders and not self._in_a_sentence():
            self._give_orders()
        act = self.silence_timer.tick(ms, loud=loud)
        if machine := self.machine.tick(ms, loud=loud, beeped=beeped):
            self.after_tone = machine is Due.MESSAGE
            self.end_now(Call.Outcome.VOICEMAIL, "A machine answered.")
        elif act is not None:
            self._act(act)
        elif self._ending_ms is not None and not self.machine.waits_for_tone:
            due = max(self._ending_ms, int(self.timing.agent_until)) + GOODBYE_MS
            if self.at_ms > due and not self.audio_queue.finished:
                self.audio_queue.put(Finished(self.reason or "The agent said goodbye."))

    def _act(self, act: Act) -> None:
        if act in (Act.ASK, Act.END_SILENT):
            duty = self.duties.due_after_silence(self.transcript.turns)
            if duty is not None:
                return self._do_duty(duty)
        if act is Act.NUDGE and self.session is None:
            act = Act.END_AGENT  # nobody is there to be nudged
        if act is Act.END_AGENT:
            self._fail_agent()
        if act in instructions.TOLD:
            self._instruct(instructions.TOLD[act], speak=True)
        elif act is Act.END_SILENT and not self.transcript.of("callee"):
            self.end_now(Call.Outcome.NO_ANSWER, "Nobody spoke.")
        else:
            self.end_now(*instructions.ENDS[act])

    def sent(self, sound: Sound, position_ms: float) -> None:
        """The line has taken this sound, at this position of all our sound."""
        if sound.utterance.start is None:
            sound.utterance.start = position_ms
            now = asyncio.get_running_loop().time()
            self.timing.began(sound, self.at_ms, now, self.metrics, self.tool_runner.ms_since)
        self.timing.sent(sound.ms, self.at_ms)
        self.spoken_text.sent(sound.utterance, sound.ms, self.at_ms + self._untick_ms)
        self.metrics.agent_ms += sound.ms
        self.silence_timer.agent_spoke(self.timing.agent_until)

    def cleared(self, heard_ms: float) -> None:
        """The line dropped what was queued, having played up to this position."""
        self.timing.cleared(self.at_ms, asyncio.get_running_loop().time(), self.metrics)
        self.spoken_text.silenced(self.at_ms + self._untick_ms)
        for utterance in self.spoken_text.cleared(heard_ms):
            self._rewrite(utterance)

    async def leave(self, heard_ms: float, *, finished: bool) -> None:
        """The line is gone, or done with. Close the agent at once, then store what is left.

        heard_ms: the position up to which our sound was heard.
        finished: the conversation came to its end; otherwise another socket may resume it.
        """
        if self.left:
            return
        self.left = True
        try:
            await self._leave(heard_ms, finished)
        finally:
            self.call_lock.leave()

    async def _leave(self, heard_ms: float, finished: bool) -> None:
        if self._talk is not None:
            self._talk.cancel()
            await asyncio.wait({self._talk}, timeout=CLOSE_SECONDS + 0.1)
        if not self._started:
            return
        self.spoken_text.interrupted()
        for utterance in self.spoken_text.cleared(heard_ms):
            self._rewrite(utterance)
        # Tools that have begun store their answers: an offer heard is an offer kept.
        await self._background.finish(LATE_SECONDS)
        await self.transcript.close()
        await self._store(finished)

    async def _store(self, finished: bool) -> None:
        self.metrics.hold_ms += self.silence_timer.hold_ms
        self.metrics.dropped_ms += self.audio_queue.dropped_ms
        metrics = self.metrics.as_dict(len(self.transcript.turns)) | {"line_ms": self.at_ms}
        outcome = self.outcome
        if finished and not outcome:  # an agent that left before anybody spoke has failed
            talked = self.transcript.of("callee")
            outcome = Call.Outcome.NO_SLOTS if talked else Call.Outcome.FAILED
        if self.agent_failed:
            metrics["agent_failed"] = True
        if self.after_tone:
            metrics[voicemail.AFTER_TONE] = True
        await in_thread(records.finish, self.call.pk, self._said, metrics, outcome, self.reason)
