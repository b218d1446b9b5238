"""A few dozen lines of Twilio's REST API on loopback, with faults to order and its own ledger."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.utils.timezone import now

from callpilot.json_types import JsonObject

ERRORS = {
    "429": (429, 20429, "Too Many Requests"),
    "401": (401, 20003, "Authenticate"),
    "21211": (400, 21211, "The 'To' number +15005550001 is not a valid phone number."),
    "unheard of": (400, 29999, "Something new"),
    "500": (500, 20500, "Internal Server Error"),
    "503": (503, 20503, "Service Unavailable"),
}


class FakeCarrier:
    """What a test orders from it (`faults`) and what it has seen (`calls`, `requests`)."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.lock = threading.Lock()
        self._faults: list[str] = []
        self.before_hanging: Callable[[], None] = lambda: None  # so that nobody waits for long
        self.calls: dict[str, JsonObject] = {}
        self.requests: list[tuple[str, str, dict[str, list[str]]]] = []
        self.release = threading.Event()  # lets go of those who were made to wait

    @property
    def faults(self) -> list[str]:
        """For the next dials, in order: see _Handler.do_POST."""
        return self._faults

    @faults.setter
    def faults(self, faults: list[str]) -> None:
        self._faults = faults
        if any(fault.startswith("hang") for fault in faults):
            self.before_hanging()

    @property
    def dials(self) -> list[dict[str, list[str]]]:
        """The forms of all dials, accepted or not."""
        return [
            form
            for method, path, form in self.requests
            if path.endswith("/Calls.json") and method == "POST"
        ]

    def add(
        self, *, to: str, status: str = "queued", age: timedelta = timedelta(0), **changes: object
    ) -> str:
        with self.lock:
            sid = f"CA{len(self.calls) + 1:032x}"
            created: datetime = now() - age
            self.calls[sid] = {
                "sid": sid,
                "account_sid": settings.TWILIO_ACCOUNT_SID,
                "to": to,
                "from": settings.TWILIO_CALLER_ID,
                "status": status,
                "duration": None,
                "price": None,
                "answered_by": None,
                "start_time": None,
                "date_created": format_datetime(created.replace(microsecond=0)),
            } | changes
        return sid


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # many dial at once; with five they would wait a second each
    fake: FakeCarrier


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    @property
    def fake(self) -> FakeCarrier:
        return self.server.fake

    def log_message(self, *args: object) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = parse_qs(body, keep_blank_values=True)
        path = urlsplit(self.path).path
        self.fake.requests.append(("POST", path, form))
        if path.endswith("/Calls.json"):
            self._dial(form)
        else:
            self._update(path, form)

    def _dial(self, form: dict[str, list[str]]) -> None:
        with self.fake.lock:
            fault = self.fake.faults.pop(0) if self.fake.faults else ""
        name, _, placed = fault.partition(", placed")
        sid = ""
        if not fault or fault.endswith(", placed"):
            sid = self.fake.add(to=form["To"][0])
        if name in ERRORS:
            self._error(*ERRORS[name])
        elif name == "hang":
            self.fake.release.wait(60)
            self.close_connection = True
        elif name == "drop":
            self.close_connection = True
        elif name == "nonsense":
            self._answer(201, b"<html>proxy</html>")
        else:
            self._json(201, self.fake.calls[sid])

    def _update(self, path: str, form: dict[str, list[str]]) -> None:
        call = self.fake.calls.get(path.rpartition("/")[2].removesuffix(".json"))
        if call is None or call["status"] in ("completed", "busy", "failed", "no-answer"):
            self._error(404, 20404, "The requested resource was not found")
            return
        if "Url" in form and call["status"] != "in-progress":
            self._error(400, 21220, "Call is not in-progress. Cannot redirect.")
            return
        if form.get("Status") == ["completed"]:
            call["status"], call["duration"] = "completed", "9"
        self._json(200, call)

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        self.fake.requests.append(("GET", parts.path, query))
        asked, _, fault = (self.fake.faults or [""])[0].partition(" ")
        if asked == "get" and fault in ERRORS:
            self._error(*ERRORS[fault])
        elif asked == "get" and fault == "bad gateway":
            self._answer(502, b"<html>proxy</html>")
        elif parts.path.endswith("/Calls.json"):
            wanted = query.get("To", [])
            calls = [c for c in self.fake.calls.values() if not wanted or c["to"] in wanted]
            self._json(200, {"calls": calls[::-1], "next_page_uri": None, "page": 0})
        else:
            call = self.fake.calls.get(parts.path.rpartition("/")[2].removesuffix(".json"))
            if call is None:
                self._error(404, 20404, "The requested resource was not found")
            else:
                self._json(200, call)

    def _error(self, status: int, code: int, message: str) -> None:
        more = f"https://www.twilio.com/docs/errors/{code}"
        self._json(status, {"code": code, "message": message, "more_info": more, "status": status})

    def _json(self, status: int, body: object) -> None:
        self._answer(status, json.dumps(body).encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def fake_carrier() -> Iterator[FakeCarrier]:
    """A carrier that listens until the block ends."""
    server = _Server(("127.0.0.1", 0), _Handler)
    fake = server.fake = FakeCarrier(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.release.set()
        server.shutdown()
        server.server_close()
        thread.join()
