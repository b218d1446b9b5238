"""One process for everything: it starts on nothing, refuses in one line, and ends cleanly."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from callpilot.embedded.engine import free_port

ROOT = Path(__file__).resolve().parents[4]
pytestmark = [pytest.mark.journey, pytest.mark.own_rows]
Served = tuple[subprocess.Popen[str], int, Path]  # where it listens, and its data


def environment(folder: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    return kept | {"CALLPILOT_DATA": str(folder), "SIMULATOR_PORT": str(free_port())}


def serve(folder: Path, port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def up(port: int, most_seconds: int = 120) -> bool:
    until = time.monotonic() + most_seconds
    while time.monotonic() < until:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/ready", timeout=2).status_code == 200:
                return True
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    return False


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    port = free_port()
    process = serve(tmp_path, port)
    started = up(port)
    if started:
        yield process, port, tmp_path
    process.kill()
    said = process.communicate()
    assert started, said


def test_it_starts_on_an_empty_folder_says_where_and_ends_on_ctrl_c(served: Served) -> None:
    process, port, _ = served

    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)

    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}/" in out
    assert "callpilot-demo" in out
    assert "Traceback" not in err


def test_a_second_start_on_the_same_data_is_one_clear_line(served: Served) -> None:
    _, _, folder = served

    second = serve(folder, free_port())
    _, err = second.communicate(timeout=120)

    assert second.returncode != 0
    assert "already runs" in err
    assert len(err.strip().splitlines()) == 1


def test_a_taken_port_is_one_clear_line_and_changes_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = serve(tmp_path, taken.getsockname()[1])
        _, err = process.communicate(timeout=120)

    assert process.returncode != 0
    assert "PORT=" in err
    assert len(err.strip().splitlines()) == 1
    assert not (tmp_path / "callpilot.sqlite3").exists()


def test_after_a_kill_the_campaign_goes_on_from_its_rows(served: Served) -> None:
    process, port, folder = served
    headers = {"Authorization": "Token callpilot-demo"}
    address = f"http://127.0.0.1:{port}/api/campaigns"
    wish = {"request": "dentist next week", "max_providers": 4, "max_parallel": 2}
    campaign = httpx.post(address, json=wish, headers=headers, timeout=60).json()
    path = f"{address}/{campaign['campaign_id']}"
    until = time.monotonic() + 120
    while httpx.get(path, headers=headers, timeout=60).json()["progress"]["live_calls"] == 0:
        assert time.monotonic() < until, "no call was ever made"
        time.sleep(0.2)

    process.kill()
    process.communicate()
    again = serve(folder, port)
    try:
        assert up(port)
        until = time.monotonic() + 600
        while (shown := httpx.get(path, headers=headers, timeout=60).json())["status"] == "running":
            assert time.monotonic() < until, shown
            time.sleep(0.5)
    finally:
        again.kill()
        again.communicate()

    assert shown["status"] == "completed"
    assert shown["ranked"]
    assert shown["progress"]["live_calls"] == 0
