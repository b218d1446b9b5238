"""A whole deployment that may be killed part by part: the Procfile's lines, or one process."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import httpx

from callpilot.embedded.engine import free_port, listened
from tests.chaos import evidence
from tests.chaos.evidence import Cursor, Evidence, Terms
from tests.journeys.test_modes import (
    ROOT,
    Deployment,
    answered,
    lines_of_the_procfile,
    manage,
    until,
)

SPEED = "1"  # faster, and an outage would seem longer to a callee than it is
PRICES = {"PRICE_PER_MINUTE": "0.0184", "VOICE_PRICE_PER_MINUTE": "0.08"}
LIMIT_SECONDS = 240
START_SECONDS = 6.0  # of a process that listens nowhere
DEADLINES = {
    "RING_SECONDS": "15",
    "CALL_LIMIT_SECONDS": str(LIMIT_SECONDS),
    "CARRIER_DOUBT_SECONDS": "4",
    "CARRIER_SILENCE_SECONDS": "3",
    "CARRIER_LAG_SECONDS": "5",
    "VOICE_FAILURES": "0",  # agents that were killed cost their calls, not minutes of everybody's
    "MAX_LIVE_CALLS": "80",
    # Few people begin many campaigns, and a town of few desks is called for hours.
    "CAMPAIGN_RATE": "1000/minute",
    "MAX_CALLS_PER_NUMBER_PER_DAY": "0",
    "MAX_CALLS_PER_NUMBER_PER_WEEK": "0",
    "MAX_CALLS_PER_PERSON_PER_DAY": "0",
    "MAX_CALLS_PER_DAY": "0",
}


class Process:
    """One line of the Procfile; it may be killed, frozen, ended and started again.

    port: where it listens; 0: nowhere.
    """

    def __init__(
        self, name: str, line: str, environment: dict[str, str], folder: Path, port: int = 0
    ) -> None:
        self.name, self._port = name, port
        self._command, self._environment = ["sh", "-c", f"exec {line}"], environment
        self._log = folder / f"{name}.log"
        self._running: subprocess.Popen[bytes] | None = None
        self._started = 0.0

    def start(self) -> None:
        self._started = time.monotonic()
        with self._log.open("ab") as said:
            self._running = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._environment,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def alive(self) -> bool:
        return self._running is not None and self._running.poll() is None

    @property
    def at_work(self) -> bool:
        """Whether it has come up, as far as can be seen from outside."""
        if self._port:
            return self.alive and listened(self._port)
        return self.alive and time.monotonic() - self._started > START_SECONDS

    def signal(self, number: int) -> None:
        if self._running is not None and self.alive:
            os.killpg(self._running.pid, number)

    def kill(self) -> None:
        """As kill -9 does: nothing is put in order."""
        self.signal(signal.SIGKILL)
        if self._running is not None:
            self._running.wait()

    def end(self, patience_seconds: float = 20.0) -> bool:
        """Ask it to, and wait; False when it is still there."""
        self.signal(signal.SIGTERM)
        if self._running is not None:
            try:
                self._running.wait(patience_seconds)
            except subprocess.TimeoutExpired:
                return False
        return True


class Ground:
    """What faults act upon: our processes, the vendors, the stores."""

    def __init__(self, ours: Deployment, processes: dict[str, Process]) -> None:
        self.ours, self.processes = ours, processes
        self.vendors = httpx.Client(base_url=f"{ours.vendors}/simulator", timeout=30)
        self.cuts: list[datetime] = []

    def process(self, name: str) -> Process:
        """Where everything runs in one process, that one."""
        return self.processes.get(name) or self.processes["serve"]

    def kill(self, *names: str) -> None:
        """At one moment."""
        killed = {process.name: process for process in map(self.process, names)}
        self._note_cut(*killed)
        for process in killed.values():
            process.kill()

    def end(self, name: str) -> None:
        """As a deploy does; what will not go is killed."""
        process = self.process(name)
        self._note_cut(process.name)
        if not process.end():
            self._note_cut(process.name)
            process.kill()

    def _note_cut(self, *names: str) -> None:
        """Write down when something went that carries sound."""
        if any(name.startswith(("media", "serve")) for name in names):
            self.cuts.append(datetime.now(UTC))

    def twins(self, name: str) -> list[str]:
        """The processes that do this work, each as good as the other."""
        return [each for each in (name, f"{name} 2") if each in self.processes] or ["serve"]

    def at_work(self, *names: str) -> bool:
        return all(self.process(name).at_work for name in names)

    def revive(self) -> None:
        """Start again whatever does not run."""
        for process in self.processes.values():
            process.signal(signal.SIGCONT)
            if not process.alive:
                process.start()

    def ready(self) -> bool:
        return answered(f"{self.ours.url}/ready")

    @property
    def database(self) -> str:
        return self.ours.environment["DATABASE_URL"]

    @property
    def redis(self) -> str:
        return self.ours.environment.get("REDIS_URL", "")

    @contextmanager
    def cursor(self) -> Iterator[Cursor]:
        """Of a connection of one's own, past everything of ours."""
        if self.database.startswith("sqlite"):
            import sqlite3

            lite = sqlite3.connect(self.database.removeprefix("sqlite:///"), timeout=30)
            try:
                yield lite.cursor()
            finally:
                lite.close()
        else:
            import psycopg

            address = self.database.replace("postgres://", "postgresql://", 1)
            with psycopg.connect(address, autocommit=True) as connection:
                yield connection.cursor()

    def count(self, sql: str) -> int:
        with self.cursor() as cursor:
            cursor.execute(sql)
            return int(str(cursor.fetchall()[0][0]))

    def evidence(self, numbers: frozenset[str], quiet_since: datetime | None) -> Evidence:
        """What everybody has written down by now."""
        price = sum(map(Decimal, PRICES.values()), Decimal(0))
        calls = evidence.calls_of(self.vendors.get("/ledger").json())
        with self.cursor() as cursor:
            if self.redis:  # all tables as they are at one moment
                cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            rows = evidence.rows_by_sql(cursor)
        return Evidence(
            calls=calls,
            rows=rows,
            terms=Terms(LIMIT_SECONDS, price, numbers),
            seen=datetime.now(UTC),
            books=evidence.books_of(self.vendors.get("/books").json()),
            quiet_since=quiet_since,
            cuts=self.cuts,
        )


@contextmanager
def deployed(folder: Path, database: str, redis: str) -> Iterator[Ground]:
    """All processes on these stores, those that carry calls twice where a proxy can lead to both;
    without Redis one process. Ready when it is given.
    """
    with ExitStack() as stack:
        ours = Deployment(folder, "live", **DEADLINES, **PRICES, DATABASE_URL=database)
        ours.environment["PATH"] = f"{Path(sys.executable).parent}:/usr/bin:/bin"
        ours.environment["CALLS_PER_SECOND"] = "10"
        vendors = ours.vendors.rpartition(":")[2]
        simulate = [sys.executable, "manage.py", "simulate", "--port", vendors, "--speed", SPEED]
        stack.enter_context(_beside("vendors", shlex.join(simulate), ours.at_the_vendors, folder))
        until(lambda: answered(f"{ours.vendors}/simulator/ledger"))
        said = manage("provision_agent", environment=ours.environment)
        made = dict(line.split("=", 1) for line in said.splitlines() if line.startswith("ELEVEN"))
        ours.environment |= made
        commands = {"serve": f"{sys.executable} manage.py serve"}
        ports = {"serve": ours.port}
        if redis:
            ports = {"web": ours.port, "media": free_port()}
            ours.environment |= {
                "SECRET_KEY": "a-secret-that-all-processes-share",
                "REDIS_URL": redis,
                "MEDIA_PORT": str(ports["media"]),
                "STREAM_URL": f"ws://127.0.0.1:{ports['media']}",
            }
            commands = lines_of_the_procfile()
            del commands["release"]
            if shutil.which("caddy"):
                commands |= {f"{name} 2": commands[name] for name in ("web", "media")}
                ports |= {name: free_port() for name in ("web", "web 2", "media 2")}
                stack.enter_context(_behind_the_proxy(ours, ports, folder))
        manage("migrate", "--noinput", environment=ours.environment)
        processes = {}
        for name, line in commands.items():
            port = ports.get(name, 0)
            where = {"PORT": str(port), "MEDIA_PORT": str(port)} if port else {}
            processes[name] = Process(name, line, ours.environment | where, folder, port)
        ground = Ground(ours, processes)
        try:
            ground.revive()
            until(ground.ready)
            yield ground
        finally:
            ground.revive()  # what is frozen hears no signal
            for process in processes.values():
                process.signal(signal.SIGTERM)
            for process in processes.values():
                if not process.end():
                    process.kill()


def _behind_the_proxy(
    ours: Deployment, ports: dict[str, int], folder: Path
) -> AbstractContextManager[None]:
    """As docs/Caddyfile has it; without TLS. What was the web process's port is the proxy's."""
    ours.environment["TRUSTED_PROXIES"] = "1"
    del ours.environment["STREAM_URL"]
    places = {
        "SITE": ours.url,
        "PLAIN_PORT": str(free_port()),
        "WEB": f"127.0.0.1:{ports['web']} 127.0.0.1:{ports['web 2']}",
        "MEDIA": f"127.0.0.1:{ports['media']} 127.0.0.1:{ports['media 2']}",
        "HOME": str(folder),
    }
    line = "caddy run --config docs/Caddyfile --adapter caddyfile"
    return _beside("caddy", line, {"PATH": os.environ["PATH"]} | places, folder)


@contextmanager
def _beside(name: str, line: str, environment: dict[str, str], folder: Path) -> Iterator[None]:
    """Something that is not ours and that no fault strikes."""
    process = Process(name, line, environment, folder)
    process.start()
    try:
        yield
        assert process.alive, (folder / f"{name}.log").read_text()
    finally:
        if not process.end():
            process.kill()


Desks = Mapping[str, list[str]]
"""Numbers, by the service that is had there."""


def people(ground: Ground, names: Mapping[str, Desks]) -> list[httpx.Client]:
    """Somebody for each name, with these desks in the address book; a client for each."""
    with ThreadPoolExecutor(2) as threads:
        made = [
            threads.submit(_person, ground, number, name, desks)
            for number, (name, desks) in enumerate(names.items())
        ]
        return [each.result() for each in made]


def _person(ground: Ground, number: int, name: str, desks: Desks) -> httpx.Client:
    said = manage(
        "create_person", f"person{number}@example.com", "--name", name,
        "--phone", f"+1415555013{number}", "--zone", "America/Los_Angeles", "--token", "chaos",
        environment=ground.ours.environment,
    )  # fmt: skip
    token = said.split("API token: ")[1].split()[0]
    headers = {"Authorization": f"Token {token}"}
    api = httpx.Client(base_url=f"{ground.ours.url}/api", headers=headers, timeout=30)
    for service, phones in desks.items():
        for phone in phones:
            entry = {"name": f"Vale {phone[-4:]}", "phone": phone, "service": service}
            _patiently(api, "/providers", entry)
    return api


def _patiently(api: httpx.Client, path: str, body: dict[str, str]) -> None:
    answer = api.post(path, json=body)
    while answer.status_code == 429:
        time.sleep(1)
        answer = api.post(path, json=body)
    assert answer.status_code == 201, answer.text
