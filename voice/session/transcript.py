"""The transcript of a live call: turns in order, stored in batches by one writer."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypedDict, Unpack
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import Max

from callpilot.edge.text import storable
from callpilot.json_types import JsonObject
from campaigns.models import Call, Event
from voice.models import MAX_TEXT_LENGTH, Turn
from voice.session.db_threads import in_thread

logger = logging.getLogger(__name__)
MAX_PER_BATCH = 50
RETRY_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)
MAX_COLLISIONS = 3  # with the words of another socket of the call


@dataclass(frozen=True, slots=True)
class Spoken:
    """One turn as it will be stored; milliseconds since the call was answered."""

    number: int
    speaker: str  # a Turn.Speaker value
    text: str
    interrupted: bool = False
    started_ms: int = 0
    ended_ms: int = 0
    latency_ms: int | None = None
    known: bool = False  # there is a row of this number, and it is ours


def store(call_id: UUID, turns: list[Spoken]) -> list[int]:
    """Write new turns and rewrite known ones, each with its Event; all or none.

    Returns the numbers they have: a socket in another process, whose last words came late, may
    have used the next one already, and nobody's words replace another's.
    """
    names = set(Spoken.__slots__) - {"number", "known"}
    numbers: list[int] = []
    with transaction.atomic():
        call = Call.objects.select_related("mandate").get(pk=call_id)
        last = Turn.objects.filter(call=call).aggregate(last=Max("number"))["last"] or 0
        for spoken in turns:
            fields = {name: getattr(spoken, name) for name in names}
            ours = Turn.objects.filter(call=call, number=spoken.number, **fields)
            if spoken.known or ours.exists():  # perhaps the answer to storing it was lost
                numbers.append(spoken.number)
                Turn.objects.filter(call=call, number=spoken.number).update(**fields)
            else:
                last = max(spoken.number, last + 1)
                numbers.append(last)
                Turn.objects.create(call=call, number=last, **fields)
            Event.record(
                call.mandate,
                Event.Kind.TURN,
                call=call,
                number=numbers[-1],
                speaker=spoken.speaker,
                text=spoken.text,
                at_ms=spoken.started_ms,
                **_more(call, numbers[-1], spoken),
            )
    return numbers


def _more(call: Call, number: int, spoken: Spoken) -> JsonObject:
    """What few turns have."""
    more: JsonObject = {"interrupted": True} if spoken.interrupted else {}
    wait_ms = _wait_ms(call, number, spoken)
    return more if wait_ms is None else more | {"wait_ms": wait_ms}


def _wait_ms(call: Call, number: int, spoken: Spoken) -> int | None:
    """From the desk's last word to our first sound, as the call's page has it."""
    if spoken.speaker != Turn.Speaker.AGENT or not spoken.text:
        return None
    before = Turn.objects.filter(call=call, number__lt=number)
    before = before.filter(speaker__in=[Turn.Speaker.AGENT, Turn.Speaker.CALLEE])
    last = before.exclude(speaker=Turn.Speaker.AGENT, text="").order_by("-number").first()
    if last is None or last.speaker == Turn.Speaker.AGENT:
        return None
    return max(spoken.started_ms - last.ended_ms, 0)


class Details(TypedDict, total=False):
    """What of a turn is known when it is added, or turns out later."""

    interrupted: bool
    started_ms: int
    ended_ms: int
    latency_ms: int | None


class Transcript:
    """What was said so far. Adding never waits; storing happens behind, in order.

    When the database fails, turns wait and are tried again; sound goes on meanwhile.
    """

    def __init__(
        self,
        call_id: UUID,
        turns: list[Spoken],
        write: Callable[[UUID, list[Spoken]], list[int] | None] = store,
        retry_seconds: Sequence[float] = RETRY_SECONDS,
    ) -> None:
        self.call_id = call_id
        self.turns = turns
        self.write = write
        self.retry_seconds = retry_seconds
        self._waiting: dict[int, Spoken] = {}  # by number: only the latest text counts
        self._stored_as = {turn.number: turn.number for turn in turns}  # our number → the row's
        self._news = asyncio.Event()
        self._stored = asyncio.Event()
        self._stored.set()
        self._task: asyncio.Task[None] | None = None

    def add(self, speaker: str, text: str, **details: Unpack[Details]) -> int:
        """Append a turn; returns its number."""
        number = self.turns[-1].number + 1 if self.turns else 1
        self.turns.append(Spoken(number, speaker, storable(text[:MAX_TEXT_LENGTH]), **details))
        self._put(self.turns[-1])
        return number

    def change(self, number: int, text: str, **details: Unpack[Details]) -> None:
        """Change a turn that was added before."""
        at = next(at for at, turn in enumerate(self.turns) if turn.number == number)
        changed = replace(self.turns[at], text=storable(text[:MAX_TEXT_LENGTH]), **details)
        if changed != self.turns[at]:
            self.turns[at] = changed
            self._put(changed)

    def of(self, speaker: str) -> list[Spoken]:
        return [turn for turn in self.turns if turn.speaker == speaker]

    def _put(self, turn: Spoken) -> None:
        self._waiting[turn.number] = turn
        self._stored.clear()
        self._news.set()
        if self._task is None:
            self._task = asyncio.create_task(self._write())

    def _row(self, turn: Spoken) -> Spoken:
        """The turn by the number under which it is stored, or is to be."""
        number = self._stored_as.get(turn.number)
        return turn if number is None else replace(turn, number=number, known=True)

    async def flush(self) -> bool:
        """Wait until all turns so far are stored; False when that takes too long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(settings.DB_WAIT_SECONDS):
                await self._stored.wait()
        return self._stored.is_set()

    async def close(self) -> None:
        """Store what waits, as far as the database lets us, and stop."""
        if not await self.flush():
            logger.error("Turns of call %s could not be stored.", self.call_id)
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def _pause(self, failures: int) -> float:
        return self.retry_seconds[min(failures, len(self.retry_seconds) - 1)]

    async def _write(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            failures, at_once = 0, MAX_PER_BATCH
            while self._waiting:
                numbers = sorted(self._waiting)[:at_once]
                batch = [self._waiting[number] for number in numbers]
                try:
                    rows = await in_thread(self.write, self.call_id, [self._row(t) for t in batch])
                except (OperationalError, InterfaceError):
                    logger.warning("Turns of call %s wait for the database.", self.call_id)
                    await asyncio.sleep(self._pause(failures))
                    failures += 1
                    continue
                except Exception as error:  # waiting will not help it; the others go on
                    if isinstance(error, IntegrityError) and failures < MAX_COLLISIONS:
                        failures += 1  # another socket was quicker; now we see its words
                        continue
                    name = type(error).__name__  # its words may be those of the turn
                    logger.error("A turn of call %s cannot be stored: %s", self.call_id, name)
                    if len(batch) > 1:
                        at_once = 1
                        continue
                else:
                    self._stored_as |= zip((t.number for t in batch), rows or (), strict=False)
                at_once = MAX_PER_BATCH
                for turn in batch:
                    if self._waiting.get(turn.number) is turn:
                        del self._waiting[turn.number]
            self._stored.set()
