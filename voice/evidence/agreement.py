"""Whether every clause of an answer is of a kind that leaves a yes a yes; pure."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from scheduling.language.en.words import MONTHS, WEEKDAYS
from scheduling.language.mentions import Mention
from voice.evidence.claim_ledger import Turn
from voice.evidence.intents import plain
from voice.evidence.patterns import one_of, within_reach
from voice.evidence.prices import priced, prices
from voice.evidence.words import clauses, harmless

MOST_WORDS = 40
_LONGEST_PIECE = 16  # in words


@dataclass(frozen=True)
class ReadBack:
    """What an answer is held against: the slot, and the names and prices that were named before."""

    start: datetime
    names: frozenset[str] = frozenset()
    prices: frozenset[int] = frozenset()


def named_until(turns: Iterable[Turn], last: Turn, start: datetime) -> ReadBack:
    """The slot, with the prices and the people that were named up to `last`."""
    known: set[int] = set()
    names: set[str] = set()
    for turn in turns:
        text = within_reach(turn.text)
        known |= prices(text)
        named = _PRACTITIONER.findall(text)
        if turn.speaker == "agent":
            named += _FOR_WHOM.findall(text)
        names |= {word.lower() for name in named for word in name.split()}
        if turn is last:
            break
    return ReadBack(start, frozenset(names - _CALENDAR), frozenset(known))


def agrees_to(
    text: str, found: Collection[Mention], asked: ReadBack, *, offering: bool = False
) -> bool:
    """Whether `text` is a yes to what was read back and nothing in it is left unaccounted for.

    offering: that the slot is free or kept is enough, and does no harm.
    """
    sentences = accounted_for(text, found, asked)
    waits = [n for n, kinds in enumerate(sentences) if "hold" in kinds]
    kinds = frozenset[str]().union(*sentences[waits[-1] + 1 if waits else 0 :])
    if offering and "free" in kinds:
        return True
    if any(each & {"free", "to_book"} for each in sentences) and not offering:
        return False
    whole = "slot" in kinds or kinds >= {"day", "time"}
    return bool(kinds & {"yes", "states"}) or (whole and "right" in kinds)  # "Right, at ten."


def states_booking(text: str, found: Collection[Mention], asked: ReadBack) -> bool:
    """Whether `text` says in so many words that it is booked."""
    return any("states" in kinds for kinds in accounted_for(text, found, asked))


def accounted_for(text: str, found: Collection[Mention], asked: ReadBack) -> list[frozenset[str]]:
    """The kinds of the clauses of each sentence of `text`; none when one clause is of no kind.

    found: the times in it, read with the day that was read back in mind.
    """
    if len(text.split()) > MOST_WORDS:
        return []
    said = _timed(text, found, asked.start)
    kinds = _kinds_in(_priced(plain(said), asked.prices))
    if not kinds:
        kinds = _kinds_in(_priced(_named(said, asked.names), asked.prices))
    return kinds


def _kinds_in(said: str) -> list[frozenset[str]]:
    kinds: list[frozenset[str]] = []
    for sentence, asks in _sentences(said):
        pieces = _pieces(sentence.split(), asks)
        if not pieces:
            return []
        kinds.append(pieces)
    return kinds


def _timed(text: str, found: Collection[Mention], start: datetime) -> str:
    """With marks for the slot and its parts."""
    marks = [(each.start, each.end, mark) for each in found if (mark := _mark(each, start))]
    said = text if marks else text.replace("#", " number ")
    for begin, end, mark in sorted(marks, reverse=True):
        said = f"{said[:begin]} {mark} {said[end:]}"
    return said


def _priced(said: str, known: Collection[int]) -> str:
    """With marks for the prices that are known."""
    said = _TITLE.sub(r"\1 ", said)
    for price, amount in priced(said):
        if amount in known:
            said = said.replace(price, " #price ", 1)
    return said


def _named(said: str, names: Collection[str]) -> str:
    """In plain lower case with marks for who is known and who is not."""

    def mark(match: re.Match[str]) -> str:
        words = {word.removesuffix("'s").lower() for word in match.group().split()}
        return match.group() if words & (_CALENDAR | set(names)) else "#someone"

    said = plain(_STRANGER.sub(mark, said.replace("’", "'")))
    for name in sorted(names, key=len, reverse=True):
        said = re.sub(rf"\b{re.escape(name)}\b", "#name", said)
    return re.sub(r"#name(?: #name)+", "#name", said)


def _mark(mention: Mention, start: datetime) -> str:
    """What a time is to the slot: it, its day, its time, later; "" if it is another or unclear."""
    doubtful = mention.precision in ("contradiction", "impossible", "unclear")
    half_said = mention.precision == "unclear" and mention.covers(start) and len(mention.times) > 1
    if mention.bound or (doubtful and not half_said):
        return ""
    if not mention.covers(start):
        later = bool(mention.times) and max(mention.times) > start.time()
        return "#later" if later and not mention.has_day else ""
    if mention.has_clock:
        return "#slot" if mention.has_day and not mention.loose else "#time"
    if mention.has_day:
        return "#day"
    return "#day" if mention.text.lower().startswith("in the ") else ""


def _sentences(said: str) -> Iterator[tuple[str, bool]]:
    """Each sentence without its marks, and whether it asks."""
    for match in re.finditer(r"([^.?!;]*)([.?!;]+|$)", said):
        words = re.sub(r"[,:–—/-]+(?= |$)|(?<= )[–—-]+(?= |$)|,(?=\w)", " ", match[1]).strip()
        if match[2] in ("...", "…") or "…" in words:
            yield "…", False
        elif words:
            yield words, "?" in match[2]


def _pieces(words: list[str], asks: bool) -> frozenset[str]:
    """The kinds of pieces that make up the whole sentence; a question must end in a question."""
    reached: list[set[frozenset[str]]] = [set() for _ in range(len(words) + 1)]
    reached[0].add(frozenset())
    for start in range(len(words)):
        if not reached[start]:
            continue
        for end in range(start + 1, min(len(words), start + _LONGEST_PIECE) + 1):
            kind = _kind(" ".join(words[start:end]), asks and end == len(words))
            if kind:
                reached[end] |= {before | {kind} for before in reached[start]}
    return min(reached[-1], key=_weighed, default=frozenset())


def _weighed(kinds: frozenset[str]) -> tuple[bool, int, list[str]]:
    """Of two ways to cut a sentence, the one with a yes, then the one with fewer kinds."""
    return not kinds & {"yes", "states"}, len(kinds), sorted(kinds)


def _kind(piece: str, asks: bool) -> str:
    """Which kind a run of words is as a whole; "" if none. asks: it ends in a question mark."""
    match = _KINDS.fullmatch(piece)
    if match is not None:
        kind = match.lastgroup or ""
        return kind if not asks or kind in _QUESTIONS else ""
    return "question" if asks and _FRAGMENT.fullmatch(piece) else ""


_NAMES = r"([A-Z][\w'-]+(?: [A-Z][\w'-]+)*)"
_PRACTITIONER = re.compile(rf"\b(?:Dr|Doctor)\.? {_NAMES}")
_FOR_WHOM = re.compile(rf"\bfor {_NAMES}")
_STRANGER = re.compile(
    r"(?<=[a-z,] )(?:Dr\.? |Doctor )?(?!(?:It|That|This|They|We|You|He|She|What|The|Can|Do)\b)"
    r"[A-Z][a-z][\w'-]*(?: [A-Z][a-z][\w'-]*)*"
)
_CALENDAR = frozenset([*WEEKDAYS, *MONTHS])  # "for Tuesday" names nobody
_QUESTIONS = ("question", "to_book")
_TITLE = re.compile(rf"\b({one_of(clauses.TITLES)})\.")
_WHOM = rf"(?: (?:for|with|to|by) {one_of(harmless.FOR_WHOM)})?"
_DEGREE = rf"(?: {one_of(harmless.DEGREE)})*"
_HOW = rf"(?: (?:me|us))?(?: {one_of(harmless.HOW)})*"
_WORKS = rf"(?:{_DEGREE} {one_of(harmless.WORKS)}|'(?:ll|d) (?:work|suit|fit|do)){_HOW}"
_IS_WELL = rf"{one_of(harmless.COPULA)}{_DEGREE} {one_of(harmless.WELL)}{_DEGREE}"
_ORDER = rf"(?:(?:please|go ahead and|just|you can) )*{one_of(harmless.TO_BOOK)}"
_BEFORE = rf"(?:{one_of(harmless.BEFORE_SLOT)} )*"
_BESIDE = rf"(?: (?:{one_of((*harmless.BESIDE, *harmless.ABOUT_US))}))*"
_HAS_TOPIC = rf"(?=(?:.* )?{one_of(harmless.ABOUT_US)}(?: |$))"
_BRINGS = "(?:(?:please |don't forget |remember )?(?:to )?bring )?"
_PATTERNS = {
    "right": "right",
    "slot": rf"{_BEFORE}#slot",
    "day": rf"{_BEFORE}#day",
    "time": rf"{_BEFORE}#time",
    "hold": one_of(harmless.HOLD),
    "filler": one_of(harmless.FILLER),
    "yes": one_of(
        (
            one_of(harmless.YES),
            one_of(harmless.AGREES),
            rf"{one_of(harmless.SUBJECT)}(?:{_IS_WELL}|{_WORKS}){_WHOM}",
            rf"#time (?:works?|suits?|is (?:fine|good|okay|perfect)){_WHOM}",
            rf"(?:works|suits|fits){_HOW}{_WHOM}",
            rf"{_ORDER} {one_of(harmless.THE_BOOKING)}",
            "(?:please )?(?:book|confirm|schedule)",
        )
    ),
    "states": one_of(harmless.STATES),
    "to_book": one_of(harmless.OFFERS_TO_BOOK),
    "free": one_of(harmless.FREE),
    "thanks": one_of(harmless.THANKS),
    "goodbye": one_of(harmless.GOODBYE),
    "nothing": one_of(harmless.NOTHING_MORE),
    "name": one_of(harmless.NAME),
    "reference": rf"{one_of(harmless.REFERENCE)}(?: (?:[a-z]|[a-z]*[0-9][a-z0-9]*|#time))+",
    "rules": one_of(harmless.HOUSE_RULES),
    "brought": rf"{_BRINGS}{one_of(harmless.BROUGHT)}(?: {one_of(harmless.BROUGHT)})*",
    "price": one_of(harmless.KNOWN_PRICE),
    "question": one_of(
        (
            one_of(harmless.ASKS_OF_US),
            rf"(?:but )?{_HAS_TOPIC}{one_of(harmless.OPENS_QUESTION)}{_BESIDE}",
        )
    ),
}
_KINDS = re.compile("|".join(f"(?P<{kind}>{each})" for kind, each in _PATTERNS.items()))
_FRAGMENT = re.compile(
    rf"{_HAS_TOPIC}(?:and|also|the|their|your|his|her|its|{one_of(harmless.ABOUT_US)}){_BESIDE}"
)
