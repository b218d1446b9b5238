"""Every mode starts as the README says, in one process and in four, and books an appointment.

Only keys and addresses differ from the real thing: the vendors' addresses lead to the simulators.
"""

import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

import httpx
import psycopg
import pytest
from django.conf import settings
from django.db import connection

from callpilot.embedded.engine import free_port
from callpilot.json_types import JsonObject

pytestmark = pytest.mark.journey

ROOT = Path(settings.BASE_DIR)
PATIENCE_SECONDS = 240.0
ACCOUNT = "AC" + "7" * 32
KEYS = {
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKEN": "an-invented-token",
    "TWILIO_CALLER_ID": "+14155550100",
    "ELEVENLABS_API_KEY": "an-invented-key",
}
OUR_PHONE = "+14155550101"  # of the one who rehearses
DESKS = ["+14155550102", "+14155550103"]
SETTING = re.compile(r"[A-Z_]+=")
SEEN = TypeVar("SEEN")

Environment = Mapping[str, str]


def until(look: Callable[[], SEEN], seconds: float = PATIENCE_SECONDS) -> SEEN:
    """What `look` gives once it gives something."""
    end = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < end, "not reached in time"
        time.sleep(0.3)
    return seen


def answered(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


@contextmanager
def running(command: list[str], environment: Environment, log: Path) -> Iterator[None]:
    """A process that must not end by itself, and is ended as a terminal ends it."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=dict(environment), stdout=said, stderr=subprocess.STDOUT
        )
        try:
            yield
            assert process.poll() is None, log.read_text()
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    assert "Traceback" not in log.read_text(), log.read_text()


def manage(*arguments: str, environment: Environment) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=dict(environment),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS * 3,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class Deployment:
    """Somebody's machine with their keys in it, beside vendors at addresses of their own."""

    def __init__(self, folder: Path, mode: str, **more: str) -> None:
        self.folder, self.mode = folder, mode
        self.port, vendors = free_port(), free_port()
        self.url, self.vendors = f"http://127.0.0.1:{self.port}", f"http://127.0.0.1:{vendors}"
        clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.at_the_vendors = clean | KEYS | {"CALLPILOT_DATA": str(folder / "vendors")}
        self.environment: dict[str, str] = (
            clean
            | KEYS
            | {
                "CALLPILOT_DATA": str(folder / "ours"),
                "CALLPILOT_MODE": mode,
                "PORT": str(self.port),
                "PUBLIC_URL": self.url,
                "TWILIO_API_URL": self.vendors,
                "ELEVENLABS_API_URL": self.vendors,
                "CALLING_HOURS": "any",
                "CALLS_PER_SECOND": "5",
            }
            | ({"DIRECTORY": "address_book"} if mode == "live" else {})
            | ({"TARGET_PHONE_NUMBER": OUR_PHONE} if mode == "rehearsal" else {})
            | more
        )

    def simulators(self) -> AbstractContextManager[None]:
        port = self.vendors.rpartition(":")[2]
        command = [sys.executable, "manage.py", "simulate", "--port", port, "--speed", "8"]
        return running(command, self.at_the_vendors, self.folder / "vendors.log")


def lines_of_the_procfile() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text().splitlines()
    return dict(line.split(": ", 1) for line in lines)


@contextmanager
def redis() -> Iterator[str]:
    """A Redis of its own: tasks and news of other tests are none of ours."""
    if shutil.which("redis-server") is None:
        pytest.skip("No redis-server is installed.")
    port = free_port()
    server = subprocess.Popen(
        ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """A database of its own, on the server of DATABASE_URL; SQLite without."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'shared.sqlite3'}"
        return
    base, _, _name = os.environ["DATABASE_URL"].rpartition("/")
    name = f"callpilot_{secrets.token_hex(6)}"
    with psycopg.connect(f"{base}/postgres".replace("postgres://", "postgresql://", 1)) as server:
        server.autocommit = True
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{base}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def book(ours: Deployment) -> JsonObject:
    """The campaign of somebody who has just been created, once an appointment stands."""
    said = manage(
        "create_person", "robin@example.com", "--name", "Robin Vale", "--phone", "+14155550123",
        "--zone", "America/Los_Angeles", "--token", "journey", environment=ours.environment,
    )  # fmt: skip
    token = said.split("API token: ")[1].split()[0]
    headers = {"Authorization": f"Token {token}"}
    with httpx.Client(base_url=f"{ours.url}/api", headers=headers, timeout=60) as api:
        if ours.mode == "live":
            for number, phone in enumerate(DESKS):
                entry = {"name": f"Vale Dental {number}", "phone": phone, "service": "dentist"}
                assert api.post("/providers", json=entry).status_code == 201
        wish = {"request": "dentist next week in San Francisco", "max_providers": 2}
        answer = api.post("/campaigns", json=wish)
        assert answer.status_code == 202, answer.text
        path = f"/campaigns/{answer.json()['campaign_id']}"
        seen = until(lambda: (c := api.get(path).json())["status"] != "running" and c)
        assert seen["ranked"], seen
        api.post(f"{path}/confirm", json={"offer_id": seen["ranked"][0]["offer_id"]})
        return until(lambda: (c := api.get(path).json())["state"] != "confirming" and c)


def by_commands(ours: Deployment) -> str:
    """What the terminal says of a campaign and of one call, both of the server that runs."""
    user = ("--user", "robin@example.com")
    wish = "dentist in two weeks in San Francisco"
    told = manage("run_campaign", wish, "--providers", "1", *user, environment=ours.environment)
    return told + manage("place_test_call", DESKS[0], *user, environment=ours.environment)


def dialled(ours: Deployment) -> set[str]:
    ledger = httpx.get(f"{ours.vendors}/simulator/ledger", timeout=30).json()
    return set(ledger["by_to"])


def make_the_agent(ours: Deployment) -> None:
    """As the README says: the command prints the lines to put into `.env`."""
    until(lambda: answered(f"{ours.vendors}/simulator/ledger"))
    seat_friendly_people(ours)
    said = manage("provision_agent", environment=ours.environment)
    made = dict(line.split("=", 1) for line in said.splitlines() if SETTING.match(line))
    tools_at_addresses = ours.environment.get("ELEVENLABS_TOOLS") == "webhook"
    secrets_of_ours = ["TOOL_SECRET"] if tools_at_addresses else []
    expected = [*secrets_of_ours, "ELEVENLABS_WEBHOOK_SECRET", "ELEVENLABS_AGENT_ID"]
    assert list(made) == expected, said
    ours.environment |= made
    assert "nothing to change" in manage("provision_agent", environment=ours.environment)


def seat_friendly_people(ours: Deployment) -> None:
    for phone in (OUR_PHONE, *DESKS):
        body = {"phone": phone, "persona": "generous"}
        httpx.post(f"{ours.vendors}/simulator/people", json=body, timeout=30).raise_for_status()


def expected_numbers(mode: str) -> set[str]:
    return {OUR_PHONE} if mode == "rehearsal" else set(DESKS)


@pytest.mark.own_rows
@pytest.mark.parametrize(("mode", "tools"), [("rehearsal", "client"), ("live", "webhook")])
def test_one_process_books_with_keys_and_addresses_alone(
    tmp_path: Path, mode: str, tools: str
) -> None:
    ours = Deployment(tmp_path, mode, ELEVENLABS_TOOLS=tools)
    serve = [sys.executable, "manage.py", "serve"]

    with ExitStack() as stack:
        stack.enter_context(ours.simulators())
        make_the_agent(ours)
        manage("migrate", environment=ours.environment)
        stack.enter_context(running(serve, ours.environment, tmp_path / "serve.log"))
        until(lambda: answered(f"{ours.url}/ready"))
        assert "fix" not in manage("doctor", environment=ours.environment)
        campaign = book(ours)
        told = by_commands(ours)
        rung = dialled(ours)
        asked = httpx.get(f"{ours.vendors}/simulator/voice", timeout=30).json()["conversations"]

    assert campaign["confirmed"], campaign
    where = {"client": "tools", "webhook": "requested"}  # over the socket, or at our addresses
    assert {kind for kind in where if any(each[where[kind]] for each in asked)} == {tools}
    assert "Using the CallPilot that runs already." in told
    assert rung == expected_numbers(mode)


@pytest.mark.parametrize("mode", ["rehearsal", "live"])
def test_four_processes_book_with_keys_and_addresses_alone(tmp_path: Path, mode: str) -> None:
    """The lines of the Procfile, word by word; in live mode the web line with two workers."""
    lines, media_port = lines_of_the_procfile(), free_port()
    with ExitStack() as stack:
        ours = Deployment(
            tmp_path,
            mode,
            SECRET_KEY="a-secret-that-all-processes-share",
            REDIS_URL=stack.enter_context(redis()),
            DATABASE_URL=stack.enter_context(database(tmp_path)),
            MEDIA_PORT=str(media_port),
            STREAM_URL=f"ws://127.0.0.1:{media_port}",
            PATH=f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        )
        stack.enter_context(ours.simulators())
        make_the_agent(ours)
        released = subprocess.run(
            ["sh", "-c", lines.pop("release")],
            cwd=ROOT, env=dict(ours.environment), capture_output=True, text=True,
        )  # fmt: skip
        assert released.returncode == 0, released.stderr
        for name, line in lines.items():
            more = {"WEB_CONCURRENCY": "2"} if (name, mode) == ("web", "live") else {}
            command = ["sh", "-c", f"exec {line}"]
            log = tmp_path / f"{name}.log"
            stack.enter_context(running(command, {**ours.environment, **more}, log))
        until(lambda: answered(f"{ours.url}/ready"))
        assert "fix" not in manage("doctor", environment=ours.environment)
        campaign = book(ours)
        rung = dialled(ours)

    assert campaign["confirmed"], campaign
    assert rung == expected_numbers(mode)
