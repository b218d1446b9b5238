"""The lines of the Procfile serve within the same limits as `manage.py serve`."""

import re
import socket
from pathlib import Path

import pytest

from callpilot.embedded.engine import Web

LINES = dict(
    line.split(": ", 1)
    for line in (Path(__file__).parents[1] / "Procfile").read_text().splitlines()
)


@pytest.mark.parametrize("name", ["web", "media"])
def test_a_socket_may_send_as_much_as_in_one_process(name: str) -> None:
    options = dict(re.findall(r"--([\w-]+) (\S+)", LINES[name]))
    with socket.socket() as listener:
        config = Web(listener).server.config

    assert int(options["ws-max-size"]) == config.ws_max_size
    assert options["ws"] == config.ws
    assert (options["ws-per-message-deflate"] == "true") == config.ws_per_message_deflate
    # A host of its own has no beat that would store what is recorded there.
    assert (options["lifespan"], config.lifespan) == ("on", "off")
    assert ("--no-server-header" in LINES[name]) == (not config.server_header)


def test_every_process_has_a_line() -> None:
    assert list(LINES) == ["release", "web", "media", "worker", "beat"]
