"""What one turn claims about each time it mentions: to be had, refused, doubted, only asked."""

import re
from dataclasses import dataclass
from typing import Literal

from scheduling.language.mentions import Mention
from voice.evidence.intents import asks, hedges, refuses

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
    joint: Literal["start", "sentence", "comma", "and", "but", "soft"]
    asked: bool  # its sentence ends in a question mark


# voice/claims: the words

_CUT = re.compile(
    r"(?P<sentence>[.?!;]+(?!\d)|…)|(?P<comma>,(?!\d)|—|–)"
    r"|(?<!anything )(?<!nothing )(?<!all )\b(?P<but>but|however|although|though|except|instead"
    r"|otherwise|because|so|only)\b"
    r"|(?<=\w) (?P<tail>which (?:one|of)|does that|would that|is that|what do you think"
    r"|do you want)\b"
    r"|\b(?P<and>and|or|nor|plus)\b"
)
_TITLE = re.compile(r"\b(dr|mr|mrs|ms|st|approx)\.")
_SOFT = re.compile(
    r"(?<!what )(?<!that )(?<!which )(?<!when )(?<!if )(?<!where )(?<!is )(?<!as )\b(?:"
    r"(?:i|we|they|there|he|she|you|it|that)(?:'\w+)? (?:just |also |only |still |do |did )?"
    r"(?:have|had|has|can|can't|cannot|could|don't|is|isn't|are|aren't|will|won't|would|got|get)\b"
    r"|(?:i've|we've|there's|they've|he's|she's|we're|i'm|they're|that's|it's|i'll|we'll) "
    r"|(?:how|what) about\b|actually\b|i mean\b|i meant\b|make that\b|scratch that\b|no wait\b"
    r"|sorry\b|wait\b)"
)
_LEADING_NO = re.compile(
    r"^\W*(?:no|nope|nah)\b(?= (?:i|we|you|it|that|there|they|but|sorry|how|what|only|actually"
    r"|wait|the"
    r"|i've|we've|that's|it's|there's|make)\b)"
)
_WORKS = re.compile(
    r"\b(?:works?|suits?|(?:is|are|would be|'s|will be) (?:fine|good|okay|ok|free|open|available"
    r"|possible"
    r"|great|perfect|better|best))\b"
)

_ASKED_BACK = re.compile(
    r"\b(?:did you (?:say|mean|want|ask)|do you mean|you (?:said|mean|meant|asked|wanted)"
    r"|was (?:that|it)|you're (?:asking|looking)|you are (?:asking|looking)|are you (?:asking"
    r"|looking)"
    r"|looking for|in mind|(?:what|that) you want\w*|asking (?:for|about)|(?:what|which|when|who"
    r"|why(?! don't))(?:'s)?(?! about)"
    r"|(?:would|will|is|was|are) (?:that|this|it) (?:be )?(?:for |at |on )?$)\b"
)
_IS_THAT = re.compile(
    r"^\W*(?:(?:so|sorry|and|okay|um|uh)\W+)*(?:is|was|would|will) (?:that|it|this)\b"
    r"(?! (?:ok|okay|fine|good|all right|alright|work|suit|convenient))"
)
_PROPOSES = re.compile(
    r"\b(?:how about|what about|would you (?:like|prefer|want|be able|take)|do you (?:want|like"
    r"|prefer|have (?:time|anything))"
    r"|shall (?:i|we)|should (?:i|we) (?:say|book|put|do|make)|why don't (?:we|you|i)"
    r"|(?:can|could) (?:you|he|she|they) (?:do|make|come|manage|be)"
    r"|(?:are|is) (?:you|he|she|they) (?:free|available|able)"
    r"|(?:i|we) (?:can|could) |(?:i|we) (?:have|'ve|do have)|i've got|we've got|there's|there is"
    r"|let's|we could say)"
    r"|\b(?:would|does|do|will|might|is|are)\b.*\b(?:works?|suits?|ok|okay|good|fine|convenient"
    r"|better|alright"
    r"|all right|possible|any good)\b"
    r"|\b(?:works?|suits?|okay|ok|good|fine|all right|alright)\b(?: for you)?\W*$"
)
_CHECKS = re.compile(
    r"\b(?:let me|i'll|i will|i'm going to|just|i'm) (?:just )?(?:check|see|look|checking"
    r"|looking|confirm)\b"
)
_HOLDS = re.compile(
    r"\b(?:pencil\w*|hold|keep|reserve|save|confirm\w*|let (?:me|us) know|put (?:it|that"
    r"|this) aside"
    r"|(?:call|ring|phone|get)(?: me| us)? back|back to (?:me|us)|for you|hang on to)\b"
)
_ASIDE = re.compile(
    r"\b(?:we're (?:only )?open|we are (?:only )?open|we open|opens?\b(?= (?:at|from|on|until"
    r"|till|every|up))|opening hours"
    r"|office hours"
    r"|business hours|hours are|close at|closes|closing|close (?:on|for)|(?:call|ring|phone"
    r"|calling)"
    r"(?: me| us| you| him| her)?(?: back| again)|call (?:me|us|you|again|tomorrow|on|at|after"
    r"|before|in)\b"
    r"|try (?:again|us)|get back to|lunch|meeting|shift|right now|currently|at the moment|it's now"
    r"|back (?:in|at|on|from|by)|leaves?|arrive|arriving|be here|get here|show up|check in"
    r"|(?:doctor|dentist|he|she|they|manager|stylist|vet|hygienist)(?:'s| is| comes| gets| starts)"
    r"(?: back)? in\b|last (?:patient|appointment|customer|client)|starts? work|finish(?:es)?"
    r"|(?:technician|doctor|dentist|stylist|vet|hygienist|nurse|he|she|they|who)(?: only)? works?"
    r"|here (?:until|from|till)|cancel (?:it |that )?(?:by|before)|notice|reminder|born|birthday"
    r"|surgery|holiday|vacation|wedding|funeral|party at"
    r"|(?:have|has|got) (?:a |an |another |some(?:one|body) |our )?(?:other )?(?:patient|client"
    r"|customer"
    r"|appointment|booking|staff|meeting|delivery|someone|somebody|emergency|function|conflict)"
    r"|voice ?mail|message|e-?mail|somebody else|someone else|your (?:last|previous|old|existing"
    r"|current)"
    r"|you(?:'ve| have) (?:already )?(?:got )?(?:an appointment|something)|was (?:here|born)|ago"
    r"|last week)\b"
)
_NOT_FOR_US = re.compile(
    r"\b(?:for|only) (?:(?:our|an?|the|existing|current|urgent|private|new) )*(?:emergenc\w+"
    r"|existing"
    r"|current|members?|walk-?ins?|staff|surger\w+|follow-?ups?|regulars?|urgent)\b"
)
_PAST = re.compile(r"\b(?:had|was|were|used to|would have|could have|should have|gave|did)\b")
_CAME_FREE = re.compile(
    r"\b(?:cancel\w*|came free|opened up|come up|came up|just become|free up)\b"
)
_OFFERS = re.compile(
    r"\b(?:have|has|having|got|available|availability|free|open|openings?|slots?|spots?|spaces?"
    r"|gap|room|time"
    r"|(?:can|could|'d be able to|able to|will|would|'ll|let me|let's) (?:\w+ )?(?:do|offer|fit"
    r"|squeeze|take|see"
    r"|book|put|give|get|pencil|make|schedule|slot|come|say|go|try|start|manage|bring)"
    r"|you (?:can|could)|works?|suits?|fine|good|great|perfect|okay|ok|alright|all right"
    r"|possible|lovely"
    r"|sure|yes|yeah|yep|absolutely|certainly|how about|what about|would you (?:like|prefer|want"
    r"|be)"
    r"|do you want|shall|why don't|pencil\w*|booked you|book you|you're (?:booked|in|down|set"
    r"|all set|confirmed)"
    r"|you are (?:booked|in|down|set|confirmed)|you down|you in|see you|expect you|earliest"
    r"|soonest|nearest"
    r"|next (?:one|appointment|available|opening)|first (?:one|appointment|available|opening)"
    r"|cancel\w*"
    r"|come (?:in|by|over|down)|stop by|suggest|recommend|make (?:it|that)|offer\w*|only|either"
    r"|alternatively|better|best|it is|confirmed"
    r"|reserved for you"
    r"|came free|opened up|all yours|yours)\b|'ve\b"
)
_LIGHT = re.compile(
    r"\bwith (?:the |a |our )?\w+(?: +(?!on|at|and|or|is|was)\w+)?|"
    r"\b(?:um|uh|er|erm|hmm?|well|so|okay|ok|oh|ah|then|and|or|on|at|the|of|in|for|to|by|about"
    r"|say|let's|it|it's"
    r"|that's|that'd|that|be|would|is|will|this|also|maybe|please|sorry|actually|no|yes|right"
    r"|now|just|like"
    r"|there|there's|instead|today|plus|i|mean|meant|rather|wait|correction|exactly|sharp|next"
    r"|again|alright"
    r"|make|s|ll|a|an)\b|\W+"
)
_CORRECTS = re.compile(
    r"\b(?:sorry,? no|no,? sorry|no,? (?:wait|not|hang on)|wait|i mean|i meant|scratch that"
    r"|make (?:that|it)"
    r"|or rather|rather|correction|my mistake|oops|whoops|actually|sorry|excuse me|let me correct"
    r"|i misspoke|my bad|hang on|strike that|forget that)\b"
)
_NO_REFUSAL = re.compile(r"\bwhy don't\b|\bsorry,? no\b|\bno,? (?:wait|sorry)\b")
_ADDS = re.compile(r"\b(?:also|another|or|as well|too|either|alternatively|plus|and)\b")
_TAKES_BACK = re.compile(
    r"\b(?:gone|went|taken|full|filled|unavailable|not available|no longer|fell through"
    r"|cancel(?:led|ed)"
    r"|(?:doesn't|does not|won't|will not|can't|cannot) (?:work|do|suit|be|offer|fit|manage|make)"
    r"|not (?:possible|free|open|any ?more|after all|that one|really)|isn't (?:free|open"
    r"|possible|available)"
    r"|forget (?:it|that|about)|scratch that|never ?mind|neither|none of|fully booked"
    r"|booked (?:up|out|solid|already)"
    r"|(?:is|'s|got|been|just|was|been) (?:booked|snapped up|sold)"
    r"|(?:have|got|has|there's|there is|are) (?:no|nothing|none)\b"
    r"|(?:don't|do not|haven't|hasn't|didn't|doesn't) (?:actually |really )?(?:have|got|see)"
    r" (?:that|it|this|those|them|anything|any (?:appointments?|openings?|slots?|times?|more"
    r"|left|free)|one)\b"
    r"|no (?:appointments?|openings?|slots?|availability|times?|space|room)|not taking|can't do)\b"
)
_OK_TAG = re.compile(
    r"^\W*(?:okay|ok|all right|alright|does that (?:work|suit)|how (?:does|is) that|how about that"
    r"|(?:is|would) that (?:be )?(?:ok|okay|fine|good|work|suit|all right|alright|possible)"
    r"|any good"
    r"|sounds? good|good for you|which (?:one|of)|what do you think|do you want (?:it|that|me))\b"
)
_SHORT_NO = re.compile(
    r"^\W*(?:(?:unfortunately|sorry|i'm afraid|afraid|actually|oh|well|um|uh|and|then|no)\W+)*"
    r"(?:not|nothing|none|never|neither|(?:i|we|he|she|they) (?:can't|cannot|don't|won't|couldn't"
    r"|can not))(?: \w+){0,2}\W*$"
)
_NOTHING_ELSE = re.compile(
    r"(?:\b(?:nothing|no|not|none|anything|any)|n't)\b.*"
    r"\b(?:else|earlier|sooner|later|before|others?|more|after that|longer than)\b"
)
_TAG = re.compile(
    r"^\W*(?:right|correct|yes|yeah|no|is that (?:right|correct|it)|was it|you said|did you say"
    r"|you mean"
    r"|is that what you (?:said|want|wanted|mean))\W*$"
)
_ABOUT_IT = re.compile(r"\b(?:that|it|this|slot|time|one|so)\b")


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
    cuts: list[tuple[int, int, str]] = []
    if leading := _LEADING_NO.match(low):
        cuts.append((leading.end(), leading.end(), "comma"))
    for match in _CUT.finditer(low):
        if not any(start < match.end() and match.start() < end for start, end in spans):
            cuts.append((match.start(), match.end(), match.lastgroup or "comma"))
    for match in _SOFT.finditer(low):
        if not any(start < match.end() and match.start() < end for start, end in spans):
            cuts.append((match.start(), match.start(), "soft"))
    cuts += _between_predicates(low, found)
    segments: list[_Segment] = []
    start, joint = 0, "start"
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


def _segment(low: str, start: int, end: int, joint: str) -> _Segment:
    rest = re.search(r"[.?!;](?!\d)|$", low[end:])
    asked = bool(rest and rest.group() == "?")
    if asked and rest and _OK_TAG.match(low[end : end + rest.start()]):
        asked = False  # "ten thirty, does that work?" still offers
    return _Segment(start, end, joint, asked)  # type: ignore[arg-type]


def _worth_a_cut(
    low: str, start: int, at: int, cuts: list[tuple[int, int, str]], spans: list[tuple[int, int]]
) -> bool:
    """A new clause begins without a mark only between two times of one sentence."""
    sentence_ends = [cut for cut, _, kind in cuts if kind == "sentence" and cut >= at]
    until = min(sentence_ends, default=len(low))
    before = any(start <= end - 1 < at for _, end in spans)
    return before and any(at <= begin < until for begin, _ in spans)


def _between_predicates(low: str, found: list[Mention]) -> list[tuple[int, int, str]]:
    """ "Tuesday is full Wednesday at two works": a cut before the second time."""
    cuts = []
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
    if re.fullmatch(r"\W*(?:no|nope|nah)(?: sorry| sir| ma'am)?\W*", said):
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
