"""What the callee's words oblige us to do, whatever the agent makes of them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from campaigns.models import Call
from voice.evidence.claim_ledger import Turn
from voice.evidence.further_calls import QUESTION, FurtherCalls
from voice.evidence.intents import attitude
from voice.evidence.prompt_injection import misuses

ASK_WHETHER = (
    "They may not want to be called. Unless you have asked it in this call already, ask exactly "
    f'this and wait for the answer: "{QUESTION}"'
)
APOLOGISE = "They do not want this call. Apologise in one sentence, say goodbye and end the call."
WRONG = "This is a wrong number. Apologise in one sentence, say goodbye and end the call."
LEAVE = "Say one short, polite sentence of goodbye and end the call."
CARE = "They describe an emergency. Say one sentence: they should get help now. Then end the call."


@dataclass(frozen=True)
class Duty:
    """The call is to end: what the agent says last, what the call gave, what is to be stored."""

    instruction: str
    outcome: str
    reason: str
    store: Literal["", "opt_out", "wrong_number"] = ""
    note: str = ""  # for the person


_OPT_OUT = Duty(APOLOGISE, Call.Outcome.DECLINED, "They do not want to be called.", store="opt_out")
_DUTIES: dict[str, Duty] = {
    "emergency": Duty(
        CARE,
        Call.Outcome.FAILED,
        "An emergency was described.",
        note="Somebody described an emergency during this call.",
    ),
    "wrong_number": Duty(WRONG, Call.Outcome.FAILED, "Wrong number.", store="wrong_number"),
    "abuse": Duty(
        LEAVE,
        Call.Outcome.FAILED,
        "The conversation became abusive.",
        note="The conversation became abusive and was ended.",
    ),
}
_MISUSED = Duty(
    LEAVE,
    Call.Outcome.FAILED,
    "Attempts to misuse the call.",
    note="Somebody tried to misuse the assistant; the call was ended.",
)


class Duties:
    """Judges the turns of a call in order; misuse ends it at the third attempt."""

    ATTEMPTS = 3

    def __init__(self) -> None:
        self.attempts = 0
        self.further_calls = FurtherCalls()
        self._heard = 0

    def due(self, turns: Sequence[Turn]) -> Duty | None:
        """What the turns that were not here before oblige us to, if anything; the last counts.

        turns: all of the call so far, also what was heard by a socket that is gone.
        """
        new, self._heard = turns[self._heard :], len(turns)
        duties = [duty for turn in new if (duty := self._of(turn)) is not None]
        return duties[-1] if duties else None

    def due_after_silence(self, turns: Sequence[Turn]) -> Duty | None:
        """The same when nobody answers: silence to our question is a yes."""
        duty = self.due(turns)
        return _OPT_OUT if duty is None and self.further_calls.kind == "asked" else duty

    @property
    def in_doubt(self) -> bool:
        """Whether we are to ask if they want to be called at all."""
        return self.further_calls.kind == "doubtful"

    def _of(self, turn: Turn) -> Duty | None:
        heard_before = self.further_calls.forbidden
        self.further_calls.hear(turn)
        if turn.speaker != "callee":
            return None
        if self.further_calls.forbidden and not heard_before:
            return _OPT_OUT
        duty = _DUTIES.get(attitude(turn.text))
        if duty is None and misuses(turn.text):
            self.attempts += 1
            return _MISUSED if self.attempts >= self.ATTEMPTS else None
        return duty
