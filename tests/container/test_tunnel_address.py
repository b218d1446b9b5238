"""The tunnel's address is printed as the lines to put into .env."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from callpilot.embedded.engine import free_port
from container.tunnel_address import told


class Tunnel(BaseHTTPRequestHandler):
    """cloudflared at its metrics port: without a name at first."""

    asked = 0

    def do_GET(self) -> None:
        Tunnel.asked += 1
        name = "quiet-sea.trycloudflare.com" if Tunnel.asked > 1 else ""
        self.send_response(200 if self.path == "/quicktunnel" else 404)
        self.end_headers()
        self.wfile.write(f'{{"hostname":"{name}"}}'.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def metrics() -> Iterator[str]:
    Tunnel.asked = 0
    with HTTPServer(("127.0.0.1", 0), Tunnel) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_it_waits_for_the_address_and_says_what_to_set(metrics: str) -> None:
    lines = told(metrics).splitlines()

    assert "PUBLIC_URL=https://quiet-sea.trycloudflare.com" in lines
    assert "TRUSTED_PROXIES=1" in lines and Tunnel.asked == 2


def test_a_tunnel_that_does_not_come_up_is_told_in_a_sentence() -> None:
    with pytest.raises(SystemExit, match="docker compose logs tunnel"):
        told(f"http://127.0.0.1:{free_port()}", patience=0)
