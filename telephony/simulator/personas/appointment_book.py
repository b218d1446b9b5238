"""The appointment book of a simulated business: seeded openings, pencilled and booked slots."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduling.slots import Slot

Hours = Mapping[str, Sequence[Sequence[str]]]
"""{"0": [["08:00", "17:00"]], …}; "0" is Monday, a day left out is closed."""

USUAL_HOURS: Hours = {str(day): [["09:00", "17:00"]] for day in range(5)}


def chance(*about: object) -> float:
    """A number in [0, 1) that always is the same for the same subject, in every process."""
    digest = hashlib.sha256("|".join(str(part) for part in about).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


@dataclass(frozen=True)
class Entry:
    """A slot that somebody has. caller: as the desk wrote it down."""

    slot: Slot
    caller: str
    booked: bool


class Book:
    """Which times are free at one desk, and who has which.

    Whether a time was free from the start depends on the seed and the wall clock alone, so the
    book reads the same however it is leafed through. `openness` is the share of its time that is
    free; nothing is free before `opens_on`.
    """

    def __init__(
        self,
        seed: str,
        hours: Hours,
        zone: ZoneInfo,
        *,
        openness: float = 0.5,
        step_minutes: int = 30,
        opens_on: date | None = None,
    ) -> None:
        self.seed = seed
        self.hours = hours or USUAL_HOURS
        self.zone = zone
        self.openness = openness
        self.step_minutes = step_minutes
        self.opens_on = opens_on
        self.entries: list[Entry] = []

    def is_free(self, start: datetime, minutes: int, caller: str = "") -> bool:
        """Whether `caller` could have this time; what they pencilled in stays theirs."""
        local = start.astimezone(self.zone)
        if local.minute % self.step_minutes or local.second or local.microsecond:
            return False
        if self.opens_on and local.date() < self.opens_on:
            return False
        slot = Slot.of(start, minutes)
        if not self._is_open(local, minutes):
            return False
        if any(
            entry.slot.overlaps(slot) and (entry.booked or entry.caller != caller)
            for entry in self.entries
        ):
            return False
        cells = -(-minutes // self.step_minutes)
        return all(
            self._seeded(local + timedelta(minutes=self.step_minutes * n)) for n in range(cells)
        )

    def openings(
        self, first: date, last: date, minutes: int, caller: str = ""
    ) -> Iterator[datetime]:
        """The starts of all times from `first` to `last` that `caller` could have, in order."""
        day = first
        while day <= last:
            for opens, closes in self.hours.get(str(day.weekday()), []):
                yield from self._openings_between(
                    day, time.fromisoformat(opens), time.fromisoformat(closes), minutes, caller
                )
            day += timedelta(days=1)

    def _openings_between(
        self, day: date, opens: time, closes: time, minutes: int, caller: str
    ) -> Iterator[datetime]:
        moment = datetime.combine(day, opens)
        if off := moment.minute % self.step_minutes:
            moment += timedelta(minutes=self.step_minutes - off)
        while moment + timedelta(minutes=minutes) <= datetime.combine(day, closes):
            start = moment.replace(tzinfo=self.zone)
            if self.is_free(start, minutes, caller):
                yield start
            moment += timedelta(minutes=self.step_minutes)

    def entry(self, start: datetime) -> Entry | None:
        """What stands in the book at exactly this start."""
        return next((e for e in self.entries if e.slot.start == start), None)

    def pencil(self, start: datetime, minutes: int, caller: str) -> bool:
        """Keep the time for this caller; False if somebody else has it. Again changes nothing."""
        return self._write(start, minutes, caller, booked=False)

    def book(self, start: datetime, minutes: int, caller: str) -> bool:
        """Give the time to this caller; False if somebody else has it."""
        return self._write(start, minutes, caller, booked=True)

    def release(self, start: datetime, caller: str) -> bool:
        """Free what this caller has at `start`; False if there is nothing of theirs."""
        entry = self.entry(start)
        if entry is None or entry.caller != caller:
            return False
        self.entries.remove(entry)
        return True

    def has(self, start: datetime, caller: str) -> bool:
        entry = self.entry(start)
        return entry is not None and entry.caller == caller

    def _write(self, start: datetime, minutes: int, caller: str, *, booked: bool) -> bool:
        entry = self.entry(start)
        if entry is not None:
            if entry.caller != caller:
                return False
            self.entries[self.entries.index(entry)] = Entry(
                entry.slot, caller, booked or entry.booked
            )
            return True
        if not self.is_free(start, minutes):
            return False
        self.entries.append(Entry(Slot.of(start, minutes), caller, booked))
        return True

    def _is_open(self, local: datetime, minutes: int) -> bool:
        ends = local.replace(tzinfo=None) + timedelta(minutes=minutes)
        return any(
            datetime.combine(local.date(), time.fromisoformat(opens)) <= local.replace(tzinfo=None)
            and ends <= datetime.combine(local.date(), time.fromisoformat(closes))
            for opens, closes in self.hours.get(str(local.weekday()), [])
        )

    def _seeded(self, local: datetime) -> bool:
        return chance(self.seed, local.strftime("%Y-%m-%d %H:%M")) < self.openness
