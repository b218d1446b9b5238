"""What picked up: a human, a voicemail, a menu, a queue, a screening, a fax? Pure."""

import re
from collections.abc import Iterable
from typing import Literal

from voice.evidence.patterns import one_of
from voice.evidence.words import machines

PickedUp = Literal["", "human", "voicemail", "menu", "hold", "screening", "fax"]

_VOICEMAIL = re.compile(one_of(machines.VOICEMAIL))
_MENU = re.compile(one_of(machines.MENU))
_HOLD = re.compile(one_of(machines.HOLD))
_SCREENING = re.compile(one_of(machines.SCREENING))
_FAX = re.compile(one_of(machines.FAX))


def heard_in(text: str) -> PickedUp:
    """What speaks like this; "" when nothing in the words tells it from a human."""
    words = text.lower().replace("\u2019", "'")
    if _FAX.search(words):
        return "fax"
    if _SCREENING.search(words):
        return "screening"
    if _MENU.search(words):  # "press one to leave a message" is a menu first
        return "menu"
    if _VOICEMAIL.search(words):
        return "voicemail"
    if _HOLD.search(words):
        return "hold"
    return ""


def classify(callee_turns: Iterable[str], carrier_says: str = "") -> PickedUp:
    """What is on the line now, from the callee's turns so far and the carrier's own verdict.

    carrier_says: human, machine_start, machine_end_beep, machine_end_silence, machine_end_other,
    fax, unknown or "". Words beat it: it takes phone menus for voicemails, and a person who
    has answered twice is no machine. "" means that nobody knows yet.
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
        return "human" if humans >= 2 else "voicemail"
    if humans or carrier_says == "human":
        return "human"
    return ""
