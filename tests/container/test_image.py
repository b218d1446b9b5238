"""The image: held by a linter, nobody's root, and what it is given is enough to serve."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from callpilot.embedded.engine import free_port

ROOT = Path(settings.BASE_DIR)
BIN = Path(sys.executable).parent


def instructions() -> list[tuple[str, str]]:
    """Those of the last stage, which is the image."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    parted = [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]
    last = max(place for place, (word, _) in enumerate(parted) if word == "FROM")
    return parted[last:]


def given() -> list[str]:
    """What .dockerignore lets into the image: all is shut out but what it names."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    return [rule[1:] for rule in rules if rule.startswith("!")]


def test_a_linter_finds_nothing_in_it() -> None:
    done = subprocess.run(
        [BIN / "hadolint", ROOT / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_it_is_slim_and_runs_as_nobody_of_importance() -> None:
    said = dict(instructions())

    assert said["FROM"].startswith("python:3.11-slim")
    assert said["USER"] not in ("0", "root")
    assert "HEALTHCHECK" in said
    assert "HOST=0.0.0.0" in said["ENV"], "its ports are reached from outside of it alone"


def test_it_is_given_neither_keys_nor_rows_nor_tests() -> None:
    assert not {".env", "data", "tests", ".git", ".venv", "."} & set(given())


@pytest.mark.journey
@pytest.mark.own_rows
def test_what_it_is_given_is_enough_to_release_and_to_serve(tmp_path: Path) -> None:
    app, port = tmp_path / "app", str(free_port())
    app.mkdir()
    for name in given():
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, app / name)
    environment = {
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "CALLPILOT_DATA": str(tmp_path / "data"),
        "PORT": port,
        "PUBLIC_URL": "https://calls.example.com",
        "ALLOWED_HOSTS": "calls.example.com",
    }

    def run(*command: str) -> int:
        return subprocess.run([*command], cwd=app, env=environment, check=False).returncode

    assert run("container/process", "release") == 0
    healthy = ("python", "container/healthy.py")
    assert run(*healthy) == 1, "nobody serves yet"
    with subprocess.Popen(["container/process", "web"], cwd=app, env=environment) as web:
        try:
            end = time.monotonic() + 60
            while run(*healthy) and time.monotonic() < end:
                time.sleep(0.5)
            assert run(*healthy) == 0
        finally:
            web.terminate()  # reaches the server itself, or this would wait for ever
            web.wait(30)
