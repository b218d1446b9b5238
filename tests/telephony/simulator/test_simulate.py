"""`manage.py simulate`: starts, says so, and ends when it should."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from callpilot.embedded.engine import free_port

ROOT = Path(__file__).resolve().parents[3]


def simulate(port: int, folder: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "manage.py", "simulate", "--port", str(port), *more]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"CALLPILOT_DATA": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_one_line_and_ends_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    port = free_port()
    process = simulate(port, tmp_path, "--speed", "5", "--seed", "2")
    assert process.stdout is not None
    assert process.stdout.readline() == f"Simulated vendors on http://127.0.0.1:{port}\n"
    assert httpx.get(f"http://127.0.0.1:{port}/simulator/ledger", timeout=60).json()["calls"] == []
    process.send_signal(number)
    assert process.communicate(timeout=60) == ("", "")
    assert process.returncode == 0


def test_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    from callpilot.embedded.engine import bound

    with bound("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        process = simulate(port, tmp_path)
        out, error = process.communicate(timeout=60)
    assert process.returncode == 2 and out == ""
    assert len(error.splitlines()) == 1 and str(port) in error


def test_it_lives_as_long_as_its_parent(tmp_path: Path) -> None:
    port = free_port()
    arguments = [sys.executable, "manage.py", "simulate", "--port", str(port), "--with-parent"]
    parent = subprocess.Popen(
        [sys.executable, "-c", f"import subprocess; subprocess.run({arguments!r})"],
        cwd=ROOT,
        env=os.environ | {"CALLPILOT_DATA": str(tmp_path)},
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert parent.stdout is not None
    with parent.stdout as out:
        assert out.readline()
        time.sleep(0.7)
        assert httpx.get(f"http://127.0.0.1:{port}/simulator/ledger", timeout=60).status_code == 200
        parent.kill()
        parent.wait()
        assert out.read() == b""  # ends when the child has closed it, that is, ended
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/simulator/ledger")
