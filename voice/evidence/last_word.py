"""What is said after a yes: it may leave a booking in doubt, and never makes one."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from voice.evidence.agreement import accounted_for, named_until
from voice.evidence.claim_ledger import ClaimLedger, Note, Turn
from voice.evidence.claims import too_long
from voice.evidence.read_back import Reply, is_waiting, times_in
from voice.evidence.turn_reader import hear


def overturned_by(
    turns: Sequence[Turn],
    reply: Reply,
    start: datetime,
    zone: ZoneInfo,
    today: date,
    hours: tuple[time, time] | None,
) -> Turn | None:
    """The first turn of the callee after the yes that leaves it in doubt; None if none does.

    Who asks for a moment and does not come back leaves it in doubt too.
    """
    ledger = ClaimLedger(zone, today, hours)
    before: Turn | None = None
    gone_to_look: Turn | None = None
    for turn in turns:
        notes = len(ledger.notes)
        hear(ledger, turn)
        if turn.number > reply.upto and turn.speaker == "callee" and turn.text.strip():
            if too_long(turn.text):
                return turn
            if _changes(ledger.notes[notes:], start):
                return turn
            asked = named_until(turns, before, start) if before else named_until((), turn, start)
            if is_waiting(turn, ledger):
                gone_to_look = turn
            elif not accounted_for(turn.text, times_in(turn, asked, ledger), asked):
                return turn
            else:
                gone_to_look = None
        before = turn
    return gone_to_look


def _changes(notes: Sequence[Note], start: datetime) -> bool:
    """Whether they offer another slot, take this one back, or speak of a time that is not its."""
    for note in notes:
        if note.kind == "offered" and note.instants != {start}:
            return True
        if note.kind not in ("offered", "vague", "open") and note.covers(start):
            return True
        other = note.mention is not None and not note.mention.covers(start)
        if note.kind != "refused" and other:
            return True
    return False
