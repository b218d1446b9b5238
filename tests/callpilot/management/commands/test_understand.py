"""`manage.py understand`: lines in, lines out, each at once."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parents[4]
STOP = {"id": "a", "kind": "opt_out", "input": {"text": "Take us off your list."}}
STOPPED = {"opt_out": True, "turns": [1], "ask": None}


def test_each_line_gets_its_answer_and_a_bad_one_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{json.dumps(STOP)}\n\nnonsense\n"))
    call_command("understand", stdout=out)

    first, second = map(json.loads, out.getvalue().splitlines())
    assert first == {"id": "a", "verdict": STOPPED}
    assert second["id"] is None and second["verdict"]["error"]


def test_a_line_is_answered_before_the_next_one_is_written() -> None:
    command = [sys.executable, "manage.py", "understand"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin and process.stdout
        for _ in range(2):
            process.stdin.write(json.dumps(STOP) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["verdict"] == STOPPED
        process.stdin.close()
        assert process.wait() == 0
