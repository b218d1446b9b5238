"""What the oracle judges by: the carrier's ledger, the desks' books, our rows.

Rows come by SQL and are plain values, so that no rule of the product can excuse itself.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Protocol

Row = dict[str, object]
TABLES = {
    "campaigns": "campaigns_mandate JOIN campaigns_campaign USING (id)",
    "calls": "campaigns_call",
    "offers": "campaigns_offer",
    "bookings": "campaigns_booking",
    "events": "campaigns_event",
    "suppressions": "campaigns_suppression",
    "appointments": "scheduling_appointment",
    "holds": "scheduling_hold",
    "tool_runs": "voice_toolrun",
}


class Cursor(Protocol):
    """Of whichever database, as PEP 249 has it."""

    @property
    def description(self) -> Sequence[Sequence[object]] | None: ...

    def execute(self, sql: str, /) -> object: ...

    def fetchall(self) -> Sequence[Sequence[object]]: ...


# --- values as both databases give them ------------------------------------------------------


def moment(value: object) -> datetime | None:
    """SQLite keeps moments as text in UTC."""
    if value is None or value == "":
        return None
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def key(value: object) -> str:
    """An id, written alike wherever it comes from; "" for none."""
    return "" if value is None else str(value).replace("-", "")


def money(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def members(value: object) -> Mapping[str, object]:
    """A JSON object; some drivers have parsed it already."""
    found = json.loads(value) if isinstance(value, str) else value
    return found if isinstance(found, dict) else {}


# --- the three witnesses ---------------------------------------------------------------------


@dataclass(frozen=True)
class Stream:
    opened: datetime
    closed: datetime | None


@dataclass(frozen=True)
class Words:
    """What the carrier said to whoever picked up, `by` whose order: ours, or its own."""

    at: datetime
    by: str


@dataclass(frozen=True)
class CarrierCall:
    """A call as the carrier wrote it down; moments by the wall. ended_by: which side hung up."""

    sid: str
    to: str
    status: str
    seconds: int
    minutes: int
    accepted: datetime
    answered: datetime | None
    ended: datetime | None
    streams: tuple[Stream, ...] = ()
    words: tuple[Words, ...] = ()
    ended_by: str = ""

    def alive_at(self, when: datetime) -> bool:
        return self.accepted <= when and (self.ended is None or when < self.ended)


@dataclass(frozen=True)
class BookEntry:
    """A line in the appointment book of a desk."""

    phone: str
    caller: str
    start: datetime
    end: datetime
    booked: bool


@dataclass(frozen=True)
class Terms:
    """What was promised. numbers: all that may be rung; None: any."""

    limit_seconds: int
    price_per_minute: Decimal
    numbers: frozenset[str] | None = None
    stuck_after: timedelta = timedelta(seconds=120)
    doubt_ends_after: timedelta = timedelta(seconds=180)
    runs_on_at_most: timedelta = timedelta(seconds=60)  # at the carrier, after its end with us
    silent_at_most: timedelta = timedelta(seconds=60)  # from a broken stream to a new one, or end


@dataclass
class Evidence:
    """books: None when nobody asked the desks. quiet_since: when the last fault was over.

    cuts: moments at which a process that carried sound was killed or told to end.
    """

    calls: list[CarrierCall]
    rows: dict[str, list[Row]]
    terms: Terms
    seen: datetime
    books: list[BookEntry] | None = None
    quiet_since: datetime | None = None
    cuts: list[datetime] = field(default_factory=list)

    def by_id(self, table: str) -> dict[str, Row]:
        return {key(row["id"]): row for row in self.rows[table]}


def rows_by_sql(cursor: Cursor) -> dict[str, list[Row]]:
    """All rows of the tables that matter."""
    return {name: _all(cursor, table) for name, table in TABLES.items()}


def _all(cursor: Cursor, table: str) -> list[Row]:
    cursor.execute(f"SELECT * FROM {table}")
    names = [str(column[0]) for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def calls_of(ledger: Mapping[str, object]) -> list[CarrierCall]:
    """From the answer to GET /simulator/ledger."""
    return [_call(members(each)) for each in _list(ledger, "calls")]


def books_of(answer: Mapping[str, object]) -> list[BookEntry]:
    """From the answer to GET /simulator/books."""
    return [_entry(members(each)) for each in _list(answer, "entries")]


def _list(answer: Mapping[str, object], name: str) -> Iterable[object]:
    found = answer[name]
    assert isinstance(found, list)
    return found


def _call(told: Mapping[str, object]) -> CarrierCall:
    accepted = moment(told["accepted_at"])
    assert accepted is not None
    return CarrierCall(
        sid=str(told["sid"]),
        to=str(told["to"]),
        status=str(told["status"]),
        seconds=int(str(told["seconds"])),
        minutes=int(str(told["minutes"])),
        accepted=accepted,
        answered=moment(told["answered_at"]),
        ended=moment(told["ended_at"]),
        streams=tuple(_stream(members(each)) for each in _list(told, "streams")),
        words=tuple(_words(members(each)) for each in _list(told, "words")),
        ended_by=str(told["ended_by"]),
    )


def _words(told: Mapping[str, object]) -> Words:
    at = moment(told["at"])
    assert at is not None
    return Words(at, str(told["by"]))


def _stream(told: Mapping[str, object]) -> Stream:
    opened = moment(told["opened_at"])
    assert opened is not None
    return Stream(opened, moment(told["closed_at"]))


def _entry(told: Mapping[str, object]) -> BookEntry:
    start, end = moment(told["start"]), moment(told["end"])
    assert start is not None and end is not None
    return BookEntry(str(told["phone"]), str(told["caller"]), start, end, bool(told["booked"]))


Check = Callable[[Evidence], Iterable[str]]
