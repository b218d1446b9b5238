"""One run: people, faults by a seeded plan, quiet, and the oracle's verdict with its counters."""

import json
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
SERVICES = ["dentist", "doctor", "hair_salon", "car_repair", "vet"]  # all at once, each of them
OF_A_KIND = 4  # desks that a person knows
DESKS = [f"+1{area}55501{number}" for area in (415, 510, 628) for number in range(50, 66)]
DIFFICULT = {
    3: "busy",
    5: "vague",
    7: "loses_slot",
    9: "voicemail",
    11: "no_answer",
    13: "talks_over",
    15: "hold_music",
}
PAUSE_SECONDS = (0.2, 1.5)  # between two faults
REST_SECONDS = 240.0  # until everything must have come to rest
OPEN_SECONDS = 120.0  # after the last fault; what is open then is counted
OPEN = f"campaigns open {OPEN_SECONDS:.0f} s after the last fault"
LEAST_POLITE = 0.95  # of what a kill has cut
ENOUGH_CUT = 20  # for such a share to mean anything


@dataclass
class Verdict:
    """What a run has shown."""

    seeds: str
    breaches: list[oracle.Breach]
    counters: dict[str, int]
    faults: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)  # whose moment did not come
    answers: Counter[int] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    rest_seconds: float = 0.0

    def __add__(self, other: "Verdict") -> "Verdict":
        """Both runs as one."""
        return Verdict(
            f"{self.seeds} {other.seeds}",
            self.breaches + other.breaches,
            {name: count + other.counters[name] for name, count in self.counters.items()},
            self.faults + other.faults,
            self.missed + other.missed,
            self.answers + other.answers,
            self.fates + other.fates,
            max(self.rest_seconds, other.rest_seconds),
        )

    @property
    def polite(self) -> float:
        """The share of the calls that a kill cut which went on, or ended with words of ours."""
        cut = self.counters[oracle.CUT]
        kept = self.counters[oracle.RESUMED] + self.counters[oracle.EXCUSED]
        return kept / cut if cut else 1.0

    @property
    def good(self) -> bool:
        few = self.counters[oracle.CUT] < ENOUGH_CUT
        in_time = not self.counters.get(OPEN) and (few or self.polite >= LEAST_POLITE)
        return not self.breaches and in_time

    def __str__(self) -> str:
        struck = self.faults.total()
        least = min(self.faults.values(), default=0)
        lines = [
            f"seeds {self.seeds}: {struck} faults of {len(self.faults)} kinds, each {least} times"
            " or more"
        ]
        lines += [f"{count:6}  {name}" for name, count in sorted(self.faults.items())]
        lines += [f"        not struck: {name} ({n})" for name, n in sorted(self.missed.items())]
        lines += ["", f"came to rest in {self.rest_seconds:.0f} s after the last fault"]
        lines += [f"campaigns: {dict(self.fates)}", f"answers by status: {dict(self.answers)}", ""]
        lines += [f"{count:6}  {name}" for name, count in self.counters.items()]
        lines += [f"{self.polite:6.1%}  of what was cut went on or ended with words of ours"]
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
            body = {"phone": phone, "persona": DIFFICULT.get(place % 16, "generous")}
            ground.vendors.post("/people", json=body).raise_for_status()
        stop = threading.Event()
        clients = people(ground, {name: _known_to(place) for place, name in enumerate(NAMES)})
        everybody = [
            campaigns.Person(api, service, Random(random.random()), stop)
            for api in clients
            for service in SERVICES
        ]
        for person in everybody:
            person.start()
        verdict = Verdict(str(seed), [], {})
        _faults(ground, random, seconds, verdict, say, servers=bool(redis))
        quiet_since = _quiet(ground)
        stop.set()
        for person in everybody:
            person.join(REST_SECONDS)
            verdict.answers += person.answers
            verdict.fates += person.fates
        _judge(ground, verdict, quiet_since, say)
        (folder / "ledger.json").write_text(ground.vendors.get("/ledger").text)
        (folder / "cuts.json").write_text(json.dumps([cut.isoformat() for cut in ground.cuts]))
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
    plan = faults.Plan(random, servers)
    verdict.faults, verdict.missed = plan.struck, plan.missed
    until = time.monotonic() + seconds
    began = time.monotonic()
    while time.monotonic() < until:
        kind = plan.following()
        try:
            struck = kind.strike(ground, random)
        except httpx.HTTPError:
            struck = False
        plan.note(kind, struck)
        say(f"{time.monotonic() - began:7.1f} s  {'' if struck else 'not struck: '}{kind.name}")
        time.sleep(random.uniform(*PAUSE_SECONDS))


def _known_to(place: int) -> dict[str, list[str]]:
    """By service; every two people know the same desks."""
    first = place // 2 * OF_A_KIND * len(SERVICES)
    return {
        service: DESKS[first + number * OF_A_KIND :][:OF_A_KIND]
        for number, service in enumerate(SERVICES)
    }


def _quiet(ground: Ground) -> datetime:
    """Take all faults back that have not struck; from when on there are none."""
    ground.vendors.delete("/faults")
    ground.vendors.delete("/voice/faults")
    ground.vendors.post("/clock", json={"ahead_seconds": 0})
    ground.revive()
    return datetime.now(UTC)


def _judge(
    ground: Ground, verdict: Verdict, quiet_since: datetime, say: Callable[[str], object]
) -> None:
    """Wait for rest, and have the oracle speak."""
    numbers, still_open = frozenset(DESKS), 0
    while True:
        found = ground.evidence(numbers, None)
        verdict.rest_seconds = (found.seen - quiet_since).total_seconds()
        if verdict.rest_seconds < OPEN_SECONDS:
            still_open = oracle.open_campaigns(found)
        moving = _moving(found)
        if not moving or verdict.rest_seconds > REST_SECONDS:
            break
        time.sleep(1.0)
    if moving:
        say(f"not at rest: {moving}")
        found.quiet_since = quiet_since
    verdict.breaches = oracle.breaches(found)
    verdict.counters = oracle.counters(found)
    verdict.counters[OPEN] = still_open
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
