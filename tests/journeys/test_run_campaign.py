"""The whole main job in a terminal: what it prints, and with what code it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = [pytest.mark.journey, pytest.mark.own_rows]

REPEATABLE = ["--seed", "7", "--parallel", "1", "--providers", "3", "--speed", "8", "--json"]


def run_campaign(
    folder: Path, *arguments: str, **settings_too: str
) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "CALLPILOT_DATA": str(folder),
        "COLUMNS": "100",
        "PATH": "",  # without espeak-ng people hum their words, which is quicker
        "SIMULATOR_PORT": str(settings.SIMULATOR_PORT),
    }
    for name in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL"):  # an engine of its own
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, "manage.py", "run_campaign", *arguments],
        cwd=settings.BASE_DIR,
        env=environment | settings_too,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def offers(done: subprocess.CompletedProcess[str]) -> list[tuple[object, ...]]:
    ranked = json.loads(done.stdout)["ranked"]  # nothing but JSON on stdout, or this raises
    return [(offer["provider"], offer["start"], offer["price"]) for offer in ranked]


def test_the_same_seed_brings_the_same_offers(tmp_path: Path) -> None:
    """A machine that is held up for seconds may cost one run a desk's patience, not two."""
    runs: list[list[tuple[object, ...]]] = []
    while len(runs) < 3 and len(runs) == len({str(seen) for seen in runs}):
        done = run_campaign(tmp_path, "dentist next week, mornings", *REPEATABLE)
        assert done.returncode == 0, done.stderr
        runs.append(offers(done))

    assert len({str(seen) for seen in runs}) < len(runs), runs
    assert runs[-1] != []


def test_a_request_that_makes_no_sense_is_refused_in_one_line(tmp_path: Path) -> None:
    done = run_campaign(tmp_path, "Teleport me to Mars")

    assert done.returncode == 2
    [line] = done.stderr.strip().splitlines()
    assert line.startswith("CommandError: ")


def test_a_database_without_tables_is_told_in_one_line(tmp_path: Path) -> None:
    """With a Redis the engine runs elsewhere; here nobody has made the tables."""
    done = run_campaign(tmp_path, "dentist next week", REDIS_URL="redis://127.0.0.1:1/0")

    assert done.returncode == 2
    assert done.stderr.strip().splitlines() == [
        "CommandError: The database is not up to date; run `manage.py migrate` first."
    ]


def test_where_nobody_has_a_time_it_ends_with_one(tmp_path: Path) -> None:
    """Nobody works in the night, so no desk has a time between two and five."""
    done = run_campaign(tmp_path, "vet next week between 2am and 5am", *REPEATABLE)

    assert done.returncode == 1, done.stderr
    assert offers(done) == []
    assert json.loads(done.stdout)["reason"]
