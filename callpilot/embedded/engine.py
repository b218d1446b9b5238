"""Engine: web, worker and beat as threads of one process, the simulators as its child.

The database is the queue of record, so nothing here has to survive: whatever is cut off
by a Ctrl-C or a kill -9 goes on from its rows at the next start.
"""

import fcntl
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from types import TracebackType
from typing import IO, Self

import httpx
import uvicorn
from celery.beat import EmbeddedService, Scheduler
from celery.worker import state as worker_state
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connections

from callpilot import adapters
from callpilot.celery import app
from callpilot.checks import missing_tables
from callpilot.errors import Refused

logger = logging.getLogger(__name__)
START_SECONDS = 30.0


class AlreadyRunning(Refused):
    """Another process runs on the same data folder."""


def bound(host: str, port: int) -> socket.socket:
    """A listening socket; raises Refused with the way out when the port is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise Refused(
            f"Port {port} on {host} cannot be used ({error.strerror}). "
            f"Stop what runs there, or choose another: PORT={port + 1}."
        ) from None
    listener.listen(256)
    return listener


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listened(port: int) -> bool:
    """Whether somebody listens on this port of ours."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class DataLock:
    """Only one engine at a time may work on a data folder; each would mend the other's calls."""

    def __init__(self) -> None:
        self.file: IO[str] | None = None

    def take(self) -> None:
        file = open(settings.DATA_DIR / "callpilot.lock", "a+")  # noqa: SIM115  kept open
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise AlreadyRunning(
                f"CallPilot already runs on {settings.DATA_DIR}. "
                "Stop it first, or set CALLPILOT_DATA to another folder."
            ) from None
        self.file = file

    def leave(self) -> None:
        if self.file is not None:
            self.file.close()
            self.file = None


class Simulators:
    """The vendors' simulators, as other people's servers should be: in a process of their own."""

    def __init__(self, *, seed: int, speed: float) -> None:
        self.seed, self.speed = seed, speed
        self.child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the child and point the vendors' addresses at it; raises Refused."""
        if listened(settings.SIMULATOR_PORT):  # by another CallPilot, perhaps
            settings.SIMULATOR_PORT = free_port()
        if not self._started(settings.SIMULATOR_PORT):
            settings.SIMULATOR_PORT = free_port()
            if not self._started(settings.SIMULATOR_PORT):
                raise Refused("The simulators ended at once; try `manage.py simulate` alone.")
        old = settings.SIMULATOR_URL
        settings.SIMULATOR_URL = f"http://127.0.0.1:{settings.SIMULATOR_PORT}"
        for name in settings.SIMULATED_ADDRESSES:
            if getattr(settings, name) == old:
                setattr(settings, name, settings.SIMULATOR_URL)

    def _started(self, port: int) -> bool:
        """Whether our own child listens there: it says so itself, once."""
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "simulate"]
        command += ["--port", str(port), "--with-parent"]
        command += ["--seed", str(self.seed), "--speed", str(self.speed)]
        environment = os.environ | {
            "OPENBLAS_NUM_THREADS": "1",
            "CALLPILOT_DATA": str(settings.DATA_DIR),
            **{name: getattr(settings, name) for name in settings.KNOWN_TO_SIMULATORS},
        }
        # A session of its own: Ctrl-C reaches us first, and we end it in order.
        self.child = subprocess.Popen(
            command, stdout=subprocess.PIPE, start_new_session=True, env=environment
        )
        assert self.child.stdout is not None
        ready = bool(self.child.stdout.readline())  # an empty line: it has ended
        if not ready:
            self.child.wait()
            self.child.stdout.close()
            self.child = None
        return ready

    def stop(self) -> None:
        if self.child is None:
            return
        self.child.terminate()
        try:
            self.child.wait(5)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        if self.child.stdout:
            self.child.stdout.close()
        self.child = None


class Worker:
    """Celery's worker and beat as threads of this process."""

    def __init__(self, concurrency: int) -> None:
        self.ready = threading.Event()
        worker_state.should_stop = worker_state.should_terminate = None
        app.finalize()
        app.set_default()
        self.controller = app.WorkController(
            pool="threads",
            concurrency=concurrency,
            hostname="embedded@localhost",
            loglevel="WARNING",
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
            ready_callback=lambda consumer: self.ready.set(),
        )
        self.thread = threading.Thread(target=self.controller.start, name="worker", daemon=True)
        # Not `worker -B`: that forks, and a forked beat has a memory broker of its own.
        # The rounds are short, so the plain Scheduler keeps them in memory.
        self.beat = EmbeddedService(app, thread=True, scheduler_cls=Scheduler)
        self.beat.name = "beat"

    def start(self) -> None:
        self.thread.start()
        if not self.ready.wait(START_SECONDS):
            raise Refused("The worker did not start in time.")
        self.beat.start()

    def stop(self, grace_seconds: float) -> bool:
        """Take nothing new; return whether all running tasks ended within the grace."""
        self.beat.service.stop(wait=False)
        worker_state.should_stop = 0
        until = time.monotonic() + grace_seconds
        while worker_state.active_requests and time.monotonic() < until:
            time.sleep(0.05)
        return not worker_state.active_requests


class Web:
    """The ASGI server in a thread, on a socket bound beforehand."""

    def __init__(self, listener: socket.socket) -> None:
        self.listener = listener
        config = uvicorn.Config(
            "callpilot.asgi:application",
            log_level="warning",
            log_config=None,  # ours strikes out tokens
            lifespan="off",
            http="callpilot.edge.heads:PromptHeads",
            ws="websockets-sansio",
            ws_max_size=64 * 1024,
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=3,
            server_header=False,
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(
            target=self.server.run, args=([listener],), name="web", daemon=True
        )

    def start(self) -> None:
        self.thread.start()
        until = time.monotonic() + START_SECONDS
        while not self.server.started:
            if time.monotonic() > until or not self.thread.is_alive():
                raise Refused("The web server did not start.")
            time.sleep(0.02)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(6)
        self.listener.close()


class Engine:
    """Everything CallPilot needs, in one process; use as a context manager."""

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        concurrency: int = 16,
        seed: int | None = None,
        speed: float | None = None,
        migrate: bool = True,
        lock: bool = True,
        prepare: Callable[[], object] = lambda: None,  # once the tables are there, before the web
    ) -> None:
        self.host, self.port, self.concurrency = host, port, concurrency
        self.migrate, self.prepare = migrate, prepare
        self.lock = DataLock() if lock else None
        self.simulators = (
            Simulators(
                seed=settings.SIMULATION_SEED if seed is None else seed,
                speed=settings.SIMULATION_SPEED if speed is None else speed,
            )
            if settings.SIMULATED
            else None
        )
        self.worker: Worker | None = None
        self.web: Web | None = None
        self.started = False

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def start(self) -> None:
        """Raises Refused (AlreadyRunning) with one clear sentence when it cannot."""
        if self.lock:
            self.lock.take()
        listener = bound(self.host, self.port)  # before migrating: a taken port changes nothing
        self._address(listener)
        try:
            if self.migrate:
                self._make_tables()
            self.prepare()
            if self.simulators:
                self.simulators.start()
            adapters.forget()
            import_module("callpilot.asgi")  # here, where it is heard when it refuses to start
            self.web = Web(listener)
            self.web.start()
            self.worker = Worker(self.concurrency)
            self.worker.start()
            self.started = True
        except BaseException:
            self.stop(grace_seconds=0)
            raise

    def _make_tables(self) -> None:
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except OperationalError:
            if words := missing_tables():
                raise Refused(words) from None
            raise

    def _address(self, listener: socket.socket) -> None:
        """Let vendors reach us where we really listen, unless an address was set."""
        self.port = int(listener.getsockname()[1])
        default = f"http://127.0.0.1:{settings.PORT}"
        if default == settings.PUBLIC_URL:
            settings.PUBLIC_URL = f"http://127.0.0.1:{self.port}"
        if default.replace("http", "ws", 1) == settings.STREAM_URL:
            settings.STREAM_URL = settings.PUBLIC_URL.replace("http", "ws", 1)
        settings.PORT = self.port

    def stop(self, grace_seconds: float = 10.0) -> bool:
        """End in order: no new tasks, no new requests, then the simulators."""
        clean = True
        if self.worker:
            clean = self.worker.stop(grace_seconds)
        if self.web:
            self.web.stop()
        if self.simulators:
            self.simulators.stop()
        if self.lock:
            self.lock.leave()
        connections.close_all()
        return clean

    def join(self, seconds: float = 15.0) -> None:
        """Wait for the worker's thread, so that another engine may start in this process."""
        if self.worker:
            self.worker.thread.join(seconds)

    def __enter__(self) -> Self:
        if not self.started:
            self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop(grace_seconds=3.0)


def answers(url: str) -> bool:
    """Whether a CallPilot answers at this address."""
    try:
        return bool(httpx.get(f"{url}/health", timeout=2).json() == {"ok": True})
    except (httpx.HTTPError, ValueError):
        return False
