"""Servers, which import the application within their loop, and workers start or say why not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
AS_SERVERS_DO = """
import asyncio

async def load():
    import callpilot.asgi

asyncio.run(load())
"""


AS_WORKERS_DO = """
from callpilot.celery import app

app.Worker(pool="threads")
"""


AS_BEATS_DO = """
from callpilot.celery import app

app.Beat(quiet=True).run()
"""


@pytest.mark.parametrize(
    "start", [AS_SERVERS_DO, AS_WORKERS_DO, AS_BEATS_DO], ids=["server", "worker", "beat"]
)
@pytest.mark.parametrize("mode", ["simulated", "live"])
def test_a_database_without_tables_is_told_in_one_sentence(
    tmp_path: Path, mode: str, start: str
) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "CALLPILOT_DATA": str(tmp_path),
        "CALLPILOT_MODE": mode,
        "DIRECTORY": "address_book",
        "TWILIO_API_URL": "http://127.0.0.1:1",
        "TWILIO_ACCOUNT_SID": "AC1",
        "TWILIO_AUTH_TOKEN": "token",
        "TWILIO_CALLER_ID": "+14155550100",
        "ELEVENLABS_API_KEY": "key",
        "ELEVENLABS_AGENT_ID": "agent",
        "RECORD_CALLS": "on" if mode == "simulated" else "off",
    }

    done = subprocess.run(
        [sys.executable, "-c", start],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().splitlines()[-1] == (
        "CallPilot does not start: The database is not up to date; run `manage.py migrate` first."
    )


def test_a_crash_of_the_interpreter_leaves_a_stack_in_the_log() -> None:
    crash = "import callpilot, ctypes; ctypes.string_at(0)"
    done = subprocess.run(
        [sys.executable, "-c", crash], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode < 0
    assert "Segmentation fault" in done.stderr
    assert 'File "<string>", line 1 in <module>' in done.stderr
