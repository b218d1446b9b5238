"""What a log line must not carry."""

import logging

from django.conf import settings

from callpilot.redaction import RedactingFormatter


def logged(message: str, *args: object, error: Exception | None = None) -> str:
    raised = (type(error), error, None) if error else None
    record = logging.LogRecord("callpilot", logging.ERROR, "file", 1, message, args, raised)
    return RedactingFormatter("%(message)s").format(record)


def test_a_token_in_a_webhook_address_is_struck_out() -> None:
    line = logged("Not Found: %s", "/twilio/voice/AbC-123_x/status")

    assert line == "Not Found: /twilio/voice/…/status"


def test_a_stream_token_is_struck_out() -> None:
    assert "s3cret" not in logged("refused wss://calls.example.com/twilio/stream/s3cret")
    assert "s3cret" not in logged("refused wss://calls.example.com/another-one/stream/s3cret")


def test_a_token_in_a_header_is_struck_out() -> None:
    assert "s3cret" not in logged("%s", {"Authorization": "Bearer s3cret"})


def test_a_number_in_a_database_error_is_struck_out() -> None:
    error = ValueError("Key (to_number)=(+14155550101) already exists.")

    assert "4155550101" not in logged("Call could not be placed.", error=error)


def test_every_handler_of_ours_strikes_out() -> None:
    formatters = settings.LOGGING["formatters"]
    for handler in settings.LOGGING["handlers"].values():
        assert formatters[handler["formatter"]]["()"] == "callpilot.redaction.RedactingFormatter"
