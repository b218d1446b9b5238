"""The agent at the vendor is made, left alone and mended."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from callpilot.errors import AgentError
from callpilot.json_types import JsonObject
from tests.voice.simulator.accounts import served
from voice.agent_design import design
from voice.agents.elevenlabs import post_call
from voice.agents.elevenlabs.agent_document import EVENTS, MADE_BY_US
from voice.agents.elevenlabs.diagnosis import Diagnosed
from voice.agents.elevenlabs.provisioning import provision
from voice.simulator import provisioned
from voice.simulator.hooks import Hook
from voice.simulator.workspace import Workspace, prompt_of


@pytest.fixture
def workspace(settings: Settings) -> Iterator[Workspace]:
    """An account in which nothing lies yet."""
    lying = provisioned.workspace()
    with served(lying) as url:
        settings.ELEVENLABS_API_URL = url
        settings.ELEVENLABS_API_KEY = "simulated-xi-key"
        settings.ELEVENLABS_AGENT_ID = ""
        settings.ELEVENLABS_OVERRIDES = []
        settings.ELEVENLABS_WEBHOOK_SECRET = "wsec_known"
        yield lying


def run(*, adopt: bool = False, dry_run: bool = False) -> list[str]:
    return list(provision(design(), adopt=adopt, dry_run=dry_run))


def only_agent(workspace: Workspace) -> tuple[str, JsonObject]:
    [(agent_id, agent)] = workspace.agents.items()
    return agent_id, agent


def only_hook(workspace: Workspace) -> Hook:
    [hook] = workspace.hooks.rows.values()
    return hook


def by_name(workspace: Workspace, name: str) -> JsonObject:
    [tool] = [tool for tool in workspace.tools.values() if tool["name"] == name]
    return tool


def test_the_first_run_makes_the_agent_and_its_tools_and_says_its_id(workspace: Workspace) -> None:
    lines = run()

    agent_id, agent = only_agent(workspace)
    assert lines[-1] == f"ELEVENLABS_AGENT_ID={agent_id}"
    assert agent["tags"] == [MADE_BY_US]
    assert len(prompt_of(agent)["tool_ids"]) == len(design().tools) == len(workspace.tools)
    assert all(tool["expects_response"] for tool in workspace.tools.values())
    assert agent["platform_settings"]["queueing_config"]["enabled"] is False


def test_the_first_run_makes_the_webhook_and_says_its_secret_once(workspace: Workspace) -> None:
    lines = run()

    [hook] = workspace.hooks.rows.values()
    _, agent = only_agent(workspace)
    assert f"ELEVENLABS_WEBHOOK_SECRET={hook.secret}" in lines
    assert (hook.url, hook.retry_enabled) == (post_call.address(), True)
    told = agent["platform_settings"]["workspace_overrides"]["webhooks"]
    assert told["post_call_webhook_id"] == hook.webhook_id and told["exclude_transcript"]
    assert hook.secret not in "\n".join(run())


def test_the_second_run_changes_nothing_whether_it_knows_the_id_or_not(
    workspace: Workspace, settings: Settings
) -> None:
    run()
    workspace.changes.clear()

    again = run()
    settings.ELEVENLABS_AGENT_ID, _ = only_agent(workspace)
    once_more = run()

    assert "nothing to change" in again[0]
    assert len(once_more) == 1 and "nothing to change" in once_more[0]
    assert workspace.changes == []


def test_a_dry_run_says_what_would_be_done_and_changes_nothing(workspace: Workspace) -> None:
    lines = run(dry_run=True)

    assert "+ tool validate_slot" in lines
    assert f"+ agent CallPilot with {len(design().tools)} tools" in lines
    assert f"+ post-call webhook {post_call.address()}" in lines
    assert (workspace.agents, workspace.tools, workspace.hooks.rows) == ({}, {}, {})

    run()
    _, agent = only_agent(workspace)
    agent["conversation_config"]["tts"]["agent_output_audio_format"] = "pcm_16000"
    prompt_of(agent)["prompt"] = prompt_of(agent)["prompt"].replace(
        'phone: "{{share_phone}}"\n', ""
    )
    workspace.changes.clear()
    text = "\n".join(run(dry_run=True))

    assert '"pcm_16000" → "ulaw_8000"' in text
    assert '+phone: "{{share_phone}}"' in text
    assert "You are the telephone assistant" not in text  # what is the same is not repeated
    assert workspace.changes == []


def _format(workspace: Workspace) -> None:
    only_agent(workspace)[1]["conversation_config"]["asr"]["user_input_audio_format"] = "pcm_48000"


def _event(workspace: Workspace) -> None:
    conversation = only_agent(workspace)[1]["conversation_config"]["conversation"]
    conversation["client_events"] = [each for each in EVENTS if each != "client_tool_call"]


def _tool(workspace: Workspace) -> None:
    prompt_of(only_agent(workspace)[1])["tool_ids"].pop()


def _deleted_tool(workspace: Workspace) -> None:
    del workspace.tools[prompt_of(only_agent(workspace)[1])["tool_ids"][0]]


def _foreign_tool(workspace: Workspace) -> None:
    config = {"type": "client", "name": "wire_money", "description": "Wire money."}
    prompt_of(only_agent(workspace)[1])["tool_ids"].append(workspace.make_tool(config))


def _schema(workspace: Workspace) -> None:
    properties = by_name(workspace, "validate_slot")["parameters"]["properties"]
    properties["date"] = {"type": "string", "description": "The day"}


def _answer(workspace: Workspace) -> None:
    by_name(workspace, "book_slot")["expects_response"] = False


def _override(workspace: Workspace) -> None:
    overrides = only_agent(workspace)[1]["platform_settings"]["overrides"]
    overrides["conversation_config_override"]["agent"]["prompt"]["prompt"] = True


def _queue(workspace: Workspace) -> None:
    only_agent(workspace)[1]["platform_settings"]["queueing_config"]["enabled"] = True


def _limit(workspace: Workspace) -> None:
    only_agent(workspace)[1]["conversation_config"]["conversation"]["max_duration_seconds"] = 60


def _first_message(workspace: Workspace) -> None:
    only_agent(workspace)[1]["conversation_config"]["agent"]["first_message"] = "Hi!"


def _built_in(workspace: Workspace) -> None:
    prompt_of(only_agent(workspace)[1])["built_in_tools"]["end_call"] = None


def _transfer(workspace: Workspace) -> None:
    tools = prompt_of(only_agent(workspace)[1])["built_in_tools"]
    tools["transfer_to_number"] = {"type": "system", "name": "transfer_to_number"}


def _hook_off(workspace: Workspace) -> None:
    only_hook(workspace).is_disabled = True


def _hook_given_up(workspace: Workspace) -> None:
    only_hook(workspace).is_auto_disabled = True


def _not_told(workspace: Workspace) -> None:
    only_agent(workspace)[1]["platform_settings"]["workspace_overrides"]["webhooks"] = None


def _told_too_much(workspace: Workspace) -> None:
    told = only_agent(workspace)[1]["platform_settings"]["workspace_overrides"]["webhooks"]
    told["events"] = [*told["events"], "audio"]


def _another_hook(workspace: Workspace) -> None:
    other = workspace.hooks.add("Theirs", "https://theirs.example", "s")
    told = only_agent(workspace)[1]["platform_settings"]["workspace_overrides"]["webhooks"]
    told["post_call_webhook_id"] = other.webhook_id


CHANGES_BY_HAND = {
    "/elevenlabs/post-call: is_disabled": _hook_off,
    "post-call: is_disabled": _hook_given_up,
    "workspace_overrides.webhooks is missing": _not_told,
    'webhooks.events has ["audio"] too much': _told_too_much,
    "webhooks.post_call_webhook_id": _another_hook,
    "user_input_audio_format": _format,
    'client_events lacks ["client_tool_call"]': _event,
    "tool report_call_outcome": _tool,
    "tool check_availability": _deleted_tool,
    "tool wire_money": _foreign_tool,
    "tool validate_slot: parameters.properties.date": _schema,
    "tool book_slot: expects_response": _answer,
    "agent.prompt.prompt": _override,
    "queueing_config": _queue,
    "max_duration_seconds": _limit,
    "first_message": _first_message,
    "built_in_tools.end_call": _built_in,
    "built_in_tools.transfer_to_number": _transfer,
}


@pytest.mark.parametrize("named", CHANGES_BY_HAND)
def test_what_was_changed_by_hand_is_named_by_the_doctor_and_mended(
    workspace: Workspace, settings: Settings, named: str
) -> None:
    run()
    settings.ELEVENLABS_AGENT_ID, _ = only_agent(workspace)
    assert [fine for _, fine, _ in Diagnosed.inspect(design())] == [True]
    CHANGES_BY_HAND[named](workspace)

    found = [words for _, fine, words in Diagnosed.inspect(design()) if not fine]
    assert len(found) == 1 and named in found[0] and "provision_agent" in found[0]
    assert "is as it has to be." in run()[-1]
    assert [fine for _, fine, _ in Diagnosed.inspect(design())] == [True]


def test_a_prompt_that_lost_a_placeholder_is_named_by_the_doctor(
    workspace: Workspace, settings: Settings
) -> None:
    run()
    settings.ELEVENLABS_AGENT_ID, agent = only_agent(workspace)
    prompt = prompt_of(agent)
    prompt["prompt"] = prompt["prompt"].replace("{{today}}", "{{to_day}}") + "Be kind."

    [(_, fine, words)] = Diagnosed.inspect(design())

    assert not fine and "lacks {{today}} and has {{to_day}}" in words


def test_other_words_around_the_placeholders_break_no_call(
    workspace: Workspace, settings: Settings
) -> None:
    run()
    settings.ELEVENLABS_AGENT_ID, agent = only_agent(workspace)
    prompt_of(agent)["prompt"] += "\nBe kind."

    assert [fine for _, fine, _ in Diagnosed.inspect(design())] == [True]


def test_an_agent_that_we_did_not_make_is_only_touched_when_it_is_adopted(
    workspace: Workspace, settings: Settings
) -> None:
    theirs = workspace.make_agent({"name": "Reception"})
    settings.ELEVENLABS_AGENT_ID = theirs
    workspace.changes.clear()

    with pytest.raises(AgentError, match=f"did not make the agent {theirs} \\(Reception\\)"):
        run()
    assert workspace.changes == []

    run(adopt=True)
    assert list(workspace.agents) == [theirs]
    assert MADE_BY_US in workspace.agents[theirs]["tags"]
    assert "nothing to change" in run()[0]


def test_an_agent_of_our_name_that_somebody_else_made_is_not_taken(workspace: Workspace) -> None:
    workspace.make_agent({"name": "CallPilot"})

    with pytest.raises(AgentError, match="--adopt"):
        run()


def test_a_tool_that_other_agents_use_is_left_to_them(workspace: Workspace) -> None:
    run()
    _, agent = only_agent(workspace)
    shared = prompt_of(agent)["tool_ids"][0]
    workspace.tools[shared]["response_timeout_secs"] = 5
    prompt = {"prompt": {"tool_ids": [shared]}}
    workspace.make_agent({"name": "Other", "conversation_config": {"agent": prompt}})

    run()

    assert workspace.tools[shared]["response_timeout_secs"] == 5
    assert shared not in prompt_of(agent_of_ours(workspace))["tool_ids"]


def agent_of_ours(workspace: Workspace) -> JsonObject:
    [agent] = [agent for agent in workspace.agents.values() if MADE_BY_US in agent["tags"]]
    return agent


def test_a_run_that_was_cut_short_is_gone_on_with(workspace: Workspace) -> None:
    lines = provision(design(), adopt=False, dry_run=False)
    for _ in range(3):
        next(lines)
    del lines
    assert not workspace.agents and workspace.tools

    run()

    assert len(workspace.tools) == len(design().tools)


def test_a_key_that_is_refused_and_an_agent_that_is_gone_are_said(
    workspace: Workspace, settings: Settings
) -> None:
    settings.ELEVENLABS_AGENT_ID = "agent_gone"
    with pytest.raises(AgentError, match="no agent agent_gone"):
        run()
    settings.ELEVENLABS_API_KEY = "wrong"
    with pytest.raises(AgentError, match="ELEVENLABS_API_KEY"):
        run()
    settings.ELEVENLABS_API_KEY = ""
    with pytest.raises(AgentError, match="ELEVENLABS_API_KEY"):
        run()
