"""Which day a time belongs to when it is named without one: the callee's, or the one we asked."""

import re
from datetime import date

from scheduling.language.mentions import Mention
from scheduling.language.speak import spoken_day
from voice.evidence.claim_ledger import ClaimLedger
from voice.evidence.claims import Claim
from voice.evidence.intents import plain
from voice.evidence.patterns import one_of
from voice.evidence.words import answers

_YES_FIRST = re.compile(rf"^\W*(?:{one_of(answers.BEFORE_YES)}\W+)*{one_of(answers.YES_FIRST)}\b")
_AGREES_TO_TIME = re.compile(rf"\b{one_of(answers.AGREES_TO_TIME)}\b")


def callees_day(ledger: ClaimLedger) -> date | None:
    """The callee's own day, unless it is refused or we have spoken of another since."""
    day = ledger.day
    if day is None or day in ledger.dead_days or ledger.moved or ledger.our_days - {day}:
        return None
    return day


def our_day(ledger: ClaimLedger, mention: Mention, claim: Claim, said: str) -> date | None:
    """The day we asked about, if the callee's words take it up for this lone time."""
    if claim.stance == "offered" and len(ledger.wished_days) == 1:
        (day,) = ledger.wished_days
        if ledger.day is None or day in ledger.our_days:
            return None if day in ledger.dead_days else day
    if len(ledger.asked.days) != 1:
        return None
    (day,) = ledger.asked.days
    if ledger.day not in (None, day) and ledger.day not in ledger.dead_days:
        return None
    repeats = any(
        each.astimezone(ledger.zone).time() in mention.times for each in ledger.asked.instants
    )
    agrees = claim.stance == "offered" and _AGREES_TO_TIME.search(plain(claim.text))
    return day if _YES_FIRST.match(said) or (repeats and agrees) else None


def which_day(ledger: ClaimLedger, mention: Mention) -> str:
    """What to ask of a time without a day."""
    days = ledger.asked.days
    if len(days) == 1:
        (day,) = days
        return f"Just to be sure: is that on {spoken_day(day)}?"
    return mention.ask or "Which day would that be?"


def remember(
    ledger: ClaimLedger, turn: int, found: list[Mention], made: list[Claim], yes_to: date | None
) -> None:
    """Keep the day of the callee's turn, to which a later lone time will belong."""
    stances = {id(claim.mention): claim.stance for claim in made if claim.mention}
    for mention in found:
        if mention.has_day and stances.get(id(mention)) not in ("deadline", "aside"):
            ledger.names_day(mention.day, turn)
    if yes_to is not None:
        ledger.names_day(yes_to, turn)
