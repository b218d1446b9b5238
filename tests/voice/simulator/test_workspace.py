"""The vendor's rules for what lies in an account."""

import pytest

from callpilot.json_types import JsonObject
from voice.simulator import provisioned
from voice.simulator.refusals import Refusal
from voice.simulator.workspace import Workspace, prompt_of


@pytest.fixture
def workspace() -> Workspace:
    return provisioned.workspace()


def config(**changes: object) -> JsonObject:
    return {"conversation_config": changes}


def test_an_agent_that_is_made_without_saying_more_is_no_use_for_calls(
    workspace: Workspace,
) -> None:
    agent = workspace.agent(workspace.make_agent({"name": "New"}))

    parts = agent["conversation_config"]
    assert parts["asr"]["user_input_audio_format"] == "pcm_16000"
    assert "client_tool_call" not in parts["conversation"]["client_events"]
    assert not any(prompt_of(agent)["built_in_tools"].values())
    assert agent["platform_settings"]["queueing_config"]["enabled"] is True


def test_a_change_leaves_what_it_does_not_name_and_replaces_lists(workspace: Workspace) -> None:
    agent_id = workspace.make_agent({"name": "New", "tags": ["a", "b"]})

    workspace.change_agent(agent_id, {"tags": ["c"]} | config(agent={"first_message": "Hi"}))

    agent = workspace.agent(agent_id)
    assert (agent["name"], agent["tags"]) == ("New", ["c"])
    assert agent["conversation_config"]["agent"]["first_message"] == "Hi"
    assert agent["conversation_config"]["agent"]["language"] == "en"


@pytest.mark.parametrize(
    ("document", "status", "words"),
    [
        ({"nonsense": 1}, 422, "Extra inputs"),
        (config(asr={"user_input_audio_format": "mp3"}), 422, "audio format"),
        (config(conversation={"client_events": ["laughter"]}), 422, "client event"),
        (config(tts={"model_id": "eleven_flash_v2_5"}), 400, "English Agents must use"),
        (config(agent={"language": "de"}), 400, "Non-english Agents must use"),
        (config(agent={"prompt": {"tool_ids": ["tool_x"]}}), 404, "not found"),
        (config(agent={"prompt": {"built_in_tools": {"sing": {}}}}), 422, "Extra inputs"),
    ],
)
def test_agents_that_the_vendor_would_not_take_are_refused(
    workspace: Workspace, document: JsonObject, status: int, words: str
) -> None:
    with pytest.raises(Refusal, match=words) as caught:
        workspace.make_agent(document)

    assert caught.value.status == status and not workspace.agents


TOOL: JsonObject = {"type": "client", "name": "note", "description": "Note it."}
WORDS = {"type": "string", "description": "The words"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"type": "mcp"}, "client or webhook"),
        ({"name": "no spaces"}, "pattern"),
        ({"description": ""}, "required"),
        ({"colour": "red"}, "Extra inputs"),
        ({"response_timeout_secs": 300}, "1 to 120"),
        ({"parameters": {"properties": {"a": {"type": "string"}}}}, "Exactly one"),
        ({"parameters": {"properties": {"a": WORDS | {"title": "A"}}}}, "Extra inputs"),
        ({"parameters": {"properties": {"a": WORDS | {"items": {"type": "string"}}}}}, "Exactly"),
    ],
)
def test_tools_that_the_vendor_would_not_take_are_refused(
    workspace: Workspace, change: JsonObject, words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        workspace.make_tool(TOOL | change)


def test_a_tool_that_does_not_say_so_is_not_waited_for(workspace: Workspace) -> None:
    tool_id = workspace.make_tool(TOOL)

    assert workspace.tool(tool_id)["expects_response"] is False


def test_two_tools_of_one_name_may_lie_there_but_not_on_one_agent(workspace: Workspace) -> None:
    ids = [workspace.make_tool(TOOL), workspace.make_tool(TOOL)]

    with pytest.raises(Refusal, match="unique"):
        workspace.make_agent(config(agent={"prompt": {"tool_ids": ids}}))
