"""A server imports the application within its loop: it starts there, or says why it does not."""

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


@pytest.mark.parametrize("mode", ["simulated", "live"])
def test_a_database_without_tables_is_told_in_one_sentence(tmp_path: Path, mode: str) -> None:
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
        [sys.executable, "-c", AS_SERVERS_DO],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )

    last = done.stderr.strip().splitlines()[-1]
    assert last.endswith(
        "CallPilot does not start: The database is not up to date; run `manage.py migrate` first."
    )
