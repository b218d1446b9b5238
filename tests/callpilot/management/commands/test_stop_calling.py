"""`manage.py stop_calling` stops all calls, and resumes them."""

import io

import pytest
from django.core.management import CommandError, call_command

from campaigns.models import CallingStop
from tests.factories import make_call

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    out = io.StringIO()
    call_command("stop_calling", *arguments, stdout=out)
    return out.getvalue()


def test_it_stops_and_says_how_to_go_on() -> None:
    live = make_call(status="ringing")

    text = said("--reason", "Maintenance")

    assert text.startswith("All calling is stopped since ") and "--resume" in text
    standing = CallingStop.standing()
    assert standing is not None and standing.reason == "Maintenance"
    live.refresh_from_db()
    assert live.unwanted_at is None


def test_it_hangs_up_when_told_to() -> None:
    live = make_call(status="ringing")

    assert "Live calls hung up: 1." in said("--hang-up")

    live.refresh_from_db()
    assert live.unwanted_at is not None


def test_it_resumes_once() -> None:
    said()

    assert said("--resume") == "Calling is resumed.\n"
    assert CallingStop.standing() is None
    assert said("--resume") == "Calling was not stopped.\n"


def test_to_resume_and_to_hang_up_do_not_go_together() -> None:
    with pytest.raises(CommandError, match="without the others"):
        said("--resume", "--hang-up")
