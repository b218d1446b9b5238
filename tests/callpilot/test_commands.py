"""Bad options end every command of ours with exit code 2 and one line."""

from pathlib import Path

import pytest
from django.core.management import execute_from_command_line

import callpilot.management.commands as commands

OURS = sorted(path.stem for path in Path(commands.__path__[0]).glob("[a-z]*.py"))


@pytest.mark.parametrize(
    "arguments",
    [[name, "--bogus"] for name in OURS]
    + [["run_campaign"], ["serve", "--port", "abc"], ["simulate", "--speed", "0"]],
    ids=" ".join,
)
def test_bad_options_are_refused_in_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        execute_from_command_line(["manage.py", *arguments])

    assert ended.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
