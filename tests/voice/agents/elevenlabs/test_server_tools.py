"""Tools at our addresses: made with their secret, left alone, mended; tokens go in headers."""

import json
from collections.abc import Iterator

import pytest
from elevenlabs.types import ToolRequestModelToolConfig_Webhook
from pytest_django.fixtures import Settings

from callpilot.json_types import JsonObject
from tests.voice.simulator.accounts import served, unknown_members
from tests.voice.simulator.callers import FACTS
from voice.agent_design import design
from voice.agents.base import Brief, ToolDesign
from voice.agents.elevenlabs import messages
from voice.agents.elevenlabs.diagnosis import Diagnosed
from voice.agents.elevenlabs.provisioning import provision
from voice.agents.elevenlabs.server_tools import (
    AUTHORIZATION,
    SECRET_HEADER,
    documents,
    secret_name,
    variables,
)
from voice.simulator import provisioned
from voice.simulator.workspace import Workspace, prompt_of

PUBLIC_URL = "https://calls.example"


@pytest.fixture(autouse=True)
def at_addresses(settings: Settings) -> None:
    settings.ELEVENLABS_TOOLS = "webhook"
    settings.PUBLIC_URL = PUBLIC_URL
    settings.TOOL_SECRET = "a-long-secret"


@pytest.fixture
def workspace(settings: Settings) -> Iterator[Workspace]:
    lying = provisioned.workspace()
    with served(lying) as url:
        settings.ELEVENLABS_API_URL = url
        settings.ELEVENLABS_API_KEY = "simulated-xi-key"
        settings.ELEVENLABS_AGENT_ID = ""
        settings.ELEVENLABS_OVERRIDES = []
        settings.ELEVENLABS_WEBHOOK_SECRET = "wsec_known"
        yield lying


def run(*, dry_run: bool = False) -> list[str]:
    return list(provision(design(), adopt=False, dry_run=dry_run))


def agents_tools(workspace: Workspace) -> list[JsonObject]:
    [agent] = workspace.agents.values()
    return [workspace.tools[key] for key in prompt_of(agent)["tool_ids"]]


# --- what is sent ---------------------------------------------------------------------------


@pytest.mark.parametrize("tool", design().tools, ids=lambda tool: tool.name)
def test_the_vendors_types_know_everything_of_the_tools_that_we_send(tool: ToolDesign) -> None:
    [document] = documents((tool,), 20, "secret_1")

    model = ToolRequestModelToolConfig_Webhook.model_validate(document)

    assert list(unknown_members(model)) == []
    assert model.api_schema.url.startswith("http") and "/api/" in model.api_schema.url
    wrong = document | {"wrong": 1}
    assert list(unknown_members(ToolRequestModelToolConfig_Webhook.model_validate(wrong)))


def test_only_a_voice_that_asks_at_our_addresses_is_told_the_token_of_the_call(
    settings: Settings,
) -> None:
    brief = Brief("Book.", FACTS, tool_token="t0ken")

    frame = json.loads(messages.start(brief, [], variables(brief)))
    settings.ELEVENLABS_TOOLS = "client"
    other = messages.start(brief, [], variables(brief))

    assert frame["dynamic_variables"][AUTHORIZATION] == "Bearer t0ken"
    assert "t0ken" not in brief.prompt and "t0ken" not in repr(brief)
    assert b"t0ken" not in other


# --- what lies there ------------------------------------------------------------------------


def test_the_first_run_makes_secret_and_tools_and_the_second_changes_nothing(
    workspace: Workspace,
) -> None:
    run()

    [(secret_id, (name, value))] = workspace.secrets.items()
    tools = agents_tools(workspace)
    assert (name, value) == (secret_name("a-long-secret"), "a-long-secret")
    assert {tool["type"] for tool in tools} == {"webhook"} and len(tools) == len(design().tools)
    by_name = {tool["name"]: tool["api_schema"] for tool in tools}
    assert by_name["report_call_outcome"]["url"] == f"{PUBLIC_URL}/api/end-call"
    for schema in by_name.values():
        assert schema["method"] == "POST"
        assert schema["request_headers"] == {
            "Authorization": {"variable_name": AUTHORIZATION},
            SECRET_HEADER: {"secret_id": secret_id},
        }
    workspace.changes.clear()
    assert "nothing to change" in run()[0]
    assert workspace.changes == []


def test_a_dry_run_tells_of_it_and_makes_nothing(workspace: Workspace) -> None:
    lines = run(dry_run=True)

    assert "+ tool secret" in lines and "+ tool book_slot" in lines
    assert (workspace.secrets, workspace.tools) == ({}, {})


def test_without_a_secret_one_is_chosen_and_said_once(
    workspace: Workspace, settings: Settings
) -> None:
    settings.TOOL_SECRET = ""

    lines = run()
    again = run()

    [(_, value)] = workspace.secrets.values()
    assert f"TOOL_SECRET={value}" in lines
    assert "nothing to change" in again[0] and "TOOL_SECRET is not set" in again[-1]
    settings.TOOL_SECRET = value
    assert "TOOL_SECRET" not in "\n".join(run())


def test_another_secret_reaches_all_tools(workspace: Workspace, settings: Settings) -> None:
    run()
    settings.TOOL_SECRET = "a-newer-secret"
    [settings.ELEVENLABS_AGENT_ID] = workspace.agents
    found = [words for _, fine, words in Diagnosed.inspect(design()) if not fine]
    assert any("tool secret is missing" in words for words in found)

    run()

    [newest] = [key for key, (_, value) in workspace.secrets.items() if value == "a-newer-secret"]
    assert workspace.tools_with(newest) == list(workspace.tools)
    assert [fine for _, fine, _ in Diagnosed.inspect(design())] == [True]


def _moved(tool: JsonObject) -> None:
    tool["api_schema"]["url"] = "https://elsewhere.example/api/book-slot"


def _got(tool: JsonObject) -> None:
    tool["api_schema"]["method"] = "GET"


def _open(tool: JsonObject) -> None:
    tool["api_schema"]["request_headers"] = {}


def _more(tool: JsonObject) -> None:
    more = {"type": "string", "description": "Their card"}
    tool["api_schema"]["request_body_schema"]["properties"]["card"] = more


CHANGES_BY_HAND = {
    "tool book_slot: api_schema.url": _moved,
    "tool book_slot: api_schema.method": _got,
    "tool book_slot: api_schema.request_headers.Authorization": _open,
    "tool book_slot: api_schema.request_body_schema.properties.card": _more,
}


@pytest.mark.parametrize("named", CHANGES_BY_HAND)
def test_what_was_changed_by_hand_is_named_by_the_doctor_and_mended(
    workspace: Workspace, settings: Settings, named: str
) -> None:
    run()
    [settings.ELEVENLABS_AGENT_ID] = workspace.agents
    [tool] = [tool for tool in workspace.tools.values() if tool["name"] == "book_slot"]
    CHANGES_BY_HAND[named](tool)

    found = [words for _, fine, words in Diagnosed.inspect(design()) if not fine]
    assert any(named in words for words in found)
    run()
    assert [fine for _, fine, _ in Diagnosed.inspect(design())] == [True]


def test_another_way_of_asking_gets_tools_of_its_own_and_the_way_back_finds_the_old_ones(
    workspace: Workspace, settings: Settings
) -> None:
    run()
    count = len(workspace.tools)
    [settings.ELEVENLABS_AGENT_ID] = workspace.agents
    settings.ELEVENLABS_TOOLS = "client"
    found = [words for _, fine, words in Diagnosed.inspect(design()) if not fine]
    assert any('tool book_slot: type is "webhook", has to be "client"' in w for w in found)

    run()
    assert {tool["type"] for tool in agents_tools(workspace)} == {"client"}
    settings.ELEVENLABS_TOOLS = "webhook"
    run()

    assert {tool["type"] for tool in agents_tools(workspace)} == {"webhook"}
    assert len(workspace.tools) == 2 * count
    assert [fine for _, fine, _ in Diagnosed.inspect(design())] == [True]
