"""Phone menus: which key leads to somebody who books."""

import re
from dataclasses import dataclass

MAX_LEVELS = 4
_DIGITS = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "star": "*", "pound": "#", "hash": "#",
}  # fmt: skip
_KEY = r"(?:press|dial|enter|push|select)(?: the)?(?: number| digit)? (\d|zero|one|two|three|four|five|six|seven|eight|nine|star|pound|hash)\b"  # noqa: E501
_BOOKING = (
    r"appointment|book|schedul|reserv|front desk|reception|new patient|make a visit|sales desk"
)
_HUMAN = r"anything else|other|operator|speak (to|with)|talk to|representative|somebody|staff|team"


@dataclass(frozen=True)
class Option:
    key: str
    what: str


def options(text: str) -> list[Option]:
    """The choices of a menu, whether it says "for X, press 1" or "press 1 for X"."""
    low = " ".join(text.lower().split())
    found: list[Option] = []
    behind = 0
    keys = list(re.finditer(_KEY, low))
    for number, match in enumerate(keys):
        key = _DIGITS.get(match.group(1), match.group(1))
        before = re.split(r"[.;!?]", low[behind : match.start()])[-1]
        until = keys[number + 1].start() if number + 1 < len(keys) else len(low)
        after = re.split(r"[.;!?,]", low[match.end() : until])[0]
        if "for " in before or "to " in before:
            found.append(Option(key, before.strip(" ,")))
        else:
            found.append(Option(key, after.strip(" ,")))
        behind = match.end()
    return found


def choice(text: str, *, human: bool = False) -> str:
    """The key to press, or "" when none of them fits; `human`: skip what led nowhere."""
    found = options(text)
    for sign in (_HUMAN,) if human else (_BOOKING, _HUMAN):
        for option in found:
            if re.search(sign, option.what):
                return option.key
    return ""
