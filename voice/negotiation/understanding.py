"""What the callee's words mean to somebody who waits for a time, a yes, a price or a question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scheduling.language.mentions import Mention, mentions, resolve
from voice.evidence import judge
from voice.evidence.claims import claims, too_long
from voice.evidence.intents import attitude
from voice.evidence.patterns import one_of, within_reach
from voice.evidence.prices import prices
from voice.negotiation import words
from voice.negotiation.dialogue_state import Line
from voice.negotiation.facts import Facts

_GREETING = re.compile(one_of(words.GREETING))
_FILLER = re.compile(one_of(words.FILLER))
_DENIED = re.compile(one_of(words.DENIED))
_NOTHING_FREE = re.compile(rf"\b{one_of(words.NOTHING_FREE)}\b")
_CORRECTION = re.compile(rf"\b{one_of(words.CORRECTION)}\b")
_FIRST_DAY = re.compile(rf"\b{one_of(words.FIRST_DAY)}\b[^.?!,;]*$")
_NOTHING_BEFORE = re.compile(rf"\b{one_of(words.NOTHING_BEFORE)}\b[^.?!;]*$")
_LOST_IT = re.compile(one_of(words.LOST_IT))
_LOST = re.compile(one_of(words.LOST))
_PRACTITIONER = re.compile(rf"\bwith ({one_of(words.TITLES)}?[A-Z][a-z]+)")


@dataclass(frozen=True)
class Heard:
    """One turn of the callee. slots: certain and not denied. open: what is still to be asked."""

    text: str
    low: str
    attitude: str
    slots: tuple[datetime, ...]
    open: Mention | None
    day: date | None
    parts: tuple[Mention, ...]

    @property
    def broken(self) -> bool:
        return bool(_LOST.search(self.text))

    @property
    def greets(self) -> bool:
        return bool(_GREETING.search(self.low))

    @property
    def fills(self) -> bool:
        """Asks for a moment, says nothing else."""
        waits = self.attitude == "hold" or bool(_FILLER.search(self.low))
        return waits and not self.slots and self.open is None

    @property
    def lost_it(self) -> bool:
        return bool(_LOST_IT.search(self.low))

    @property
    def nothing_free(self) -> bool:
        return bool(_NOTHING_FREE.search(self.low))

    @property
    def asks(self) -> bool:
        return "?" in self.text


def heard(text: str, facts: Facts, context_day: date | None, before: Mention | None) -> Heard:
    """`before`: a time that was left open and that this turn may complete.

    Of whoever says too much at once no time is heard, as the judge hears none: it is asked again.
    """
    if too_long(text):
        text, found = within_reach(text), []
    else:
        found = mentions(text, facts.today, facts.zone, context_day=context_day)
    low = text.lower().replace("’", "'")
    told = claims(text, found) if found else []
    asides = [each.mention for each in told if each.stance == "aside" and each.mention]
    slots: list[datetime] = []
    open_mention: Mention | None = None
    last_end = 0
    for mention in found:
        if slots and _CORRECTION.search(low[last_end : mention.start]):
            slots.clear()
        last_end = mention.end
        if _is_denied(low, mention) or mention in asides:
            continue
        moment = resolve(mention)
        if isinstance(moment, datetime):
            slots.append(moment)
        else:
            slots += _completed(before, mention)
            open_mention = open_mention or mention
    if slots:
        open_mention = None
    days = [mention.day for mention in found if mention.day and mention.has_day]
    return Heard(
        text=text,
        low=low,
        attitude=attitude(text),
        slots=tuple(dict.fromkeys(slots)),
        open=open_mention,
        day=days[-1] if days else None,
        parts=tuple(found),
    )


def _is_denied(low: str, mention: Mention) -> bool:
    """Whether the clause that the time stands in says that it is not to be had."""
    begin = max(low.rfind(mark, 0, mention.start) for mark in (". ", "? ", "! ", "; ", " but "))
    ends = [
        at for mark in (". ", "?", "!", ";", " but ") if (at := low.find(mark, mention.end)) >= 0
    ]
    clause = low[begin + 1 : min(ends, default=len(low))]
    return bool(_DENIED.search(clause))


def _completed(before: Mention | None, now: Mention) -> list[datetime]:
    """The one instant that both mentions allow, if there is exactly one."""
    if before is None or now.precision in ("contradiction", "impossible", "unclear"):
        return []
    days = [day for day in before.days or now.days if not now.days or day in now.days]
    times = before.times or now.times
    found = [
        moment
        for day in days
        for at in times
        if now.covers(moment := datetime.combine(day, at, before.zone))
    ]
    return found if len(found) == 1 else []


def offered(lines: Sequence[Line], slot: datetime, facts: Facts) -> bool:
    """Whether the callee's own words prove the slot, by the same judge as afterwards."""
    verdict = judge.judge_offer(lines, slot, facts.zone, today=facts.today)
    return verdict.kind == "offered"


def first_day_in(said: Heard) -> date | None:
    """The day before which they say to have nothing: "The first I have is Thursday"."""
    for part in said.parts:
        if part.before_day and _NOTHING_BEFORE.search(said.low[: part.start]):
            return part.before_day
        if part.day and part.has_day and _FIRST_DAY.search(said.low[: part.start]):
            return part.day
    return None


def price_in(text: str) -> str:
    """ "95.00" of "that would be ninety five dollars"; "" unless exactly one price was said."""
    found = prices(text)
    return f"{found.pop() / 100:.2f}" if len(found) == 1 else ""


def practitioner_in(text: str) -> str:
    """The name in "that would be with Doctor Patel"."""
    match = _PRACTITIONER.search(text)
    return match.group(1) if match else ""
