"""What the callee's words oblige us to do, whatever the agent makes of them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from campaigns.models import Call
from voice.evidence.intents import attitude
from voice.evidence.prompt_injection import misuses

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


_DUTIES: dict[str, Duty] = {
    "opt_out": Duty(
        APOLOGISE, Call.Outcome.DECLINED, "They do not want to be called.", store="opt_out"
    ),
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
    """Judges the callee's turns one by one; misuse ends a call at the third attempt."""

    ATTEMPTS = 3

    def __init__(self) -> None:
        self.attempts = 0

    def recall(self, texts: Iterable[str]) -> Duty | None:
        """Go through what was heard before, as by a socket that is gone: what is still due?"""
        duties = [duty for text in texts if (duty := self.duty(text)) is not None]
        return duties[-1] if duties else None

    def duty(self, text: str) -> Duty | None:
        """What this turn obliges us to, if anything."""
        duty = _DUTIES.get(attitude(text))
        if duty is None and misuses(text):
            self.attempts += 1
            return _MISUSED if self.attempts >= self.ATTEMPTS else None
        return duty
