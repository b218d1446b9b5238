"""The proxy of docs/Caddyfile leads everything where it belongs, and waits for nobody for ever."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from aiohttp import web
from websockets.sync.client import connect

from callpilot.embedded.engine import free_port, listened
from telephony.carriers.base import carriers
from tests.loopback import served
from tests.sockets import PATIENCE_SECONDS

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs/Caddyfile"
PROCFILE = (ROOT / "Procfile").read_text()
NAME = web.AppKey("name", str)
needs_caddy = pytest.mark.skipif(not shutil.which("caddy"), reason="No caddy is installed.")


@pytest.mark.parametrize("carrier", carriers.names)
def test_the_media_sockets_of_every_carrier_have_a_line(carrier: str) -> None:
    assert re.search(rf"^\thandle /{carrier}/stream/\* {{$", FILE.read_text(), re.MULTILINE)


@pytest.mark.parametrize("process, variable", [("WEB", "PORT"), ("MEDIA", "MEDIA_PORT")])
def test_it_leads_to_where_the_lines_of_the_procfile_listen(process: str, variable: str) -> None:
    [port] = re.findall(rf"\{{\${process}:127\.0\.0\.1:(\d+)\}}", FILE.read_text())

    assert f"{process.lower()}: uvicorn" in PROCFILE
    assert f"--host ${{HOST:-127.0.0.1}} --port ${{{variable}:-{port}}}" in PROCFILE


async def told(request: web.Request) -> web.StreamResponse:
    """What was asked and by whom, as it has come through the proxy; to a socket its own words."""
    if request.headers.get("Upgrade") == "websocket":
        talk = web.WebSocketResponse()
        await talk.prepare(request)
        async for message in talk:
            await talk.send_str(f"{request.app[NAME]} {message.data}")
        return talk
    names = ("Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host")
    seen = {name: request.headers.get(name, "") for name in names}
    return web.json_response(seen | {"process": request.app[NAME], "path": request.path})


def upstream(name: str) -> web.Application:
    app = web.Application()
    app[NAME] = name
    app.router.add_route("*", "/{path:.*}", told)
    return app


@pytest.fixture(scope="module")
def plain_port() -> int:
    """Where whoever comes without TLS is answered."""
    return free_port()


@contextmanager
def proxied(folder: Path, plain_port: int, **places: str) -> Iterator[str]:
    """The proxy's host and port, before processes at these places."""
    ours = f"127.0.0.1:{free_port()}"
    with subprocess.Popen(
        ["caddy", "run", "--config", FILE, "--adapter", "caddyfile"],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "SITE": f"http://{ours}",
            "PLAIN_PORT": str(plain_port),
            **places,
        },
        stderr=subprocess.DEVNULL,
    ) as caddy:
        try:
            end = time.monotonic() + PATIENCE_SECONDS
            while not listened(int(ours.rpartition(":")[2])) and time.monotonic() < end:
                time.sleep(0.05)
            yield ours
        finally:
            caddy.terminate()


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory, plain_port: int) -> Iterator[str]:
    """Its host and port, before a web and a media process."""
    with ExitStack() as stack:
        places = {
            name: stack.enter_context(served(upstream(name))).removeprefix("http://")
            for name in ("WEB", "MEDIA")
        }
        folder = tmp_path_factory.mktemp("caddy")
        yield stack.enter_context(proxied(folder, plain_port, **places))


@needs_caddy
@pytest.mark.parametrize(
    "path, process",
    [("/", "WEB"), ("/api/campaigns", "WEB"), ("/twilio/voice/x/status", "WEB"),
     ("/twilio/stream/x", "MEDIA"), ("/twilio/stream/probe/x", "MEDIA")],
)  # fmt: skip
def test_each_address_is_answered_by_its_process(proxy: str, path: str, process: str) -> None:
    seen = httpx.post(f"http://{proxy}{path}").json()

    assert (seen["process"], seen["path"]) == (process, path)


@needs_caddy
def test_who_asks_and_how_cannot_be_invented(proxy: str) -> None:
    lies = {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "https"}

    seen = httpx.get(f"http://{proxy}/", headers=lies).json()

    assert seen["X-Forwarded-For"] == "127.0.0.1", "one proxy: TRUSTED_PROXIES=1"
    assert (seen["Host"], seen["X-Forwarded-Proto"]) == (proxy, "http")


@needs_caddy
@pytest.mark.parametrize(
    "path, process", [("/twilio/stream/x", "MEDIA"), ("/ws/campaigns/x", "WEB")]
)
def test_sockets_come_through(proxy: str, path: str, process: str) -> None:
    with connect(f"ws://{proxy}{path}", proxy=None) as talk:
        talk.send("hello")

        assert talk.recv(PATIENCE_SECONDS) == f"{process} hello"


@needs_caddy
def test_who_asks_while_a_process_is_being_started_again_waits_for_it(tmp_path: Path) -> None:
    place = f"127.0.0.1:{free_port()}"
    with ExitStack() as stack, ThreadPoolExecutor() as threads:
        ours = stack.enter_context(proxied(tmp_path, free_port(), MEDIA=place, WEB=place))
        time.sleep(2)  # until it has seen that nobody is there
        wanted = f"http://{ours}/twilio/voice/x"
        asked = threads.submit(httpx.post, wanted, data={"CallSid": "CA1"}, timeout=60)
        opened = threads.submit(connect, f"ws://{ours}/twilio/stream/x", proxy=None)
        time.sleep(0.5)
        assert not asked.done() and not opened.done()
        stack.enter_context(served(upstream("BACK"), int(place.rpartition(":")[2])))

        with opened.result() as talk:
            talk.send("hello")
            assert talk.recv(PATIENCE_SECONDS) == "BACK hello"
        assert asked.result().json()["process"] == "BACK"


@needs_caddy
def test_a_second_process_takes_over_from_one_that_is_gone(tmp_path: Path) -> None:
    with served(upstream("SECOND")) as second:
        both = f"127.0.0.1:{free_port()} {second.removeprefix('http://')}"
        with proxied(tmp_path, free_port(), MEDIA=both) as ours:
            talks = [httpx.get(f"http://{ours}/twilio/stream/x", timeout=60) for _ in range(3)]

    assert [talk.json()["process"] for talk in talks] == ["SECOND"] * 3


@needs_caddy
def test_who_never_ends_the_headers_is_hung_up_on(proxy: str) -> None:
    host, _, port = proxy.partition(":")
    with socket.create_connection((host, int(port)), PATIENCE_SECONDS) as wire:
        wire.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")

        assert wire.recv(1024) == b""


@needs_caddy
def test_without_tls_people_are_led_on_and_programs_are_told(proxy: str, plain_port: int) -> None:
    plain = f"http://localhost:{plain_port}"

    page, program = httpx.get(f"{plain}/requests/new/?q=1"), httpx.get(f"{plain}/api/me")

    assert page.status_code == 308
    assert page.headers["Location"] == "https://localhost/requests/new/?q=1"
    assert (program.status_code, program.headers.get("Location")) == (403, None)


@needs_caddy
def test_only_todays_tls_is_spoken(tmp_path: Path) -> None:
    """Caddy's own choice, TLS 1.2 and 1.3 with forward secrecy, is left as it is."""
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "SITE": "calls.example.com"}
    adapt = ["caddy", "adapt", "--config", str(FILE), "--adapter", "caddyfile"]
    made = subprocess.check_output(adapt, env=env, stderr=subprocess.DEVNULL, text=True)

    assert '":443"' in made
    assert not re.findall("protocol_min|cipher_suites|curves|insecure", made)
