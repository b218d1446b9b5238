"""What every text agent keeps to, whoever finds its words."""

import asyncio
import json
from datetime import date

import pytest

from callpilot.errors import AgentError
from voice.agents.base import AgentEvent, Brief, Ended, Said, Token, ToolCall
from voice.agents.text import TEXT_AGENTS, TextSession, text_agent
from voice.evidence.judge import Said as Turn
from voice.negotiation.rehearsal import Diary, brief_facts

TODAY = date(2026, 11, 27)
FACTS = brief_facts(TODAY) | {"order_word": "chestnut"}
PATIENCE_SECONDS = 60.0
STOP = "Stop. Take us off your list and never call again."


@pytest.fixture(params=sorted(TEXT_AGENTS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


class Reader:
    """Takes a session's events as they come, and can wait for one of a kind."""

    def __init__(self, session: TextSession) -> None:
        self.session = session
        self.seen: list[AgentEvent] = []
        self.news = asyncio.Event()
        self.reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for event in self.session.events():
            self.seen.append(event)
            self.news.set()

    def of(self, kind: type[AgentEvent]) -> list[AgentEvent]:
        return [event for event in self.seen if isinstance(event, kind)]

    async def next(self, kind: type[AgentEvent], number: int = 1) -> AgentEvent:
        """The event of this kind with this number, counted from one."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(self.of(kind)) < number:
                self.news.clear()
                await self.news.wait()
        return self.of(kind)[number - 1]

    async def end(self) -> Ended:
        await self.session.close()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self.reading
        last = self.seen[-1]
        assert isinstance(last, Ended) and len(self.of(Ended)) == 1
        return last


async def talking(name: str) -> Reader:
    return Reader(await text_agent(name).open(Brief(prompt="", facts=dict(FACTS))))


async def test_the_agent_has_the_first_word_and_each_turn_is_its_tokens(name: str) -> None:
    reader = await talking(name)
    said = await reader.next(Said)
    await reader.session.hear("Good morning.")
    await reader.next(Said, 2)

    await reader.end()

    for turn in reader.of(Said):
        assert isinstance(turn, Said) and turn.speaker == "agent"
        tokens = [
            e.text for e in reader.of(Token) if isinstance(e, Token) and e.event_id == turn.event_id
        ]
        assert "".join(tokens) == turn.text
    assert isinstance(said, Said) and said.text.strip()


async def test_turns_have_ids_that_grow(name: str) -> None:
    reader = await talking(name)
    await reader.next(Said)
    await reader.session.hear("Good morning.")
    await reader.next(Said, 2)
    await reader.end()

    ids = [event.event_id for event in reader.of(Said) if isinstance(event, Said)]
    assert ids == sorted(set(ids)) and ids[0] > 0


async def test_a_tool_is_wanted_and_its_answer_leads_on(name: str) -> None:
    reader = await talking(name)
    await reader.next(Said)
    offer = "We have Tuesday the first of December at ten thirty in the morning."
    await reader.session.hear(offer)
    wanted = await reader.next(ToolCall)
    assert isinstance(wanted, ToolCall)
    spoken = len(reader.of(Said))

    answer = Diary.of(FACTS).answer(wanted.name, wanted.arguments, [Turn(1, "callee", offer)])
    await reader.session.answer(wanted.tool_call_id, json.dumps(answer))
    await reader.next(Said, spoken + 1)
    await reader.session.answer(wanted.tool_call_id, json.dumps(answer))  # it has it already

    await reader.end()


async def test_what_is_not_final_wants_no_tool(name: str) -> None:
    reader = await talking(name)
    await reader.next(Said)

    await reader.session.hear(STOP, final=False)
    await reader.session.hear("Good morning.")
    await reader.next(Said, 2)

    await reader.end()
    assert not reader.of(ToolCall)


async def test_who_is_spoken_over_says_nothing_more_of_that_turn(name: str) -> None:
    session = await text_agent(name).open(Brief(prompt="", facts=dict(FACTS)))

    session.interrupted("")
    reader = Reader(session)
    await session.hear("Sorry, who is this?")
    first = await reader.next(Token)

    await reader.end()
    assert isinstance(first, Token) and first.event_id > 1


async def test_our_own_side_is_obeyed_and_says_when(name: str) -> None:
    reader = await talking(name)
    await reader.next(Said)

    await reader.session.instruct('The person you call for adds: "Fridays too"')
    quiet = len(reader.seen)
    await asyncio.sleep(0)
    same = len(reader.seen)
    await reader.session.instruct("Ask once, shortly, whether they are still there.", speak=True)
    await reader.next(Said, 2)

    await reader.end()
    assert quiet == same


async def test_who_is_told_to_stop_reports_it_says_goodbye_and_ends(name: str) -> None:
    reader = await talking(name)
    await reader.next(Said)

    await reader.session.hear(STOP)
    wanted = await reader.next(ToolCall)
    assert isinstance(wanted, ToolCall) and wanted.name == "end_call"
    await reader.session.answer(wanted.tool_call_id, json.dumps({"ok": True}))
    ended = await reader.next(Ended)

    assert reader.seen[-1] is ended and isinstance(reader.seen[-2], Said)
    assert isinstance(ended, Ended) and not (ended.failed or ended.resumable)
    await reader.end()


async def test_a_session_that_was_closed_takes_words_and_refuses_orders(name: str) -> None:
    reader = await talking(name)
    await reader.end()

    await reader.session.close()
    await reader.session.hear("Hello?")
    with pytest.raises(AgentError):
        await reader.session.instruct("Ask for Tuesday.")
    with pytest.raises(AgentError):
        await reader.session.answer("tool_1", "{}")


def test_an_unknown_agent_is_none() -> None:
    with pytest.raises(KeyError):
        text_agent("nobody")
