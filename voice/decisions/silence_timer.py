"""When to ask, to wrap up and to give up: decided by the clock of the line. Pure.

Milliseconds are counted in the callee's frames, so a slow machine or a fast simulation
changes nothing.
"""

from dataclasses import dataclass
from enum import Enum, auto

ASK_AFTER_MS = 8_000  # of silence: "are you still there?"
END_AFTER_MS = 8_000  # after having asked
AGENT_MS = 10_000  # without a sound or sign of the agent when it is its turn
WRAP_UP_MS = 30_000  # before the limit
PAUSE_MS = 2_000  # longer than music pauses
MUSIC_MS = 12_000  # of sound without words, while nobody speaks for us, is a queue


class Act(Enum):
    ASK = auto()  # "are you still there?"
    NUDGE = auto()  # the agent owes an answer
    WRAP_UP = auto()
    END_SILENT = auto()  # nobody there
    END_AGENT = auto()  # the agent does not speak
    END_HOLD = auto()  # the budget for waiting is used up
    END_LIMIT = auto()  # the longest that a call may take


@dataclass
class SilenceTimer:
    """Fed with what happens on the line, says what is due; each act once per occasion."""

    limit_ms: int
    hold_budget_ms: int
    now_ms: int = 0
    on_hold: bool = False
    hold_ms: int = 0  # spent waiting so far
    agents_turn: bool = True  # the agent opens the conversation
    busy: int = 0  # tools that run, and a machine that is listened to: nobody is late meanwhile
    _quiet_since: int = 0  # last sign of life of either side
    _music_since: int | None = None
    _asked: bool = False
    _nudged: bool = False
    _wrapped: bool = False

    def began(self) -> None:
        """An agent is being put on the line; it has the word."""
        self._quiet_since = max(self._quiet_since, self.now_ms)
        self.agents_turn, self._nudged = not self.on_hold, False

    def agent_spoke(self, until_ms: float | None = None) -> None:
        """The agent makes sound now, which will have been played at `until_ms`."""
        self.agents_turn = self._nudged = False
        self._music_since = None
        self._quiet_since = max(self._quiet_since, self.now_ms, int(until_ms or 0))

    def callee_spoke(self, *, holding: bool = False) -> None:
        """The callee's words are known; `holding`: they ask us to wait."""
        self.on_hold = holding
        self.agents_turn = not holding
        self._asked = self._nudged = False
        self._music_since = None
        self._quiet_since = max(self._quiet_since, self.now_ms)

    def tick(self, ms: int, *, loud: bool) -> Act | None:
        """So much time has passed on the line; `loud`: the callee's side was not silent."""
        self.now_ms += ms
        if self.now_ms >= self.limit_ms:
            return Act.END_LIMIT
        if not self._wrapped and self.now_ms >= self.limit_ms - WRAP_UP_MS:
            self._wrapped = True
            return Act.WRAP_UP
        if self.on_hold:
            self.hold_ms += ms
            return Act.END_HOLD if self.hold_ms >= self.hold_budget_ms else None
        if self.busy:
            self._quiet_since = max(self._quiet_since, self.now_ms)
            return None
        if self.agents_turn:
            return self._agent_owes()
        return self._silence(loud)

    def _agent_owes(self) -> Act | None:
        if self.now_ms - self._quiet_since < AGENT_MS:
            return None
        self._quiet_since = self.now_ms
        if self._nudged:
            return Act.END_AGENT
        self._nudged = True
        return Act.NUDGE

    def _silence(self, loud: bool) -> Act | None:
        if self.now_ms < self._quiet_since:  # our own sound still plays
            return None
        if loud:
            if self._music_since is None:
                self._music_since = self.now_ms
            elif self.now_ms - self._music_since >= MUSIC_MS:
                self.on_hold = True
            self._quiet_since = self.now_ms
            return None
        quiet_ms = self.now_ms - self._quiet_since
        if quiet_ms > PAUSE_MS:
            self._music_since = None
        if self._asked:
            return Act.END_SILENT if quiet_ms >= END_AFTER_MS else None
        if quiet_ms >= ASK_AFTER_MS:
            self._asked = True
            self._music_since = None
            self._quiet_since = self.now_ms
            self.agents_turn = True
            return Act.ASK
        return None
