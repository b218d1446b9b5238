"""The carrier's own record of every call that it accepted: to whom, answered or not, how long."""

import math
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

from callpilot.json_types import JsonObject


def _now() -> str:
    return datetime.now(UTC).isoformat()


@dataclass
class Stream:
    """A media socket of a call, from its opening to its end; "" while it is open."""

    opened_at: str = field(default_factory=_now)
    closed_at: str = ""

    def close(self) -> None:
        self.closed_at = _now()


@dataclass
class Words:
    """What a document had the carrier say. by: "application", or "carrier" for its own apology."""

    text: str
    by: str
    at: str = field(default_factory=_now)


@dataclass
class Entry:
    """seconds: simulated, from the answer. status: in the carrier's words. Moments: the wall's.

    ended_by: "callee", "document" (ours was at its end), "request" (of ours) or "carrier"; "" while
    it runs.
    """

    sid: str
    to: str
    from_: str
    accepted_at: str
    status: str = "queued"
    answered: bool = False
    seconds: int = 0
    answered_at: str = ""
    ended_at: str = ""
    ended_by: str = ""
    streams: list[Stream] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)

    def answer(self) -> None:
        self.answered, self.answered_at = True, _now()

    def end(self, status: str, seconds: int, by: str) -> None:
        self.status, self.seconds, self.ended_at, self.ended_by = status, seconds, _now(), by

    @property
    def minutes(self) -> int:
        """Billed: begun minutes, none when nobody answered."""
        return math.ceil(self.seconds / 60)


class Ledger:
    """Kept apart from the calls themselves, so that it can speak against everybody."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def accept(self, sid: str, to: str, from_: str) -> Entry:
        entry = Entry(sid, to, from_, _now())
        self.entries.append(entry)
        return entry

    def stream(self, sid: str) -> Stream:
        """A media socket that has just been opened; a call that rang us has no entry to keep it."""
        stream = Stream()
        if entry := self._entry(sid):
            entry.streams.append(stream)
        return stream

    def say(self, sid: str, text: str, by: str = "application") -> None:
        """The carrier begins to say this to whoever picked up."""
        if entry := self._entry(sid):
            entry.words.append(Words(text, by))

    def _entry(self, sid: str) -> Entry | None:
        return next((entry for entry in reversed(self.entries) if entry.sid == sid), None)

    def count(self, to: str) -> int:
        """How many calls to this number were accepted."""
        return sum(entry.to == to for entry in self.entries)

    def counts(self) -> JsonObject:
        return {
            "accepted": len(self.entries),
            "streams": sum(len(entry.streams) for entry in self.entries),
            "talking": [entry.sid for entry in self.entries if entry.status == "in-progress"],
        }

    def report(self) -> JsonObject:
        calls = [
            {("from" if key == "from_" else key): value for key, value in asdict(entry).items()}
            | {"minutes": entry.minutes}
            for entry in self.entries
        ]
        return {
            "calls": calls,
            "by_to": dict(Counter(entry.to for entry in self.entries)),
            "accepted": len(self.entries),
            "answered": sum(entry.answered for entry in self.entries),
            "minutes": sum(entry.minutes for entry in self.entries),
        }
