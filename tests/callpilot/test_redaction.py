"""What no log line may carry, whoever writes it and however it is formatted."""

import logging
import logging.config
from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.utils.log import DEFAULT_LOGGING
from uvicorn.config import LOGGING_CONFIG
from uvicorn.logging import AccessFormatter

from callpilot.redaction import RedactedRecord, UtcFormatter, redacted

# No shape gives it away: it is struck out for where it stands.
SECRET = "planted"
FULL = "tOk3n-" + "aZ09_" * 8  # as our own tokens look
SECRET_HEADERS = [
    "Authorization", "Cookie", "Set-Cookie", "X-Tool-Secret", "X-Twilio-Signature",
    "ElevenLabs-Signature", "xi-api-key", "X-CSRFToken", "X-CallPilot-Doctor",
]  # fmt: skip


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What a handler with the plainest of formatters has written."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    logger = logging.getLogger("somebody.elses")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield stream
    logger.removeHandler(handler)


logger = logging.getLogger("somebody.elses")


def test_django_has_every_record_made_here() -> None:
    assert logging.getLogRecordFactory() is RedactedRecord


@pytest.mark.parametrize(
    ("given", "stays"),
    [
        (f"Not Found: /twilio/voice/{SECRET}/status", "Not Found: /twilio/voice/…/status"),
        (f"wss://calls.example.com/another-one/stream/{SECRET}", "/another-one/stream/…"),
        (f'"WebSocket /twilio/stream/probe/{SECRET}" 403', '"WebSocket /twilio/stream/probe/…"'),
        (f"GET /feeds/{SECRET}.ics HTTP/1.1", "GET /feeds/… HTTP/1.1"),
        (f"/accounts/login/?next=%2Ffeeds%2F{SECRET}.ics&a=b", "%2Ffeeds%2F…&a=b"),
        (f"/accounts/password/reset/key/1-{SECRET}/", "/accounts/password/reset/key/…/"),
        (f"/accounts/confirm-email/{SECRET}:1:x/", "/accounts/confirm-email/…/"),
        (f"/x?code={SECRET}&state={SECRET}&since=4", "/x?code=…&state=…&since=4"),
        (f"?agent_id=a&conversation_signature={SECRET}", "?agent_id=a&conversation_signature=…"),
        (f"{{'query_string': b'key={SECRET}&a=b'}}", "b'key=…&a=b'"),
        (f"redis://:{SECRET}@cache:6379/0 is down", "redis://:…@cache:6379/0 is down"),
        (f"Key (token)=({SECRET}) already exists.", "Key (token)=(…) already exists."),
        (f"""WHERE "feed"."token" = '{SECRET}' LIMIT 1""", "\"token\" = '…' LIMIT 1"),
        (f"{{'tool_token': '{SECRET}', 'call': 7}}", "'call': 7"),
        (f"sent with Bearer {SECRET}, twice", "sent with Bearer …, twice"),
        (f"of {FULL} and such", "of … and such"),
        ("to +14155550101 now", "to +… now"),
    ],
)
def test_a_secret_is_struck_out_and_the_rest_stays(given: str, stays: str) -> None:
    line = redacted(given)

    assert SECRET not in line and FULL not in line and stays in line


@pytest.mark.parametrize(
    "line",
    [
        "Forbidden (CSRF token missing.): /accounts/login/",
        "Not Found: /campaigns/2f1c1f7e-3c1b-4e7b-9a42-1d5b7c1f9e33/",
        "Call CA0123456789abcdef0123456789abcdef has ended: status code 200",
        "The token is revoked. A command of a live page failed: campaign 7",
        "/settings/voice/ /settings/feed/reset/ /twilio/incoming/key",
    ],
)
def test_what_is_no_secret_is_told_in_full(line: str) -> None:
    assert redacted(line) == line


@pytest.mark.parametrize("name", SECRET_HEADERS)
def test_a_header_is_struck_out_in_every_way_that_it_is_written(
    name: str, written: StringIO
) -> None:
    value = f"Token {SECRET}" if name == "Authorization" else SECRET
    value = f"sessionid={SECRET}; csrftoken={SECRET}" if "Cookie" in name else value
    logger.debug("%s", {name: value, "Accept": "text/html"})
    logger.debug("%s", [(name.lower().encode(), value.encode()), (b"accept", b"text/html")])
    logger.debug("%s", {f"HTTP_{name.upper().replace('-', '_')}": value})
    logger.debug("< %s: %s", name.lower(), value)
    logger.debug(f"Header {name}: {value}")

    assert SECRET not in written.getvalue()
    assert written.getvalue().count("text/html") == 2


def test_an_exception_is_written_without_what_it_tells(written: StringIO) -> None:
    try:
        raise ValueError(f"Key (to_number, token)=(+14155550101, 7) /feeds/{SECRET}.ics")
    except ValueError:
        logger.exception("Call could not be placed.")

    assert "ValueError: Key" in written.getvalue() and "test_redaction.py" in written.getvalue()
    assert SECRET not in written.getvalue() and "4155550101" not in written.getvalue()


def test_a_number_in_a_database_error_is_struck_out(written: StringIO) -> None:
    error = ValueError("Key (to_number)=(+14155550101) already exists.")
    logger.error("Call could not be placed.", exc_info=error)

    assert "already exists" in written.getvalue() and "4155550101" not in written.getvalue()


def test_a_token_in_a_webhook_address_is_struck_out(written: StringIO) -> None:
    logger.warning("Not Found: %s", f"/twilio/voice/{SECRET}/status", stack_info=True)

    assert written.getvalue().startswith("Not Found: /twilio/voice/…/status\nStack")


def test_a_percent_sign_in_what_is_logged_does_no_harm(written: StringIO) -> None:
    logger.debug("token=%s, %d", SECRET, 5)
    logger.debug("100 % of token=it")
    logger.debug("%(call)s by %(token)s", {"call": 7, "token": "Bearer x"})

    assert written.getvalue().splitlines() == ["token=…, 5", "100 % of token=…", "7 by Bearer …"]


def test_the_formatters_of_servers_write_nothing_else() -> None:
    """Those of uvicorn's access log and of `runserver` look at the arguments by themselves."""
    line = f"/feeds/{SECRET}.ics?token={SECRET}"
    access = LOGGING_CONFIG["formatters"]["access"]["fmt"]
    record = logging.getLogger("uvicorn.access").makeRecord(
        "uvicorn.access",
        20,
        "",
        0,
        '%s - "%s %s HTTP/%s" %d',
        ("::1", "GET", line, "1.1", 200),
        None,
    )
    assert (
        AccessFormatter(access, use_colors=False)
        .format(record)
        .endswith('::1 - "GET /feeds/…?token=… HTTP/1.1" 200 OK')
    )
    stream = StringIO()
    server = DEFAULT_LOGGING["handlers"]["django.server"] | {"stream": stream}
    server["formatter"] = "django.server"
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": DEFAULT_LOGGING["formatters"],
            "handlers": {"server": server},
            "loggers": {"a.server": {"handlers": ["server"], "level": "INFO"}},
        }
    )
    said = '"%s" %s %s'
    logging.getLogger("a.server").info(
        said, f"GET {line} HTTP/1.1", "200", "5", extra={"server_time": "now"}
    )
    assert "GET /feeds/…?token=… HTTP/1.1" in stream.getvalue()


def test_without_an_exception_there_is_no_text_of_one() -> None:
    assert RedactedRecord("x", 40, "file", 1, "text", None, (None, None, None)).exc_text is None


def test_a_line_stays_one_line_whatever_was_asked(written: StringIO) -> None:
    logger.warning(
        "Not Found: %s", "/x\r\n2026-01-01 I callpilot: Signed in: person 1\x1b[2J\u2028"
    )

    [line] = written.getvalue().splitlines()
    assert "\x1b" not in line and line.startswith("Not Found: /x\\x0d\\x0a2026")


def test_a_moment_is_told_in_utc() -> None:
    record = logging.LogRecord("callpilot", logging.INFO, "file", 1, "Here.", (), None)
    record.created, record.msecs = 1_780_000_000.25, 250.0

    line = UtcFormatter("%(asctime)s %(message)s").format(record)

    assert line == "2026-05-28T20:26:40.250Z Here."


def test_every_handler_of_ours_writes_so() -> None:
    formatters = settings.LOGGING["formatters"]
    for handler in settings.LOGGING["handlers"].values():
        assert handler["class"] == "logging.StreamHandler"
        assert formatters[handler["formatter"]]["()"] == "callpilot.redaction.UtcFormatter"
