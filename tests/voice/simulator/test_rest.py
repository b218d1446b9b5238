"""The vendor's own SDK finds its addresses, and its types parse what they answer and take."""

from collections.abc import Iterator

import httpx
import pytest
from elevenlabs import ElevenLabs
from elevenlabs.core.api_error import ApiError
from elevenlabs.core.unchecked_base_model import UncheckedBaseModel
from elevenlabs.types import (
    AgentPlatformSettingsRequestModel,
    ConversationalConfig,
    ToolRequestModelToolConfig_Client,
)

from callpilot.json_types import JsonObject
from tests.voice.simulator.accounts import served, unknown_members
from voice.agent_design import design
from voice.agents.base import ToolDesign
from voice.agents.elevenlabs.agent_document import agent_document, at_first, tool_document
from voice.simulator import provisioned
from voice.simulator.history import History, conversation
from voice.simulator.workspace import Workspace

AGENT = "agent_simulated_ulaw_8000"


@pytest.fixture
def workspace() -> Workspace:
    return provisioned.workspace(design())


@pytest.fixture
def sdk(workspace: Workspace) -> Iterator[ElevenLabs]:
    with served(workspace) as url, httpx.Client(trust_env=False) as http:
        yield ElevenLabs(base_url=url, api_key="simulated-xi-key", httpx_client=http)


def parsed(kind: type[UncheckedBaseModel], document: JsonObject) -> UncheckedBaseModel:
    """Strictly where the types are strict: wrong values raise."""
    return kind.model_validate(document)


@pytest.mark.parametrize("tool", design().tools, ids=lambda tool: tool.name)
def test_the_vendors_types_know_everything_of_the_tools_that_we_send(tool: ToolDesign) -> None:
    model = parsed(ToolRequestModelToolConfig_Client, tool_document(tool, 20))

    assert list(unknown_members(model)) == []


def test_the_vendors_types_know_everything_of_the_agent_that_we_send() -> None:
    document = at_first(agent_document(design(), ["tool_x"], [], "wh_x"))

    config = parsed(ConversationalConfig, document["conversation_config"])
    platform = parsed(AgentPlatformSettingsRequestModel, document["platform_settings"])

    assert list(unknown_members(config)) == []
    assert list(unknown_members(platform)) == []
    wrong = document["conversation_config"] | {"wrong": 1}
    assert list(unknown_members(parsed(ConversationalConfig, wrong))) == [".wrong"]


def test_the_sdk_reads_lists_and_pages(sdk: ElevenLabs, workspace: Workspace) -> None:
    names: list[str] = []
    page = sdk.conversational_ai.tools.list(page_size=5)
    while True:
        assert list(unknown_members(page)) == []
        names += [str(tool.tool_config.name) for tool in page.tools]
        if not page.has_more:
            break
        page = sdk.conversational_ai.tools.list(page_size=5, cursor=page.next_cursor)
    agents = sdk.conversational_ai.agents.list(search="callpilot", page_size=100)

    assert len(names) == len(design().tools) and "report_call_outcome" in names
    assert {agent.agent_id for agent in agents.agents} == set(workspace.agents)
    assert list(unknown_members(agents)) == []


def test_the_sdk_reads_the_agent_and_who_uses_a_tool(sdk: ElevenLabs) -> None:
    agent = sdk.conversational_ai.agents.get(AGENT)
    prompt = agent.conversation_config.agent
    assert prompt is not None and prompt.prompt is not None and prompt.prompt.tool_ids

    users = sdk.conversational_ai.tools.get_dependent_agents(prompt.prompt.tool_ids[0])
    tool = sdk.conversational_ai.tools.get(prompt.prompt.tool_ids[0])

    assert agent.conversation_config.tts is not None
    assert agent.conversation_config.tts.agent_output_audio_format == "ulaw_8000"
    assert users.agents and list(unknown_members(users)) == []
    assert tool.tool_config.name == "check_availability"


def test_the_sdk_makes_changes_and_deletes(sdk: ElevenLabs, workspace: Workspace) -> None:
    made = sdk.conversational_ai.agents.create(
        name="By the SDK", conversation_config=ConversationalConfig()
    )
    sdk.conversational_ai.agents.update(made.agent_id, name="Changed")

    assert sdk.conversational_ai.agents.get(made.agent_id).name == "Changed"
    tool_id = next(iter(workspace.tools))
    with pytest.raises(ApiError) as used:
        sdk.conversational_ai.tools.delete(tool_id)
    assert used.value.status_code == 409


def test_the_sdk_gets_a_signed_link(sdk: ElevenLabs) -> None:
    link = sdk.conversational_ai.conversations.get_signed_url(agent_id=AGENT)

    assert link.signed_url.startswith("ws://127.0.0.1")


def test_strangers_and_unknown_ids_are_refused_as_the_vendor_does(sdk: ElevenLabs) -> None:
    with pytest.raises(ApiError) as unknown:
        sdk.conversational_ai.agents.get("agent_x")
    assert unknown.value.status_code == 404

    base = sdk._client_wrapper.get_base_url()
    answer = httpx.get(f"{base}/v1/convai/tools", trust_env=False)
    assert answer.status_code == 401
    assert answer.json()["detail"]["status"] == "invalid_api_key"


def test_the_sdk_makes_and_lists_secrets_without_their_values(
    sdk: ElevenLabs, workspace: Workspace
) -> None:
    made = sdk.conversational_ai.secrets.create(name="ours", value="hush")

    listed = sdk.conversational_ai.secrets.list()

    assert list(unknown_members(listed)) == [] and "hush" not in str(listed)
    assert [(each.secret_id, each.name) for each in listed.secrets] == [(made.secret_id, "ours")]
    assert workspace.secrets[made.secret_id] == ("ours", "hush")


def test_the_sdk_reads_a_conversation_that_goes_on(sdk: ElevenLabs, workspace: Workspace) -> None:
    workspace.conversations["conv_1"] = conversation(
        "conv_1", AGENT, "", History(), began=1.0, ms=0, variables={}, going_on=True
    )

    assert sdk.conversational_ai.conversations.get("conv_1").status == "in-progress"
    with pytest.raises(ApiError) as unknown:
        sdk.conversational_ai.conversations.get("conv_2")
    assert unknown.value.status_code == 404
