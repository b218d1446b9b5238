"""One run: people, faults by a seeded plan, quiet, and the oracle's verdict with its counters."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import httpx

from tests.chaos import campaigns, faults, oracle
from tests.chaos.deployment import Ground, deployed, people
from tests.chaos.evidence import Evidence

NAMES = ["Robin Vale", "Alex Morgan", "Kim Hale", "Sam Reed"]
DESKS = [f"+141555501{number}" for number in range(50, 66)]
DIFFICULT = {
    3: "busy",
    5: "vague",
    7: "loses_slot",
    9: "voicemail",
    11: "no_answer",
    13: "talks_over",
    15: "hold_music",
}
PAUSE_SECONDS = (0.3, 2.0)  # between two faults
REST_SECONDS = 240.0  # until everything must have come to rest


@dataclass
class Verdict:
    """What a run has shown."""

    seed: int
    breaches: list[oracle.Breach]
    counters: dict[str, int]
    faults: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)  # whose moment did not come
    answers: Counter[int] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    rest_seconds: float = 0.0

    def __str__(self) -> str:
        struck = self.faults.total()
        lines = [f"seed {self.seed}: {struck} faults of {len(self.faults)} kinds"]
        lines += [f"{count:6}  {name}" for name, count in sorted(self.faults.items())]
        lines += [f"        not struck: {name} ({n})" for name, n in sorted(self.missed.items())]
        lines += ["", f"came to rest in {self.rest_seconds:.0f} s after the last fault"]
        lines += [f"campaigns: {dict(self.fates)}", f"answers by status: {dict(self.answers)}", ""]
        lines += [f"{count:6}  {name}" for name, count in self.counters.items()]
        lines += [f"BREACH  {breach}" for breach in self.breaches]
        return "\n".join(lines)


def run(
    folder: Path,
    seconds: float,
    seed: int,
    database: str,
    redis: str = "",
    say: Callable[[str], object] = print,
) -> Verdict:
    """Faults for so long, then quiet; everything random comes from the seed."""
    random = Random(seed)
    say(f"chaos: seed {seed}")
    with deployed(folder, database, redis) as ground:
        for place, phone in enumerate(DESKS):
            body = {"phone": phone, "persona": DIFFICULT.get(place, "generous")}
            ground.vendors.post("/people", json=body).raise_for_status()
        stop = threading.Event()
        clients = people(ground, NAMES, DESKS)
        everybody = [campaigns.Person(api, Random(random.random()), stop) for api in clients]
        for person in everybody:
            person.start()
        verdict = Verdict(seed, [], {})
        _faults(ground, random, seconds, verdict, say, servers=bool(redis))
        stop.set()
        for person in everybody:
            person.join(120)
            verdict.answers += person.answers
            verdict.fates += person.fates
        _judge(ground, verdict, say)
        for client in (*clients, ground.vendors):
            client.close()
    return verdict


def _faults(
    ground: Ground,
    random: Random,
    seconds: float,
    verdict: Verdict,
    say: Callable[[str], object],
    *,
    servers: bool,
) -> None:
    following = faults.plan(random, servers)
    until = time.monotonic() + seconds
    began = time.monotonic()
    while time.monotonic() < until:
        kind = following()
        try:
            struck = kind.strike(ground, random)
        except httpx.HTTPError:
            struck = False
        (verdict.faults if struck else verdict.missed)[kind.name] += 1
        say(f"{time.monotonic() - began:7.1f} s  {'' if struck else 'not struck: '}{kind.name}")
        time.sleep(random.uniform(*PAUSE_SECONDS))


def _judge(ground: Ground, verdict: Verdict, say: Callable[[str], object]) -> None:
    """Clear all faults, wait for rest, and have the oracle speak."""
    ground.vendors.delete("/faults")
    ground.vendors.delete("/voice/faults")
    ground.revive()
    quiet_since = datetime.now(UTC)
    began = time.monotonic()
    numbers = frozenset(DESKS)
    while True:
        found = ground.evidence(numbers, None)
        moving = _moving(found)
        if not moving or time.monotonic() - began > REST_SECONDS:
            break
        time.sleep(1.0)
    verdict.rest_seconds = time.monotonic() - began
    if moving:
        say(f"not at rest: {moving}")
        found.quiet_since = quiet_since
    verdict.breaches = oracle.breaches(found)
    verdict.counters = oracle.counters(found)
    verdict.counters["answers 500"] = verdict.answers[500]
    forged = ground.vendors.get("/ledger").json()["forged"]
    verdict.counters["forged webhooks let in"] = forged["let_in"]
    verdict.counters["forged webhooks refused"] = forged["refused"]


def _moving(found: Evidence) -> list[str]:
    """What is still under way, on either side."""
    moving = [call.sid for call in found.calls if call.ended is None]
    for row in found.rows["calls"]:
        live = row["status"] in oracle.LIVE
        unconcluded = row["ended_at"] is not None and row["concluded_at"] is None
        due = row["status"] == "queued" and not oracle.waits(row, found)
        if live or unconcluded or due:
            moving.append(f"{row['id']} is {row['status']}")
    for row in found.rows["bookings"]:
        if row["status"] == "confirming":
            moving.append(f"booking {row['id']} is {row['status']}")
    return moving
