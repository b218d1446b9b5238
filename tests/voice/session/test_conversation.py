"""A conversation without sound: its words come and go as texts, its clock is told the time."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable

import pytest

from callpilot.errors import AgentError
from callpilot.json_types import JsonObject
from campaigns.models import Call, Suppression
from tests.factories import make_call
from tests.scripted import PATIENCE_SECONDS
from voice.agents.base import AgentEvent, Brief, Ended, Said, ToolCall
from voice.decisions import instructions
from voice.decisions.duties import APOLOGISE
from voice.decisions.silence_timer import Act
from voice.models import ToolRun, Turn
from voice.session.conversation import Conversation
from voice.session.db_threads import at_work, in_thread

pytestmark = pytest.mark.django_db(transaction=True)
MS_PER_LETTER = 60


class Writer:
    """A session in words: says what a test puts into it, and remembers what it was given."""

    vendor_id = ""

    def __init__(self) -> None:
        self.answers: dict[str, JsonObject] = {}
        self.told: list[str] = []
        self.urged: list[str] = []
        self.closed = False
        self._events: asyncio.Queue[AgentEvent] = asyncio.Queue()

    def say(self, *events: AgentEvent) -> None:
        for event in events:
            self._events.put_nowait(event)

    async def events(self) -> AsyncIterator[AgentEvent]:
        while True:
            event = await self._events.get()
            yield event
            if isinstance(event, Ended):
                return

    async def answer(self, tool_call_id: str, answer: str, *, failed: bool = False) -> None:
        self.answers[tool_call_id] = json.loads(answer)

    async def instruct(self, text: str, *, speak: bool = False) -> None:
        (self.urged if speak else self.told).append(text)

    async def close(self) -> None:
        self.closed = True


class Written(Conversation[Writer]):
    """Somebody reads our agent's texts aloud; how long that takes is reckoned by their length."""

    def __init__(self, call: Call, writer: Writer) -> None:
        super().__init__(call)
        self.writer = writer
        self.refuses = False
        self.over = ""
        self.pressed = ""
        self.last_words_cut = False
        self._until_ms = 0.0

    async def open_session(self, brief: Brief) -> Writer:
        if self.refuses:
            raise AgentError("No key.", permanent=True)
        return self.writer

    def take(self, session: Writer, event: AgentEvent) -> None:
        match event:
            case Said("agent", text):
                began_ms = int(max(self.at_ms, self._until_ms))
                self._until_ms = began_ms + MS_PER_LETTER * len(text)
                ended_ms = int(self._until_ms)
                self.transcript.add("agent", text, started_ms=began_ms, ended_ms=ended_ms)
                self.supervisor.agent_spoke()
            case _:
                super().take(session, event)

    @property
    def speaks_until_ms(self) -> float:
        return self._until_ms

    def fall_silent(self) -> None:
        self._until_ms = min(self._until_ms, self.at_ms)

    def finish(self, reason: str) -> None:
        self.over = reason

    def press_keys(self, digits: str) -> None:
        self.pressed += digits

    def cut_last_words(self) -> None:
        self.last_words_cut = True

    async def until(self, done: Callable[[], object]) -> None:
        """Let time pass, but for that in which threads read and store."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not done():
                await asyncio.sleep(0.001)
                if not at_work():
                    self.pass_time(200)

    def hears(self, text: str) -> None:
        self.callee_turn(text, self.at_ms, self.at_ms)


async def written(refuses: bool = False) -> tuple[Written, Writer]:
    writer = Writer()
    conversation = Written(await in_thread(make_call, status="in_progress"), writer)
    conversation.refuses = refuses
    await conversation.start()
    await conversation.until(lambda: conversation.session or refuses)
    return conversation, writer


async def closed(conversation: Written, *, finished: bool = True) -> Call:
    await conversation.close(finished=finished)
    return await in_thread(Call.objects.get, pk=conversation.call.pk)


async def test_turns_of_both_sides_are_stored_in_order() -> None:
    conversation, writer = await written()
    writer.say(Said("agent", "Hello."))
    await conversation.until(lambda: len(conversation.transcript.turns) == 2)
    conversation.hears("We have Tuesday.")

    call = await closed(conversation, finished=False)

    turns = await in_thread(lambda: list(Turn.objects.filter(call=call).order_by("number")))
    assert [turn.speaker for turn in turns] == ["carrier", "agent", "callee"]
    assert turns[1].ended_ms - turns[1].started_ms == MS_PER_LETTER * len("Hello.")
    assert writer.closed and conversation.last_words_cut and not call.outcome


async def test_an_opt_out_in_words_is_in_force_and_the_line_is_left() -> None:
    conversation, writer = await written()
    conversation.hears("Take us off your list and don't call again.")
    await conversation.until(lambda: writer.urged)
    writer.say(Said("agent", "Sorry, goodbye."), Ended("done"))

    await conversation.until(lambda: conversation.over)

    assert writer.urged == [APOLOGISE]
    assert (await closed(conversation)).outcome == Call.Outcome.DECLINED
    assert await in_thread(Suppression.objects.filter(source="callee").exists)


async def test_a_tool_is_run_for_it_and_answered() -> None:
    conversation, writer = await written()
    writer.say(ToolCall("log_event", "t1", {"message": "They are friendly."}))

    await conversation.until(lambda: writer.answers)

    call = await closed(conversation, finished=False)
    assert writer.answers["t1"]["ok"] is True
    assert await in_thread(ToolRun.objects.filter(call=call, name="log_event").exists)


async def test_silence_is_asked_about_when_the_sentence_has_been_read_out() -> None:
    conversation, writer = await written()
    sentence = "I would like to ask for a time next week, in the morning if that is possible."
    writer.say(Said("agent", sentence))

    await conversation.until(lambda: writer.urged)

    assert writer.urged == [instructions.TOLD[Act.ASK]]
    assert conversation.at_ms >= MS_PER_LETTER * len(sentence) + 8_000
    await closed(conversation, finished=False)


async def test_who_is_to_react_may_finish_the_sentence() -> None:
    conversation, writer = await written()
    writer.say(Said("agent", "I would like to ask for a time next week."))
    await conversation.until(lambda: conversation.speaks_until_ms)

    conversation.supervisor.wrap_up()
    early = list(writer.urged)
    await conversation.until(lambda: writer.urged)

    assert early == [] and writer.urged == [instructions.WRAP_UP]
    assert conversation.at_ms > conversation.speaks_until_ms
    await closed(conversation, finished=False)


async def test_a_session_that_is_not_to_be_had_ends_the_call_as_failed() -> None:
    conversation, _ = await written(refuses=True)

    await conversation.until(lambda: conversation.over)

    call = await closed(conversation)
    assert (call.outcome, call.metrics["agent_failed"]) == (Call.Outcome.FAILED, True)
