"""Whether further calls are forbidden: by plain words, or by the answer to our question.

What may be an opt-out and is not surely one is asked about; a yes or silence counts, and so does
whatever is neither a no, nor business, nor a question back. After a no it is not asked again.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from scheduling.language.en.words import WEEKDAY_STEMS
from scheduling.language.pieces import DAY_PARTS
from voice.evidence.claim_ledger import Turn, cut_off
from voice.evidence.intents import attitude, opts_out, plain
from voice.evidence.opt_outs import may_forbid_calls
from voice.evidence.patterns import one_of, within_reach
from voice.evidence.words import annoyance

QUESTION = "Shall we not call you again?"
MOST_TIMES = 2  # that the question is put: again where it was not answered
Kind = Literal["allowed", "doubtful", "asked", "forbidden"]
Reply = Literal["yes", "no", "business", "open"]

_OUR_QUESTION = re.compile(rf"\b{one_of(annoyance.OUR_QUESTION)}[^.!]*\?")
_GO_ON = re.compile(rf"\b{one_of(annoyance.GO_ON)}\b")
_SAYS_NO = re.compile(rf"\b{one_of(annoyance.SAYS_NO)}\b")
_BESIDE_NO = re.compile(rf"\b{one_of(sorted(annoyance.BESIDE_NO, key=len, reverse=True))}\b")
_POLITE = re.compile(rf"\b{one_of(annoyance.POLITE)}\b")
_AFFIRMS = re.compile(rf"\W*(?:{one_of(annoyance.THINKS)}\W+)*{one_of(annoyance.AFFIRMS)}\b")
_NO_ANSWER = re.compile(rf"\b{one_of((*annoyance.ASKS_BACK, *annoyance.THINKS))}\b")
_NAMES_TIME = re.compile(
    rf"\b(?:{one_of(WEEKDAY_STEMS)}day|tomorrow|{one_of(DAY_PARTS)}|o'clock|\d{{1,2}}:\d\d)\b"
)


@dataclass
class FurtherCalls:
    """Fed with the turns of a call in order, says how it stands with calls after this one.

    kind: "doubtful" when we are to ask, "asked" while our question is open. turns: what it rests
    on, the first being the callee's words in `quote`. answered: by their last turn, so that we may
    go on.
    """

    kind: Kind = "allowed"
    turns: tuple[int, ...] = ()
    quote: str = ""
    answered: bool = False
    times_asked: int = 0
    welcome: bool = False  # they have said no to our question

    @property
    def forbidden(self) -> bool:
        return self.kind == "forbidden"

    @property
    def forbidden_by_silence(self) -> bool:
        """If nothing more is said: whoever leaves us in doubt has not allowed it."""
        return self.kind != "allowed"

    def hear(self, turn: Turn) -> None:
        if turn.speaker == "agent" and not self.forbidden and asks_whether(turn):
            self.kind = "asked"
            self.times_asked += 1
            self.turns = (*self.turns, turn.number)
        elif turn.speaker == "callee" and turn.text.strip():
            self._hear_callee(turn)

    def _hear_callee(self, turn: Turn) -> None:
        said = plain(turn.text)
        self.answered = False
        if self.forbidden:
            return
        if opts_out(said):
            self.kind, self.turns, self.quote = "forbidden", (turn.number,), turn.text.strip()
        elif self.kind == "asked":
            self._hear_reply(turn, reply(said))
        elif not self.welcome and self.times_asked < MOST_TIMES and may_forbid_calls(said):
            self.kind, self.turns, self.quote = "doubtful", (turn.number,), turn.text.strip()
        else:
            self.kind = "allowed"

    def _hear_reply(self, turn: Turn, answer: Reply) -> None:
        if answer == "open" and self.times_asked < MOST_TIMES:
            return
        self.answered = answer in ("no", "business")
        self.welcome = self.welcome or answer == "no"
        self.kind = "allowed" if self.answered else "forbidden"
        self.turns = (*self.turns, turn.number)
        self.quote = self.quote or turn.text.strip()


def further_calls(turns: Iterable[Turn]) -> FurtherCalls:
    """How it stands after all these turns."""
    standing = FurtherCalls()
    for turn in turns:
        standing.hear(turn)
    return standing


def asks_whether(turn: Turn) -> bool:
    """Whether a turn of ours asks if we shall not call again, and was heard to its end."""
    return not cut_off(turn) and _OUR_QUESTION.search(plain(turn.text)) is not None


def reply(said: str) -> Reply:
    """What answers our question. said: as `plain` makes it. A no is a no only if nothing is left of
    the turn beside it; "no, never again" is none."""
    said = within_reach(said)
    if may_forbid_calls(said):
        return "yes"
    rest = _BESIDE_NO.sub(" ", _GO_ON.sub(" ", said))
    if _GO_ON.search(said) and not re.search(r"\w", _POLITE.sub(" ", rest)):
        return "no"
    if _SAYS_NO.search(said) and not re.search(r"\w", rest):
        return "no"
    if _AFFIRMS.match(said):
        return "yes"
    if _NAMES_TIME.search(said):
        return "business"
    if attitude(said) in ("hold", "question") or not re.search(r"\w", _NO_ANSWER.sub(" ", said)):
        return "open"
    return "yes"
