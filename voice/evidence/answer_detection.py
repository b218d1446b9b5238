"""What picked up: a human, a voicemail, a menu, a queue, an announcement, a fax? Pure."""

import re
from collections.abc import Iterable
from typing import Literal

from voice.evidence.patterns import one_of
from voice.evidence.words import machines

PickedUp = Literal[
    "",
    "human",
    "machine",
    "voicemail",
    "menu",
    "hold",
    "screening",
    "fax",
    "out_of_service",
    "busy_lines",
    "unreachable",
    "closed",
]

# What a call came to that met nobody, and why.
NOBODY: dict[PickedUp, tuple[str, str]] = {
    "fax": ("failed", "A fax answered."),
    "out_of_service": ("failed", "The number is not in service."),
    "busy_lines": ("busy", "All lines were busy."),
    "unreachable": ("no_answer", "The number could not be reached."),
    "closed": ("no_answer", "They are closed now."),
}

# The first that fits: "press one to leave a message" is a menu, and a message may be left with
# somebody who is unreachable or closed.
_WORDS: tuple[tuple[PickedUp, tuple[str, ...]], ...] = (
    ("fax", machines.FAX),
    ("screening", machines.SCREENING),
    ("voicemail", machines.RECORDING),
    ("menu", machines.MENU),
    ("voicemail", machines.VOICEMAIL),
    ("out_of_service", machines.OUT_OF_SERVICE),
    ("unreachable", machines.UNREACHABLE),
    ("hold", machines.HOLD),
    ("busy_lines", machines.BUSY_LINES),
    ("closed", machines.CLOSED),
)
_KINDS = [(kind, re.compile(one_of(words))) for kind, words in _WORDS]


def heard_in(text: str) -> PickedUp:
    """What speaks like this; "" when nothing in the words tells it from a human."""
    words = text.lower().replace("\u2019", "'")
    return next((kind for kind, pattern in _KINDS if pattern.search(words)), "")


def classify(callee_turns: Iterable[str], carrier_says: str = "") -> PickedUp:
    """What is on the line now, from the callee's turns so far and the carrier's own verdict.

    carrier_says: human, machine_start, machine_end_beep, machine_end_silence, machine_end_other,
    fax, unknown or "". Words beat it: it knows no phone menu from a voicemail, and a person who
    has answered twice is no machine. "machine" is one of which nothing else is known yet, "" means
    that nobody knows anything.
    """
    turns = [turn for turn in callee_turns if turn.strip()]
    kinds = [heard_in(turn) for turn in turns]
    if carrier_says == "fax" or "fax" in kinds:
        return "fax"
    if kinds and kinds[-1]:
        return kinds[-1]
    humans = kinds.count("")
    if carrier_says.startswith("machine"):
        if any(kind in ("menu", "hold", "screening") for kind in kinds):
            return "human" if humans else ""
        return "human" if humans >= 2 else "machine"
    if humans or carrier_says == "human":
        return "human"
    return ""
