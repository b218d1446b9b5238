"""A conversation with an agent that was provisioned takes all of it to come to its end."""

import json
from collections.abc import AsyncIterator, Callable
from functools import partial

import pytest
from pytest_django.fixtures import Settings

from callpilot.errors import AgentError
from tests.factories import make_call, make_campaign
from tests.voice.simulator.callers import Callee, listening, plain_voice
from voice import briefs
from voice.agent_design import design
from voice.agents.base import Brief, Ended, Said, Speech, ToolCall
from voice.agents.elevenlabs.client import ElevenLabsAgent
from voice.decisions import instructions
from voice.simulator import provisioned
from voice.simulator.vendor import Vendor
from voice.simulator.workspace import Workspace, prompt_of

AGENT = "agent_simulated_ulaw_8000"
ANSWERS = {"ok": True, "say": "", "acceptable": True, "verified": True, "rank": 1, "offer_id": "1"}
ALL = {"sound", "both sides' words", "validate_slot", "report_slot_offer", "end_call", "it left"}


@pytest.fixture
def brief(db: None) -> Brief:
    return briefs.brief_for(make_call(make_campaign(contact_name="Robin Example")))


@pytest.fixture
def workspace() -> Workspace:
    return provisioned.workspace(design())


@pytest.fixture
async def vendor(workspace: Workspace, settings: Settings) -> AsyncIterator[Vendor]:
    vendor = Vendor(voice=plain_voice, speed=20.0, workspace=workspace)
    async with listening(vendor) as url:
        settings.ELEVENLABS_API_URL = url
        settings.ELEVENLABS_API_KEY = vendor.api_key
        settings.ELEVENLABS_AGENT_ID = AGENT
        settings.ELEVENLABS_OVERRIDES = []
        yield vendor


async def ring(vendor: Vendor, brief: Brief) -> Callee:
    agent = ElevenLabsAgent(proof_seconds=1.0, queue_seconds=60.0)
    callee = Callee(await agent.open(brief), vendor)
    callee.tool = lambda wanted: json.dumps(ANSWERS)
    return callee


async def reached(vendor: Vendor, brief: Brief) -> set[str]:
    """What an enquiry comes to when a desk offers a time and agrees to everything."""
    callee = await ring(vendor, brief)
    lines = ["We have Tuesday at ten thirty in the morning.", "Yes, that is right."]
    # More than are needed: how many depends on which words our agent picks for this desk.
    lines += ["It is ninety dollars.", "Yes, we take that.", *["Yes."] * 10]
    for number, line in enumerate(lines):
        await callee.wait(16_000 if number == 0 else 9_000)
        if callee.over:
            break
        await callee.say(line)
    for _ in range(20):
        if not callee.over:
            await callee.wait(1_000)
    await callee.finish()
    seen = {wanted.name for wanted in callee.of(ToolCall)}
    if callee.of(Speech):
        seen.add("sound")
    if {said.speaker for said in callee.of(Said)} == {"agent", "callee"}:
        seen.add("both sides' words")
    if callee.events[-1] == Ended("The voice agent ended the conversation."):
        seen.add("it left")
    return seen


async def test_an_enquiry_comes_to_its_end(vendor: Vendor, brief: Brief) -> None:
    assert await reached(vendor, brief) >= ALL
    assert vendor.records[0].complaints == []


def _without_event(name: str, workspace: Workspace) -> None:
    conversation = workspace.agents[AGENT]["conversation_config"]["conversation"]
    conversation["client_events"].remove(name)


def _without_tool(name: str, workspace: Workspace) -> None:
    [tool_id] = [key for key, tool in workspace.tools.items() if tool["name"] == name]
    prompt_of(workspace.agents[AGENT])["tool_ids"].remove(tool_id)


def _unawaited(name: str, workspace: Workspace) -> None:
    [tool] = [tool for tool in workspace.tools.values() if tool["name"] == name]
    tool["expects_response"] = False


def _without_built_in(name: str, workspace: Workspace) -> None:
    prompt_of(workspace.agents[AGENT])["built_in_tools"][name] = None


def _without_placeholder(name: str, workspace: Workspace) -> None:
    prompt = prompt_of(workspace.agents[AGENT])
    assert f"{{{{{name}}}}}" in prompt["prompt"]
    prompt["prompt"] = prompt["prompt"].replace(f"{{{{{name}}}}}", "")


SPOILED: dict[str, Callable[[Workspace], None]] = {
    "no sound": partial(_without_event, "audio"),
    "no words of theirs": partial(_without_event, "user_transcript"),
    "no words of ours": partial(_without_event, "agent_response"),
    "no calls of tools": partial(_without_event, "client_tool_call"),
    "no validate_slot": partial(_without_tool, "validate_slot"),
    "no report_slot_offer": partial(_without_tool, "report_slot_offer"),
    "no report_call_outcome": partial(_without_tool, "report_call_outcome"),
    "validate_slot is not waited for": partial(_unawaited, "validate_slot"),
    "no way to leave": partial(_without_built_in, "end_call"),
}


@pytest.mark.parametrize("spoiled", SPOILED)
async def test_what_is_left_out_of_the_agent_spoils_the_call(
    vendor: Vendor, workspace: Workspace, brief: Brief, spoiled: str
) -> None:
    SPOILED[spoiled](workspace)

    assert not await reached(vendor, brief) >= ALL


async def test_without_interruptions_nobody_learns_that_the_callee_cut_in(
    vendor: Vendor, workspace: Workspace, brief: Brief
) -> None:
    async def cut_in() -> set[str]:
        callee = await ring(vendor, brief)
        await callee.wait(1_500)
        await callee.say("Excuse me, one moment please, I have somebody here at the desk.")
        await callee.finish()
        return {type(event).__name__ for event in callee.events}

    assert "Interrupted" in await cut_in()
    _without_event("interruption", workspace)
    assert "Interrupted" not in await cut_in()


@pytest.mark.parametrize("name", ["today", "timezone"])
async def test_without_these_placeholders_no_call_begins(
    vendor: Vendor, workspace: Workspace, brief: Brief, name: str
) -> None:
    _without_placeholder(name, workspace)

    with pytest.raises(AgentError):
        await ring(vendor, brief)


@pytest.mark.parametrize("name", ["service_phrase", "person_name", "window_words"])
async def test_without_these_placeholders_the_desk_does_not_hear_what_it_is_about(
    vendor: Vendor, workspace: Workspace, brief: Brief, name: str
) -> None:
    async def opening() -> str:
        callee = await ring(vendor, brief)
        await callee.until(lambda: callee.said("agent"))
        await callee.finish()
        return callee.said("agent")[0]

    assert str(brief.facts[name]) in await opening()
    _without_placeholder(name, workspace)
    assert str(brief.facts[name]) not in await opening()


async def test_without_the_order_word_our_own_side_is_not_obeyed(
    vendor: Vendor, workspace: Workspace, brief: Brief
) -> None:
    async def leaves() -> bool:
        callee = await ring(vendor, brief)
        await callee.until(lambda: callee.said("agent"))
        await callee.wait(9_000)
        await callee.session.instruct(instructions.WRAP_UP, speak=True)
        await callee.wait(12_000)
        await callee.finish()
        return bool(callee.of(ToolCall))

    assert await leaves()
    _without_placeholder("order_word", workspace)
    assert not await leaves()


async def test_who_leaves_out_a_variable_is_refused(vendor: Vendor, brief: Brief) -> None:
    del brief.facts["person_name"]

    with pytest.raises(AgentError, match="Missing required dynamic variables"):
        await ring(vendor, brief)
