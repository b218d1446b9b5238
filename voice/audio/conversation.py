"""A conversation in sound: queued for the line as it comes, its words cut to what was heard."""

import asyncio
from typing import Unpack

from campaigns.models import Call
from voice.agents import base
from voice.agents.base import AgentEvent, Brief, VoiceSession, voice_agent
from voice.audio.audio_queue import BYTES_PER_MS, AudioQueue, Finished, Keys, Opened, Sound
from voice.audio.spoken_text import SpokenText, Utterance
from voice.audio.timing import Timing
from voice.session.conversation import Conversation, Limits

TICK_MS = 200  # how often the supervisor hears of the time


class AudioConversation(Conversation[VoiceSession]):
    """Sound in by `hear`, sound out by `audio_queue`, for a line that can tell what it has played.

    The line's clock is the callee's sound: all waiting is counted in it. Nothing that is done per
    frame waits for anything but the agent's session.
    """

    def __init__(self, call: Call, **limits: Unpack[Limits]) -> None:
        super().__init__(call, **limits)
        self.audio_queue = AudioQueue()
        self.spoken_text = SpokenText()
        self.timing = Timing()
        self.machine = self.supervisor.machine
        self._dropped_through = 0  # event id up to which sound must not be heard
        self._untick_ms, self._loud, self._beeped = 0.0, False, False
        self._heard_ms = 0.0  # position up to which our sound was heard when the line was left

    # --- the agent's side -------------------------------------------------------------------

    async def open_session(self, brief: Brief) -> VoiceSession:
        return await voice_agent(self.call.engine).open(brief)

    def session_opened(self, session: VoiceSession) -> None:
        self._dropped_through = 0
        self.audio_queue.put(Opened(session.input_format, session.output_format))
        super().session_opened(session)

    def take(self, session: VoiceSession, event: AgentEvent) -> None:
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
            case _:
                super().take(session, event)

    def _agent_sounds(self, session: VoiceSession, audio: bytes, event_id: int) -> None:
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

    def _callee_said(self, text: str) -> None:
        text = text.strip()
        if not text or not self.supervisor.has_room():
            return
        self.spoken_text.boundary()
        now = asyncio.get_running_loop().time()
        self.callee_turn(text, *self.timing.callee_said(self.at_ms, now))

    def _agent_said(self, text: str, event_id: int) -> None:
        if not text.strip() or not self.supervisor.has_room():
            return
        utterance = self.spoken_text.said(text.strip(), event_id)
        self.played.append(utterance)
        started_ms, ended_ms = self.timing.agent_said(self.at_ms, utterance.ms)
        utterance.number = self.transcript.add(
            "agent",
            utterance.text,
            interrupted=utterance.doomed,
            started_ms=started_ms,
            ended_ms=ended_ms,
            latency_ms=self.metrics.our_ms[-1] if self.metrics.our_ms else None,
        )
        self.supervisor.agent_spoke()

    def _rewrite(self, utterance: Utterance) -> None:
        """The agent's turn, cut to what was heard of it."""
        if utterance.number is not None:
            self.transcript.change(
                utterance.number, text=utterance.text, interrupted=True, ended_ms=self.at_ms
            )

    # --- what the supervisor has done -------------------------------------------------------

    @property
    def speaks_until_ms(self) -> float:
        return self.timing.agent_until

    def fall_silent(self) -> None:
        self.spoken_text.interrupted()
        self.audio_queue.interrupt(0)

    def finish(self, reason: str) -> None:
        self.audio_queue.put(Finished(reason))

    # --- the line's side --------------------------------------------------------------------

    async def hear(self, audio: bytes, ms: float, *, loud: bool, beeped: bool = False) -> None:
        """Sound of the callee, in the session's input format; also the clock of all waiting.

        beeped: it is a machine's tone, which is listened for where `machine` waits for one.
        """
        session = self.session_loop.session
        if session is not None and audio:
            await session.hear(audio)
        self._untick_ms += ms
        self._beeped = self._beeped or beeped
        if loud:
            self._loud = True
            self.metrics.callee_ms += ms
        if self._untick_ms >= TICK_MS and self.started:
            self._tick()

    def _tick(self) -> None:
        ms, self._untick_ms = int(self._untick_ms), self._untick_ms % 1
        loud, self._loud = self._loud, False
        beeped, self._beeped = self._beeped, False
        if loud:
            self.timing.callee_loud(self.at_ms, ms)
        self.pass_time(ms, loud=loud, beeped=beeped)

    def press_keys(self, digits: str) -> None:
        """By their sound."""
        self.fall_silent()
        self.audio_queue.put(Keys(digits))

    def pressed(self, ms: float) -> None:
        """The line has taken the sound of keys; now the other side has the word."""
        self.timing.sent(ms, self.at_ms)
        self.supervisor.agent_spoke()

    def sent(self, sound: Sound, position_ms: float) -> None:
        """The line has taken this sound, at this position of all our sound."""
        at_ms = self.at_ms
        if sound.utterance.start is None:
            sound.utterance.start = position_ms
            now = asyncio.get_running_loop().time()
            self.timing.began(sound, at_ms, now, self.metrics, self.tool_runner.ms_since)
        self.timing.sent(sound.ms, at_ms)
        self.spoken_text.sent(sound.utterance, sound.ms, at_ms + self._untick_ms)
        self.metrics.agent_ms += sound.ms
        self.supervisor.agent_spoke()

    def cleared(self, heard_ms: float) -> None:
        """The line dropped what was queued, having played up to this position."""
        self.timing.cleared(self.at_ms, asyncio.get_running_loop().time(), self.metrics)
        self.spoken_text.silenced(self.at_ms + self._untick_ms)
        sent = self.spoken_text.last_sent
        if sent is not None and sent.doomed and self.session is not None:
            self.session.cut(sent.sound_id, sent.heard_share(heard_ms) * sent.ms)
        self._cut(heard_ms)

    def _cut(self, heard_ms: float) -> None:
        for utterance in self.spoken_text.cleared(heard_ms):
            self._rewrite(utterance)

    async def leave(self, heard_ms: float, *, finished: bool) -> None:
        """The line is gone, or done with; heard_ms: the position up to which we were heard."""
        self._heard_ms = heard_ms
        await self.close(finished=finished)

    def cut_last_words(self) -> None:
        self.spoken_text.interrupted()
        self._cut(self._heard_ms)
        self.metrics.dropped_ms += self.audio_queue.dropped_ms
