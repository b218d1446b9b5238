"""Our account over REST: every page is read, and refusals are told in words."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from callpilot.errors import AgentError
from tests.voice.simulator.accounts import served
from voice.agents.elevenlabs.account import PAGE_SIZE, Account, NotThere
from voice.simulator import provisioned
from voice.simulator.workspace import Workspace


@pytest.fixture
def workspace(settings: Settings) -> Iterator[Workspace]:
    lying = provisioned.workspace()
    with served(lying) as url:
        settings.ELEVENLABS_API_URL = url
        settings.ELEVENLABS_API_KEY = "simulated-xi-key"
        yield lying


def test_every_page_is_read(workspace: Workspace) -> None:
    for number in range(PAGE_SIZE + 1):
        workspace.make_tool({"type": "client", "name": f"t{number}", "description": "x"})

    with Account() as account:
        assert len(account.tools()) == PAGE_SIZE + 1


def test_agents_are_found_by_their_whole_name(workspace: Workspace) -> None:
    wanted = workspace.make_agent({"name": "CallPilot"})
    workspace.make_agent({"name": "CallPilot, old"})

    with Account() as account:
        assert [agent["agent_id"] for agent in account.agents_called("CallPilot")] == [wanted]


def test_what_is_gone_is_told_apart(workspace: Workspace) -> None:
    with Account() as account:
        assert account.tool("tool_x") is None
        with pytest.raises(NotThere):
            account.agent("agent_x")


def test_the_vendors_words_for_a_refusal_are_passed_on(workspace: Workspace) -> None:
    with Account() as account:
        with pytest.raises(AgentError, match="name: String should match pattern") as caught:
            account.make_tool({"type": "client", "name": "a b", "description": "x"})
        assert caught.value.permanent
        with pytest.raises(AgentError, match="English Agents must use") as caught:
            account.make_agent({"conversation_config": {"tts": {"model_id": "eleven_flash_v2_5"}}})


def test_an_address_where_nobody_answers_is_named(settings: Settings) -> None:
    settings.ELEVENLABS_API_URL = "http://127.0.0.1:1"

    with Account() as account, pytest.raises(AgentError, match="127.0.0.1:1 does not answer"):
        account.tools()
