"""A bad option is refused in one line with code 2, not with a page of help."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parent.parent.parent.parent


@pytest.mark.parametrize("command", ["show_free", "simulate", "talk", "seed_demo"])
def test_an_option_that_there_is_not_is_an_error_without_usage(command: str) -> None:
    with pytest.raises((CommandError, TypeError)) as refused:
        call_command(command, "--nothing")

    assert "usage:" not in str(refused.value)


def test_at_the_command_line_it_is_one_line_and_code_two() -> None:
    ran = subprocess.run(
        [sys.executable, "manage.py", "show_free", "--nothing"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ran.returncode == 2 and "usage" not in ran.stderr.lower()
    assert "--nothing" in ran.stderr and "Traceback" not in ran.stderr
