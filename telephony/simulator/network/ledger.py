"""The carrier's own record of every call that it accepted: to whom, answered or not, how long."""

import math
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from callpilot.json_types import JsonObject


@dataclass
class Entry:
    """seconds: simulated, from the answer. status: in the carrier's words."""

    sid: str
    to: str
    from_: str
    accepted_at: str
    status: str = "queued"
    answered: bool = False
    seconds: int = 0

    @property
    def minutes(self) -> int:
        """Billed: begun minutes, none when nobody answered."""
        return math.ceil(self.seconds / 60)


class Ledger:
    """Kept apart from the calls themselves, so that it can speak against everybody."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def accept(self, sid: str, to: str, from_: str) -> Entry:
        entry = Entry(sid, to, from_, datetime.now(UTC).isoformat())
        self.entries.append(entry)
        return entry

    def count(self, to: str) -> int:
        """How many calls to this number were accepted."""
        return sum(entry.to == to for entry in self.entries)

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
