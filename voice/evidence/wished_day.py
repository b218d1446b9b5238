"""Which day our own turns wish for: a day of the visit, a tale of another, or any day at all."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from scheduling.language.mentions import Mention
from voice.evidence.intents import asks, plain, refuses
from voice.evidence.patterns import one_of
from voice.evidence.words import clauses, wishing

_SENTENCE_ENDS = re.compile(r"(?<=[.?!;])\s+")
_TITLE = re.compile(rf"\b({one_of(clauses.TITLES)})\.", re.IGNORECASE)
_CLAUSE_ENDS = re.compile(r"[,()]|\b(?:and|but|because)\b")
_WISH = re.compile(rf"\b{one_of(wishing.WISH)}\b")
_BARE = re.compile(rf"(?:\W*\b{one_of(wishing.BESIDE_A_DAY)}\b)*\W*")
_ONE_MORE = re.compile(r"\W*or\b")
_BEFORE_A_DAY = re.compile(rf"\b{one_of(wishing.BEFORE_A_DAY)}\W*$")
_TELLS = re.compile(rf"\b{one_of(wishing.TELLS)}\b")
_WISHED = re.compile(rf"\b{one_of(wishing.WISHED)}\b")
_SAYS_WHAT_DAY_IT_IS = re.compile(rf"(?:\W*\b{one_of(wishing.SAYS_WHAT_DAY_IT_IS)}\b)+\W*")
_OTHER_DAYS = re.compile(rf"\b{one_of(wishing.OTHER_DAYS)}\b")
_SOONEST = re.compile(rf"\b{one_of(wishing.SOONEST)}\b")
_ASKS_HOUR = re.compile(rf"\b{one_of(wishing.ASKS_HOUR)}\b")


@dataclass(frozen=True)
class DayTalk:
    """What one of our turns says of days.

    wished: for the visit. unsure: named, but nobody can tell as what. moved: any other day would
    do. soonest: as early as can be.
    """

    wished: frozenset[date] = frozenset()
    unsure: frozenset[date] = frozenset()
    moved: bool = False
    soonest: bool = False

    @property
    def named(self) -> frozenset[date]:
        return self.wished | self.unsure


def day_talk(text: str, today: date, read: Callable[[str], list[Mention]]) -> DayTalk:
    """What a turn of ours says of days, clause by clause; `read` finds the times in words."""
    wished: set[date] = set()
    unsure: set[date] = set()
    moved = False
    for clause, asked in _clauses(text, read):
        named = [each for each in read(clause) if each.has_day]
        for mention in named:
            kind = _kind(clause, named, mention, asked, today)
            if kind == "wished":
                wished |= set(mention.days)
                moved = False
            elif kind == "unsure":
                unsure |= set(mention.days)
                moved = moved or not mention.days
        moved = moved or _OTHER_DAYS.search(_without(clause, named)) is not None
    soonest = _SOONEST.search(plain(text)) is not None
    return DayTalk(frozenset(wished), frozenset(unsure), moved, soonest)


def asks_hour(text: str) -> bool:
    """Whether a turn of the callee asks at what time, not on which day."""
    return _ASKS_HOUR.search(plain(text)) is not None


def _clauses(text: str, read: Callable[[str], list[Mention]]) -> Iterator[tuple[str, bool]]:
    """The clauses of a turn, each with whether its sentence asks; no date is cut in two."""
    for sentence in _SENTENCE_ENDS.split(_TITLE.sub(r"\1 ", text.replace("’", "'"))):
        whole = [each for each in read(sentence) if each.precision != "contradiction"]
        asked = sentence.rstrip().endswith("?") or asks(sentence)
        start = 0
        for cut in _CLAUSE_ENDS.finditer(sentence.lower()):
            if not any(each.start < cut.end() and cut.start() < each.end for each in whole):
                yield sentence[start : cut.start()], asked
                start = cut.end()
        yield sentence[start:], asked


def _without(clause: str, named: list[Mention]) -> str:
    for each in reversed(named):
        clause = f"{clause[: each.start]} {clause[each.end :]}"
    return plain(clause)


def _kind(clause: str, named: list[Mention], mention: Mention, asked: bool, today: date) -> str:
    """Whether the clause wishes for the day it names, tells of it, or nobody can say."""
    low = clause.lower()
    before, rest = low[: mention.start], f" {_without(clause, named)} "
    before, rest = _WISHED.sub(" hoping for ", before), _WISHED.sub(" hoping for ", rest)
    tells = _TELLS.search(rest) is not None
    if _SAYS_WHAT_DAY_IT_IS.fullmatch(rest) and rest.strip(" .'") not in ("", "on", "at", "so"):
        return "told" if mention.days == (today,) else "unsure"
    if _ONE_MORE.match(before):
        return "unsure"
    if refuses(low) and not asked:
        return "told" if mention.has_clock else "unsure"
    if not mention.days:
        return "told" if tells else "unsure"
    wishes_before = _WISH.search(before) or _BEFORE_A_DAY.search(before)
    if wishes_before and not _TELLS.search(before):
        return "wished"
    if tells:
        return "told"
    return "wished" if _WISH.search(rest) or _BARE.fullmatch(rest) else "unsure"
