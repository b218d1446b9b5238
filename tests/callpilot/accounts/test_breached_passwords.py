"""A stolen password is refused, and no more of it is told than five letters of a digest."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from pytest_django.fixtures import Settings


class Thefts(BaseHTTPRequestHandler):
    """Knows one password, pads with others of count 0, and remembers what it was asked."""

    asked: list[str] = []
    lines: list[str] = []
    status = 200

    def do_GET(self) -> None:
        self.asked.append(self.path)
        body = "\r\n".join(self.lines).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def thefts(settings: Settings) -> Iterator[type[Thefts]]:
    Thefts.asked, Thefts.lines, Thefts.status = [], [], 200
    with HTTPServer(("127.0.0.1", 0), Thefts) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.BREACHED_PASSWORDS_URL = f"http://127.0.0.1:{server.server_port}/range/"
        name = "callpilot.accounts.breached_passwords.BreachedPasswordValidator"
        settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": name, "OPTIONS": {"timeout_seconds": 5}}]
        yield Thefts
        server.shutdown()


# What `printf password1 | sha1sum` says begins with E38AD and goes on so.
REST = "214943DAAD1D64C102FAEC29DE4AFE9DA3D"
OTHER = "0018A45C4D1DEF81644B54AB7F969B88D65"


def test_a_stolen_password_is_refused_and_five_letters_are_told(thefts: type[Thefts]) -> None:
    thefts.lines = [
        "0018A45C4D1DEF81644B54AB7F969B88D65:1",
        "214943DAAD1D64C102FAEC29DE4AFE9DA3D:7",
    ]

    with pytest.raises(ValidationError, match="stolen"):
        validate_password("password1")

    assert thefts.asked == ["/range/E38AD"]


def test_padding_and_others_of_the_same_five_letters_refuse_nothing(thefts: type[Thefts]) -> None:
    thefts.lines = [
        "214943DAAD1D64C102FAEC29DE4AFE9DA3D:0",
        "0018A45C4D1DEF81644B54AB7F969B88D65:9",
    ]

    validate_password("password1")


@pytest.mark.parametrize("status", [429, 503])
def test_who_cannot_answer_refuses_nobody(
    thefts: type[Thefts], status: int, caplog: pytest.LogCaptureFixture
) -> None:
    thefts.status = status

    validate_password("password1")

    assert "could not be asked" in caplog.text and "password1" not in caplog.text


def test_who_cannot_be_reached_refuses_nobody(thefts: type[Thefts], settings: Settings) -> None:
    settings.BREACHED_PASSWORDS_URL = "http://127.0.0.1:9/range/"

    validate_password("password1")
