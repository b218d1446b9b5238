"""A whole deployment that may be killed part by part: the Procfile's lines, or one process."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import httpx

from callpilot.embedded.engine import free_port
from tests.chaos import evidence
from tests.chaos.evidence import Cursor, Evidence, Terms
from tests.journeys.test_modes import (
    ROOT,
    Deployment,
    answered,
    lines_of_the_procfile,
    manage,
    running,
    until,
)

SPEED = "6"
PRICES = {"PRICE_PER_MINUTE": "0.0184", "VOICE_PRICE_PER_MINUTE": "0.08"}
LIMIT_SECONDS = 240
# As short as the simulated time is fast.
DEADLINES = {
    "RING_SECONDS": "8",
    "CALL_LIMIT_SECONDS": str(LIMIT_SECONDS),
    "CARRIER_DOUBT_SECONDS": "4",
    "CARRIER_SILENCE_SECONDS": "3",
    "CARRIER_LAG_SECONDS": "5",
    "VOICE_FAILURES": "0",  # agents that were killed cost their calls, not minutes of everybody's
    # A town of few desks is called for hours.
    "MAX_CALLS_PER_NUMBER_PER_DAY": "0",
    "MAX_CALLS_PER_NUMBER_PER_WEEK": "0",
    "MAX_CALLS_PER_PERSON_PER_DAY": "0",
    "MAX_CALLS_PER_DAY": "0",
}


class Process:
    """One line of the Procfile; it may be killed, frozen, ended and started again."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], log: Path):
        self.name, self._command, self._environment, self._log = name, command, environment, log
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
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

    def signal(self, number: int) -> None:
        if self._running is not None and self.alive:
            os.killpg(self._running.pid, number)

    def kill(self) -> None:
        """As kill -9 does: nothing is put in order."""
        self.signal(signal.SIGKILL)
        if self._running is not None:
            self._running.wait()

    def end(self, patience_seconds: float = 20.0) -> None:
        """As a deploy does."""
        self.signal(signal.SIGTERM)
        if self._running is not None:
            try:
                self._running.wait(patience_seconds)
            except subprocess.TimeoutExpired:
                self.kill()


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
        """At one moment; a kill of what carries sound is written down."""
        killed = {process.name: process for process in map(self.process, names)}
        if killed.keys() & {"media", "serve"}:
            self.cuts.append(datetime.now(UTC))
        for process in killed.values():
            process.kill()

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
    """All four processes on these stores; without Redis one process. Ready when it is given."""
    with ExitStack() as stack:
        ours = Deployment(folder, "live", **DEADLINES, **PRICES, DATABASE_URL=database)
        ours.environment["PATH"] = f"{Path(sys.executable).parent}:/usr/bin:/bin"
        ours.environment["CALLS_PER_SECOND"] = "10"
        vendors = ours.vendors.rpartition(":")[2]
        simulate = [sys.executable, "manage.py", "simulate", "--port", vendors, "--speed", SPEED]
        stack.enter_context(running(simulate, ours.at_the_vendors, folder / "vendors.log"))
        until(lambda: answered(f"{ours.vendors}/simulator/ledger"))
        said = manage("provision_agent", environment=ours.environment)
        made = dict(line.split("=", 1) for line in said.splitlines() if line.startswith("ELEVEN"))
        ours.environment |= made
        commands = {"serve": f"{sys.executable} manage.py serve"}
        if redis:
            media = str(free_port())
            ours.environment |= {
                "SECRET_KEY": "a-secret-that-all-processes-share",
                "REDIS_URL": redis,
                "MEDIA_PORT": media,
                "STREAM_URL": f"ws://127.0.0.1:{media}",
            }
            commands = lines_of_the_procfile()
            del commands["release"]
        manage("migrate", "--noinput", environment=ours.environment)
        processes = {}
        for name, line in commands.items():
            command = ["sh", "-c", f"exec {line}"]
            processes[name] = Process(name, command, ours.environment, folder / f"{name}.log")
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
                process.end()


def people(ground: Ground, names: list[str], desks: list[str]) -> list[httpx.Client]:
    """Somebody for each name, with all these desks in the address book; a client for each."""
    clients = []
    for number, name in enumerate(names):
        said = manage(
            "create_person", f"person{number}@example.com", "--name", name,
            "--phone", f"+1415555013{number}", "--zone", "America/Los_Angeles", "--token", "chaos",
            environment=ground.ours.environment,
        )  # fmt: skip
        token = said.split("API token: ")[1].split()[0]
        headers = {"Authorization": f"Token {token}"}
        api = httpx.Client(base_url=f"{ground.ours.url}/api", headers=headers, timeout=30)
        for place, phone in enumerate(desks):
            entry = {"name": f"Vale Dental {place}", "phone": phone, "service": "dentist"}
            _patiently(api, "/providers", entry)
        clients.append(api)
    return clients


def _patiently(api: httpx.Client, path: str, body: dict[str, str]) -> None:
    answer = api.post(path, json=body)
    while answer.status_code == 429:
        time.sleep(1)
        answer = api.post(path, json=body)
    assert answer.status_code == 201, answer.text
