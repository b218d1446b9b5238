"""The main job as clients generated from our document do it, in Python and in TypeScript."""

import hashlib
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from types import ModuleType
from typing import Protocol
from uuid import UUID

import httpx
import pytest

from callpilot.embedded.engine import Engine
from callpilot.management import demo_person
from campaigns.models import Booking, Call

pytestmark = pytest.mark.journey
GENERATOR = "openapi_python_client"
NAME = "callpilot_client"
TYPESCRIPT = Path(__file__).with_name("typescript_client")


@pytest.fixture
def person(engine: Engine) -> None:
    demo_person.fill_calendar(demo_person.make_person())


@pytest.fixture
def document(engine: Engine, tmp_path: Path) -> Path:
    """What the running server tells of itself."""
    file = tmp_path / "openapi.json"
    file.write_bytes(httpx.get(f"{engine.url}/api/schema?format=json", timeout=60).content)
    return file


class Offer(Protocol):
    offer_id: UUID
    verified: bool


class Understood(Protocol):
    date_range_start: date


class Campaign(Protocol):
    """What of the generated class is used here."""

    campaign_id: UUID
    status: str
    state: str
    reason: str
    confirmed: bool
    appointment_id: UUID | None
    understood: Understood
    ranked: list[Offer]


class GeneratedClient:
    """The package that was made of the document, and who is asked with it."""

    def __init__(self, url: str) -> None:
        package = self.module("")
        self.models = self.module(".models")
        self.asked = package.AuthenticatedClient(
            base_url=url, token=demo_person.TOKEN, prefix="Token", timeout=httpx.Timeout(60)
        )

    def module(self, name: str) -> ModuleType:
        return importlib.import_module(f"{NAME}{name}")

    def ask(self, operation: str, *path: object, **given: object) -> tuple[HTTPStatus, object]:
        """The status and what the client made of the answer; "campaigns.campaigns_create"."""
        answer = self.module(f".api.{operation}").sync_detailed(*path, client=self.asked, **given)
        return answer.status_code, answer.parsed


@pytest.fixture
def client(
    engine: Engine, person: None, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[GeneratedClient]:
    config = tmp_path / "config.json"
    config.write_text(json.dumps({"package_name_override": NAME, "post_hooks": []}))
    made = subprocess.run(
        [
            sys.executable, "-m", GENERATOR, "generate", "--fail-on-warning", "--meta", "none",
            "--path", str(document), "--config", str(config), "--output-path", str(tmp_path / NAME),
        ],
        capture_output=True,
        text=True,
        timeout=300,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    monkeypatch.syspath_prepend(str(tmp_path))
    made_of_it = GeneratedClient(engine.url)
    yield made_of_it
    made_of_it.asked.get_httpx_client().close()
    for name in [name for name in sys.modules if name.split(".")[0] == NAME]:
        del sys.modules[name]


def test_a_generated_python_client_books_an_appointment(client: GeneratedClient) -> None:
    models = client.models
    tomorrow = date.today() + timedelta(days=1)
    wish = models.CampaignInput(
        service="dentist",
        location="San Francisco",
        date_range_start=tomorrow,
        date_range_end=tomorrow + timedelta(days=4),
        duration_min=30,
        max_providers=6,
        preferences=models.WeightsInput(earliest_weight=0.5, rating_weight=0.25),
    )
    status, campaign = client.ask("campaigns.campaigns_create", body=wish, idempotency_key="one")
    assert status == 202 and isinstance(campaign, models.Campaign)
    _, again = client.ask("campaigns.campaigns_create", body=wish, idempotency_key="one")
    assert isinstance(again, models.Campaign) and again.campaign_id == campaign.campaign_id

    campaign = until(client, campaign.campaign_id, lambda seen: seen.status != "running")
    assert campaign.status == "completed", campaign.reason
    assert campaign.understood.date_range_start == tomorrow
    for _ in range(4):  # a desk may have lost its time when it is rung back
        [best, *_] = [offer for offer in campaign.ranked if offer.verified]
        confirm = models.ConfirmInput(
            offer_id=best.offer_id, user_contact=models.ContactInput(name="Alex Example")
        )
        status, told = client.ask(
            "campaigns.campaigns_confirm_create", campaign.campaign_id, body=confirm
        )
        assert status == 202 and isinstance(told, models.Confirmation), told
        campaign = until(
            client,
            campaign.campaign_id,
            lambda seen: seen.confirmed or seen.state in ("ranking", "failed"),
        )
        if campaign.confirmed:
            break

    _, booked = client.ask("appointments.appointments_retrieve", campaign.appointment_id)
    assert isinstance(booked, models.Appointment)
    assert booked.start == Booking.objects.get(status="booked").offer.start
    _, events = client.ask("campaigns.campaigns_events_list", campaign.campaign_id, since=0)
    assert isinstance(events, list) and [each.number for each in events[:2]] == [1, 2]
    _, calls = client.ask("calls.calls_list")
    assert isinstance(calls, list) and {call.purpose for call in calls} >= {"enquire", "confirm"}
    come_to_rest()


def test_a_generated_python_client_reads_why_it_is_refused(client: GeneratedClient) -> None:
    wish = client.models.CampaignInput(service="dentist", location="Xyzzyville beneath the sea")
    status, problem = client.ask("campaigns.campaigns_create", body=wish)

    assert status == 422 and isinstance(problem, client.models.Problem)
    assert list(problem.errors.additional_properties) == ["location"]

    _, problem = client.ask(
        "campaigns.campaigns_create",
        body=client.models.CampaignInput(service="dentist", location="Springfield"),
    )
    assert isinstance(problem, client.models.Problem)
    [first, *_] = problem.suggestions.additional_properties["location"]
    assert (first.label, first.timezone) == ("Springfield, Missouri", "America/Chicago")


def come_to_rest() -> None:
    """Nobody is on the line any more when the application is stopped."""
    end = time.monotonic() + 400
    while Call.objects.filter(concluded_at=None).exists():
        assert time.monotonic() < end, "calls do not end"
        time.sleep(0.3)


def until(
    client: GeneratedClient, campaign_id: object, done: Callable[[Campaign], object]
) -> Campaign:
    """The campaign once `done` holds of it."""
    end = time.monotonic() + 400
    while time.monotonic() < end:
        _, answered = client.ask("campaigns.campaigns_retrieve", campaign_id)
        assert isinstance(answered, client.models.Campaign)
        seen: Campaign = answered
        if done(seen):
            return seen
        time.sleep(0.3)
    raise AssertionError(f"not reached: {seen}")


# --- TypeScript


def run(*command: object, at: Path, seconds: float = 300) -> str:
    """What a program prints; it must end well."""
    done = subprocess.run(
        [*map(str, command)], cwd=at, capture_output=True, text=True, timeout=seconds
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def packages(npm: str) -> Path:
    """The packages that the lock file names, installed once for all runs of this user."""
    key = hashlib.sha256((TYPESCRIPT / "package-lock.json").read_bytes()).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "callpilot"
    kept = cache / f"typescript-client-{key}"
    if not kept.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:  # whole, or not there at all
            new = Path(folder) / "new"
            new.mkdir()
            for name in ("package.json", "package-lock.json"):
                shutil.copy(TYPESCRIPT / name, new)
            run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", at=new)
            try:
                new.rename(kept)
            except OSError:  # another run was quicker
                assert kept.is_dir()
    return kept / "node_modules"


@pytest.fixture
def typescript(document: Path, tmp_path: Path) -> Path:
    """The folder in which book.ts stands beside the types that were made of the document."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("No npm is installed (Debian: nodejs npm): no client in TypeScript is made.")
    there = tmp_path / "typescript"
    shutil.copytree(TYPESCRIPT, there)
    (there / "node_modules").symlink_to(packages(npm))
    programs = there / "node_modules" / ".bin"
    run(programs / "openapi-typescript", document, "--output", "schema.d.ts", at=there)
    run(programs / "tsc", "--strict", "--project", ".", at=there)
    return there


def test_a_generated_typescript_client_books_an_appointment(
    engine: Engine, person: None, typescript: Path
) -> None:
    said = run("node", "made/book.js", engine.url, demo_person.TOKEN, at=typescript, seconds=900)

    told = json.loads(said)
    booked = Booking.objects.get(status="booked")
    assert told["suggested"] == "Springfield, Missouri"
    assert told["campaign"] == str(booked.offer.campaign_id)
    assert booked.offer.campaign.place == "Market Street"
    assert datetime.fromisoformat(told["start"]) == booked.offer.start
    assert told["reference"] and told["zone"] == "America/Los_Angeles"
    come_to_rest()
