"""The account in which our agents lie already."""

import pytest
from pytest_django.fixtures import Settings

from tests.voice.simulator.accounts import served
from voice.agent_design import design
from voice.agents.elevenlabs import post_call
from voice.agents.elevenlabs.diagnosis import Diagnosed
from voice.simulator import provisioned
from voice.simulator.workspace import Workspace


def lying() -> Workspace:
    return provisioned.workspace(design(), post_call=(post_call.address(), "wsec_1"))


@pytest.mark.parametrize("format", ["ulaw_8000", "pcm_8000", "pcm_16000", "pcm_24000"])
def test_its_agents_are_as_calls_need_them(settings: Settings, format: str) -> None:
    settings.ELEVENLABS_AGENT_ID = f"agent_simulated_{format}"
    settings.ELEVENLABS_OVERRIDES = []

    with served(lying()) as url:
        settings.ELEVENLABS_API_URL = url
        assert [fine for _, fine, _ in Diagnosed.inspect(design())] == [True]


def test_a_format_that_no_line_carries_is_named(settings: Settings) -> None:
    settings.ELEVENLABS_AGENT_ID = "agent_simulated_pcm_44100"
    settings.ELEVENLABS_OVERRIDES = []

    with served(lying()) as url:
        settings.ELEVENLABS_API_URL = url
        found = [words for _, fine, words in Diagnosed.inspect(design()) if not fine]

    assert len(found) == 2 and all("pcm_44100" in words for words in found)
