"""What every test stands on: no socket leaves this machine, and an engine for whole journeys."""

import gc
import ipaddress
import itertools
import os
import re
import socket
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack

import hypothesis
import pytest
from django.conf import settings
from django.core.signals import request_started
from django.db import connection
from django.test import TransactionTestCase, override_settings
from pytest_django.plugin import DjangoDbBlocker

from callpilot.adapters import REGISTRIES
from callpilot.celery import app
from callpilot.embedded.engine import Engine
from tests.database import empty_tables
from voice.session import db_threads

# The same examples in every run, however slow the machine: what fails here fails everywhere.
# For new ones: pytest --hypothesis-profile=explore
calm = hypothesis.settings(
    deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], database=None
)
hypothesis.settings.register_profile("gate", calm, derandomize=True)
hypothesis.settings.register_profile("explore", calm, print_blob=True)
hypothesis.settings.load_profile("gate")

# People are made by the thousand here, and nobody guesses their passwords.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Where nothing is served no socket can be opened; whole journeys try it as a deployment does.
settings.STREAM_PROBE_URL = "off"

if settings.REDIS_URL and (process := os.environ.get("PYTEST_XDIST_WORKER")):
    # Each parallel process has a test database of its own, and so needs a broker of its own;
    # a suite with a name (see the Makefile) may run beside one without.
    base, _, number = settings.REDIS_URL.rpartition("/")
    beside = 8 * ("TOX_PARALLEL_ENV" in os.environ)
    url = f"{base}/{(int(number) + int(re.sub(r'[^0-9]', '', process)) + beside) % 16}"
    settings.REDIS_URL = settings.CELERY_BROKER_URL = app.conf.broker_url = url
    settings.CACHES["default"]["LOCATION"] = url
    settings.CHANNEL_LAYERS["default"]["CONFIG"]["hosts"] = [url]


DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected lives to the end: nothing of it is garbage, or looked through for any."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        asked = DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
        if not asked and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.pure)  # pytest-django lets it see no database


@pytest.fixture(scope="session", autouse=True)
def only_loopback() -> Iterator[None]:
    """A test that reaches for the internet fails at once, by name of the address."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: tuple[object, ...] | str | bytes) -> None:
        if isinstance(address, tuple) and not _loopback(str(address[0])):
            raise AssertionError(f"A test tried to reach {address[0]}.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """PostgreSQL drops a database that nobody uses: a thread may still hold its connection."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session", autouse=True)
def emptied_rather_than_made_anew() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_tables.after_test)
        yield


@pytest.fixture(scope="session", autouse=True)
def empty_broker() -> None:
    """Tasks that an earlier run left on Redis speak of rows that are gone."""
    if settings.REDIS_URL:
        import redis

        redis.Redis.from_url(settings.REDIS_URL).flushdb()


@pytest.fixture(scope="session", autouse=True)
def recordings_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is recorded here lies beside nobody's recordings."""
    folder = tmp_path_factory.mktemp("recordings")
    settings.RECORDING_SPOOL_DIR = folder / "spool"
    settings.STORAGES["recordings"]["OPTIONS"]["location"] = str(folder / "kept")


@pytest.fixture(autouse=True)
def static_files_for_browsers_alone(request: pytest.FixtureRequest) -> None:
    """Every test client is an application that would look at each of 500 files as it starts."""
    wanted = any(map(request.node.get_closest_marker, ("journey", "browser")))
    settings.SERVESTATIC_USE_FINDERS = wanted


@pytest.fixture(autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    """What a test's conversations still store is stored before its tables are emptied."""
    yield
    db_threads.drain(60.0)


@pytest.fixture
def register() -> Iterator[Callable[[str, object], None]]:
    """Puts an adapter of the test's own in the place of the one that a setting chooses."""
    with ExitStack() as stack:

        def put(setting: str, adapter: object) -> None:
            registry = REGISTRIES[setting]
            stack.enter_context(registry.registered(registry.chosen, adapter))

        yield put


@pytest.fixture
def asked(request: pytest.FixtureRequest) -> Iterator[Callable[[str], None]]:
    """Counts the requests that reach us during a test, and what it says itself; see the summary."""
    counts: Counter[str] = Counter()

    def ask(what: str) -> None:
        counts[what] += 1

    def ask_by_http(**_: object) -> None:
        ask("requests")

    request_started.connect(ask_by_http)
    yield ask
    request_started.disconnect(ask_by_http)
    request.node.user_properties.extend((f"asked: {what}", n) for what, n in counts.items())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end of a run how much was asked; each process tells it with its reports."""
    counts: Counter[str] = Counter()
    for report in itertools.chain(*terminalreporter.stats.values()):
        if isinstance(report, pytest.TestReport) and report.when == "teardown":
            for name, number in report.user_properties:
                if name.startswith("asked: ") and isinstance(number, int):
                    counts[name.removeprefix("asked: ")] += number
    if counts:
        told = ", ".join(f"{number:,} {what}" for what, number in sorted(counts.items()))
        terminalreporter.write_line(f"Asked: {told}.")


@pytest.fixture
def steady_voice() -> Iterator[None]:
    """Agents that a busy machine made late cost their calls, not five minutes of everybody's."""
    with override_settings(VOICE_FAILURES=0):
        yield


@pytest.fixture
def proven_sockets() -> Iterator[None]:
    """Nobody is rung before our own media socket has been opened, as by default."""
    with override_settings(STREAM_PROBE_URL=""):
        yield


@pytest.fixture
def engine(transactional_db: None, steady_voice: None, proven_sockets: None) -> Iterator[Engine]:
    """Web, worker, beat and simulators, on the test's database."""
    running = Engine(speed=6.0, migrate=False, lock=False, concurrency=12)
    running.start()
    yield running
    running.stop(grace_seconds=5.0)
    running.join()
