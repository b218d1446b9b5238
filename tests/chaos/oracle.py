"""Finds what must never happen, by the vendors' own books and the rows; trusts neither side.

Every breach has the name of its counter (`COUNTERS`); a release wants all of them at nought.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import combinations

from tests.chaos.evidence import (
    BookEntry,
    CarrierCall,
    Check,
    Evidence,
    Row,
    Terms,
    key,
    members,
    moment,
    money,
)

LIVE = {"dialing", "in_doubt", "ringing", "in_progress"}
OVER = {"confirmed", "failed", "cancelled"}
PERMITS = {"confirming", "needs_confirmation", "booked"}
LETTING_GO = {"release", "cancel"}
ENDED_AT_THE_CARRIER = {"completed", "busy", "no-answer", "failed", "canceled"}
NOTICED_WITHIN = timedelta(seconds=3)  # by the carrier, that a process of ours has gone
CUT = "streams cut by a kill"
RESUMED = "cut: the call went on over another stream"
EXCUSED = "cut: the call ended within a minute with words of ours"
HUNG_UP = "cut: the callee hung up first"
LEFT = "cut: ended without a word, or after more than a minute"
FATES = [RESUMED, EXCUSED, HUNG_UP, LEFT]


@dataclass(frozen=True)
class Breach:
    """counter: which count it belongs to."""

    counter: str
    says: str

    def __str__(self) -> str:
        return f"{self.counter}: {self.says}"


def breaches(evidence: Evidence) -> list[Breach]:
    """Everything that does not fit, of a deployment that has come to rest."""
    return [
        Breach(counter, says)
        for counter, (_, check) in COUNTERS.items()
        for says in check(evidence)
    ]


def counters(evidence: Evidence) -> dict[str, int]:
    """The counts of a run: how much there was, and how much of it went wrong."""
    found = Counter(breach.counter for breach in breaches(evidence))
    cut = cut_calls(evidence)
    return {
        "calls accepted": len(evidence.calls),
        "calls answered": sum(call.answered is not None for call in evidence.calls),
        CUT: cut.total(),
        **{fate: cut[fate] for fate in FATES},
        "campaigns": len(evidence.rows["campaigns"]),
        "campaigns whose call waits for its time": sum(
            key(row["id"]) in waiting_campaigns(evidence) and row["status"] not in OVER
            for row in evidence.rows["campaigns"]
        ),
        **{counter: found[counter] for counter in COUNTERS},
    }


# --- calls -----------------------------------------------------------------------------------


def rows_of_sids(evidence: Evidence) -> dict[str, Row]:
    rows = evidence.rows["calls"]
    return {str(row["carrier_id"]): row for row in rows if row["carrier_id"] is not None}


def _lost(evidence: Evidence) -> Iterator[str]:
    rows = rows_of_sids(evidence)
    for call in evidence.calls:
        row = rows.get(call.sid)
        if row is None:
            yield f"the carrier accepted {call.sid}, of which we know nothing"
        elif row["status"] in LIVE:
            yield f"{call.sid} is {call.status} at the carrier, and {row['status']} here for ever"
        elif row["concluded_at"] is None:
            yield f"nobody acted on the end of call {key(row['id'])}"


def _doubled(evidence: Evidence) -> Iterator[str]:
    placed = rows_of_sids(evidence)
    accepted = [placed[call.sid] for call in evidence.calls if call.sid in placed]
    tasks = Counter(_task(row) for row in accepted)
    yield from (
        f"{count} calls were placed for {task}" for task, count in tasks.items() if count > 1
    )
    by_number: dict[str, list[CarrierCall]] = defaultdict(list)
    for call in evidence.calls:
        by_number[call.to].append(call)
    for calls in by_number.values():
        for one, two in combinations(sorted(calls, key=lambda each: each.accepted), 2):
            if one.alive_at(two.accepted):
                yield f"{two.sid} rang a number that {one.sid} was still ringing"


def _task(row: Row) -> tuple[str, ...]:
    about = [key(row[name]) for name in ("campaign_id", "provider_id", "offer_id")]
    if not any(about):
        about = [key(row["id"])]  # an errand is a task of its own
    return (*about, str(row["purpose"]), str(row["attempt"]))


def _left_running(evidence: Evidence) -> Iterator[str]:
    rows = rows_of_sids(evidence)
    most_minutes = -(-evidence.terms.limit_seconds // 60)
    for call in evidence.calls:
        row = rows.get(call.sid, {})
        ended = moment(row.get("ended_at"))
        if call.status not in ENDED_AT_THE_CARRIER or call.ended is None:
            yield f"{call.sid} is still {call.status}"
        elif ended is not None and call.ended - ended > evidence.terms.runs_on_at_most:
            yield f"{call.sid} ran on for {call.ended - ended} after its end with us"
        if call.minutes > most_minutes:
            yield f"{call.sid} took {call.minutes} minutes"


def _invented_calls(evidence: Evidence) -> Iterator[str]:
    known = {call.sid: call for call in evidence.calls}
    for sid, row in rows_of_sids(evidence).items():
        if sid not in known:
            yield f"{sid} stands in our rows, and the carrier never accepted it"
        elif known[sid].to != row["to_number"]:
            yield f"{sid} rang a number that is not the call's"
    for row in evidence.rows["calls"]:
        talked = row["status"] == "completed" or row["answered_at"] is not None
        if talked and row["carrier_id"] is None:
            yield f"call {key(row['id'])} talked without a call at the carrier"


def _disagreeing(evidence: Evidence) -> Iterator[str]:
    """How the carrier's last word on a call must have ended up in our row."""
    rows = rows_of_sids(evidence)
    for call in evidence.calls:
        row = rows.get(call.sid)
        if row is None or row["status"] in LIVE or call.status not in ENDED_AT_THE_CARRIER:
            continue  # counted elsewhere
        agreeing = {"completed"} if call.status == "completed" else {"failed", "cancelled"}
        if not call.seconds:  # picked up while we hung up: either side may be right
            agreeing |= {"cancelled"}
        if row["status"] not in agreeing:
            yield f"{call.sid} is {call.status} at the carrier and {row['status']} here"


def _undecided(evidence: Evidence) -> Iterator[str]:
    for row in evidence.rows["calls"]:
        if row["status"] not in LIVE or row["carrier_id"] is not None:
            continue
        claimed = moment(row["claimed_at"])
        quiet = evidence.quiet_since or claimed
        since = max(filter(None, (claimed, quiet)), default=None)
        if since is None or evidence.seen - since > evidence.terms.doubt_ends_after:
            yield f"call {key(row['id'])} is {row['status']}, and nobody finds out why"


def _forbidden(evidence: Evidence) -> Iterator[str]:
    numbers = evidence.terms.numbers
    blocked: dict[str, list[Row]] = defaultdict(list)
    for row in evidence.rows["suppressions"]:
        blocked[str(row["phone"])].append(row)
    for call in evidence.calls:
        if numbers is not None and call.to not in numbers:
            yield f"{call.sid} rang a number that nobody may ring"
        for row in blocked[call.to]:
            since, until = moment(row["created_at"]), moment(row["lapses_at"])
            if since and since < call.accepted and (until is None or call.accepted < until):
                yield f"{call.sid} rang a number that wants to be left in peace"


def cut_calls(evidence: Evidence) -> Counter[str]:
    """What became of the streams that a kill cut, by the carrier's ledger alone."""
    return Counter(
        _fate(call, number, evidence)
        for call in evidence.calls
        for number, stream in enumerate(call.streams)
        if stream.closed is not None and _cut(stream.closed, evidence)
    )


def _cut(closed: datetime, evidence: Evidence) -> bool:
    return any(timedelta(0) <= closed - cut < NOTICED_WITHIN for cut in evidence.cuts)


def _fate(call: CarrierCall, number: int, evidence: Evidence) -> str:
    closed = call.streams[number].closed
    assert closed is not None
    until = closed + evidence.terms.silent_at_most
    if any(stream.opened <= until for stream in call.streams[number + 1 :]):
        return RESUMED
    if call.ended is None or call.ended > until:
        return LEFT
    if call.ended_by == "callee":
        return HUNG_UP
    last_word_is_ours = call.words and call.words[-1].by == "application"
    said_since = call.words and call.words[-1].at >= closed
    return EXCUSED if call.ended_by == "document" and last_word_is_ours and said_since else LEFT


def _dead_air(evidence: Evidence) -> Iterator[str]:
    """Somebody was left on the line with nobody there, whatever the reason."""
    most = evidence.terms.silent_at_most
    for call in evidence.calls:
        for number, stream in enumerate(call.streams):
            later = call.streams[number + 1].opened if number + 1 < len(call.streams) else None
            until = later or call.ended or evidence.seen
            if stream.closed is not None and until - stream.closed > most:
                yield f"{call.sid} was silent for {until - stream.closed}"


# --- campaigns and money ---------------------------------------------------------------------


def _stuck(evidence: Evidence) -> Iterator[str]:
    """At rest, a campaign that is not over offers a choice, or has a call that waits its time."""
    quiet = evidence.quiet_since
    if quiet is not None and evidence.seen - quiet < evidence.terms.stuck_after:
        return
    for row in _open(evidence):
        yield f"campaign {key(row['id'])} is {row['status']}, and nothing will ever move it"


def open_campaigns(evidence: Evidence) -> int:
    """How many neither are over, nor offer a choice, nor have a call that waits its time."""
    return len(_open(evidence))


def _open(evidence: Evidence) -> list[Row]:
    waiting = waiting_campaigns(evidence)
    return [
        row
        for row in evidence.rows["campaigns"]
        if row["status"] not in {*OVER, "ranking"} and key(row["id"]) not in waiting
    ]


def waiting_campaigns(evidence: Evidence) -> set[str]:
    return {key(row["campaign_id"]) for row in evidence.rows["calls"] if waits(row, evidence)}


def waits(row: Row, evidence: Evidence) -> bool:
    due = moment(row["due_at"])
    return row["status"] == "queued" and due is not None and due > evidence.seen


def _unexplained(evidence: Evidence) -> Iterator[str]:
    for row in evidence.rows["campaigns"]:
        if row["status"] == "failed" and not row["reason"]:
            yield f"campaign {key(row['id'])} failed without saying why"


def _overspent(evidence: Evidence) -> Iterator[str]:
    sids = {call.sid: call for call in evidence.calls}
    ours: dict[str, Decimal] = defaultdict(Decimal)
    theirs: dict[str, Decimal] = defaultdict(Decimal)
    for row in evidence.rows["calls"]:
        campaign = key(row["campaign_id"])
        cost = money(row["cost"])
        ours[campaign] += (money(row["cost_reserved"]) or Decimal(0)) if cost is None else cost
        call = sids.get(str(row["carrier_id"]))
        if call is None:
            continue
        billed = call.minutes * evidence.terms.price_per_minute
        theirs[campaign] += billed
        if cost is not None and cost < billed:
            yield f"{call.sid} took {call.minutes} minutes and cost only {cost}"
    for row in evidence.rows["campaigns"]:
        budget, campaign = money(row["budget"]) or Decimal(0), key(row["id"])
        if max(ours[campaign], theirs[campaign]) > budget:
            yield (
                f"campaign {campaign} spent {ours[campaign]} by our rows and {theirs[campaign]}"
                f" by the carrier's, of {budget}"
            )


def _gaps(evidence: Evidence) -> Iterator[str]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for row in evidence.rows["events"]:
        numbers[key(row["mandate_id"])].append(int(str(row["number"])))
    for row in evidence.rows["campaigns"]:
        found = sorted(numbers[key(row["id"])])
        if found != list(range(1, int(str(row["event_count"])) + 1)):
            yield f"the events of campaign {key(row['id'])} are numbered {found}"


# --- offers, bookings, appointments ----------------------------------------------------------


def _unheld(evidence: Evidence) -> Iterator[str]:
    campaigns, holds = evidence.by_id("campaigns"), evidence.by_id("holds")
    for row in evidence.rows["offers"]:
        start = moment(row["start"])
        assert start is not None
        over = campaigns[key(row["campaign_id"])]["status"] in OVER
        if row["status"] != "standing" or start <= evidence.seen or over:
            continue
        hold = holds.get(key(row["hold_id"]))
        if hold is None or not _stands(hold, evidence.seen):
            yield f"offer {key(row['id'])} stands, and its time is not held"
        elif any(moment(hold[edge]) != moment(row[edge]) for edge in ("start", "end")):
            yield f"offer {key(row['id'])} is held at another time"


def _stands(hold: Row, when: datetime) -> bool:
    lapses = moment(hold["lapses_at"])
    return hold["released_at"] is None and (lapses is None or lapses > when)


def _unproven(evidence: Evidence) -> Iterator[str]:
    for row in evidence.rows["offers"]:
        if row["verified"] and not members(row["evidence"]).get("quote"):
            yield f"offer {key(row['id'])} is verified without words"
    for row in evidence.rows["bookings"]:
        if row["status"] == "booked" and not members(row["evidence"]).get("quote"):
            yield f"booking {key(row['id'])} stands without anybody's yes"


def _forgotten_answers(evidence: Evidence) -> Iterator[str]:
    """What an agent was told is noted or booked stands in the rows."""
    offers = evidence.by_id("offers")
    references = {row["confirmation_ref"] for row in evidence.rows["appointments"]}
    for run in evidence.rows["tool_runs"]:
        answer = members(run["answer"])
        if not run["ok"]:
            continue
        if run["name"] == "report_slot_offer" and key(answer.get("offer_id")) not in offers:
            yield f"call {key(run['call_id'])} was told of an offer that is nowhere"
        told = run["name"] == "book_slot" and answer.get("booked")
        if told and answer.get("reference") not in references:
            yield f"call {key(run['call_id'])} was told of a booking that is nowhere"


def _double_booked(evidence: Evidence) -> Iterator[str]:
    holds = evidence.by_id("holds")
    booked = [row for row in evidence.rows["appointments"] if row["status"] == "booked"]
    dates = Counter(key(holds[key(row["hold_id"])]["wish"]) for row in booked)
    permits = Counter(
        key(row["campaign_id"]) for row in evidence.rows["bookings"] if row["status"] in PERMITS
    )
    bookings = Counter(
        key(row["campaign_id"]) for row in evidence.rows["bookings"] if row["status"] == "booked"
    )
    for row in evidence.rows["campaigns"]:
        campaign = key(row["id"])
        if permits[campaign] > 1:
            yield f"campaign {campaign} has {permits[campaign]} permits"
        if bookings[campaign] != dates[campaign]:
            yield f"campaign {campaign}: {bookings[campaign]} bookings, {dates[campaign]} dates"
        if (row["status"] == "confirmed") != bool(bookings[campaign]):
            yield f"campaign {campaign} is {row['status']}, bookings: {bookings[campaign]}"
    for one, two in combinations(booked, 2):
        if one["person_id"] == two["person_id"] and _overlap(one, two):
            yield f"appointments {key(one['id'])} and {key(two['id'])} of one person overlap"
    upright = [row for row in evidence.rows["holds"] if _stands(row, evidence.seen)]
    for one, two in combinations(upright, 2):
        rivals = one["person_id"] == two["person_id"] and key(one["wish"]) != key(two["wish"])
        if rivals and _overlap(one, two):
            yield f"holds {key(one['id'])} and {key(two['id'])} of two wishes overlap"
    for row in booked:
        hold = holds[key(row["hold_id"])]
        if hold["released_at"] is not None or hold["lapses_at"] is not None:
            yield f"appointment {key(row['id'])} does not rest on a lasting hold"


def _overlap(one: Row, two: Row) -> bool:
    edges = [moment(row[edge]) for row in (one, two) for edge in ("start", "end")]
    start, end, other_start, other_end = edges
    assert start and end and other_start and other_end
    return start < other_end and other_start < end


def _against_the_books(evidence: Evidence) -> Iterator[str]:
    """No desk has given a time twice, and none waits for somebody of whom we know nothing."""
    entries = [entry for entry in evidence.books or () if entry.booked]
    for one, two in combinations(entries, 2):
        if one.phone == two.phone and one.start < two.end and two.start < one.end:
            yield f"the desk at {one.phone[-4:]} has given {one.start} twice"
    kept = [row for row in evidence.rows["appointments"] if row["status"] != "cancelled"]
    known = {(str(row["phone"]), moment(row["start"])) for row in kept}
    ours = {"", *(str(row["contact_name"]) for row in evidence.rows["campaigns"])}
    for entry in entries:
        if entry.caller not in ours or (entry.phone, entry.start) in known:
            continue
        if not _being_told(entry, evidence):
            yield f"the desk at {entry.phone[-4:]} waits at {entry.start} for a booking we forgot"


def _being_told(entry: BookEntry, evidence: Evidence) -> bool:
    """Whether somebody has rung to let the time go, or will, or the booking is still in doubt."""
    offers = evidence.by_id("offers")
    about = {
        offer_id for offer_id, row in offers.items() if moment(row["start"]) == entry.start
    }  # at whichever desk: the calls below say which
    calls = [
        row
        for row in evidence.rows["calls"]
        if row["to_number"] == entry.phone and key(row["offer_id"]) in about
    ]
    if any(row["purpose"] in LETTING_GO for row in calls):
        return True
    in_doubt = {
        key(row["offer_id"])
        for row in evidence.rows["bookings"]
        if row["status"] in ("confirming", "needs_confirmation")
    }
    return any(key(row["offer_id"]) in in_doubt for row in calls)


def _invented_appointments(evidence: Evidence) -> Iterator[str]:
    if evidence.books is None:
        return
    written = {(entry.phone, entry.start) for entry in evidence.books if entry.booked}
    for row in evidence.rows["appointments"]:
        if row["status"] == "booked" and (str(row["phone"]), moment(row["start"])) not in written:
            yield f"appointment {key(row['id'])} stands in no desk's book"


# Each counter: what it counts, and who finds it.
COUNTERS: dict[str, tuple[str, Check]] = {
    "calls lost": ("accepted by the carrier, and no row that has ended", _lost),
    "calls doubled": ("two for one task, or two at once to one number", _doubled),
    "calls left running": ("at the carrier, after their end with us", _left_running),
    "calls invented": ("in our rows, and not at the carrier", _invented_calls),
    "calls told differently": ("ended one way there and another way here", _disagreeing),
    "calls in doubt for too long": ("nobody finds out whether they were placed", _undecided),
    "forbidden dials": ("to numbers that must not be rung", _forbidden),
    "callees left in silence": ("a stream broke, and for a minute nothing followed", _dead_air),
    "campaigns stuck": ("open, and nothing will move them", _stuck),
    "failures unexplained": ("a campaign failed without a reason", _unexplained),
    "spend over the cap": ("of a campaign, by our rows or by the carrier's", _overspent),
    "gaps in the log": ("events are numbered without gaps", _gaps),
    "offers not held": ("a standing offer whose time is free for others", _unheld),
    "claims unproven": ("an offer or booking without the callee's words", _unproven),
    "answers forgotten": ("an agent was told what no row says", _forgotten_answers),
    "double bookings": ("of a campaign or a person, in our rows", _double_booked),
    "bookings against the desks' books": ("given twice, or forgotten by us", _against_the_books),
    "appointments invented": ("ours, and in no desk's book", _invented_appointments),
}

__all__ = [
    "COUNTERS",
    "CUT",
    "EXCUSED",
    "HUNG_UP",
    "LEFT",
    "RESUMED",
    "Breach",
    "Terms",
    "breaches",
    "counters",
    "cut_calls",
    "open_campaigns",
]
