"""A dialogue in one line, "C: ... / A: ...", as turns and as the ledger that has heard them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from voice.evidence.claim_ledger import ClaimLedger, Said
from voice.evidence.turn_reader import hear

ZONE = ZoneInfo("America/New_York")
TODAY = date(2026, 11, 21)  # a Saturday


def turns_of(text: str) -> list[Said]:
    turns = []
    for number, said in enumerate(text.split(" / "), 1):
        who, _, words = said.partition(": ")
        turns.append(Said(number, {"C": "callee", "A": "agent"}[who], words))
    return turns


def ledger_of(text: str) -> ClaimLedger:
    ledger = ClaimLedger(ZONE, TODAY)
    for turn in turns_of(text):
        hear(ledger, turn)
    return ledger


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In November."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)
