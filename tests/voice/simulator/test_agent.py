"""The simulated agent knows its filled-in prompt and nothing else, and has what lies there."""

import pytest
from pytest_django.fixtures import Settings

from callpilot.json_types import JsonObject
from campaigns.calls import ring_back
from tests.factories import make_call, make_campaign
from voice import briefs
from voice.agent_design import design
from voice.agents.base import Brief
from voice.negotiation.facts import Facts
from voice.simulator import provisioned
from voice.simulator.agent import Agent
from voice.simulator.prompt_reader import facts_in
from voice.simulator.switches import AGENTS, Switches
from voice.simulator.workspace import Workspace, prompt_of

AGENT = "agent_simulated_ulaw_8000"


@pytest.fixture
def workspace() -> Workspace:
    return provisioned.workspace(design())


@pytest.fixture
def brief(db: None, settings: Settings) -> Brief:
    settings.CALLBACK_NUMBER = "+14155550188"
    ring_back.note_answered(settings.CALLBACK_NUMBER, True)
    campaign = make_campaign(
        insurance="Delta Dental", new_patient=True, may_share=["insurance", "new_patient"]
    )
    return briefs.brief_for(make_call(campaign))


def start(brief: Brief) -> JsonObject:
    return {"dynamic_variables": brief.variables()}


def test_the_filled_prompt_tells_the_speaker_all_that_it_works_with(
    workspace: Workspace, brief: Brief
) -> None:
    told = Agent.of(workspace, AGENT).told(start(brief))

    assert Facts.of(told) == Facts.of(brief.facts)
    assert facts_in(brief.prompt) == told  # what an override brings says the same


@pytest.mark.parametrize(
    "name",
    [
        "person_name", "provider_name", "service", "service_phrase", "duration_minutes",
        "window_words", "today", "timezone", "share_insurance", "share_new_patient",
        "keep_until_words", "callback_number", "order_word",
    ],
)  # fmt: skip
def test_a_placeholder_that_is_taken_out_of_the_prompt_is_not_known(
    workspace: Workspace, brief: Brief, name: str
) -> None:
    prompt = prompt_of(workspace.agents[AGENT])
    prompt["prompt"] = prompt["prompt"].replace(f"{{{{{name}}}}}", "")

    told = Agent.of(workspace, AGENT).told(start(brief))

    assert str(brief.facts[name]) and not told.get(name)


def test_what_the_client_says_besides_the_prompt_is_not_known(
    workspace: Workspace, brief: Brief
) -> None:
    message = {"dynamic_variables": brief.variables() | {"leverage": "Monday at nine"}}

    assert "Monday at nine" not in str(Agent.of(workspace, AGENT).told(message))


def test_every_placeholder_without_a_value_of_its_own_is_needed(
    workspace: Workspace, brief: Brief
) -> None:
    agent = Agent.of(workspace, AGENT)

    assert set(agent.switches(Switches()).needed_variables) == set(brief.facts)
    workspace.change_agent(
        AGENT,
        {
            "conversation_config": {
                "agent": {"dynamic_variables": {"dynamic_variable_placeholders": {"today": "x"}}}
            }
        },
    )
    assert "today" not in Agent.of(workspace, AGENT).switches(Switches()).needed_variables


def test_each_kind_of_agent_lies_there_with_its_formats_and_permissions(
    workspace: Workspace,
) -> None:
    for agent_id, usual in AGENTS.items():
        switches = Agent.of(workspace, agent_id).switches(usual)
        assert switches.input_format == usual.input_format
        assert set(switches.allowed_overrides) == set(usual.allowed_overrides)
        assert switches.drop_after_ms == usual.drop_after_ms


def test_only_events_that_the_agent_lists_reach_its_client(workspace: Workspace) -> None:
    conversation = workspace.agents[AGENT]["conversation_config"]["conversation"]
    conversation["client_events"] = ["audio"]
    agent = Agent.of(workspace, AGENT)

    assert agent.sends("audio") and agent.sends("conversation_initiation_metadata")
    assert agent.sends("error") and agent.sends("queue_status")
    assert not agent.sends("interruption")


def test_it_has_the_tools_that_lie_there_and_leaves_only_with_the_built_in_one(
    workspace: Workspace,
) -> None:
    agent = Agent.of(workspace, AGENT)
    assert agent.may_leave and agent.tool("validate_slot") and agent.tool("end_call")

    prompt = prompt_of(workspace.agents[AGENT])
    workspace.change_agent(
        AGENT,
        {"conversation_config": {"agent": {"prompt": {"tool_ids": prompt["tool_ids"][:1]}}}},
    )
    prompt_of(workspace.agents[AGENT])["built_in_tools"]["end_call"] = None
    agent = Agent.of(workspace, AGENT)
    assert not agent.may_leave and agent.tool("validate_slot") is None
