"""Cuts what somebody says into stretches of one predicate each, around the times it names."""

import re
from dataclasses import dataclass
from typing import Literal, cast

from scheduling.language.mentions import Mention
from voice.evidence.intents import refuses
from voice.evidence.patterns import one_of
from voice.evidence.words import clauses

Joint = Literal["start", "sentence", "comma", "and", "but", "soft", "tail", "predicate"]
Cut = tuple[int, int, Joint]  # where it begins, where what follows begins, and why


@dataclass(frozen=True)
class Segment:
    """A stretch of a turn that has one predicate. joint: what stands before it."""

    start: int
    end: int
    joint: Joint
    asked: bool  # its sentence ends in a question mark


_CUT = re.compile(
    r"(?P<sentence>[.?!;]+(?!\d)|…)|(?P<comma>,(?!\d)|—|–)"
    rf"|(?<!anything )(?<!nothing )(?<!all )(?<!the )\b(?P<but>{one_of(clauses.TURNS_ROUND)})\b"
    rf"|(?<=\w) (?P<tail>{one_of(clauses.TAIL_QUESTIONS)})\b"
    rf"|\b(?P<and>{one_of(clauses.GOES_ON)})\b"
)
_TITLE = re.compile(rf"\b({one_of(clauses.TITLES)})\.")
_INITIAL = re.compile(
    rf"(?<=[a-z] )([A-HJ-Z])\.(?= (?!(?i:{one_of(clauses.NO_SURNAMES)})\b)[A-Z][a-z])"
)
_NAME_AND_NAME = re.compile(r"\b([A-Z][\w'-]+) And (?=[A-Z])")
_DEGREE = re.compile(rf"(?<=[a-z.]), (?i:{one_of(clauses.DEGREES)})(?!\w)")
_ANY = re.compile(r"\b(?:any|every)\w*(?: \w+){0,2} $")  # "any day but Tuesday" is one clause
_BUT_AT = re.compile(r"\W*but (?:at |for )?")
_SOFT = re.compile(
    rf"{''.join(f'(?<!{word} )' for word in clauses.BEFORE_NO_CUT)}"
    rf"\b(?:(?P<puts>{one_of(clauses.PUTS_ANOTHER)})|{one_of(clauses.SOFT)})"
)
_LEADING_NO = re.compile(
    rf"^\W*{one_of(clauses.LONE_NO)}\b(?= {one_of(clauses.AFTER_LEADING_NO)}\b)"
)
_WORKS = re.compile(rf"\b{one_of(clauses.WORKS)}\b")
_SENTENCE_ENDS = re.compile(r"[.?!;](?!\d)")
_OK_TAG = re.compile(rf"^\W*{one_of(clauses.OK_TAG)}\b")


def lowered(text: str) -> str:
    """As long as `text`, in lower case, with the full stops of titles blanked."""
    text = _NAME_AND_NAME.sub(r"\1 &   ", text)
    text = _DEGREE.sub(lambda match: " " * len(match.group()), text)
    text = _INITIAL.sub(lambda match: match.group(1) + " ", text)
    low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text).replace("’", "'")
    return _TITLE.sub(lambda match: match.group(1) + " ", low)


def held_in(segment: Segment, found: list[Mention]) -> list[Mention]:
    """The mentions whose last word stands in the segment."""
    return [each for each in found if segment.start <= each.end - 1 < segment.end]


def segments_of(low: str, found: list[Mention]) -> list[Segment]:
    spans = [(each.start, each.end) for each in found]
    cuts: list[Cut] = []
    if leading := _LEADING_NO.match(low):
        cuts.append((leading.end(), leading.end(), "comma"))
    for match in _CUT.finditer(low):
        if _goes_on_to_the_hour(low, match.start(), found):
            continue
        if match["but"] and _ANY.search(low[: match.start()]):
            continue
        if not any(start < match.end() and match.start() < end for start, end in spans):
            cuts.append((match.start(), match.end(), cast(Joint, match.lastgroup)))
    for match in _SOFT.finditer(low):
        if not any(start < match.end() and match.start() < end for start, end in spans):
            puts = match["puts"] and refuses(low[: match.start()])
            cuts.append((match.start(), match.start(), "but" if puts else "soft"))
    cuts += _between_predicates(low, found)
    segments: list[Segment] = []
    start = 0
    joint: Joint = "start"
    for cut_start, cut_end, kind in sorted(cuts):
        if cut_start < start:
            continue
        if kind == "soft" and not _worth_a_cut(low, start, cut_start, cuts, spans):
            continue
        if low[start:cut_start].strip(" '\"-"):
            segments.append(_segment(low, start, cut_start, joint))
            joint = kind
        elif joint != "sentence" and kind != "predicate":
            joint = kind
        start = cut_end
    if low[start:].strip(" '\"-"):
        segments.append(_segment(low, start, len(low), joint))
    return segments


def _segment(low: str, start: int, end: int, joint: Joint) -> Segment:
    rest = re.search(r"[.?!;](?!\d)|$", low[end:])
    asked = bool(rest and rest.group() == "?")
    if asked and rest and _OK_TAG.match(low[end : end + rest.start()]):
        asked = False  # "ten thirty, does that work?" still offers
    return Segment(start, end, joint, asked)


def _goes_on_to_the_hour(low: str, at: int, found: list[Mention]) -> bool:
    """ "Next Thursday but at half past four": that but parts no day from its hour."""
    return any(
        first.end <= at < second.start
        and not first.has_clock
        and (second.loose or not second.has_day)
        and _BUT_AT.fullmatch(low[first.end : second.start])
        for first, second in zip(found, found[1:], strict=False)
    )


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
        if _SENTENCE_ENDS.search(between):
            continue
        predicate = second.start > first.end and (refuses(between) or _WORKS.search(between))
        if predicate and not re.search(r"(?:\b(?:not|no|never|on|at)|n't)\s*$", between):
            cuts.append((second.start, second.start, "predicate"))
    return cuts
