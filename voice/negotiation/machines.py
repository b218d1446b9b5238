"""Phone menus: which key leads to somebody who books."""

import re
from dataclasses import dataclass

from voice.evidence.patterns import one_of
from voice.negotiation import words

MAX_LEVELS = 4
_KEY = re.compile(
    rf"{one_of(words.PRESS)}(?: the)?(?: number| digit)? (\d|{one_of(words.DIGITS)})\b"
)
_SAY = re.compile(one_of(words.SAY_TO_MENU))
_BOOKING = re.compile(one_of(words.BOOKING))
_HUMAN = re.compile(one_of(words.HUMAN))


@dataclass(frozen=True)
class Option:
    key: str
    what: str


def options(text: str) -> list[Option]:
    """The choices of a menu, whether it says "for X, press 1" or "press 1 for X"."""
    low = " ".join(text.lower().split())
    found: list[Option] = []
    behind = 0
    keys = list(_KEY.finditer(low))
    for number, match in enumerate(keys):
        key = words.DIGITS.get(match.group(1), match.group(1))
        before = re.split(r"[.;!?]", low[behind : match.start()])[-1]
        until = keys[number + 1].start() if number + 1 < len(keys) else len(low)
        after = re.split(r"[.;!?,]", low[match.end() : until])[0]
        behind = match.end()
        if "for " in before or "to " in before:
            found.append(Option(key, before.strip(" ,")))
        else:
            found.append(Option(key, after.strip(" ,")))
            behind += len(after)
    return found


def word(text: str) -> str:
    """What to say to a menu that listens, "to book, say appointments"; "" if it does not."""
    said = [(match[1], match[2]) for match in _SAY.finditer(" ".join(text.lower().split()))]
    for sign in (_BOOKING, _HUMAN):
        for what, answer in said:
            if sign.search(what) or sign.search(answer):
                return answer
    return ""


def choice(text: str, *, human: bool = False) -> str:
    """The key to press, or "" when none of them fits; `human`: skip what led nowhere."""
    found = options(text)
    for sign in (_HUMAN,) if human else (_BOOKING, _HUMAN):
        for option in found:
            if sign.search(option.what):
                return option.key
    return ""
