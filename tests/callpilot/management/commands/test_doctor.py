"""`manage.py doctor`: each part by name, and exit code 1 while something is to be mended."""

import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from pytest_django import Settings

from callpilot.embedded.engine import free_port
from campaigns.models import CallingStop
from tests.factories import make_call
from tests.telephony.dialling.media_sockets import (
    a_tunnel_without_websockets,
    nobody,
    somebody_else,
)
from voice import vendor_sessions
from voice.agents.base import SessionReport

pytestmark = pytest.mark.django_db


def seen(*arguments: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("doctor", *arguments, stdout=out, no_color=True)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue()
    return 0, out.getvalue()


def line_of(name: str, text: str) -> str:
    return next(line for line in text.splitlines() if name in line)


def test_it_begins_with_the_mode() -> None:
    assert seen()[1].startswith("mode: simulated\n")


def test_a_database_that_is_up_to_date_is_fine() -> None:
    assert line_of("database", seen()[1]).startswith("ok ")


def test_an_address_that_nobody_serves_is_to_be_mended(settings: Settings) -> None:
    settings.EMBEDDED, settings.PUBLIC_URL = True, "http://127.0.0.1:9"
    code, text = seen()

    assert code == 1
    assert line_of("our address", text).startswith("fix")
    assert "make run" in line_of("our address", text)


def test_what_check_finds_is_told_with_its_number_and_its_hint(settings: Settings) -> None:
    settings.CALLING_HOURS = "always"
    code, text = seen()

    assert code == 1
    assert line_of("callpilot.E004", text).startswith("fix")
    assert "09:00-17:30" in text


def test_a_missing_key_is_named(settings: Settings) -> None:
    settings.TWILIO_CALLER_ID = ""

    assert "TWILIO_CALLER_ID" in line_of("callpilot.E003", seen()[1])


def test_what_does_not_work_without_mail_is_said_and_is_no_fault(settings: Settings) -> None:
    settings.MAIL_IS_SET_UP = False

    line = line_of("callpilot.W002", seen()[1])

    assert line.startswith("see") and "nobody can sign up" in line and "create_person" in line


def test_a_mail_is_sent_to_who_asks_for_it() -> None:
    _, text = seen("--mail", "you@example.com")

    [letter] = mail.outbox
    assert letter.to == ["you@example.com"]
    assert line_of("mail ", text).startswith("ok ") and "you@example.com" in text


def test_a_mail_that_nobody_can_send_is_not_said_to_be_sent(settings: Settings) -> None:
    settings.MAIL_IS_SET_UP = False
    code, text = seen("--mail", "you@example.com")

    assert code == 1 and mail.outbox == []
    assert line_of("mail ", text).startswith("fix") and "EMAIL_URL" in line_of("mail ", text)


@pytest.mark.parametrize("arguments", [[], ["--mail", "you@example.com"]])
def test_a_mail_server_that_does_not_answer_is_to_be_mended(
    settings: Settings, arguments: list[str]
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.DEFAULT_FROM_EMAIL = "us@example.com"
    code, text = seen(*arguments)

    assert code == 1 and line_of("mail ", text).startswith("fix")
    assert f"127.0.0.1:{settings.EMAIL_PORT}" in text


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError, match="no e-mail address"):
        seen("--mail", "you")


@contextmanager
def a_callpilot(settings: Settings, **parts: str) -> Iterator[None]:
    """Somebody who answers as our server does when it is asked how it is."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = {"ok": True} if self.path == "/health" else {"ready": False, **parts}
            self.send_response(200 if self.path == "/health" else 503)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever).start()
        settings.PUBLIC_URL = f"http://127.0.0.1:{server.server_port}"
        yield
        server.shutdown()


def test_a_redis_that_does_not_answer_is_told_with_what_mends_it(settings: Settings) -> None:
    with a_callpilot(settings, database="ok", broker="down: ConnectionError", workers="ok"):
        code, text = seen()

    assert code == 1
    assert line_of("broker", text).startswith("fix")
    assert "REDIS_URL" in line_of("broker", text)


@pytest.mark.parametrize(
    ("there", "words"),
    [
        (nobody, "does not answer"),
        (a_tunnel_without_websockets, "let the proxy or tunnel pass them"),
        (somebody_else, "leads to something else"),
    ],
)
def test_a_media_socket_that_cannot_be_opened_is_told_with_what_mends_it(
    settings: Settings, there: Callable[[], AbstractContextManager[str]], words: str
) -> None:
    with there() as settings.STREAM_PROBE_URL:
        code, text = seen()

    assert code == 1 and line_of("media", text).startswith("fix")
    assert settings.STREAM_PROBE_URL in line_of("media", text) and words in line_of("media", text)


def test_no_worker_is_told_with_the_lines_that_start_it(settings: Settings) -> None:
    with a_callpilot(settings, broker="ok", workers="down: no worker has taken a task for 30 s"):
        assert "Procfile" in line_of("workers", seen()[1])


@pytest.mark.parametrize(("price", "sign"), [("0.08", "ok "), ("0.05", "fix")])
def test_a_voice_that_costs_more_than_was_said_overdraws_budgets(
    settings: Settings, price: str, sign: str
) -> None:
    settings.VOICE_PRICE_PER_MINUTE = price
    call = make_call()
    for number in range(vendor_sessions.ENOUGH):
        vendor_sessions.opened(call, f"s{number}")
        report = SessionReport(f"s{number}", seconds=60, cost=Decimal("0.08"))
        vendor_sessions.keep(settings.VOICE_ENGINE, report)

    line = line_of("voice price", seen()[1])

    assert line.startswith(sign) and "0.0800 USD a minute" in line
    assert ("VOICE_PRICE_PER_MINUTE=0.0800" in line) is (sign == "fix")


def test_a_stop_of_all_calling_is_told_with_what_ends_it() -> None:
    CallingStop.objects.create(reason="Maintenance")
    code, text = seen()

    line = line_of("calling", text)
    assert code == 1 and line.startswith("fix")
    assert "(Maintenance)" in line and "stop_calling --resume" in line


def test_a_redis_that_is_not_there_is_to_be_mended(settings: Settings) -> None:
    settings.EMBEDDED, settings.REDIS_URL = False, "redis://127.0.0.1:9/0"
    settings.PUBLIC_URL = "http://127.0.0.1:9"
    code, text = seen()

    assert code == 1
    assert line_of("Redis", text).startswith("fix") and "REDIS_URL" in line_of("Redis", text)
    assert "lines of the Procfile" in line_of("our address", text)
