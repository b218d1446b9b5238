"""A whisper of the person, as far as the rule-based speaker can use it; the desk never hears it."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["wrap_up", "say", "when", "other_day", "unknown"]

_WRAP_UP = re.compile(r"\b(wrap (it )?up|come to an end|finish (the call|up)|end (it|the call))\b")
_SAY = re.compile(
    r"^(?:please )?(?:mention|tell them|say|let them know)(?: that| about)?[:,]? (.+)$",
    re.IGNORECASE | re.DOTALL,
)
_OTHER_DAY = re.compile(r"\b(another|a different|some other) (day|date|time)\b")
_PART = re.compile(r"\b(morning|afternoon|evening|noon|earlier|later)s?\b")
_DAY = re.compile(
    r"\b(?:(mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|next week|this week)s?\b"
)
_LEAD = re.compile(
    r"^(?:please |can you |could you )*"
    r"(?:ask (?:for|about|if)|try|take|prefer|rather|only|how about)\s+(?:them )?",
    re.IGNORECASE,
)


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
    if paid := re.match(r"(?:we|i) can pay (.+)$", low):
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
    words = []
    if day := _DAY.search(low):
        name = day.group(0).rstrip("s") if day.group(1) else day.group(0)
        words.append(f"on {name.capitalize()}" if day.group(1) else name)
    if part := _PART.search(low):
        name = part.group(1)
        near = {"noon": "around noon", "earlier": "earlier", "later": "later"}
        words.append(near.get(name, f"in the {name}"))
    return " ".join(words)
