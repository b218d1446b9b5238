"""A container runs the line of the Procfile, word by word, and gets its signals itself."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINES = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())


@pytest.fixture
def said(tmp_path: Path) -> Path:
    """Where the programs of the lines, played by a script, write how they were started."""
    for name in ("uvicorn", "celery", "python"):
        program = tmp_path / name
        program.write_text(f'#!/bin/sh\necho "$$ {name} $*" >> {tmp_path}/said\n')
        program.chmod(0o755)
    return tmp_path / "said"


def run(said: Path, *words: str) -> tuple[int, list[str]]:
    environment = {"PATH": f"{said.parent}:{os.environ['PATH']}", "MEDIA_PORT": "9001"}
    with subprocess.Popen([ROOT / "container/process", *words], cwd=ROOT, env=environment) as it:
        assert it.wait(20) == 0
    return it.pid, said.read_text().splitlines()


@pytest.mark.parametrize("name", [name for name in LINES if name != "release"])
def test_it_becomes_the_process_of_that_name(said: Path, name: str) -> None:
    pid, lines = run(said, name)

    meant = LINES[name].replace("${PORT:-8000}", "8000").replace("${MEDIA_PORT:-8001}", "9001")
    meant = meant.replace("${HOST:-127.0.0.1}", "127.0.0.1")
    assert lines == [f"{pid} {meant}"]


def test_a_release_is_every_step_of_its_line(said: Path) -> None:
    _, lines = run(said, "release")

    assert [line.split(" ", 1)[1] for line in lines] == LINES["release"].split(" && ")


def test_anything_else_is_run_as_it_stands(said: Path) -> None:
    words = ["python", "manage.py", "create_person", "you@example.com", "--name", "A B"]
    pid, lines = run(said, *words)

    assert lines == [f"{pid} {' '.join(words)}"]
