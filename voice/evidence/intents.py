"""What a callee's turn amounts to besides times: yes, no, doubt, a question, an opt-out."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from scheduling.language.date_windows import DateProblem, window
from scheduling.language.mentions import Mention, mentions
from voice.evidence.words import (
    ABUSE,
    ANSWERS_NO,
    BOOKED_FOR_US,
    CALL_BACK,
    EMERGENCY,
    FOR_CONFIRMING,
    HALF_YES,
    HARMLESS,
    HEDGE,
    HOLD,
    LONE_STOP,
    LOST,
    NO_EMERGENCY,
    NO_QUESTION,
    NOT_AGREEING,
    OPENS_QUESTION,
    OPT_OUT,
    POLITE_IF,
    PROPOSES,
    REFUSAL,
    ROUTINE,
    WEAK,
    WEBSITE,
    WELL_AFTER_NO,
    WRONG_NUMBER,
    YES,
)

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


def plain(text: str) -> str:
    """Lower case, straight apostrophes, single spaces; lengths may change."""
    return re.sub(r"\s+", " ", text.lower().replace("’", "'")).strip()


def opts_out(text: str) -> bool:
    """Whether nobody may call this number again. A plain "no time for this" does not say so."""
    said = plain(text)
    return bool(OPT_OUT.search(said) or LONE_STOP.search(said))


def wrong_number(text: str) -> bool:
    return WRONG_NUMBER.search(plain(text)) is not None


def says_no(text: str) -> bool:
    """Whether the turn opens with a no as an answer."""
    return ANSWERS_NO.search(plain(text)) is not None


def refuses(text: str) -> bool:
    """Whether it contains a refusal; "no problem" and "you're booked" are none."""
    said = BOOKED_FOR_US.sub(" ", HARMLESS.sub(" ", plain(text)))
    return REFUSAL.search(said) is not None


def hedges(text: str) -> bool:
    """Whether it stays in doubt; "if that suits you" is only polite."""
    return HEDGE.search(POLITE_IF.sub(" ", plain(text))) is not None


def asks(text: str) -> bool:
    """Whether it asks something instead of answering; "how about ten?" proposes."""
    said = plain(text)
    if NO_QUESTION.search(said):
        return False
    return any(OPENS_QUESTION.search(each.strip()) for each in re.split(r"[.?!;]", said))


def agrees(text: str) -> bool:
    """Whether it contains a clear yes."""
    said = plain(text)
    return bool(YES.search(said)) and not NOT_AGREEING.search(said) and not WEAK.match(said)


def attitude(text: str) -> Attitude:
    """What the turn as a whole amounts to, the most serious first. Never more than what is said:
    a turn that both agrees and doubts is a doubt."""
    said = plain(text)
    if opts_out(said):
        return "opt_out"
    if EMERGENCY.search(NO_EMERGENCY.sub(" ", said)):
        return "emergency"
    if ABUSE.search(said):
        return "abuse"
    if wrong_number(said):
        return "wrong_number"
    if CALL_BACK.search(said) and not FOR_CONFIRMING.search(said):
        return "call_back"
    if WEBSITE.search(said):
        return "website"
    return _answer(said)


def _answer(said: str) -> Attitude:
    said = _to_the_point(said)
    if HOLD.search(said):
        return "hold"
    if asks(said) or said.endswith("?"):
        return "none" if PROPOSES.search(said) else "question"
    no, yes = refuses(said), agrees(said)
    if hedges(said) and not re.search(r"\bi don't (?:think|believe)\b", said):
        return "hedge"
    if no:
        return "hedge" if yes and says_no(said) and WELL_AFTER_NO.search(said) else "no"
    if yes:
        return "hedge" if LOST.search(said) else "yes"
    return "hedge" if WEAK.match(said) or HALF_YES.search(said) else "none"


def _to_the_point(said: str) -> str:
    """Without "one moment" before an answer, and "what's the name?" after it."""
    sentences = re.split(r"(?<=[.?!]) ", said)
    while len(sentences) > 1 and HOLD.search(sentences[0]):
        sentences.pop(0)
    while len(sentences) > 1 and sentences[-1].endswith("?") and ROUTINE.search(sentences[-1]):
        sentences.pop()
    return " ".join(sentences)


# when to call again

_IN_A_WHILE = re.compile(
    r"\bin (?:about |around )?(?P<count>\d+|half an|an|a|one|a couple of|two|three|four|five|ten"
    r"|fifteen|twenty|thirty|forty|forty[- ]five|ninety) (?P<unit>minutes?|mins?|hours?|hrs?)\b"
)
_COUNTS = {
    "half an": 0.5, "an": 1, "a": 1, "one": 1, "a couple of": 2, "two": 2, "three": 3, "four": 4,
    "five": 5, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "forty five": 45, "forty-five": 45, "ninety": 90,
}  # fmt: skip
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
    if not CALL_BACK.search(said):
        return None
    local = now.astimezone(zone)
    if match := _IN_A_WHILE.search(said):
        count = match["count"]
        number = float(count) if count.isdecimal() else _COUNTS[count]
        minutes = number * (60 if match["unit"].startswith("h") else 1)
        return (now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(zone)
    wall = _wall_time(said, local.date(), zone, hours)
    if wall is None:
        return None
    moment = datetime.combine(*wall, zone)
    return moment if moment > now else None


def _wall_time(
    said: str, today: date, zone: ZoneInfo, hours: tuple[time, time] | None
) -> tuple[date, time] | None:
    found = mentions(said, today, zone, hours)
    days = [each.day or each.after_day for each in found if each.has_day]
    day = next((each for each in days if each), None)
    if day is None and any(each.has_day for each in found):
        return None  # a day was said, but which?
    if re.search(r"\bafter lunch\b", said):
        return day or today, AFTER_LUNCH
    for each in found:
        if each.has_clock:
            at = _clock_of(each)
            return (day or today, at) if at else None
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
