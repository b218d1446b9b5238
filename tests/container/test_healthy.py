"""A server is healthy when it answers as it would through its proxy."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from callpilot.embedded.engine import free_port
from container.healthy import answers


class Picky(BaseHTTPRequestHandler):
    """Turns away foreign hosts, and plain http, as our own settings may."""

    def do_GET(self) -> None:
        known = self.headers["Host"] == "calls.example.com"
        safe = self.headers["X-Forwarded-Proto"] == "https"
        self.send_response(200 if known and safe and self.path == "/health" else 400)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Picky) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield str(server.server_address[1])
        server.shutdown()


def test_it_asks_by_our_own_name(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://calls.example.com")

    assert answers(port)


def test_a_server_that_refuses_or_is_not_there_is_not_healthy(
    port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "")

    assert not answers(port) and not answers(str(free_port()))
