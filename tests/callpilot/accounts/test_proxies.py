"""The number of proxies is told to whoever shares our secret, and doctor says what it must be."""

import contextlib
import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import time_machine
from django.core.management import call_command
from django.core.signing import TimestampSigner
from django.db import connections
from django.test import Client
from pytest_django.fixtures import Settings

from callpilot.accounts.proxies import ASKED, TOLD

pytestmark = pytest.mark.django_db


class Front(BaseHTTPRequestHandler):
    """Our own pages behind as many proxies as a test says."""

    proxies: list[str] = []

    def do_GET(self) -> None:
        headers = {ASKED: self.headers.get(ASKED, "")}
        if self.proxies:
            headers["X-Forwarded-For"] = ", ".join(self.proxies)
        try:
            answer = Client().get(self.path, headers=headers)
        finally:
            connections.close_all()  # this thread's; the test's client leaves it open
        self.send_response(answer.status_code)
        if TOLD in answer.headers:
            self.send_header(TOLD, answer.headers[TOLD])
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(autouse=True)
def front(settings: Settings) -> Iterator[None]:
    with HTTPServer(("127.0.0.1", 0), Front) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.PUBLIC_URL = f"http://127.0.0.1:{server.server_address[1]}"
        yield
        server.shutdown()
        Front.proxies = []


def finding() -> str:
    out = io.StringIO()
    with contextlib.suppress(SystemExit):
        call_command("doctor", stdout=out, no_color=True)
    return next(line for line in out.getvalue().splitlines() if "proxies  " in line)


@pytest.mark.parametrize("proxies", [[], ["203.0.113.7"], ["203.0.113.7", "10.0.0.1"]])
def test_as_many_as_there_are_is_fine(settings: Settings, proxies: list[str]) -> None:
    Front.proxies = proxies
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = len(proxies)

    assert finding().startswith("ok ")


@pytest.mark.parametrize("said, why", [(0, "all people look like one"), (2, "invent addresses")])
def test_too_few_and_too_many_are_explained(settings: Settings, said: int, why: str) -> None:
    Front.proxies = ["203.0.113.7"]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = said

    line = finding()

    assert line.startswith("fix") and why in line and line.endswith("Set TRUSTED_PROXIES=1.")


def test_nobody_else_is_told(client: Client) -> None:
    stale = TimestampSigner(salt=ASKED).sign("proxies")
    for asked in ("", "proxies", TimestampSigner(salt="other").sign("proxies")):
        assert TOLD not in client.get("/health", headers={ASKED: asked}).headers
    assert client.get("/health", headers={ASKED: stale}).headers[TOLD] == "0"
    with time_machine.travel("2099-01-01"):
        assert TOLD not in client.get("/health", headers={ASKED: stale}).headers


def test_another_callpilot_at_our_address_is_said(settings: Settings) -> None:
    class Other(Front):
        def do_GET(self) -> None:
            del self.headers[ASKED]
            super().do_GET()

    with HTTPServer(("127.0.0.1", 0), Other) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.PUBLIC_URL = f"http://127.0.0.1:{server.server_address[1]}"
        Front.proxies = []
        try:
            assert finding().startswith("fix") and "another SECRET_KEY" in finding()
        finally:
            server.shutdown()
