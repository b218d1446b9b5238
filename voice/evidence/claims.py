"""What one turn claims about each time it mentions: to be had, refused, doubted, only asked."""

import re
from dataclasses import dataclass
from typing import Literal

from scheduling.language.mentions import Mention
from voice.evidence.intents import asks, hedges, plain, refuses, says_no
from voice.evidence.patterns import one_of, within_reach
from voice.evidence.segments import Segment, held_in, lowered, segments_of
from voice.evidence.words import (
    agreement,
    asides,
    asking,
    availability,
    clauses,
    offering,
    refusing,
)

Stance = Literal[
    "offered",
    "bare",  # nothing but the time: an offer, or an echo of ours
    "refused",
    "hedged",
    "asked",
    "deadline",  # how long a slot is kept
    "aside",  # opening hours, a meeting, when to call back
    "unclear",
    "corrected",  # takes back what was said before; has no mention
]


# Who says more in one turn is not read in full while the line waits, and proves nothing by it.
MAX_WORDS = 80
MAX_LETTERS = 800
MAX_WORDS_OF_REFUSALS = 40


@dataclass(frozen=True)
class Claim:
    """A stance towards `mention`, or towards what was spoken of before when that is None."""

    stance: Stance
    mention: Mention | None
    text: str


_SENTENCE_ENDS = re.compile(r"(?<=[.?!;])\s+")
_NUMBER = re.compile(r"(?<![\d:.])\d{1,5}$")
_NAME_BEHIND = re.compile(r" [A-Z][\w'-]+ [A-Z]")
_BEHIND_A_TIME = re.compile(rf" *(?:[^\w ]|$|{one_of(clauses.BEHIND_A_TIME)}\b)")

# what a clause says of a time

_ASKED_BACK = re.compile(rf"\b{one_of(asking.ASKED_BACK)}\b")
_PUTS_FORWARD = re.compile(rf"\b{one_of(asking.PUTS_FORWARD)}")
_IS_THAT = re.compile(
    rf"^\W*(?:{one_of(asking.STARTERS)}\W+)*{one_of(asking.IS_OR_WOULD)} (?:that|it|this)\b"
    rf"(?! {one_of(asking.SUITING)})"
)
_PROPOSES = re.compile(
    rf"\b{one_of(asking.PROPOSES)}"
    rf"|\b{one_of(asking.MIGHT_SUIT)}\b.*\b{one_of(asking.SUIT_OR_BETTER)}\b"
    rf"|\b{one_of(asking.SUITS_AT_THE_END)}\b(?: for you)?\W*$"
)
_CHECKS = re.compile(rf"\b{one_of(asking.ABOUT_TO)} (?:just )?{one_of(asking.CHECK)}\b")
_HOLDS = re.compile(rf"\b{one_of(offering.HOLDS)}\b")
_ASIDE = re.compile(rf"\b{one_of(asides.ASIDE)}\b")
_NOT_FOR_US = re.compile(
    rf"\b(?:for|only) (?:{one_of(asides.WHOSE)} )*{one_of(asides.NOT_FOR_US)}\b"
)
_PAST = re.compile(rf"\b{one_of(offering.PAST)}\b")
_CAME_FREE = re.compile(rf"\b{one_of(offering.CAME_FREE)}\b")
_OFFERS = re.compile(rf"\b{one_of(offering.OFFERS)}\b|'ve\b")
_LIGHT = re.compile(
    r"\bwith (?:the |a |our )?\w+(?: +(?!on|at|and|or|is|was)\w+)?"
    rf"|\b{one_of(clauses.LIGHT)}\b|\W+"
)
_NAMES = re.compile(
    r"(?:^ *(?=[A-Z]\w+ [A-Z])|\b(?:Dr|Mr|Mrs|Ms)\.?|(?<=[a-z,.–—-]) )"
    r"(?: ?\b\d{1,5}(?= [A-Z]\w+ [A-Z]))?(?: ?(?:& )?\b[A-Z](?:\.|[\w'-]*))+(?=[ ,.?!]|$)"
    r"|\b(?:dr|mr|mrs|ms)\b\.? +[a-z][\w'-]*"
)
_NO_CONDITION = rf"\bwith (?!(?:\w+ ){{0,2}}{one_of(availability.CONDITIONS)}\b)"
_CONDITION = re.compile(rf"\bwith (?:\w+ ){{0,3}}{one_of(availability.CONDITIONS)}\b")
_EXCEPTS = re.compile(
    rf"\b{one_of(asking.ANY_OF)} {one_of(asking.OF_TIMES)}\b.*\b{one_of(asking.EXCEPTS)}\b"
)
# Half of a name may lack its capital: "with karrah Fowler", "with Linda l".
_HALF_NAMES = re.compile(
    rf"{_NO_CONDITION}(?:[a-z][\w'-]+ (?=[A-Z])|(?:[A-Z][\w'-]+ )+[a-z]\b(?! [a-z]))"
)
# Where nothing is written in capitals, names are not either.
_LOWER_NAMES = re.compile(
    rf"{_NO_CONDITION}(?!(?:the|an?|some|any|no|all|our|your|each|every)\b)"
    r"\w+(?: +(?!on|at|and|or|is|was)\w+)?(?: [a-z]\b)?"
)
_POLITE_IF = re.compile(one_of(agreement.POLITE_IF))
_KNOWN = re.compile(rf"(?:\W*\b{one_of(availability.SAYS_NO_MORE)}\b)*\W*")
_CORRECTS = re.compile(rf"\b{one_of(refusing.CORRECTS)}\b")
_NO_REFUSAL = re.compile(one_of(refusing.NO_REFUSAL))
_ADDS = re.compile(rf"\b{one_of(refusing.ADDS)}\b")
_TAKES_BACK = re.compile(rf"\b{one_of(refusing.TAKES_BACK)}\b")
_RETRACTS = re.compile(
    rf"^\W*(?:{one_of(refusing.BEFORE_RETRACTING)}\W+)*{one_of(refusing.RETRACTS)}"
)
_DROPS = re.compile(
    rf"^\W*(?:{one_of(refusing.BEFORE_RETRACTING)}\W+)*{one_of(refusing.DROPS)}(?: about| the)* "
)
_MOVES = re.compile(
    rf"(?:^\W*|\b{one_of(refusing.MOVERS)}(?:'\w+)?)(?: ?\b{one_of(refusing.BEFORE_MOVING)}\b)*"
    rf"(?:(?<=\bto)|(?<=\bwill)|(?<='ll)|(?<=\bmust)|(?<=\bgonna)|(?<=\bgotta))"
    rf" (?:{one_of(refusing.MOVE)}|be {one_of(refusing.MOVED)})\b"
    rf"|\b{one_of(refusing.MOVERS)}(?:'re|'m|'s| are| am| is)(?: just)?"
    rf" {one_of(refusing.MOVING)} (?:you|that|it|this|your)\b"
    rf"|\b(?:can|could|may) (?:we|i) {one_of(refusing.MOVE)} (?:you|that|it|this)\b"
)
_NO_MOVE = re.compile(rf"\b{one_of(refusing.NO_MOVE)}\b")
_SHORT_NO = re.compile(
    rf"^\W*(?:{one_of(refusing.REGRETS)}\W+)*{one_of(refusing.SHORT_NO)}(?: \w+){{0,2}}\W*$"
)
_NOTHING_ELSE = re.compile(
    rf"(?:\b{one_of(refusing.NOTHING)}|n't)\b.*\b{one_of(refusing.NOTHING_ELSE)}\b"
)
_TAG = re.compile(rf"^\W*{one_of(clauses.ASKING_BACK_TAG)}\W*$")
_ABOUT_IT = re.compile(rf"\b{one_of(clauses.ABOUT_IT)}\b")


def too_long(text: str) -> bool:
    """Whether it is more than can be read within one frame of sound."""
    return len(text) > MAX_LETTERS or len(text.split()) > MAX_WORDS


def refusals_in(text: str) -> str:
    """The sentences of a long turn that refuse something or take it back, the last ones only."""
    kept: list[str] = []
    words = 0
    for sentence in reversed(_SENTENCE_ENDS.split(within_reach(text))):
        if not _refuses(plain(sentence)):
            continue
        words += len(sentence.split())
        if words > MAX_WORDS_OF_REFUSALS:
            break
        kept.insert(0, sentence)
    return " ".join(kept)


def _refuses(said: str) -> bool:
    return says_no(said) or (_TAKES_BACK.search(said) is not None and refuses(said))


def claims(text: str, found: list[Mention]) -> list[Claim]:
    """The claims of a turn in the order of its words, at least one for every mention in `found`."""
    low = lowered(text)
    segments = segments_of(low, found)
    held = [held_in(segment, found) for segment in segments]
    stances = [
        _stance(low, segment, _lead(low, segments, held, n), held[n])
        for n, segment in enumerate(segments)
    ]
    stances = _adopted(low, segments, held, stances)
    stances = _left_open(text, segments, held, stances)
    claimed: list[Claim] = []
    for n, (segment, inside, stance) in enumerate(zip(segments, held, stances, strict=True)):
        said = text[segment.start : segment.end].strip()
        if inside or stance in ("refused", "corrected"):
            corrects = bool(inside) and _CORRECTS.search(low[segment.start : segment.end])
            if corrects and not _ADDS.search(low[segment.start : inside[0].start]):
                claimed.append(Claim("corrected", None, said))
            if inside and _moves(low[segment.start : segment.end]):
                claimed.append(Claim("refused", None, said))
        for mention in inside:
            kept = mention.bound == "before" and _HOLDS.search(low)
            own: Stance = "aside" if _numbers(text, mention) else "deadline" if kept else stance
            claimed.append(Claim(own, mention, said))
        if not inside and stance in ("refused", "corrected"):
            claimed.append(Claim(stance, None, _with_what_it_puts_right(text, segments, held, n)))
    return claimed


def _with_what_it_puts_right(
    text: str, segments: list[Segment], held: list[list[Mention]], n: int
) -> str:
    """ "Actually", together with the lone time behind its comma."""
    end = segments[n].end
    if n + 1 < len(segments) and segments[n + 1].joint == "comma" and held[n + 1]:
        behind = segments[n + 1]
        if not _LIGHT.sub("", _without_times(lowered(text), behind, held[n + 1])):
            end = behind.end
    return text[segments[n].start : end].strip()


def _numbers(text: str, mention: Mention) -> bool:
    """Whether it is the number of what follows: "at 1512 Barber Shop", "at 12 Elm Grove"."""
    number = _NUMBER.search(text[mention.start : mention.end])
    behind = text[mention.end :]
    if number is None or _BEHIND_A_TIME.match(behind.lower()):
        return False
    return len(number.group()) > 2 or _NAME_BEHIND.match(behind) is not None


def _left_open(
    text: str, segments: list[Segment], held: list[list[Mention]], stances: list[Stance]
) -> list[Stance]:
    """Stances after what else their sentence says: words that code does not know leave it open."""
    if text.isupper():  # whoever writes in capitals alone shows no names by them
        text = lowered(text)
    opened = list(stances)
    sentences = [n for n, segment in enumerate(segments) if segment.joint == "sentence"]
    for n, stance in enumerate(stances):
        if stance not in ("offered", "bare") or not held[n]:
            continue
        begin = max((at for at in sentences if at <= n), default=0)
        end = min((at for at in sentences if at > n), default=len(segments))
        own = [
            n,
            *(
                at
                for at in range(begin, end)
                if not held[at] and stances[at] not in ("corrected", "refused")
            ),
        ]
        said = [_without_times(text, segments[at], held[at]) for at in own]
        sentence = lowered(text[segments[begin].start : segments[end - 1].end])
        condition = _CONDITION.search(sentence) or _EXCEPTS.search(sentence)
        said = [_nameless(each, capitals=text != text.lower()) for each in said]
        if condition or not all(_KNOWN.fullmatch(_POLITE_IF.sub(" ", each)) for each in said):
            opened[n] = "unclear"
    return opened


def _nameless(said: str, *, capitals: bool) -> str:
    """In lower case without the names of people and houses; capitals: they are written so."""
    rest = lowered(_NAMES.sub(" ", _HALF_NAMES.sub(" with ", said)))
    return rest if capitals else _LOWER_NAMES.sub(" ", rest)


def _without_times(text: str, segment: Segment, inside: list[Mention]) -> str:
    rest = text[segment.start : segment.end]
    for each in sorted(inside, key=lambda each: -each.start):
        begin = max(each.start - segment.start, 0)
        rest = rest[:begin] + " " + rest[each.end - segment.start :]
    return f" {rest} "


def _lead(low: str, segments: list[Segment], held: list[list[Mention]], n: int) -> str:
    """What its sentence says before the segment, if no time of day is named there."""
    begin = n
    while begin and segments[begin].joint != "sentence" and not _timed(held[begin - 1]):
        begin -= 1
    return low[segments[begin].start : segments[n].start]


def _timed(inside: list[Mention]) -> bool:
    return any(each.has_clock for each in inside)


def _stance(low: str, segment: Segment, lead: str, inside: list[Mention]) -> Stance:
    said = low[segment.start : segment.end]
    if not inside:
        return _bare_stance(said, segment.asked)
    if (dropped := _DROPS.match(said)) and segment.start + dropped.end() == inside[0].start:
        return "refused"  # "forget Tuesday"; "scratch that Wednesday at nine" puts one
    if _ASKED_BACK.search(_PUTS_FORWARD.sub(" ", said)) and not _CAME_FREE.search(said):
        return "asked"
    proposes = _PROPOSES.search(said) or _puts(lead)
    if segment.asked and (_IS_THAT.search(said) or not proposes):
        return "refused" if refuses(said) and not asks(said) else "asked"
    if _CHECKS.search(said) or (asks(said) and not proposes):
        return "asked"
    if refuses(_NO_REFUSAL.sub(" ", said)):
        return "refused"
    if hedges(said) or _NOT_FOR_US.search(said):
        return "hedged"
    if _ASIDE.search(said):
        return "aside"
    if _PAST.search(said) and not _CAME_FREE.search(said):
        return "aside"
    if _OFFERS.search(said) or (segment.asked and _puts(lead)):
        return "offered"
    return "bare"  # resolved once the times are taken out: see _adopted


def _puts(lead: str) -> bool:
    """Whether the words before a time put it forward: "What about Dr. Reed, Tuesday at two?"."""
    puts = [match.start() for match in _PROPOSES.finditer(lead)]
    if not puts or hedges(lead) or _ASKED_BACK.search(lead):
        return False
    return not refuses(lead[puts[-1] :])  # "Monday is full, may I suggest ..."


def _bare_stance(said: str, asked: bool) -> Stance:
    """Of a clause without a time: does it take back, correct, doubt or ask about another?"""
    words = len(said.split())
    if asked and _TAG.match(said):
        return "asked"
    if _RETRACTS.search(said) or _moves(said):
        return "refused"
    if re.fullmatch(rf"\W*{one_of(clauses.LONE_NO)}(?: sorry| sir| ma'am)?\W*", said):
        return "corrected"
    if asks(said) or _NOTHING_ELSE.search(said):
        return "unclear"
    if refuses(said) and _TAKES_BACK.search(said):
        return "refused"
    if _NOT_FOR_US.search(said) or hedges(said) and (words <= 4 or _ABOUT_IT.search(said)):
        return "hedged"
    if refuses(said) and _SHORT_NO.match(said):
        return "refused"
    if _CORRECTS.search(said) and words <= 4:
        return "corrected"
    return "unclear"


def _moves(said: str) -> bool:
    """Whether it moves what was offered: "we need to move you", not "if we have to move you"."""
    move = _MOVES.search(said)
    return move is not None and not _NO_MOVE.search(said[: move.end()])


def _adopted(
    low: str, segments: list[Segment], held: list[list[Mention]], stances: list[Stance]
) -> list[Stance]:
    """Stances after lists and afterthoughts: "Tuesday and Wednesday are full", "ten, I think"."""
    resolved = list(stances)
    for n, segment in enumerate(segments):
        if not held[n]:
            _afterthought(segments, held, resolved, n)
            continue
        if _goes_on(low, segments, held, resolved, n):
            resolved[n] = "offered"
        if resolved[n] != "bare":
            continue
        if _LIGHT.sub("", _without_times(low, segment, held[n])):
            resolved[n] = "unclear"
            continue
        before = resolved[n - 1] if n and held[n - 1] else None
        behind = resolved[n + 1] if n + 1 < len(segments) and held[n + 1] else None
        if segment.joint in ("and", "comma", "soft") and before not in (None, "bare"):
            list_goes_on = segment.joint == "and" or before in ("offered", "hedged", "asked")
            resolved[n] = before if before and list_goes_on else "unclear"
        elif behind in ("refused", "hedged", "aside") and segments[n + 1].joint == "and":
            resolved[n] = behind
        elif segment.asked:
            resolved[n] = "asked"
    return resolved


def _goes_on(
    low: str, segments: list[Segment], held: list[list[Mention]], resolved: list[Stance], n: int
) -> bool:
    """Whether it is one more time of a question that puts some: "How about nine, or ten?"."""
    segment = segments[n]
    follows = n > 0 and bool(held[n - 1]) and resolved[n - 1] == "offered"
    if not (follows and segment.asked and resolved[n] == "asked" and segment.joint == "and"):
        return False
    return not _LIGHT.sub("", _without_times(low, segment, held[n]))


def _afterthought(
    segments: list[Segment], held: list[list[Mention]], resolved: list[Stance], n: int
) -> None:
    """A doubt or a tag question beside a time is about that time."""
    if resolved[n] not in ("hedged", "asked"):
        return
    if n and held[n - 1] and resolved[n - 1] in ("offered", "bare", "unclear"):
        resolved[n - 1] = resolved[n]
    ahead = n + 1 < len(segments) and segments[n + 1].joint != "sentence"
    if resolved[n] == "hedged" and ahead and held[n + 1]:
        resolved[n + 1] = "hedged" if resolved[n + 1] in ("offered", "bare") else resolved[n + 1]
