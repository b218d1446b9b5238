"""What a callee's turn amounts to besides times: yes, no, doubt, a question, an opt-out."""

import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from scheduling.language.date_windows import DateProblem, window
from scheduling.language.from_now import completed, counted
from scheduling.language.mentions import Mention, mentions
from voice.evidence.opt_outs import forbids_calls
from voice.evidence.patterns import one_of, within_reach
from voice.evidence.words import agreement, endings
from voice.evidence.words import wrong_numbers as elsewhere

Attitude = Literal[
    "yes",
    "no",
    "hedge",  # neither yes nor no: "probably", "okay"
    "question",
    "opt_out",
    "wrong_number",
    "call_back",
    "website",
    "abuse",
    "emergency",
    "hold",  # "one moment", "let me check"
    "none",
]

_HARMLESS = re.compile(one_of(agreement.HARMLESS))
_CALL_BACK = re.compile(one_of(endings.CALL_BACK))
_FOR_CONFIRMING = re.compile(rf"\bback {one_of(endings.FOR_CONFIRMING)}")
_WEBSITE = re.compile(one_of(endings.WEBSITE))
_ABUSE = re.compile(one_of(endings.ABUSE))
_EMERGENCY = re.compile(one_of(endings.EMERGENCY))
_NO_EMERGENCY = re.compile(rf"\b{one_of(endings.NO_EMERGENCY)}\b[^.!]*")
_HOLD = re.compile(one_of(agreement.HOLD))
_REFUSAL = re.compile(one_of(agreement.REFUSAL))
_BOOKED_FOR_US = re.compile(
    rf"\b{one_of(agreement.BOOKED_FOR_US)}(?: all| now)? booked\b"
    rf"(?! {one_of(agreement.BOOKED_FOR_OTHERS)})"
)
_HEDGE = re.compile(one_of(agreement.HEDGE))
_POLITE_IF = re.compile(one_of(agreement.POLITE_IF))
_INVITES = re.compile(one_of(agreement.INVITES))
_OPENS_QUESTION = re.compile(
    rf"^(?:{one_of(agreement.BEFORE_QUESTION)}[ ,]+)*{one_of(agreement.OPENS_QUESTION)}\b"
)
_NO_QUESTION = re.compile(rf"\b{one_of(agreement.NO_QUESTION)}")
_YES = re.compile(one_of(agreement.YES))
_WEAK = re.compile(rf"^(?:{one_of(agreement.WEAK)}\W*)+$")
_NOT_AGREEING = re.compile(one_of(agreement.NOT_AGREEING))
_ANSWERS_NO = re.compile(
    rf"^(?:{one_of(agreement.BEFORE_NO)}[ ,.…]*)*(?:no|nope|nah)\b"
    rf"(?! {one_of(agreement.HARMLESS_NO)})"
)
_ROUTINE = re.compile(one_of(agreement.ROUTINE))
_LOST = re.compile(r"(?:^|\s)(?:…|\.{3})")
_PROPOSES = re.compile(rf"\b{one_of(agreement.PROPOSES)}\b")
_WELL_AFTER_NO = re.compile(rf"\bthat's {one_of(agreement.WELL_AFTER_NO)}\b")
_THINKS_NOT = re.compile(r"\bi don't (?:think|believe)\b")
_HALF_YES = re.compile(one_of(agreement.HALF_YES))


_WHAT = one_of(elsewhere.WHAT)
_HOUSE = rf"{one_of(sorted(elsewhere.HOUSES, key=len, reverse=True))}(?![\w'])"
_A_HOUSE = (
    rf"(?!the {one_of(elsewhere.PEOPLE)}\b)(?:(?:an?|any|the|your) )?{_HOUSE}"
    rf"(?! {one_of(elsewhere.OF_IT)}\b)"
)
_PRIVATE = one_of(elsewhere.PRIVATE)
_HOME = (
    r"(?:an?|my|our|some(?:body|one)'s)"
    rf" (?:{_PRIVATE} {one_of(elsewhere.HOMES)}\b|{one_of(elsewhere.HOMES_OUTRIGHT)})"
)
_SOMETIMES = rf"(?!,? {one_of(elsewhere.SOMETIMES)}\b)"
_REACHED, _WE_ARE, _NOBODY = (
    one_of(each) for each in (elsewhere.YOU_REACHED, elsewhere.WE_ARE, elsewhere.NOBODY)
)
_NOT_LOOKED_UP = "".join(f"(?<!{word} )" for word in elsewhere.LOOKS_UP)
_WAYS = (
    rf"\bwrong {_WHAT}\b",
    rf"\b{one_of(elsewhere.MISDIALLED)}",
    rf"\b{_REACHED} (?:{_HOME}|(?:an?|the) [^.?!]{{1,40}}, not (?:an?|the)\b)",
    r"\bthis (?:isn't|is not) [^.?!,]{1,40}[,;.] (?:it's|this is|it is|we're|we are) an? ",
    rf"\b{one_of(elsewhere.WE_ARE_NOT)} {_A_HOUSE}",
    rf"\bi'm not (?:an?|your) {one_of(elsewhere.NO_SUCH)}\b",
    rf"\b{_WE_ARE} an? [^.?!]{{1,30}},? not an? {_HOUSE}",
    rf"\b{_WE_ARE} {_HOME}",
    rf"\bthis is (?:my|an?) {_PRIVATE}\b.{{0,12}}\b(?:number|phone|line)\b",
    rf"\b{one_of(elsewhere.NOT_HERE)} (?:such )?{_A_HOUSE} {one_of(elsewhere.HERE)}\b{_SOMETIMES}",
    rf"(?:^|[.,!?;…—] ?)no {_A_HOUSE} here\b{_SOMETIMES}",
    rf"\bno (?:such )?{one_of(elsewhere.NO_SUCH)} (?:here )?{one_of(elsewhere.SO_NAMED)}\b",
    rf"\bno such {_HOUSE} (?:here|at this)\b",
    rf"{_NOT_LOOKED_UP}\b{_NOBODY} (?:here )?(?:by|of|with) that name\b"
    rf"(?! {one_of(elsewhere.LOOKED_UP)}\b)",
    rf"\b{_NOBODY} here (?:is )?(?:called|named)\b",
    rf"\byou(?:'re| are)? {one_of(elsewhere.SOUGHT)} (?:the|an?|that) (?:[^.?!,]{{0,30}} )?"
    rf"{_HOUSE} {one_of(elsewhere.NEARBY)}\b",
    rf"\b{one_of(elsewhere.NO_LONGER_THEIRS)}\b",
    rf"\bused to be (?:the|an?|their) {_HOUSE}",
    rf"\b{one_of(elsewhere.NEVER_HEARD)} {_HOUSE}",
)
_WRONG = re.compile("|".join(_WAYS))
_WRONG_ELSEWHERE = re.compile(
    rf"\b{one_of(elsewhere.NOTED)} (?:you |us |me |it |up )?(?:down )?(?:the |a )?wrong {_WHAT}\b"
    rf"|\bwrong {_WHAT} {one_of(elsewhere.WHERE_NOTED)}\b"
    rf"|\bwrong {_WHAT} for {one_of(elsewhere.FOR_A_THING)}\b(?! {_HOUSE})"
    rf"|(?:\bnot|n't) (?:{one_of(elsewhere.NOT_BEFORE_WRONG)} )?(?:the |a )?wrong {_WHAT}\b"
    rf"|\b{one_of(elsewhere.ASKS_BEFORE_WRONG)} (?:\w+ )?(?:the |a )?wrong {_WHAT}\b"
)
_HELPS = re.compile(rf"\b{one_of(elsewhere.HELPS)}\b")


def plain(text: str) -> str:
    """Lower case, straight apostrophes, single spaces; lengths may change."""
    return re.sub(r"\s+", " ", text.lower().replace("’", "'")).strip()


def opts_out(text: str) -> bool:
    """Whether nobody may call this number again. A plain "no time for this" does not say so."""
    return forbids_calls(plain(text))


@lru_cache(maxsize=128)
def wrong_number(text: str) -> bool:
    """Whether somebody was reached who was not meant, and who does not help all the same.

    Who gave, pressed or noted a wrong number speaks of another one. Who tells the right one, or
    books in spite of it, has not ended the call.
    """
    said = plain(within_reach(text))
    said = _WRONG_ELSEWHERE.sub(" ", re.sub(r"(?<=\w)-(?=\w)", " ", said))
    ends = [match.end() for match in _WRONG.finditer(said)]
    return bool(ends) and _HELPS.search(said, ends[-1]) is None


def says_no(text: str) -> bool:
    """Whether the turn opens with a no as an answer."""
    return _ANSWERS_NO.search(plain(text)) is not None


def refuses(text: str) -> bool:
    """Whether it contains a refusal; "no problem" and "you're booked" are none."""
    said = _BOOKED_FOR_US.sub(" ", _HARMLESS.sub(" ", plain(text)))
    return _REFUSAL.search(said) is not None


def hedges(text: str) -> bool:
    """Whether it stays in doubt; "if that suits you" is only polite."""
    return _HEDGE.search(_POLITE_IF.sub(" ", _INVITES.sub(" ", plain(text)))) is not None


def asks(text: str) -> bool:
    """Whether it asks something instead of answering; "how about ten?" proposes."""
    said = plain(text)
    if _NO_QUESTION.search(said):
        return False
    return any(_OPENS_QUESTION.search(each.strip()) for each in re.split(r"[.?!;]", said))


def agrees(text: str) -> bool:
    """Whether it contains a clear yes."""
    said = plain(text)
    return bool(_YES.search(said)) and not _NOT_AGREEING.search(said) and not _WEAK.match(said)


def attitude(text: str) -> Attitude:
    """What the turn as a whole amounts to, the most serious first. Never more than what is said:
    a turn that both agrees and doubts is a doubt."""
    said = plain(text)
    if opts_out(said):
        return "opt_out"
    said = within_reach(said)
    if _EMERGENCY.search(_NO_EMERGENCY.sub(" ", said)):
        return "emergency"
    if _ABUSE.search(said):
        return "abuse"
    if wrong_number(said):
        return "wrong_number"
    if _CALL_BACK.search(said) and not _FOR_CONFIRMING.search(said):
        return "call_back"
    if _WEBSITE.search(said):
        return "website"
    return _answer(said)


def _answer(said: str) -> Attitude:
    said = _to_the_point(said)
    if _HOLD.search(said):
        return "hold"
    if asks(said) or said.endswith("?"):
        return "none" if _PROPOSES.search(said) else "question"
    no, yes = refuses(said), agrees(said)
    if hedges(said) and not _THINKS_NOT.search(said):
        return "hedge"
    if no:
        return "hedge" if yes and says_no(said) and _WELL_AFTER_NO.search(said) else "no"
    if yes:
        return "hedge" if _LOST.search(said) else "yes"
    return "hedge" if _WEAK.match(said) or _HALF_YES.search(said) else "none"


def _to_the_point(said: str) -> str:
    """Without "one moment" before an answer, and "what's the name?" after it."""
    sentences = re.split(r"(?<=[.?!]) ", said)
    while len(sentences) > 1 and _HOLD.search(sentences[0]):
        sentences.pop(0)
    while len(sentences) > 1 and sentences[-1].endswith("?") and _ROUTINE.search(sentences[-1]):
        sentences.pop()
    return " ".join(sentences)


# when to call again

_AFTER_LUNCH = re.compile(r"\bafter lunch\b")
AFTER_LUNCH = time(13, 30)
_PART_BEGINS = {
    "morning": time(9, 30),
    "afternoon": time(14),
    "evening": time(18),
    "night": time(18),
}
_SOME_DAY = time(10)


def call_back_at(
    text: str, now: datetime, zone: ZoneInfo, hours: tuple[time, time] | None = None
) -> datetime | None:
    """When the callee asked to be called again; None when no time was said or it is not clear.

    now: an aware datetime. The answer is in `zone`, the callee's, and after `now`.
    """
    said = plain(text)
    if not _CALL_BACK.search(said):
        return None
    for each in counted(said, now, zone):
        if each.moment.timestamp() > now.timestamp():  # and not "we are busy right now"
            return each.moment
    local = now.astimezone(zone)
    wall = _wall_time(said, local, zone, hours)
    if wall is None:
        return None
    moment = datetime.combine(*wall, zone)
    return moment if moment > now else None


def _wall_time(
    said: str, now: datetime, zone: ZoneInfo, hours: tuple[time, time] | None
) -> tuple[date, time] | None:
    today = now.date()
    found = [completed(each, now) for each in mentions(said, today, zone, hours)]
    days = [each.day or each.after_day for each in found if each.has_day]
    day = next((each for each in days if each), None)
    if day is None and any(each.has_day for each in found):
        return None  # a day was said, but which?
    if _AFTER_LUNCH.search(said):
        return day or today, AFTER_LUNCH
    for each in found:
        if each.has_clock:
            at = _clock_of(each)
            return (day or each.day or today, at) if at else None
    part = next((each.day_part for each in found if each.day_part), None)
    if part:
        return day or today, _PART_BEGINS[part]
    if day:
        return day, _SOME_DAY
    try:
        first = window(said, today).first
    except DateProblem:
        return None
    return (first, _SOME_DAY) if first and first > today else None


def _clock_of(mention: Mention) -> time | None:
    if mention.time or mention.earliest or mention.latest:
        return mention.time or mention.earliest or mention.latest
    return mention.times[0] if len(mention.times) == 1 else None
