"""Whether a turn forbids us to call this number again, in whatever form and punctuation.

Heard generously: an act of calling that is forbidden, a number that is to be struck off or put on
a list, machines that are refused. What is forbidden of others, or for a time of the day alone, is
no opt-out. What may mean it and may not is a doubt, in which we ask.
"""

import re
from functools import lru_cache

from voice.evidence.patterns import one_of, within_reach
from voice.evidence.words import annoyance, endings
from voice.evidence.words import opting_out as words

_OUR_PLACE = rf"(?:this|our|my|that|the) {one_of(words.PLACES)}"
_US = rf"(?: (?:to )?{one_of((*words.US, _OUR_PLACE))})"
_FOR_GOOD = rf"(?: {one_of(words.FOR_GOOD)})"
_ENDS = rf"\s*(?=[.,!?;:…—]|$|\b{one_of(words.BESIDE)}\b)"
_FORBIDDEN = re.compile(
    rf"\b{one_of(words.NEVER)}(?:,? {one_of(words.BETWEEN)})*? {one_of(words.CALLING)}"
    rf"(?:{_US}*{_FOR_GOOD}\b|{_US}*{_ENDS})"
)
_OF_SOMEBODY = re.compile(rf"{one_of(words.OF_SOMEBODY)}(?! want)")
_OF_OTHERS = re.compile(rf"\b{one_of(words.OF_OTHERS)} $")
_JUST_NOW = re.compile(rf" ?(?:right )?now\b.*{one_of(endings.CALL_BACK)}")
_BY_THEM = re.compile(rf"\b{one_of(words.BY_THEM)} $")
_STRUCK_OFF = re.compile(
    rf"\b{one_of(words.STRIKING)} {one_of((*words.STRUCK, _OUR_PLACE))} {one_of(words.OUT_OF)}\b"
    rf"[^.!?;]{{0,30}}\b{one_of(words.LISTS)}\b"
)
_STRUCK_OUTRIGHT = re.compile(rf"\b{one_of(words.STRUCK_OUTRIGHT)}\b")
_TO_MACHINES = rf"(?: {one_of(words.TO_MACHINES)})* {one_of(words.MACHINES)}(?!\w)"
_NO_MACHINES = re.compile(
    rf"\b(?:{one_of(words.NOT)} {one_of(words.TAKING)}|{one_of(words.REFUSING)}){_TO_MACHINES}"
)
_PEOPLE_ONLY = re.compile(rf"\b{one_of(words.PEOPLE_ONLY)}\b")
_LONE_STOP = re.compile(
    rf"(?:^|[.,!?;…—]\s*){one_of(words.BEFORE_STOP)}*stop"
    rf"{one_of(words.BEHIND_STOP)}*\s*(?=[.,!?;…—]|$)"
)

_OUR_CALLS = rf"(?: {one_of(annoyance.BEFORE_OUR_CALLS)})* {one_of(annoyance.OUR_CALLS)}\b"
_QUITE = rf"(?: {one_of(annoyance.QUITE)})*"
_MAY_FORBID = (
    re.compile(
        rf"\b(?:{one_of(annoyance.NOT_QUITE)}{_QUITE} {one_of(annoyance.LIKING)}"
        rf"|{one_of(annoyance.DISLIKING)}){_OUR_CALLS}"
    ),
    re.compile(
        rf"\b{one_of(annoyance.WISHING_NOT)} {one_of(annoyance.THAT_YOU)}"
        rf" {one_of(annoyance.DID_NOT)}(?: {one_of(annoyance.DOING)}\b|{_ENDS})"
    ),
    re.compile(
        rf"\byou(?: people| guys| lot)? {one_of(annoyance.MAY_NOT)} {one_of(annoyance.CALLS_US)}\b"
        rf"(?! (?:us |me |here )?{one_of(annoyance.AT_A_TIME)}\b)"
    ),
    re.compile(
        rf"\b{one_of((*annoyance.OF_ALL_THIS, *annoyance.KEEPS_CALLING, *annoyance.LEAVE_BE))}"
    ),
)
_BOTHERED = re.compile(
    rf"\b{one_of(annoyance.BOTHERED)}\b(?! {one_of(annoyance.OTHERS_BOTHERED)}\b)"
)
_NOT_BOTHERED = re.compile(rf"\b{one_of(annoyance.NOT_BOTHERED)} $")
_OF_SOMETHING_ELSE = re.compile(rf"\b{one_of(annoyance.OF_SOMETHING_ELSE)}\b")
_ALONE = re.compile(
    rf"(?:{one_of(annoyance.BEFORE_ALONE)}\W+)*?(?:{one_of(annoyance.ALONE)}(?:\W+|$))+"
)


@lru_cache(maxsize=128)
def forbids_calls(said: str) -> bool:
    """said: a turn in lower case, with straight apostrophes and single spaces.

    Read to its last word however long it is, and so kept: each turn is asked about again and again.
    """
    said = _without_hyphens(said)
    heard = (_STRUCK_OUTRIGHT, _NO_MACHINES, _PEOPLE_ONLY, _LONE_STOP)
    return (
        any(not _is_of_others(match) for match in _FORBIDDEN.finditer(said))
        or any(not _follows(_BY_THEM, match) for match in _STRUCK_OFF.finditer(said))
        or any(pattern.search(said) for pattern in heard)
    )


def may_forbid_calls(said: str) -> bool:
    """Whether it may mean to forbid calls, so that we have to ask. said: as above."""
    said = _without_hyphens(within_reach(said))
    return _ALONE.fullmatch(said) is not None or any(
        _annoyed(sentence) for sentence in re.split(r"(?<=[.?!;…]) ", said)
    )


def _annoyed(sentence: str) -> bool:
    if _OF_SOMETHING_ELSE.search(sentence):
        return False
    return any(pattern.search(sentence) for pattern in _MAY_FORBID) or any(
        not _follows(_NOT_BOTHERED, match) for match in _BOTHERED.finditer(sentence)
    )


def _without_hyphens(said: str) -> str:
    return re.sub(r"(?<=\w)-(?=\w)", " ", said)


def _is_of_others(match: re.Match[str]) -> bool:
    """Or of this moment alone: "Don't call now, call back tomorrow"."""
    if _OF_SOMEBODY.match(match[0]) is None:
        return False
    return _follows(_OF_OTHERS, match) or bool(_JUST_NOW.match(match.string, match.end()))


def _follows(pattern: re.Pattern[str], match: re.Match[str]) -> bool:
    return pattern.search(match.string[: match.start()]) is not None
