"""Commands that place calls: for whom, and by which running CallPilot."""

from pathlib import Path

import pytest
from django.core.management.base import CommandError, CommandParser
from pytest_django.fixtures import Settings

from callpilot.embedded.engine import DataLock
from callpilot.errors import Refused
from callpilot.management.on_behalf import add_user_argument, engine, person_called
from callpilot.models import User
from tests.factories import make_person


@pytest.fixture
def live(settings: Settings, tmp_path: Path) -> None:
    settings.MODE, settings.SIMULATED, settings.EMBEDDED = "live", False, True
    settings.DATA_DIR = tmp_path


def test_in_simulation_the_demo_person_is_there() -> None:
    parser = CommandParser()
    add_user_argument(parser)

    assert parser.parse_args([]).user == "demo"


def test_outside_it_must_be_said_for_whom(live: None) -> None:
    parser = CommandParser()
    add_user_argument(parser)

    with pytest.raises(CommandError, match="--user"):
        parser.parse_args([])


@pytest.mark.django_db
def test_a_person_is_known_by_name_and_by_e_mail(live: None) -> None:
    robin = make_person("robin")

    assert person_called("robin").pk == person_called(robin.email.upper()).pk == robin.pk
    with pytest.raises(Refused, match="create_person"):
        person_called("demo")
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_real_calls_need_a_callpilot_that_runs(live: None) -> None:
    with pytest.raises(Refused, match="make run"):
        engine()
    lock = DataLock()
    lock.take()
    try:
        with engine() as own:
            assert own is None
    finally:
        lock.leave()


def test_processes_that_do_not_answer_are_told(live: None, settings: Settings) -> None:
    settings.EMBEDDED, settings.PUBLIC_URL = False, "http://127.0.0.1:1"

    with pytest.raises(Refused, match="No CallPilot answers at http://127.0.0.1:1"):
        engine()
