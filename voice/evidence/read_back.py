"""Whether a booking stands: our read-back, the callee's answer to it, and what came after."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from scheduling.language.mentions import resolve
from voice.evidence.claim_ledger import ClaimLedger, Note, Turn, cut_off
from voice.evidence.claims import claims
from voice.evidence.intents import attitude, plain
from voice.evidence.patterns import one_of
from voice.evidence.prices import prices
from voice.evidence.turn_reader import hear
from voice.evidence.words import answers

Kind = Literal["booked", "refused", "not_agreed", "unsettled"]
Hours = tuple[time, time] | None


@dataclass(frozen=True)
class Reply:
    """What the callee answered to a read-back; `upto` is the number of the deciding turn."""

    kind: Kind
    turns: tuple[int, ...]
    quote: str
    upto: int


_STATES_BOOKING = re.compile(rf"\b{one_of(answers.STATES_BOOKING)}\b")
_PROVISIONAL = re.compile(rf"\b{one_of(answers.PROVISIONAL)}\b")
_CONDITION = re.compile(rf"\b{one_of(answers.CONDITION)}\b")
_NO_CONDITION = re.compile(
    rf"\b{one_of(answers.WITHOUT)}(?: an?| any)? {one_of(answers.CONDITIONS_WAIVED)}\b"
)
_WHETHER_FREE = re.compile(rf"\b{one_of(answers.WHETHER_FREE)}\b")
_TO_BOOK = re.compile(rf"\b{one_of(answers.TO_BOOK)}\b")
_STILL_TO_DO = re.compile(
    rf"\b{one_of(answers.SHALL_WE)}(?: i| we)?(?: go ahead and)? {one_of(answers.TO_PUT_DOWN)}\b"
)
_ASKS_FOR_YES = re.compile(rf"\b{one_of(answers.ASKS_FOR_YES)}\b")
_FILLER = re.compile(rf"^(?:{one_of(answers.FILLER)}\W*)+$")
_BUT = re.compile(rf"\b{one_of(answers.YES_BEFORE_BUT)}\b[ ,]*\bbut\b")


def read_backs(
    turns: Sequence[Turn], zone: ZoneInfo, today: date, hours: Hours
) -> list[tuple[Turn, datetime]]:
    """Our turns that state one slot by weekday, date and time, and ask; each with its instant."""
    found: list[tuple[Turn, datetime]] = []
    for turn in turns:
        if turn.speaker != "agent":
            continue
        ledger = ClaimLedger(zone, today, hours)
        named = [each for each in ledger.read(turn.text) if each.has_clock]
        full = [each for each in named if each.has_weekday and each.has_date]
        moments = {moment for each in named if isinstance(moment := resolve(each), datetime)}
        if not full or len(moments) != 1 or len(named) != len(full) or not _asks(turn):
            continue
        put = ledger.put_by(turn)
        if cut_off(turn) or (put and put.instants):
            found.append((turn, moments.pop()))
    return found


def _asks(turn: Turn) -> bool:
    """Whether it asks for a yes to the booking, and not only whether the slot is free."""
    said = plain(turn.text)
    last = re.split(r"(?<=[.?!;]) ", said)[-1]
    if _WHETHER_FREE.search(last) and not _TO_BOOK.search(last):
        return False
    return "?" in said or cut_off(turn) or _ASKS_FOR_YES.search(said) is not None


def reply_to(
    turns: Sequence[Turn],
    read_back: Turn,
    start: datetime,
    zone: ZoneInfo,
    today: date,
    hours: Hours,
) -> Reply:
    """The callee's answer to `read_back`: the next turn that is more than "um, let me see"."""
    ledger = ClaimLedger(zone, today, hours)
    behind = False
    for turn in turns:
        if turn is read_back:
            behind = True
        elif behind and turn.speaker == "callee":
            if not turn.text.strip():
                continue
            if not _is_waiting(turn, ledger):
                return _answer(turns, read_back, turn, start, ledger)
        elif behind and turn.speaker == "agent":
            put = ledger.put_by(turn)
            if put is not None and set(put.instants) != {start}:
                break  # a yes would answer something else by now
    return Reply("not_agreed", (read_back.number,), read_back.text, read_back.number)


def _is_waiting(turn: Turn, ledger: ClaimLedger) -> bool:
    if ledger.read(turn.text):
        return False
    said = plain(turn.text)
    return attitude(said) == "hold" or _FILLER.match(said) is not None


def _answer(
    turns: Sequence[Turn], read_back: Turn, turn: Turn, start: datetime, ledger: ClaimLedger
) -> Reply:
    for each in (read_back, turn):
        hear(ledger, each)
    kind: Kind = _agreement(turn, start, ledger)
    if kind == "booked":
        known = _prices_until(turns, read_back)
        if has_condition(turn.text) or prices(turn.text) - known:
            kind = "unsettled"
    return Reply(kind, (read_back.number, turn.number), turn.text.strip(), turn.number)


def _agreement(turn: Turn, start: datetime, ledger: ClaimLedger) -> Kind:
    about = attitude(turn.text)
    if about in ("no", "opt_out", "wrong_number"):
        return "refused"
    if ledger.kind_of(start)[0] in ("refused", "revoked"):
        return "refused"
    said = plain(turn.text)
    stated = _STATES_BOOKING.search(said) is not None
    if _STILL_TO_DO.search(said) or cut_off(turn) or _PROVISIONAL.search(said) or _BUT.search(said):
        return "not_agreed"
    if about not in ("yes", "none") or (about == "none" and not stated):
        return "not_agreed"
    found = ledger.read(turn.text, start.astimezone(ledger.zone).date())
    for claim in claims(turn.text, found):
        if claim.mention is None or claim.stance == "aside":
            continue
        if not claim.mention.covers(start) or claim.stance not in ("offered", "bare", "unclear"):
            return "not_agreed"
        if claim.mention.precision in ("contradiction", "impossible", "unclear"):
            return "not_agreed"
    return "booked"


def has_condition(text: str) -> bool:
    return _CONDITION.search(_NO_CONDITION.sub(" ", plain(text))) is not None


def _prices_until(turns: Sequence[Turn], last: Turn) -> set[int]:
    known: set[int] = set()
    for turn in turns:
        known |= prices(turn.text)
        if turn is last:
            break
    return known


def overturned_by(
    turns: Sequence[Turn],
    reply: Reply,
    start: datetime,
    zone: ZoneInfo,
    today: date,
    hours: Hours,
) -> Turn | None:
    """The first turn of the callee after the yes that changes slot, price or condition."""
    ledger = ClaimLedger(zone, today, hours)
    known: set[int] = set()
    over = False
    for turn in turns:
        before = len(ledger.notes)
        hear(ledger, turn)
        if over and turn.speaker == "callee" and turn.text.strip():
            if has_condition(turn.text) or prices(turn.text) - known:
                return turn
            for note in ledger.notes[before:]:
                if note.kind == "offered" and note.instants != {start}:
                    return turn
                if note.kind not in ("offered", "vague", "open") and note.covers(start):
                    return turn
                if note.kind != "refused" and _other_slot(note, start):
                    return turn
        known |= prices(turn.text)
        over = over or turn.number == reply.upto
    return None


def _other_slot(note: Note, start: datetime) -> bool:
    """Whether an unclear time, said after the yes, is at least not this slot's."""
    return note.mention is not None and not note.mention.covers(start)
