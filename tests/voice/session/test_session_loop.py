"""Keeping an agent on the line: opened again when it is lost, but not for ever."""

from collections.abc import Iterator

import pytest
from django.db import InterfaceError, OperationalError

from callpilot.errors import AgentError
from tests.factories import make_call
from tests.scripted import ScriptedAgent, install
from voice.agents.base import AgentEvent, AgentSession, Brief, Ended, Said, voice_agent
from voice.session.db_threads import in_thread
from voice.session.reconnect import QUICK_FAILURES, Reconnect
from voice.session.session_loop import SessionLoop

pytestmark = pytest.mark.django_db(transaction=True)
LOST = Ended("broke off", resumable=True)


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedAgent]:
    yield from install(monkeypatch)


class Listener:
    def __init__(self) -> None:
        self.left = self.ending = False
        self.opened = 0
        self.taken: list[AgentEvent] = []

    async def open_session(self, brief: Brief) -> AgentSession:
        return await voice_agent().open(brief)

    def session_opened(self, session: AgentSession) -> None:
        self.opened += 1

    def take(self, session: AgentSession, event: AgentEvent) -> None:
        self.taken.append(event)


async def stored() -> None:
    return None


async def run(listener: Listener) -> Ended:
    call = await in_thread(make_call, status="in_progress")
    loop = SessionLoop(call, listener, Reconnect(pauses_seconds=(0.0,)))
    return await loop.run(False, stored=stored)


async def test_a_session_that_ends_well_is_the_last(agent: ScriptedAgent) -> None:
    hello = Said("callee", "Hello?", 1)
    agent.first = lambda number: [hello, Ended("goodbye")]
    listener = Listener()

    ended = await run(listener)

    assert (ended.reason, ended.failed, listener.opened) == ("goodbye", False, 1)
    assert listener.taken == [hello]
    assert agent.sessions[0].closed


async def test_a_lost_session_is_opened_again(agent: ScriptedAgent) -> None:
    agent.first = lambda number: [LOST if number == 0 else Ended("goodbye")]
    listener = Listener()

    assert (await run(listener)).reason == "goodbye"
    assert listener.opened == 2


async def test_who_cannot_be_briefed_as_the_database_breaks_off_is_briefed_a_moment_later(
    agent: ScriptedAgent,
) -> None:
    agent.first = lambda number: [Ended("goodbye")]
    failures = iter([OperationalError("terminating connection"), InterfaceError("closed")])

    class Unlucky(Listener):
        async def open_session(self, brief: Brief) -> AgentSession:
            for failure in failures:
                raise failure
            return await super().open_session(brief)

    listener = Unlucky()

    assert (await run(listener)).reason == "goodbye"
    assert listener.opened == 1


async def test_an_agent_that_is_lost_again_and_again_has_failed(agent: ScriptedAgent) -> None:
    agent.first = lambda number: [LOST]

    ended = await run(Listener())

    assert ended.failed
    assert agent.opened == QUICK_FAILURES


async def test_what_is_lost_during_the_goodbye_stays_lost(agent: ScriptedAgent) -> None:
    agent.first = lambda number: [LOST]
    listener = Listener()
    listener.ending = True

    assert (await run(listener)) == LOST
    assert agent.opened == 1


async def test_a_session_that_opens_after_the_line_is_gone_is_closed(agent: ScriptedAgent) -> None:
    listener = Listener()
    listener.left = True

    ended = await run(listener)

    assert ended.reason == "The line is gone."
    assert (listener.opened, agent.sessions[0].closed) == (0, True)


async def test_a_key_that_is_refused_is_not_tried_again(agent: ScriptedAgent) -> None:
    agent.refuse = AgentError("no such key", permanent=True)

    ended = await run(Listener())

    assert ended.failed
    assert agent.opened == 1
