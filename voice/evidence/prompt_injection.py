"""Does the callee try to make the assistant do something else? Pure."""

import re

from voice.evidence.patterns import one_of
from voice.evidence.words import machines

_MISUSE = re.compile(one_of(machines.MISUSE))


def misuses(text: str) -> bool:
    """Whether this turn gives the assistant instructions instead of answers."""
    return _MISUSE.search(text.lower().replace("\u2019", "'")) is not None
