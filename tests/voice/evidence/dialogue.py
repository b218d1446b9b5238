"""A dialogue in one line, "C: ... / A: ...", as turns and as the ledger that has heard them."""

from datetime import date, datetime
from pathlib import Path
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


def rows(corpus: str) -> list[tuple[str, str]]:
    """What is said and what it means, of each line of a file of `corpora`."""
    lines = (Path(__file__).parent / "corpora" / corpus).read_text().splitlines()
    pairs = [line.rsplit("|", 1) for line in lines if line and not line.startswith("#")]
    return [(said.strip(), meant.strip()) for said, meant in pairs]
