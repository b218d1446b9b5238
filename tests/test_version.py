"""The version stands in one place, and whatever tells it reads it there."""

import re
from pathlib import Path

from django.test import Client

import callpilot

ROOT = Path(__file__).resolve().parent.parent


def test_the_newest_release_of_the_changelog_is_this_version() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.M)

    assert headings[0] == "Unreleased"
    assert headings[1].split()[0] == callpilot.__version__


def test_the_api_is_described_in_this_version(db: None) -> None:
    described = Client().get("/api/schema", headers={"Accept": "application/json"}).json()

    assert described["info"]["version"] == callpilot.__version__


def test_the_forge_runs_the_gate_that_everybody_runs() -> None:
    workflow = (ROOT / ".github" / "workflows" / "gate.yml").read_text()

    assert re.findall(r"- run: (.+)", workflow) == ["bash .ci/run"]
