"""Instructions in mid-call: none cuts off a sentence."""

from uuid import uuid4

from tests.scripted import ScriptedAgent, ScriptedSession
from tests.voice.simulator.callers import BRIEF
from voice.session.background import Background
from voice.session.instruction_queue import InstructionQueue


class Queued:
    def __init__(self) -> None:
        self.session = ScriptedSession(ScriptedAgent(), BRIEF)
        self.background = Background(uuid4())
        self.queue = InstructionQueue(self.background)

    async def told(self) -> list[str]:
        await self.background.finish(5)
        return self.session.instructions


async def test_what_is_to_be_reacted_to_waits_for_the_end_of_a_sentence() -> None:
    each = Queued()

    each.queue.put(each.session, "Wrap up.", speak=True, in_sentence=True)
    each.queue.put(each.session, "For your information.", in_sentence=True)
    early = list(await each.told())
    each.queue.give(each.session)

    assert early == ["For your information."]
    assert await each.told() == ["For your information.", "Wrap up."]
    assert not each.queue.waiting


async def test_the_agent_has_the_word_once_for_all_that_waited() -> None:
    each = Queued()
    each.queue.put(each.session, "First.", speak=True, in_sentence=True)
    each.queue.put(each.session, "Second.", speak=True, in_sentence=True)

    each.queue.give(each.session)

    assert await each.told() == ["First.", "Second."]
    assert each.session.urged == ["Second."]


async def test_nobody_is_told_when_nobody_is_there_or_the_agent_is_leaving() -> None:
    each = Queued()
    each.queue.put(None, "Ask.", speak=True, in_sentence=False)
    each.queue.put(each.session, "Wrap up.", speak=True, in_sentence=True)
    each.queue.clear()

    each.queue.give(each.session)

    assert await each.told() == []
