"""The rule-based speaker as a text agent: what is its own beside the port's contract."""

import json
from datetime import date

import pytest

from callpilot.errors import AgentError
from voice.agents.base import YOUR_TURN, Brief, Said, ToolCall
from voice.decisions import instructions
from voice.decisions.silence_timer import Act
from voice.negotiation.rehearsal import brief_facts
from voice.negotiation.text_agent import RuleBasedAgent, RuleBasedSession

TODAY = date(2026, 11, 27)
FACTS = brief_facts(TODAY) | {"order_word": "chestnut"}


def session() -> RuleBasedSession:
    return RuleBasedSession(Brief(prompt="", facts=dict(FACTS)))


def said(each: RuleBasedSession) -> list[str]:
    return [event.text for event in each._events if isinstance(event, Said)]


async def test_a_callee_cannot_give_it_the_word() -> None:
    each = session()
    before = len(said(each))

    await each.hear(YOUR_TURN)

    assert len(said(each)) == before


async def test_it_asks_whether_they_are_there_when_code_tells_it_to() -> None:
    each = session()

    await each.instruct(instructions.TOLD[Act.ASK], speak=True)

    assert said(each)[-1] == "Are you still there?"


async def test_an_answer_that_came_late_is_told_by_our_side() -> None:
    each = session()
    await each.hear("We have Tuesday the first of December at ten thirty in the morning.")
    (wanted,) = [event for event in each._events if isinstance(event, ToolCall)]
    await each.answer(wanted.tool_call_id, json.dumps({"ok": False, "pending": True}))
    before = len(each._events)

    await each.instruct(f'The answer to {wanted.name}: {{"ok": true, "acceptable": false}}')
    await each.instruct("It is your turn.", speak=True)

    assert len(each._events) > before  # it goes on from there


async def test_a_brief_without_a_day_is_refused_for_good() -> None:
    with pytest.raises(AgentError) as caught:
        await RuleBasedAgent().open(Brief(prompt="", facts={"timezone": "UTC"}))

    assert caught.value.permanent
