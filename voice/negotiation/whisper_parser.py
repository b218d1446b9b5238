"""A whisper of the person, as far as the rule-based speaker can use it; the desk never hears it."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from voice.evidence.patterns import one_of
from voice.negotiation import words

Kind = Literal["wrap_up", "say", "when", "other_day", "unknown"]

_WRAP_UP = re.compile(rf"\b{one_of(words.WRAP_UP)}\b")
_SAY = re.compile(
    rf"^(?:please )?{one_of(words.SAY)}(?: that| about)?[:,]? (.+)$", re.IGNORECASE | re.DOTALL
)
_OTHER_DAY = re.compile(rf"\b{one_of(words.ANOTHER)} (day|date|time)\b")
_PART = re.compile(rf"\b({one_of(words.PARTS)})s?\b")
_DAY = re.compile(rf"\b{one_of(words.DAYS)}s?\b")
_LEAD = re.compile(
    rf"^{one_of(words.COURTESIES)}*{one_of(words.WISHES)}\s+(?:them )?", re.IGNORECASE
)
_CAN_PAY = re.compile(r"(?:we|i) can pay (.+)$")


@dataclass(frozen=True)
class Hint:
    """words: what may be said of it; for a wish about the time, "on Wednesday in the morning"."""

    kind: Kind
    words: str = ""


def hint(text: str) -> Hint:
    """What can be made of a whisper; only what it asks to be said is ever said."""
    text = " ".join(text.split()).rstrip(" .!")
    low = text.lower()
    if _WRAP_UP.search(low):
        return Hint("wrap_up")
    if said := _SAY.match(text):
        return Hint("say", said.group(1).rstrip(" ."))
    if paid := _CAN_PAY.match(low):
        return Hint("say", f"we can pay {paid.group(1)}")
    if _OTHER_DAY.search(low):
        return Hint("other_day")
    when = _when(low)
    return Hint("when", when) if when else Hint("unknown")


def suits(when: str, slot: datetime) -> bool:
    """Whether this time is what was wished for already; where that is not plain, it is not."""
    part = "morning" if slot.hour < 12 else "afternoon" if slot.hour < 17 else "evening"
    named = _PART.search(when)
    day = _DAY.search(when.lower())
    if not (named or day) or (named and named.group(1) != part):
        return False
    return day is None or f"{slot:%A}".lower() in when.lower()


def _when(low: str) -> str:
    """ "Ask for Wednesday mornings instead" → "on Wednesday in the morning"."""
    low = _LEAD.sub("", low)
    said = []
    if day := _DAY.search(low):
        name = day.group(0).rstrip("s") if day.group(1) else day.group(0)
        said.append(f"on {name.capitalize()}" if day.group(1) else name)
    if part := _PART.search(low):
        name = part.group(1)
        near = {"noon": "around noon", "earlier": "earlier", "later": "later"}
        said.append(near.get(name, f"in the {name}"))
    return " ".join(said)
