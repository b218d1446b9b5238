"""`manage.py doctor`: each part by name, and exit code 1 while something is to be mended."""

import io

import pytest
from django.core.management import call_command
from pytest_django import Settings

pytestmark = pytest.mark.django_db


def seen() -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("doctor", stdout=out, no_color=True)
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
    settings.PUBLIC_URL = "http://127.0.0.1:9"
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
