"""The lines of the Procfile serve within the same limits as `manage.py serve`."""

import re
import socket
import subprocess
from pathlib import Path

import pytest

from callpilot.embedded.engine import Web

ROOT = Path(__file__).parents[1]
LINES = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
# What starts a server of ours: the program in a line of a shell, or its parts in Python.
STARTS = re.compile(r"\buvicorn\s+[\w.]+:\w+|\buvicorn\.(?:Config|run)\(")


@pytest.mark.parametrize("name", ["web", "media"])
def test_a_socket_may_send_as_much_as_in_one_process(name: str) -> None:
    options = dict(re.findall(r"--([\w-]+) (\S+)", LINES[name]))
    with socket.socket() as listener:
        config = Web(listener).server.config

    assert int(options["ws-max-size"]) == config.ws_max_size
    assert (options["http"], options["ws"]) == (config.http, config.ws)
    assert (options["ws-per-message-deflate"] == "true") == config.ws_per_message_deflate
    # A host of its own has no beat that would store what is recorded there.
    assert (options["lifespan"], config.lifespan) == ("on", "off")
    assert ("--no-server-header" in LINES[name]) == (not config.server_header)


@pytest.mark.parametrize("name", ["web", "media"])
def test_a_server_is_had_by_its_proxy_alone_unless_somebody_says_otherwise(name: str) -> None:
    assert "--host ${HOST:-127.0.0.1} " in LINES[name]


def test_whatever_starts_a_server_says_how_large_a_message_and_how_slow_a_head_may_be() -> None:
    files = subprocess.run(
        ["git", "grep", "-lI", "uvicorn", "--", ":!tests"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    found = set()
    for file in files:
        text = (ROOT / file).read_text()
        for start in STARTS.finditer(text):
            end = ")" if start[0].endswith("(") else "\n"
            said = text[start.start() : text.index(end, start.end())]
            assert re.search(r"ws[-_]max[-_]size\b", said), f"{file}: {said}"
            assert "callpilot.edge.heads:PromptHeads" in said, f"{file}: {said}"
            found.add(file)
    assert {"Procfile", "callpilot/embedded/engine.py"} <= found


def test_every_process_has_a_line() -> None:
    assert list(LINES) == ["release", "web", "media", "worker", "beat"]
