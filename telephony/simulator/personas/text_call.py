"""Calls without a telephone: a simulated callee and the rule-based speaker exchange words alone."""

from collections.abc import Callable, Iterable

from telephony.simulator.personas.base import Party
from telephony.simulator.personas.callee_actions import Act as CalleeAct
from telephony.simulator.personas.callee_actions import HangUp, Music
from telephony.simulator.personas.callee_actions import Speak as CalleeSpeaks
from voice.evidence.further_calls import further_calls
from voice.evidence.judge import Said
from voice.negotiation.negotiator import Act, CallTool, Finish, Negotiator, Speak
from voice.negotiation.rehearsal import Diary, Record, Told, disclosed

WORD_MS = 60_000 / 170  # at an easy pace
PAUSE_MS = 700  # between two turns
STEP_MS = 1_000  # by which a silence grows


class TextCall:
    """One call between a callee and a negotiator, run to its end.

    `overhear` is told every turn as it is said.
    """

    def __init__(
        self,
        callee: Party,
        facts: Told,
        diary: Diary,
        overhear: Callable[[Said], None] = lambda turn: None,
    ) -> None:
        self.callee = callee
        self.facts = facts
        self.diary = diary
        self.overhear = overhear
        self.negotiator = Negotiator(facts)
        self.record = Record()
        self._to_callee: list[str] = []
        self._to_agent: list[str] = []
        self._to_press: list[str] = []
        self._silent_ms = 0

    def run(self, most_steps: int = 400) -> Record:
        """Raises RuntimeError when they have not come to an end after so many steps."""
        if self.begin():
            for _ in range(most_steps):
                if self.over:
                    break
                self.step()
            else:
                raise RuntimeError("The two sides found no end.")
        if not self.record.outcome and further_calls(self.record.turns).forbidden_by_silence:
            self.record.outcome = "declined"
        return self.record

    @property
    def over(self) -> bool:
        """One side has left, and what it said before has been heard."""
        return self.record.finished or (self.record.hung_up and not self._to_agent)

    def begin(self) -> bool:
        """Ring; False if nobody and nothing picks up."""
        pickup = self.callee.answers()
        if not pickup.answered:
            self.record.outcome = pickup.kind
            return False
        greeting = self.callee.greeting()
        if greeting:
            self._say("callee", greeting)
        disclosure = disclosed(self.facts)
        self._say("carrier", disclosure)
        self._callee_does(self.callee.hear(disclosure))
        if greeting and pickup.kind != "human":
            self._to_agent.insert(0, greeting)  # a machine talks on while we begin
        if not self._to_agent:
            self._agent_does(self.negotiator.begin())
        return True

    def step(self) -> None:
        """Whoever is to react reacts; a second of silence if nobody is."""
        silent_ms, self._silent_ms = self._silent_ms, 0
        if self._to_press:
            self._callee_does(self.callee.pressed(self._to_press.pop(0)))
        elif self._to_agent:
            self._agent_does(self.negotiator.hear(self._to_agent.pop(0)))
        elif self._to_callee:
            self._callee_does(self.callee.hear(self._to_callee.pop(0)))
        else:
            self._silent_ms = silent_ms + STEP_MS
            self.record.ms += STEP_MS
            said = len(self.record.turns)
            self._callee_does(self.callee.idle(self._silent_ms))
            if len(self.record.turns) == said:
                self._agent_does(self.negotiator.silence(self._silent_ms))
            if len(self.record.turns) > said:
                self._silent_ms = 0

    def _say(self, speaker: str, text: str) -> None:
        turn = Said(len(self.record.turns) + 1, speaker, text)
        self.record.turns.append(turn)
        self.record.ms += len(text.split()) * WORD_MS + PAUSE_MS
        self.overhear(turn)

    def _callee_does(self, acts: Iterable[CalleeAct]) -> None:
        for act in acts:
            if isinstance(act, CalleeSpeaks):
                self._say("callee", act.text)
                self._to_agent.append(act.text)
            elif isinstance(act, Music):
                self.record.ms += act.seconds * 1000
            elif isinstance(act, HangUp):
                self.record.hung_up = True

    def _agent_does(self, acts: Iterable[Act]) -> None:
        for act in acts:
            if isinstance(act, Speak):
                self._say("agent", act.text)
                self._to_callee.append(act.text)
            elif isinstance(act, CallTool):
                self._use(act)
            elif isinstance(act, Finish):
                self.record.finished = True

    def _use(self, wanted: CallTool) -> None:
        answer = self.record.use(wanted, self.diary)
        if wanted.name == "press_keys":
            self._to_press += str(wanted.arguments["digits"])
        self._agent_does(self.negotiator.tool_answer(wanted.tool_call_id, answer))
