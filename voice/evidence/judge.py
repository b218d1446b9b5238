"""Did the callee really say this time? Turns in, verdicts out that name their turns; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from scheduling.language.speak import spoken
from voice.evidence.claim_ledger import ClaimLedger, Said, Turn, cut_off
from voice.evidence.intents import Attitude, attitude, call_back_at, opts_out, wrong_number
from voice.evidence.last_word import overturned_by
from voice.evidence.read_back import read_backs, reply_to
from voice.evidence.turn_reader import PLAINLY, hear

__all__ = [
    "Attitude",
    "BookingVerdict",
    "Finding",
    "Said",
    "Turn",
    "Verdict",
    "attitude",
    "call_back_at",
    "judge_booking",
    "judge_offer",
    "offers",
    "opts_out",
    "wrong_number",
]

Hours = tuple[time, time] | None


@dataclass(frozen=True)
class Verdict:
    """Whether the callee offers one instant, the turns that say so, and what to ask otherwise.

    kind: "open" is a time with two readings, "contradiction" a date that cannot be, "unsaid" a
    time the callee never named. kept_until: how long the callee promised to keep it.
    """

    kind: Literal[
        "offered",
        "refused",
        "vague",
        "no_agreement",
        "question",
        "open",
        "contradiction",
        "revoked",
        "unsaid",
    ]
    turns: tuple[int, ...] = ()
    quote: str = ""
    ask: str | None = None
    kept_until: datetime | None = None

    @property
    def proven(self) -> bool:
        return self.kind == "offered"


@dataclass(frozen=True)
class Finding:
    """A slot that the callee has offered and that still stands; start is in the callee's zone."""

    start: datetime
    turns: tuple[int, ...]
    quote: str
    kept_until: datetime | None
    verdict: Verdict


@dataclass(frozen=True)
class BookingVerdict:
    """Whether the callee booked the slot that we read back.

    kind: "not_agreed" is anything but a yes of which every clause is accounted for, "unsettled" a
    yes with something after it that is not, "unsaid" a slot that we did not read back in full.
    """

    kind: Literal["booked", "refused", "not_agreed", "unsettled", "unsaid"]
    turns: tuple[int, ...] = ()
    quote: str = ""
    ask: str | None = None

    @property
    def proven(self) -> bool:
        return self.kind == "booked"


def offers(
    turns: Iterable[Turn], zone: ZoneInfo, *, today: date, hours: Hours = None
) -> list[Finding]:
    """All slots that the callee offered and that stand after the last turn, as first named.

    today: the callee's date, in `zone`. hours: when the callee's house is open (8 to 18 if
    unknown); they decide what "7:30" may mean.
    """
    ledger = _ledger(turns, zone, today, hours)
    found = []
    for start in ledger.standing():
        verdict = _verdict(ledger, start)
        found.append(Finding(start, verdict.turns, verdict.quote, verdict.kept_until, verdict))
    return found


def judge_offer(
    turns: Iterable[Turn], start: datetime, zone: ZoneInfo, *, today: date, hours: Hours = None
) -> Verdict:
    """Whether the callee's own words offer exactly the instant `start`."""
    return _verdict(_ledger(turns, zone, today, hours), start)


def judge_booking(
    turns: Iterable[Turn],
    start: datetime,
    zone: ZoneInfo,
    *,
    today: date,
    hours: Hours = None,
    read_back_turn: int | None = None,
) -> BookingVerdict:
    """Whether the callee agreed to `start` right after we read it back, and nothing changed since.

    read_back_turn: the number of our turn that reads back; by default the last one that states a
    weekday, a date and a time, and asks.
    """
    said = list(turns)
    asked = read_backs(said, zone, today, hours)
    if read_back_turn is not None:
        asked = [each for each in asked if each[0].number == read_back_turn]
    if not asked or asked[-1][1] != start:
        earlier = any(moment == start for _, moment in asked)
        return BookingVerdict("unsettled" if earlier else "unsaid", ask=_read_back(start, zone))
    turn = asked[-1][0]
    if cut_off(turn):
        return BookingVerdict("not_agreed", (turn.number,), turn.text, _read_back(start, zone))
    reply = reply_to(said, turn, start, zone, today, hours)
    if reply.kind != "booked":
        ask = None if reply.kind == "refused" else _read_back(start, zone)
        return BookingVerdict(reply.kind, reply.turns, reply.quote, ask)
    later = overturned_by(said, reply, start, zone, today, hours)
    if later is not None:
        return BookingVerdict(
            "unsettled", (*reply.turns, later.number), later.text, _read_back(start, zone)
        )
    return BookingVerdict("booked", reply.turns, reply.quote)


def _ledger(turns: Iterable[Turn], zone: ZoneInfo, today: date, hours: Hours) -> ClaimLedger:
    ledger = ClaimLedger(zone, today, hours)
    for turn in turns:
        hear(ledger, turn)
    return ledger


def _verdict(ledger: ClaimLedger, start: datetime) -> Verdict:
    kind, note = ledger.kind_of(start)
    plainly = PLAINLY.format(when=spoken(start.astimezone(ledger.zone)))
    if kind is None or note is None:
        return Verdict("unsaid", ask=plainly)
    kept = ledger.kept_until(start) if kind == "offered" else None
    ask = plainly if note.everything and kind == "no_agreement" else note.ask
    return Verdict(kind, note.turns, note.quote, ask, kept)


def _read_back(start: datetime, zone: ZoneInfo) -> str:
    return f"So that is {spoken(start.astimezone(zone))}. Is that right?"
