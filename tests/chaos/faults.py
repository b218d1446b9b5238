"""The kinds of fault, and how each is brought about: by signals, at the wire, in the stores."""

import signal
import time
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from random import Random

import httpx

from tests.chaos.deployment import Ground

MOMENT_SECONDS = 20.0  # so long a moment is waited for; then the fault has not struck
DOWN_SECONDS = (0.3, 2.5)  # of a process that was killed
FROZEN_SECONDS = (1.0, 4.0)
RESTING = 8  # faults that come before one whose moment has not come is tried again
SKEW_SECONDS = 4.0  # of the carrier's clock, within what we allow it

Strike = Callable[[Ground, Random], bool]


@dataclass(frozen=True)
class Kind:
    """strike: bring it about; False when its moment has not come."""

    name: str
    strike: Strike


# --- processes -------------------------------------------------------------------------------


def _of_each(ground: Ground, random: Random, names: tuple[str, ...]) -> list[str]:
    """One process that does each of these kinds of work, whichever; of "all" every one."""
    if names == ("all",):
        return list(ground.processes)
    return [random.choice(ground.twins(name)) for name in names]


def _killed(*names: str) -> Strike:
    def strike(ground: Ground, random: Random) -> bool:
        chosen = _of_each(ground, random, names)
        if not ground.at_work(*chosen):
            return False  # what is not up yet has nothing to lose
        ground.kill(*chosen)
        time.sleep(random.uniform(*DOWN_SECONDS))
        ground.revive()
        return True

    return strike


def _wait(came: Callable[[], bool]) -> bool:
    """Whether the moment has come before patience has gone."""
    until = time.monotonic() + MOMENT_SECONDS
    while not came():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _ended(name: str) -> Strike:
    """SIGTERM, as a deploy does; the next one starts when it has gone."""

    def strike(ground: Ground, random: Random) -> bool:
        [chosen] = _of_each(ground, random, (name,))
        if not ground.at_work(chosen):
            return False
        ground.end(chosen)
        ground.revive()
        return True

    return strike


def _frozen(name: str) -> Strike:
    def strike(ground: Ground, random: Random) -> bool:
        [chosen] = _of_each(ground, random, (name,))
        ground.process(chosen).signal(signal.SIGSTOP)
        time.sleep(random.uniform(*FROZEN_SECONDS))
        ground.process(chosen).signal(signal.SIGCONT)
        return True

    return strike


# --- moments, seen in the rows and at the vendors --------------------------------------------

CLAIMED = "SELECT count(*) FROM campaigns_call WHERE status = 'dialing' AND carrier_id IS NULL"
OFFERS = "SELECT count(*) FROM campaigns_offer"
PERMITS = "SELECT count(*) FROM campaigns_booking"
CONFIRMING = (
    "SELECT count(*) FROM campaigns_call WHERE purpose = 'confirm' AND status = 'in_progress'"
)
BOOKED = "SELECT count(*) FROM scheduling_appointment"


def _rising(sql: str) -> Callable[[Ground], Callable[[], bool]]:
    """True once there are more than when it was first asked."""

    def watch(ground: Ground) -> Callable[[], bool]:
        before = ground.count(sql)
        return lambda: ground.count(sql) > before

    return watch


def _some(sql: str) -> Callable[[Ground], Callable[[], bool]]:
    return lambda ground: lambda: ground.count(sql) > 0


def _accepted(ground: Ground) -> Callable[[], bool]:
    """A dial has arrived at the carrier."""
    return _growing(ground, "accepted")


def _streaming(ground: Ground) -> Callable[[], bool]:
    """A media socket has just been opened."""
    return _growing(ground, "streams")


def _written_down(ground: Ground) -> Callable[[], bool]:
    """A desk has just booked somebody, and says so."""
    return _growing(ground, "written_down")


def _growing(ground: Ground, count: str) -> Callable[[], bool]:
    def number() -> int:
        return int(ground.vendors.get("/counts").json()[count])

    before = number()
    return lambda: number() > before


def _killed_when(
    watch: Callable[[Ground], Callable[[], bool]], *names: str, slow: str = ""
) -> Strike:
    """Kill at a moment; `slow` makes the carrier take its time, so that the moment lasts."""

    def strike(ground: Ground, random: Random) -> bool:
        if not ground.at_work(*_of_each(ground, random, names)):
            return False
        if slow:
            _order(ground, kind=slow, seconds=2)
        return _wait(watch(ground)) and _killed(*names)(ground, random)

    return strike


# --- vendors, at the wire --------------------------------------------------------------------


def _order(ground: Ground, **fields: object) -> None:
    ground.vendors.post("/faults", json={"to": "", **fields}).raise_for_status()


def _wire(
    kind: str, most: int = 1, seconds: tuple[float, float] = (0, 0), **fields: object
) -> Strike:
    def strike(ground: Ground, random: Random) -> bool:
        count = random.randint(1, most)
        _order(ground, kind=kind, count=count, seconds=random.uniform(*seconds), **fields)
        return True

    return strike


def _voice(**switches: object) -> Strike:
    def strike(ground: Ground, random: Random) -> bool:
        body = {"switches": switches, "count": random.randint(1, 2)}
        ground.vendors.post("/voice/faults", json=body).raise_for_status()
        return True

    return strike


# --- stores and clocks -----------------------------------------------------------------------


def _broker_flushed(ground: Ground, random: Random) -> bool:
    import redis

    redis.Redis.from_url(ground.redis).flushall()
    return True


def _broker_cut(ground: Ground, random: Random) -> bool:
    """Every connection to Redis is closed."""
    import redis

    server = redis.Redis.from_url(ground.redis)
    for kind in ("normal", "pubsub"):
        server.client_kill_filter(_type=kind, skipme=True)
    return True


def _sessions_cut(ground: Ground, random: Random) -> bool:
    ground.count(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    return True


def _rows_locked(ground: Ground, random: Random) -> bool:
    """Somebody sits on all calls for a while, as a careless administrator may."""
    with ground.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE campaigns_call IN SHARE ROW EXCLUSIVE MODE")
        time.sleep(random.uniform(0.5, 2.0))
        cursor.execute("ROLLBACK")
    return True


def _clock(least: float, most: float) -> Strike:
    """The carrier's clock steps; it is put right by the next step."""

    def strike(ground: Ground, random: Random) -> bool:
        body = {"ahead_seconds": random.uniform(least, most)}
        ground.vendors.post("/clock", json=body).raise_for_status()
        return True

    return strike


# --- people ----------------------------------------------------------------------------------


def _callee_hangs_up(ground: Ground, random: Random) -> bool:
    talking = ground.vendors.get("/counts").json()["talking"]
    if not talking:
        return False
    with suppress(httpx.HTTPError):
        ground.vendors.post(f"/calls/{random.choice(talking)}/hang-up", json={})
    return True


CARRIER: dict[str, Strike] = {
    "callbacks twice": _wire("callback_duplicate", 6),
    "callbacks out of order": _wire("callback_reorder", 4),
    "callbacks late": _wire("callback_delay", 4, (0.5, 6)),
    "callbacks lost": _wire("callback_drop", 4),
    "callbacks forged": _wire("callback_forged", 3),
    "carrier: too many requests": _wire("rest_429", 2, on="any"),
    "carrier: 500 after it placed": _wire("rest_500_placed"),
    "carrier: 500 before it placed": _wire("rest_500_not_placed", 2, on="any"),
    "carrier: answer lost": _wire("rest_reply_lost", on="any"),
    "carrier: slow to begin": _wire("rest_slow", 2, (0.5, 4)),
    "carrier: slow to answer": _wire("rest_answer_late", 2, (0.5, 4)),
    "carrier: answer no JSON": _wire("rest_garbled", on="any"),
    "carrier's clock ahead": _clock(0.5, SKEW_SECONDS),
    "carrier's clock behind": _clock(-SKEW_SECONDS, -0.5),
    "stream refused": _wire("stream_refuse"),
    "stream broken": _wire("stream_drop", 2, (1, 20)),
    "stream silent": _wire("stream_hang", 1, (2, 10)),
    "stream garbled": _wire("stream_garbage", 2, (0, 5)),
}
VOICE: dict[str, Strike] = {
    "voice: drops": _voice(drop_after_ms=6000),
    "voice: silent": _voice(silent_after_ms=4000),
    "voice: refuses": _voice(close_code=1002, close_reason="This request exceeds your quota."),
    "voice: queue": _voice(queue_ms=2000),
    "voice: queue full": _voice(queue_ms=1000, queue_full=True),
    "voice: no patience with tools": _voice(tool_timeout_ms=0),
    "voice: report lost": _voice(post_call_copies=0),
    "voice: report three times": _voice(post_call_copies=3),
}
PROCESSES: dict[str, Strike] = {
    "web killed": _killed("web"),
    "media killed": _killed("media"),
    "worker killed": _killed("worker"),
    "beat killed": _killed("beat"),
    "all killed": _killed("all"),
    "web ended": _ended("web"),
    "media ended": _ended("media"),
    "worker ended": _ended("worker"),
    "web frozen": _frozen("web"),
    "media frozen": _frozen("media"),
    "worker frozen": _frozen("worker"),
}
MOMENTS: dict[str, Strike] = {
    "worker killed between claim and dial": _killed_when(
        _some(CLAIMED), "worker", slow="rest_slow"
    ),
    "worker killed between dial and answer": _killed_when(
        _accepted, "worker", slow="rest_answer_late"
    ),
    "media killed as a socket opens": _killed_when(_streaming, "media"),
    "media killed at an offer": _killed_when(_rising(OFFERS), "media"),
    "web and worker killed at the permit": _killed_when(_rising(PERMITS), "web", "worker"),
    "media killed in a confirm call": _killed_when(_some(CONFIRMING), "media"),
    "media killed as the desk books": _killed_when(_written_down, "media"),
    "all killed at the appointment": _killed_when(_rising(BOOKED), "all"),
}
STORES: dict[str, Strike] = {
    "broker flushed": _broker_flushed,
    "broker connections cut": _broker_cut,
    "database sessions cut": _sessions_cut,
    "rows locked": _rows_locked,
}
PEOPLE: dict[str, Strike] = {"callee hangs up": _callee_hangs_up}


def kinds(servers: bool) -> list[Kind]:
    """All that can be brought about here; servers: PostgreSQL, Redis and four processes."""
    named = PROCESSES | MOMENTS | CARRIER | VOICE | PEOPLE | (STORES if servers else {})
    return [Kind(name, strike) for name, strike in named.items()]


class Plan:
    """Which fault comes next: one of those that have struck least, as the seed decides.

    A kind whose moment has not come lets a few others go first.
    """

    def __init__(self, random: Random, servers: bool) -> None:
        self._random, self._kinds = random, kinds(servers)
        self._resting: deque[str] = deque(maxlen=RESTING)
        self.struck: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()

    def following(self) -> Kind:
        awake = [kind for kind in self._kinds if kind.name not in self._resting]
        least = min(self.struck[kind.name] for kind in awake)
        return self._random.choice([kind for kind in awake if self.struck[kind.name] == least])

    def note(self, kind: Kind, struck: bool) -> None:
        (self.struck if struck else self.missed)[kind.name] += 1
        self._resting.append("" if struck else kind.name)
