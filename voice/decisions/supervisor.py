"""The supervisor of a call: told what is said and how time passes, it decides what code decides."""

from collections.abc import Sequence
from typing import Protocol

from campaigns.models import Call
from voice import consent
from voice.decisions import instructions
from voice.decisions.answering_machine import AnsweringMachine, Due
from voice.decisions.duties import ASK_WHETHER, Duties, Duty
from voice.decisions.silence_timer import Act, SilenceTimer
from voice.evidence import answer_detection
from voice.evidence.claim_ledger import Turn

GOODBYE_MS = 8_000  # for a last sentence, once the end is decided
MAX_TURNS = 500  # of one call, by anybody; who says more says it to nobody


class Voice(Protocol):
    """Whoever speaks for us, as far as it has to do what was decided."""

    @property
    def present(self) -> bool:
        """Whether an agent is there that could be told something."""
        ...

    @property
    def speaks_until_ms(self) -> float:
        """When all that it has said so far will have been heard; milliseconds of the call."""
        ...

    def instruct(self, text: str, *, speak: bool = False) -> None:
        """speak: it is to react now, only not in mid-sentence."""
        ...

    def fall_silent(self) -> None:
        """What is being said is not heard any more."""
        ...

    def finish(self, reason: str) -> None:
        """Nothing more will come; told once."""
        ...

    def keep(self, duty: Duty, words: str) -> None:
        """Store what the callee's words oblige us to."""
        ...


class Supervisor:
    """Judges the callee's words and silences by rules, and ends the call when it has to end.

    It knows neither sound nor clock: `tick` tells how much time has passed on the line. What it
    decides is done by the voice at once. Whoever carries a call in single steps makes one for each
    step, from the turns so far.
    """

    def __init__(self, voice: Voice, *, max_turns: int = MAX_TURNS) -> None:
        self.voice = voice
        self.max_turns = max_turns
        self.duties = Duties()
        self.machine = AnsweringMachine()
        self.turns: Sequence[Turn] = ()  # all of the call, kept by somebody else
        self.silence_timer: SilenceTimer  # from `begin` on
        self.recording: consent.Verdict = ""  # whether it may be recorded
        self.carrier_says = ""
        self.picked_up: answer_detection.PickedUp = ""
        self.outcome = ""  # what code makes of it, if it has to end it
        self.reason = ""
        self.agent_failed = False  # so that nobody has said goodbye
        self.after_tone = False  # their machine records, and a message may be left
        self.over = False  # nothing more will be said
        self.ending_ms: int | None = None  # since when a goodbye is due
        self._policy: consent.Policy = "never"
        self._begun = False

    def begin(
        self,
        turns: Sequence[Turn],
        silence_timer: SilenceTimer,
        *,
        recording: consent.Policy = "never",
        answered_by: str = "",
        leaves_message: bool = False,
    ) -> None:
        """An agent is being put on the line, perhaps behind one that is gone.

        turns: grows and changes with the call. recording: as the announcement said.
        """
        self.turns, self.silence_timer = turns, silence_timer
        self._policy, self._begun = recording, True
        self.carrier_says = self.carrier_says or answered_by
        self.machine.leaves_message = leaves_message
        silence_timer.began()
        self._judge_recording()
        self._judge_line()
        duty = self.duties.due(turns)
        if duty is not None:  # it was heard, but the line broke off before we left
            self._keep(duty)
            self.end_now(duty.outcome, duty.reason)

    @property
    def at_ms(self) -> int:
        """Milliseconds since the call was answered."""
        return self.silence_timer.now_ms if self._begun else 0

    @property
    def ending(self) -> bool:
        """Whether the last word is being said."""
        return self.ending_ms is not None

    @property
    def callee_has_spoken(self) -> bool:
        return any(turn.speaker == "callee" for turn in self.turns)

    # --- words ------------------------------------------------------------------------------

    def has_room(self) -> bool:
        """Whether another turn is taken; if not, the call ends here."""
        if len(self.turns) < self.max_turns:
            return True
        self.end_now(Call.Outcome.FAILED, "The conversation found no end.")
        return False

    def callee_spoke(self) -> None:
        """Their words stand in the turns now."""
        self._judge_recording()
        self._judge_line()
        self.silence_timer.callee_spoke(holding=self.picked_up == "hold")
        self._do(self.duties.due(self.turns))

    def agent_spoke(self) -> None:
        """Words or sound of our agent have come, to be heard until `speaks_until_ms`."""
        self.silence_timer.agent_spoke(self.voice.speaks_until_ms)

    def _do(self, duty: Duty | None) -> None:
        if duty is not None:
            self._keep(duty)
            self._end_with(duty.instruction, duty.outcome, duty.reason)
        elif self.duties.in_doubt and self.picked_up in ("", "human"):
            self.instruct(ASK_WHETHER, speak=True)

    def _keep(self, duty: Duty) -> None:
        self.voice.keep(duty, self.duties.further_calls.quote)

    def _judge_recording(self) -> None:
        self.recording = consent.judge(self._policy, self.turns)

    # --- who is there -----------------------------------------------------------------------

    def answered_by(self, kind: str) -> None:
        """The carrier's own verdict, which may come late; a machine cancels what is being said."""
        self.carrier_says = kind
        if self._begun:
            self._judge_line()

    def _judge_line(self) -> None:
        heard = [turn.text for turn in self.turns if turn.speaker == "callee"]
        self.picked_up = answer_detection.classify(heard, self.carrier_says)
        was_silent = self.machine.silent
        self.machine.found(self.picked_up)
        if self.picked_up == "voicemail" and not self.machine.leaves_message:
            self.end_now(Call.Outcome.VOICEMAIL, "A voicemail answered.")
        elif nobody := answer_detection.NOBODY.get(self.picked_up):
            self.end_now(*nobody)
        if self.machine.silent and not was_silent:
            self.voice.fall_silent()
        self.silence_timer.busy += self.machine.silent - was_silent  # nobody owes an answer to it

    # --- time -------------------------------------------------------------------------------

    def tick(self, ms: int, *, loud: bool, beeped: bool = False) -> None:
        """So much time has passed on the line; loud: the callee's side was not silent.

        beeped: it was a machine's tone, which is listened for where `machine` waits for one.
        """
        act = self.silence_timer.tick(ms, loud=loud)
        if due := self.machine.tick(ms, loud=loud, beeped=beeped):
            self.after_tone = due is Due.MESSAGE
            self.end_now(Call.Outcome.VOICEMAIL, "A machine answered.")
        elif act is not None:
            self._act(act)
        elif self._goodbye_overdue():
            self._finish(self.reason or "The agent said goodbye.")

    def _goodbye_overdue(self) -> bool:
        if self.ending_ms is None or self.machine.waits_for_tone:
            return False
        return self.at_ms > max(self.ending_ms, int(self.voice.speaks_until_ms)) + GOODBYE_MS

    def _act(self, act: Act) -> None:
        if act in (Act.ASK, Act.END_SILENT):
            duty = self.duties.due_after_silence(self.turns)
            if duty is not None:
                return self._do(duty)
        if act is Act.NUDGE and not self.voice.present:
            act = Act.END_AGENT  # nobody is there to be nudged
        if act is Act.END_AGENT:
            self._fail_agent()
        if act in instructions.TOLD:
            self.instruct(instructions.TOLD[act], speak=True)
        elif act is Act.END_SILENT and not self.callee_has_spoken:
            self.end_now(Call.Outcome.NO_ANSWER, "Nobody spoke.")
        else:
            self.end_now(*instructions.ENDS[act])

    # --- orders from outside ----------------------------------------------------------------

    def instruct(self, text: str, *, speak: bool = False) -> None:
        """Tell the agent something; after a goodbye nothing is to be reacted to any more."""
        if not (speak and self.ending):
            self.voice.instruct(text, speak=speak)

    def farewell(self) -> None:
        """The person wants this call ended: one polite sentence, then the line is closed."""
        self._end_with(instructions.FAREWELL, Call.Outcome.CANCELLED, "The person ended this call.")

    def leverage(self, words: str) -> None:
        """Another place has offered something better."""
        self.instruct(instructions.leverage(words))

    def wrap_up(self) -> None:
        """The person has chosen: thank this desk and leave."""
        self.instruct(instructions.WRAP_UP, speak=True)

    # --- the end ----------------------------------------------------------------------------

    def leaving(self) -> bool:
        """The agent has said how it went, and ends the call by itself, or the line does soon.

        False: that was decided before.
        """
        if self.ending or not self._begun:
            return False
        self.ending_ms = self.at_ms
        return True

    def end_now(self, outcome: str, reason: str) -> None:
        """Stop in mid-word and leave; for machines and for a person who cancels."""
        if not self.over:
            self.outcome = self.outcome or outcome
            self.reason = self.reason or reason
            self.voice.fall_silent()
            self._finish(reason)

    def _end_with(self, instruction: str, outcome: str, reason: str) -> None:
        """Let the agent say one last sentence; the line closes after it, or soon in any case."""
        if not self.ending:
            self.outcome, self.reason = outcome, reason
            self.instruct(instruction, speak=True)
            self.ending_ms = self.at_ms

    def agent_left(self, reason: str, *, failed: bool) -> None:
        """Nobody speaks for us any more; failed: unless the call had come to its end, it failed."""
        if self.machine.waits_for_tone:
            return  # nothing is to be said until then; the machine's silence is due
        if failed:
            self._fail_agent()
        self.reason = self.reason or reason
        self._finish(reason)

    def _fail_agent(self) -> None:
        if not self.ending:
            self.agent_failed = True
            self.outcome = self.outcome or Call.Outcome.FAILED

    def _finish(self, reason: str) -> None:
        if not self.over:
            self.over = True
            self.voice.finish(reason)

    def outcome_of_finished(self) -> str:
        """What is made of a conversation that came to its end.

        An agent that left before anybody spoke has failed.
        """
        talked = Call.Outcome.NO_SLOTS if self.callee_has_spoken else Call.Outcome.FAILED
        return self.outcome or talked
