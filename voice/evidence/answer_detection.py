"""What picked up: a human, a voicemail, a menu, a queue, a screening, a fax? Pure."""

import re
from collections.abc import Iterable
from typing import Literal

PickedUp = Literal["", "human", "voicemail", "menu", "hold", "screening", "fax"]

_VOICEMAIL = re.compile(
    r"\b(leave|record) (us |me )?(a|your) (brief |short |detailed )?(message|name and number)"
    r"|\bafter the (tone|beep)\b|\bvoice ?mail\b|\bmailbox\b|\bat the (tone|beep)\b"
    r"|\b(can(no|')?t|cannot|unable to) (come to|take|answer) (the phone|your call)"
    r"|\bnot available (right now|at the moment|to take)"
)
_MENU = re.compile(
    r"\bpress (the )?(\d|zero|one|two|three|four|five|six|seven|eight|nine|pound|star|hash)\b"
    r"|\b(dial|enter) (the|your party'?s) (extension|\d)|\bmain menu\b"
    r"|\blisten (carefully )?(to|as) (the|our) (following )?(menu )?options\b"
)
_HOLD = re.compile(
    r"\bplease hold\b|\bhold (the line|on|please)\b|\bstay on the line\b|\bbear with me\b"
    r"|\byour call is (very )?important\b|\bnext available\b|\b(put|place|putting) you on hold\b"
    r"|\ball (of )?our (\w+ ){0,2}(are|is) (currently )?(busy|assisting|helping)"
    r"|\b(one|just a|give me a|a) (moment|second|minute|sec)\b(, | )?please\b"
    r"|\bin (a|the) queue\b|\bnumber \w+ in (the )?(line|queue)\b"
)
_SCREENING = re.compile(
    r"\b(state|say|record) your name\b|\breason for (your call|calling)\b"
    r"|\bcall(s)? (screening|assist)\b|\bscreen(ing|ed)? (this |your )?calls?\b"
    r"|\bsee if (this|the) person is available\b"
)
_FAX = re.compile(r"\bfax (tone|machine)\b")


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
