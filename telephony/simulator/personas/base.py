"""Callee: whoever picks up at a simulated number; text in, acts out, the same for the same seed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import ClassVar, Protocol
from zoneinfo import ZoneInfo

from telephony.simulator.personas.appointment_book import Book, Hours, chance
from telephony.simulator.personas.callee_actions import Act, HangUp, Pickup, Speak, Wait

RECEIVER_MS = 1500


@dataclass
class Desk:
    """A business as its callees know it; outlives the single call.

    now: the time it believes to be. lost: starts that went to somebody else at the last moment.
    recorded: what was said to its machine.
    """

    name: str
    service: str
    phone: str
    zone: ZoneInfo
    book: Book
    seed: int
    now: Callable[[], datetime]
    calls: int = 0
    lost: set[datetime] = field(default_factory=set)
    recorded: list[str] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.now().astimezone(self.zone).date()

    @property
    def tomorrow(self) -> date:
        return self.today + timedelta(days=1)


class Party(Protocol):
    """Whoever takes one call, as the line knows them.

    The line calls `answers` first, `greeting` once it has been picked up, `hear` with each
    utterance that came through, `idle` while nobody speaks (with the whole silence so far, in
    simulated milliseconds), `pressed` for a key, and `cut_off` with what was heard of a sentence
    that the other side talked over. After HangUp nothing more comes.
    """

    def answers(self) -> Pickup: ...

    def greeting(self) -> str | None: ...

    def hear(self, text: str) -> list[Act]: ...

    def idle(self, silent_ms: int) -> list[Act]: ...

    def pressed(self, digit: str) -> list[Act]: ...

    def cut_off(self, heard: str) -> None: ...


class Callee:
    """Somebody, or a machine, at a desk of the town: a Party that every persona is made from."""

    persona: ClassVar[str] = ""
    openness: ClassVar[float] = 0.5  # share of the book that is free
    first_opening_days: ClassVar[int] = 0  # nothing is free before so many days from now
    idle_limit_ms: ClassVar[int] = 30_000
    bookable: ClassVar[bool] = True  # a confirm call to it can succeed

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.calls += 1
        self._call_number = desk.calls
        self._picks = 0
        self.gone = False

    @classmethod
    def hours_of(cls, listed: Hours) -> Hours:
        """When its book has times at all, by the listed opening hours."""
        return listed

    def answers(self) -> Pickup:
        return Pickup("human", 2.0 + 4.0 * self.chance("ring"))

    def greeting(self) -> str | None:
        return None

    def hear(self, text: str) -> list[Act]:
        return []

    def idle(self, silent_ms: int) -> list[Act]:
        if silent_ms >= self.idle_limit_ms and not self.gone:
            return self.leave()
        return []

    def pressed(self, digit: str) -> list[Act]:
        return []

    def cut_off(self, heard: str) -> None:
        """What it was saying when the other side began to speak was heard up to `heard`."""

    # for the personas

    def leave(self, *words: str) -> list[Act]:
        """Say it, and put the receiver down as people do: a moment after the last word."""
        self.gone = True
        return [*(Speak(text) for text in words), Wait(RECEIVER_MS), HangUp()]

    def chance(self, about: str) -> float:
        return chance(self.desk.seed, self.desk.phone, self._call_number, about)

    def pick(self, *options: str) -> str:
        """One of the ways to say it; another one the next time."""
        self._picks += 1
        index = int(chance(self.desk.seed, self.desk.phone, options[0]) * len(options))
        return options[(index + self._picks) % len(options)]
