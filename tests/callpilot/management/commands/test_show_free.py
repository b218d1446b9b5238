"""`manage.py show_free`: what the agent would be told of a person's free time."""

import io
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command

from scheduling.models import CalendarEntry
from tests.factories import make_person

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/Los_Angeles")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)


def shown(**options: object) -> list[str]:
    out = io.StringIO()
    with time_machine.travel(MONDAY, tick=False):
        call_command("show_free", user="alex", stdout=out, **options)
    return out.getvalue().splitlines()


def test_each_free_day_is_a_line_from_tomorrow_on() -> None:
    make_person("alex")
    lines = shown(days=3)

    assert [line[:10] for line in lines] == ["Tue 24 Nov", "Wed 25 Nov", "Thu 26 Nov"]


def test_a_busy_hour_is_left_out() -> None:
    person = make_person("alex")
    start = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)
    end = start + timedelta(hours=1)
    CalendarEntry.objects.create(person=person, start=start, end=end, title="Private")

    tuesday = shown(days=1)[0]

    assert "10:00" not in tuesday and "10:30" not in tuesday
    assert "11:30" in tuesday and "Private" not in tuesday


def test_no_time_is_told_that_ends_after_the_day() -> None:
    make_person("alex")

    assert max(shown(days=1, minutes=120)[0].split()[3:]) <= "16:00"


def test_nobody_of_that_name_is_told_so() -> None:
    with pytest.raises(CommandError, match="There is no user nobody") as refused:
        call_command("show_free", user="nobody")

    assert refused.value.returncode == 2


@pytest.mark.parametrize("options", [{"days": 0}, {"days": 61}, {"minutes": 4}, {"minutes": 481}])
def test_numbers_out_of_range_are_told_their_range(options: dict[str, int]) -> None:
    make_person("alex")

    with pytest.raises(CommandError, match="1 to 60") as refused:
        shown(**options)
    assert refused.value.returncode == 2


def test_a_database_without_tables_is_said_in_one_line(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "manage.py", "show_free"],
        cwd=Path(__file__).parents[4], capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "CALLPILOT_DATA": str(tmp_path)},
    )  # fmt: skip

    assert ran.returncode == 1 and "Traceback" not in ran.stderr
    assert "manage.py migrate" in ran.stderr
