"""Our read-backs of a slot, and what the callee answers to them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from scheduling.language.mentions import Mention, resolve
from voice.evidence.agreement import ReadBack, agrees_to, named_until, states_booking
from voice.evidence.claim_ledger import ClaimLedger, Turn, cut_off
from voice.evidence.claims import too_long
from voice.evidence.further_calls import asks_whether
from voice.evidence.intents import attitude, plain
from voice.evidence.patterns import one_of
from voice.evidence.turn_reader import hear
from voice.evidence.words import answers

Kind = Literal["booked", "refused", "not_agreed"]
Hours = tuple[time, time] | None


@dataclass(frozen=True)
class Reply:
    """What the callee answered to a read-back; `upto` is the number of the deciding turn."""

    kind: Kind
    turns: tuple[int, ...]
    quote: str
    upto: int


_WHETHER_FREE = re.compile(rf"\b{one_of(answers.WHETHER_FREE)}\b")
_TO_BOOK = re.compile(rf"\b{one_of(answers.TO_BOOK)}\b")
_ASKS_FOR_YES = re.compile(rf"\b{one_of(answers.ASKS_FOR_YES)}\b")
_FILLER = re.compile(rf"^(?:{one_of(answers.FILLER)}\W*)+$")


def read_backs(
    turns: Sequence[Turn], zone: ZoneInfo, today: date, hours: Hours
) -> list[tuple[Turn, datetime]]:
    """Our turns that state one slot by weekday, date and time, and ask; each with its instant."""
    found: list[tuple[Turn, datetime]] = []
    for turn in turns:
        if turn.speaker != "agent":
            continue
        if too_long(turn.text):
            found.clear()  # it may have named another slot
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
    to_stop = False  # asked in the same breath: a lone yes may answer either
    for turn in turns:
        if not behind and turn.speaker == "agent":
            to_stop = to_stop or asks_whether(turn)
        elif not behind and turn.speaker == "callee" and turn.text.strip():
            to_stop = False
        if turn is read_back:
            behind = True
        elif behind and turn.speaker == "callee":
            if not turn.text.strip():
                continue
            if not is_waiting(turn, ledger):
                answer = _answer(turns, read_back, turn, start, ledger)
                unclear = to_stop and answer.kind == "booked"
                if unclear and not _says_which(turn, turns, read_back, start, ledger):
                    return replace(answer, kind="not_agreed")
                return answer
        elif behind and turn.speaker == "agent":
            put = ledger.put_by(turn)
            if put is not None and set(put.instants) != {start}:
                break  # a yes would answer something else by now
    return Reply("not_agreed", (read_back.number,), read_back.text, read_back.number)


def is_waiting(turn: Turn, ledger: ClaimLedger) -> bool:
    """Whether the turn only asks for a moment."""
    if too_long(turn.text) or ledger.read(turn.text):
        return False
    said = plain(turn.text)
    return attitude(said) == "hold" or _FILLER.match(said) is not None


def _answer(
    turns: Sequence[Turn], read_back: Turn, turn: Turn, start: datetime, ledger: ClaimLedger
) -> Reply:
    for each in (read_back, turn):
        hear(ledger, each)
    kind = _kind_of(turn, named_until(turns, read_back, start), ledger)
    return Reply(kind, (read_back.number, turn.number), turn.text.strip(), turn.number)


def _says_which(
    turn: Turn, turns: Sequence[Turn], read_back: Turn, start: datetime, ledger: ClaimLedger
) -> bool:
    """Whether a yes says that it is one to the booking: "you are booked", or the time itself."""
    asked = named_until(turns, read_back, start)
    named = times_in(turn, asked, ledger)
    return any(each.covers(start) for each in named) or states_booking(turn.text, named, asked)


def _kind_of(turn: Turn, asked: ReadBack, ledger: ClaimLedger) -> Kind:
    taken = ledger.kind_of(asked.start)[0] in ("refused", "revoked")
    if too_long(turn.text):
        return "refused" if taken else "not_agreed"
    named = times_in(turn, asked, ledger)
    if taken and not states_booking(turn.text, named, asked):  # "it is booked" may mean: by others
        return "refused"
    if not cut_off(turn) and agrees_to(turn.text, named, asked):
        return "booked"
    return "refused" if attitude(turn.text) == "no" else "not_agreed"


def times_in(turn: Turn, asked: ReadBack, ledger: ClaimLedger) -> list[Mention]:
    """The times that a turn names, a lone hour being one of the day that was read back."""
    return ledger.read(turn.text, asked.start.astimezone(ledger.zone).date())
