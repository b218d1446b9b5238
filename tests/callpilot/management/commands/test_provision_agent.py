"""`manage.py provision_agent`, as somebody types it."""

import io
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from tests.voice.simulator.accounts import served
from voice.agents.base import engines
from voice.simulator import provisioned
from voice.simulator.workspace import Workspace


@pytest.fixture
def workspace(settings: Settings) -> Iterator[Workspace]:
    lying = provisioned.workspace()
    with served(lying) as url:
        settings.ELEVENLABS_API_URL = url
        settings.ELEVENLABS_API_KEY = "simulated-xi-key"
        settings.ELEVENLABS_AGENT_ID = ""
        yield lying


def told(*options: str) -> str:
    out = io.StringIO()
    call_command("provision_agent", *options, stdout=out)
    return out.getvalue()


def test_it_prints_the_line_to_put_into_the_settings_and_then_changes_nothing(
    workspace: Workspace,
) -> None:
    assert "+ agent CallPilot" in told("--dry-run") and not workspace.agents

    first = told()
    [agent_id] = workspace.agents
    assert f"ELEVENLABS_AGENT_ID={agent_id}\n" in first
    workspace.changes.clear()
    assert "nothing to change" in told()
    assert workspace.changes == []


def test_somebody_elses_agent_is_an_error_in_one_line(
    workspace: Workspace, settings: Settings
) -> None:
    settings.ELEVENLABS_AGENT_ID = workspace.make_agent({"name": "Reception"})

    with pytest.raises(CommandError, match="--adopt"):
        told()
    assert "is as it has to be" in told("--adopt")


class Bare:
    """An agent that lies nowhere."""


def test_an_adapter_without_an_agent_at_a_vendor_says_so(settings: Settings) -> None:
    settings.VOICE_ENGINE = "bare"
    path = f"{__name__}.Bare"

    with engines.registered("bare", path), pytest.raises(CommandError, match="VOICE_ENGINE=bare"):
        told()


def test_an_unknown_engine_says_which_there_are(settings: Settings) -> None:
    settings.VOICE_ENGINE = "nonsense"

    with pytest.raises(CommandError, match="elevenlabs"):
        told()
