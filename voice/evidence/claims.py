"""What one turn claims about each time it mentions: to be had, refused, doubted, only asked."""

import re
from dataclasses import dataclass
from typing import Literal, cast

from scheduling.language.mentions import Mention
from voice.evidence.intents import asks, hedges, refuses
from voice.evidence.patterns import one_of
from voice.evidence.words import asides, asking, clauses, offering, refusing

Joint = Literal["start", "sentence", "comma", "and", "but", "soft", "tail", "predicate"]
Cut = tuple[int, int, Joint]  # where it begins, where what follows begins, and why
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


@dataclass(frozen=True)
class Claim:
    """A stance towards `mention`, or towards what was spoken of before when that is None."""

    stance: Stance
    mention: Mention | None
    text: str


@dataclass(frozen=True)
class _Segment:
    """A stretch of a turn that has one predicate. joint: what stands before it."""

    start: int
    end: int
    joint: Joint
    asked: bool  # its sentence ends in a question mark


# where a turn is cut

_CUT = re.compile(
    r"(?P<sentence>[.?!;]+(?!\d)|…)|(?P<comma>,(?!\d)|—|–)"
    rf"|(?<!anything )(?<!nothing )(?<!all )\b(?P<but>{one_of(clauses.TURNS_ROUND)})\b"
    rf"|(?<=\w) (?P<tail>{one_of(clauses.TAIL_QUESTIONS)})\b"
    rf"|\b(?P<and>{one_of(clauses.GOES_ON)})\b"
)
_TITLE = re.compile(rf"\b({one_of(clauses.TITLES)})\.")
_SOFT = re.compile(
    rf"{''.join(f'(?<!{word} )' for word in clauses.BEFORE_NO_CUT)}\b{one_of(clauses.SOFT)}"
)
_LEADING_NO = re.compile(
    rf"^\W*{one_of(clauses.LONE_NO)}\b(?= {one_of(clauses.AFTER_LEADING_NO)}\b)"
)
_WORKS = re.compile(rf"\b{one_of(clauses.WORKS)}\b")

# what a clause says of a time

_ASKED_BACK = re.compile(rf"\b{one_of(asking.ASKED_BACK)}\b")
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
_CORRECTS = re.compile(rf"\b{one_of(refusing.CORRECTS)}\b")
_NO_REFUSAL = re.compile(one_of(refusing.NO_REFUSAL))
_ADDS = re.compile(rf"\b{one_of(refusing.ADDS)}\b")
_TAKES_BACK = re.compile(rf"\b{one_of(refusing.TAKES_BACK)}\b")
_OK_TAG = re.compile(rf"^\W*{one_of(clauses.OK_TAG)}\b")
_SHORT_NO = re.compile(
    rf"^\W*(?:{one_of(refusing.REGRETS)}\W+)*{one_of(refusing.SHORT_NO)}(?: \w+){{0,2}}\W*$"
)
_NOTHING_ELSE = re.compile(
    rf"(?:\b{one_of(refusing.NOTHING)}|n't)\b.*\b{one_of(refusing.NOTHING_ELSE)}\b"
)
_TAG = re.compile(rf"^\W*{one_of(clauses.ASKING_BACK_TAG)}\W*$")
_ABOUT_IT = re.compile(rf"\b{one_of(clauses.ABOUT_IT)}\b")


def claims(text: str, found: list[Mention]) -> list[Claim]:
    """The claims of a turn in the order of its words, at least one for every mention in `found`."""
    low = _lowered(text)
    segments = _segments(low, found)
    held = [_inside(segment, found) for segment in segments]
    stances = [
        _stance(low, segment, bool(inside)) for segment, inside in zip(segments, held, strict=True)
    ]
    stances = _adopted(low, segments, held, stances)
    claimed: list[Claim] = []
    for segment, inside, stance in zip(segments, held, stances, strict=True):
        said = text[segment.start : segment.end].strip()
        if inside or stance in ("refused", "corrected"):
            corrects = bool(inside) and _CORRECTS.search(low[segment.start : segment.end])
            if corrects and not _ADDS.search(low[segment.start : inside[0].start]):
                claimed.append(Claim("corrected", None, said))
        for mention in inside:
            kept = mention.bound == "before" and _HOLDS.search(low)
            claimed.append(Claim("deadline" if kept else stance, mention, said))
        if not inside and stance in ("refused", "corrected"):
            claimed.append(Claim(stance, None, said))
    return claimed


def _lowered(text: str) -> str:
    """As long as `text`, in lower case, with the full stops of titles blanked."""
    low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text).replace("’", "'")
    return _TITLE.sub(lambda match: match.group(1) + " ", low)


def _inside(segment: _Segment, found: list[Mention]) -> list[Mention]:
    """The mentions whose last word stands in the segment."""
    return [each for each in found if segment.start <= each.end - 1 < segment.end]


def _segments(low: str, found: list[Mention]) -> list[_Segment]:
    spans = [(each.start, each.end) for each in found]
    cuts: list[Cut] = []
    if leading := _LEADING_NO.match(low):
        cuts.append((leading.end(), leading.end(), "comma"))
    for match in _CUT.finditer(low):
        if not any(start < match.end() and match.start() < end for start, end in spans):
            cuts.append((match.start(), match.end(), cast(Joint, match.lastgroup)))
    for match in _SOFT.finditer(low):
        if not any(start < match.end() and match.start() < end for start, end in spans):
            cuts.append((match.start(), match.start(), "soft"))
    cuts += _between_predicates(low, found)
    segments: list[_Segment] = []
    start = 0
    joint: Joint = "start"
    for cut_start, cut_end, kind in sorted(cuts):
        if cut_start < start:
            continue
        if kind == "soft" and not _worth_a_cut(low, start, cut_start, cuts, spans):
            continue
        if low[start:cut_start].strip(" '\"-"):
            segments.append(_segment(low, start, cut_start, joint))
            joint = "but" if kind in ("predicate", "tail") else kind
        elif joint != "sentence" and kind != "predicate":
            joint = kind
        start = cut_end
    if low[start:].strip(" '\"-"):
        segments.append(_segment(low, start, len(low), joint))
    return segments


def _segment(low: str, start: int, end: int, joint: Joint) -> _Segment:
    rest = re.search(r"[.?!;](?!\d)|$", low[end:])
    asked = bool(rest and rest.group() == "?")
    if asked and rest and _OK_TAG.match(low[end : end + rest.start()]):
        asked = False  # "ten thirty, does that work?" still offers
    return _Segment(start, end, joint, asked)


def _worth_a_cut(
    low: str, start: int, at: int, cuts: list[Cut], spans: list[tuple[int, int]]
) -> bool:
    """A new clause begins without a mark only between two times of one sentence."""
    sentence_ends = [cut for cut, _, kind in cuts if kind == "sentence" and cut >= at]
    until = min(sentence_ends, default=len(low))
    before = any(start <= end - 1 < at for _, end in spans)
    return before and any(at <= begin < until for begin, _ in spans)


def _between_predicates(low: str, found: list[Mention]) -> list[Cut]:
    """ "Tuesday is full Wednesday at two works": a cut before the second time."""
    cuts: list[Cut] = []
    for first, second in zip(found, found[1:], strict=False):
        between = low[first.end : second.start]
        predicate = second.start > first.end and (refuses(between) or _WORKS.search(between))
        if predicate and not re.search(r"(?:\b(?:not|no|never|on|at)|n't)\s*$", between):
            cuts.append((second.start, second.start, "predicate"))
    return cuts


def _stance(low: str, segment: _Segment, timed: bool) -> Stance:
    said = low[segment.start : segment.end]
    if not timed:
        return _bare_stance(said, segment.asked)
    if _ASKED_BACK.search(said) and not _CAME_FREE.search(said):
        return "asked"
    if segment.asked and (_IS_THAT.search(said) or not _PROPOSES.search(said)):
        return "refused" if refuses(said) and not asks(said) else "asked"
    if _CHECKS.search(said) or (asks(said) and not _PROPOSES.search(said)):
        return "asked"
    if refuses(_NO_REFUSAL.sub(" ", said)):
        return "refused"
    if hedges(said) or _NOT_FOR_US.search(said):
        return "hedged"
    if _ASIDE.search(said):
        return "aside"
    if _PAST.search(said) and not _CAME_FREE.search(said):
        return "aside"
    if _OFFERS.search(said):
        return "offered"
    return "bare"  # resolved once the times are taken out: see _adopted


def _bare_stance(said: str, asked: bool) -> Stance:
    """Of a clause without a time: does it take back, correct, doubt or ask about another?"""
    words = len(said.split())
    if asked and _TAG.match(said):
        return "asked"
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


def _adopted(
    low: str, segments: list[_Segment], held: list[list[Mention]], stances: list[Stance]
) -> list[Stance]:
    """Stances after lists and afterthoughts: "Tuesday and Wednesday are full", "ten, I think"."""
    resolved = list(stances)
    for n, segment in enumerate(segments):
        if not held[n]:
            _afterthought(segments, held, resolved, n)
            continue
        if resolved[n] != "bare":
            continue
        rest = low[segment.start : segment.end]
        for each in sorted(held[n], key=lambda each: -each.start):
            begin = max(each.start - segment.start, 0)
            rest = rest[:begin] + " " + rest[each.end - segment.start :]
        if _LIGHT.sub("", rest):
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


def _afterthought(
    segments: list[_Segment], held: list[list[Mention]], resolved: list[Stance], n: int
) -> None:
    """A doubt or a tag question beside a time is about that time."""
    if resolved[n] not in ("hedged", "asked"):
        return
    if n and held[n - 1] and resolved[n - 1] in ("offered", "bare", "unclear"):
        resolved[n - 1] = resolved[n]
    ahead = n + 1 < len(segments) and segments[n + 1].joint != "sentence"
    if resolved[n] == "hedged" and ahead and held[n + 1]:
        resolved[n + 1] = "hedged" if resolved[n + 1] in ("offered", "bare") else resolved[n + 1]
