"""What ElevenLabs needs to work is said before the first call."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from callpilot.checks import settings_check
from tests.voice.simulator.accounts import served
from voice.agent_design import design
from voice.agents.elevenlabs.diagnosis import Diagnosed
from voice.simulator import provisioned
from voice.simulator.workspace import Workspace


def test_an_override_that_no_agent_has_is_said_by_the_check(settings: Settings) -> None:
    settings.ELEVENLABS_OVERRIDES = ["tts.stability"]

    [message] = settings_check()

    assert message.msg.startswith("ELEVENLABS_OVERRIDES: tts.stability is unknown; choose from ")


def test_a_vendor_that_does_not_answer_is_a_finding(settings: Settings) -> None:
    settings.ELEVENLABS_API_URL = "http://127.0.0.1:1"

    [(name, fine, words)] = Diagnosed.doctor()

    assert (name, fine) == ("elevenlabs", False) and "does not answer" in words


@pytest.fixture
def workspace(settings: Settings) -> Iterator[Workspace]:
    """The account in which our agent lies."""
    lying = provisioned.workspace(design())
    with served(lying) as url:
        settings.ELEVENLABS_API_URL = url
        settings.ELEVENLABS_API_KEY = "simulated-xi-key"
        settings.ELEVENLABS_AGENT_ID = "agent_simulated_ulaw_8000"
        yield lying


def found() -> dict[str, tuple[bool, str]]:
    return {name: (fine, words) for name, fine, words in Diagnosed.doctor()}


def test_keys_clock_and_credits_are_told(workspace: Workspace) -> None:
    told = found()

    assert {name: fine for name, (fine, _) in told.items()} == {
        "elevenlabs": True,
        "clock": True,
        "credits": True,
    }
    assert "100000 of 100000" in told["credits"][1]


def test_an_account_that_is_nearly_used_up_is_a_finding(workspace: Workspace) -> None:
    workspace.credits_used = 96_000

    fine, words = found()["credits"]

    assert not fine and "4000 of 100000" in words


def test_an_agent_that_nobody_knows_is_a_finding(workspace: Workspace, settings: Settings) -> None:
    settings.ELEVENLABS_AGENT_ID = "agent_x"

    assert found()["elevenlabs"][0] is False
    [(_, fine, words)] = Diagnosed.inspect(design())
    assert not fine and "agent_x" in words


def test_no_agent_yet_is_said_with_the_command_that_makes_it(
    workspace: Workspace, settings: Settings
) -> None:
    settings.ELEVENLABS_AGENT_ID = ""

    [(name, fine, words)] = Diagnosed.inspect(design())

    assert (name, fine) == ("agent", False)
    assert "provision_agent" in words
