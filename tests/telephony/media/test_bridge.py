"""One line, one conversation, joined until either leaves."""

import asyncio
import json
from collections.abc import Callable

import numpy as np
import pytest
from django.conf import settings

from callpilot.errors import AgentError
from campaigns.models import Call
from telephony.audio.codecs import decode_ulaw, encode_ulaw
from telephony.audio.dtmf import dial, keys_in
from telephony.carriers.twilio import messages
from telephony.media.bridge import FRAMES_SECONDS, Bridge, Over, Transcoded
from telephony.media.line import Line
from telephony.simulator.personas import sounds
from tests.factories import make_call
from tests.scripted import FRAME_MS, LOUD, Phone, ScriptedAgent, speech
from voice.agents.base import Corrected, Ended, Interrupted, Said, Speech, ToolCall
from voice.audio.conversation import AudioConversation
from voice.decisions.answering_machine import WORDS_MS
from voice.models import Turn
from voice.session.db_threads import in_thread
from voice.session.voicemail import AFTER_TONE

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60  # seconds after which a test that hangs fails


class Bridged:
    """A running bridge with its phone."""

    def __init__(
        self, call: Call, phone: Phone | None = None, *, frames_seconds: float = FRAMES_SECONDS
    ) -> None:
        self.phone = phone or Phone()
        self.line = Line("MZ1", self.phone.send, messages)
        self.conversation = AudioConversation(call)
        self.bridge = Bridge(self.line, self.conversation, frames_seconds=frames_seconds)
        self.running = asyncio.create_task(self.bridge.run())

    async def until(self, done: Callable[[], object], ulaw: bytes = b"\xff" * 160) -> None:
        await self.phone.until(self.bridge, done, ulaw)

    async def over(self) -> Over:
        async with asyncio.timeout(PATIENCE):
            return await self.running


async def bridged(agent: ScriptedAgent, phone: Phone | None = None) -> Bridged:
    """A call in progress whose agent's session is open."""
    call = await in_thread(make_call, status="in_progress")
    joined = Bridged(call, phone)
    await joined.until(lambda: agent.sessions)
    await joined.until(lambda: joined.bridge._transcoder is not None)
    return joined


class Mute(Phone):
    """Nothing is ever played."""

    def play(self, ms: float = FRAME_MS) -> None:
        pass


async def turns(call: Call) -> list[tuple[str, str, bool]]:
    return await in_thread(
        lambda: list(Turn.objects.filter(call=call).values_list("speaker", "text", "interrupted"))
    )


# --- sound ------------------------------------------------------------------------------------


async def test_ulaw_passes_untouched_both_ways(agent: ScriptedAgent) -> None:
    joined = await bridged(agent)
    theirs, ours = bytes(range(256)), bytes(reversed(range(256)))

    await joined.bridge.frame(joined.phone.frame(theirs))
    agent.sessions[0].say(Speech(ours, 1))
    await joined.until(lambda: joined.phone.sound())

    assert theirs in agent.sessions[0].heard
    assert joined.phone.sound() == ours


async def test_other_formats_are_transcoded_both_ways(agent: ScriptedAgent) -> None:
    agent.format = "pcm_16000"
    joined = await bridged(agent)
    tone = (8000 * np.sin(np.arange(16000) * 2 * np.pi * 440 / 16000)).astype(np.int16).tobytes()

    for start in range(0, len(tone), 1001):  # cuts samples in half
        agent.sessions[0].say(Speech(tone[start : start + 1001], 1))
    await joined.until(lambda: len(joined.phone.sound()) > 7900 and agent.sessions[0].heard)

    heard = decode_ulaw(joined.phone.sound())[1000:7000].astype(float)
    loudness = np.sqrt(np.mean(heard**2))
    assert 5000 < loudness < 6300
    assert len(agent.sessions[0].heard[-1]) == 640  # 20 ms of the callee at 16 kHz


async def test_an_interruption_empties_the_resampler() -> None:
    transcoded = Transcoded("pcm_16000", "pcm_16000")
    loud = (np.ones(321) * 20000).astype(np.int16).tobytes()
    transcoded.to_line(loud[:-1])

    transcoded.interrupted()

    silent = decode_ulaw(transcoded.to_line(bytes(640)))
    assert np.abs(silent.astype(int)).max() < 200


async def test_sound_before_the_agent_is_there_is_not_kept(agent: ScriptedAgent) -> None:
    call = await in_thread(make_call, status="in_progress")
    joined = Bridged(call)

    await joined.bridge.frame(joined.phone.frame(LOUD))
    await joined.until(lambda: agent.sessions and agent.sessions[0].heard)

    assert LOUD not in agent.sessions[0].heard


# --- what was heard ---------------------------------------------------------------------------


async def test_an_interrupted_turn_is_cut_at_what_was_heard(agent: ScriptedAgent) -> None:
    joined = await bridged(agent)
    session = agent.sessions[0]
    text = "one two three four five six seven eight nine ten"
    session.say(*(speech(500, 4) for _ in range(4)), Said("agent", text, 4))
    await joined.until(lambda: joined.line.heard_ms >= 1000)

    session.say(Interrupted(4), Speech(b"late" * 100, 4), Said("callee", "Sorry?", 5))
    await joined.until(lambda: len(joined.conversation.transcript.turns) == 3)
    await joined.until(lambda: "clear" in joined.phone.kinds())
    await joined.conversation.transcript.flush()

    stored = await turns(joined.conversation.call)
    assert stored[1][0] == "agent"
    assert stored[1][1] == "one two three four five"
    assert stored[1][2] is True
    assert stored[2] == ("callee", "Sorry?", False)
    assert b"late" not in joined.phone.sound()


async def test_the_agents_own_correction_wins(agent: ScriptedAgent) -> None:
    joined = await bridged(agent)
    session = agent.sessions[0]
    session.say(speech(2000, 4), Said("agent", "one two three four", 4))
    await joined.until(lambda: joined.phone.sound())

    session.say(Interrupted(4), Corrected("one two...", 4))
    await joined.until(lambda: "clear" in joined.phone.kinds())
    await joined.conversation.transcript.flush()

    assert (await turns(joined.conversation.call))[1] == ("agent", "one two...", True)


# --- who leaves, and how ----------------------------------------------------------------------


async def test_the_line_closes_after_the_goodbye_has_been_played(agent: ScriptedAgent) -> None:
    joined = await bridged(agent)
    agent.sessions[0].say(
        speech(3000, 9), Said("agent", "Goodbye.", 9), Ended("The agent ended the call.")
    )
    await joined.until(lambda: joined.phone.sound())
    early = joined.running.done()

    await joined.until(lambda: joined.bridge._over.done())
    over = await joined.over()

    assert not early
    assert over.ours
    assert joined.line.heard_ms == 3000


async def test_a_goodbye_whose_mark_never_returns_does_not_hold_the_line(
    agent: ScriptedAgent,
) -> None:
    joined = await bridged(agent, Mute())
    agent.sessions[0].say(speech(200, 9), Ended("over"))

    await joined.until(lambda: joined.bridge._over.done())

    assert (await joined.over()).ours


async def test_the_carrier_leaving_closes_the_agent(agent: ScriptedAgent) -> None:
    joined = await bridged(agent)

    await joined.bridge.frame('{"event":"stop","stop":{}}')
    over = await joined.over()

    assert not over.ours
    assert agent.sessions[0].closed


async def test_the_bridge_never_hangs_when_the_carrier_leaves_while_sound_is_sent(
    agent: ScriptedAgent,
) -> None:
    joined = await bridged(agent)
    joined.phone.reading.clear()  # the socket takes nothing any more
    agent.sessions[0].say(*(speech(500, 1) for _ in range(50)))
    await asyncio.sleep(0.05)

    joined.bridge.end("The carrier left.")
    await joined.over()

    assert agent.sessions[0].closed


async def test_a_socket_that_breaks_while_sound_is_sent_ends_the_bridge(
    agent: ScriptedAgent,
) -> None:
    joined = await bridged(agent)
    joined.phone.gone = True

    agent.sessions[0].say(speech(500, 1))

    assert not (await joined.over()).ours


async def test_a_line_that_brings_nothing_any_more_is_given_up(agent: ScriptedAgent) -> None:
    joined = Bridged(await in_thread(make_call, status="in_progress"), frames_seconds=1.5)
    async with asyncio.timeout(PATIENCE):
        while joined.bridge._transcoder is None:
            await joined.phone.tick(joined.bridge)
            await asyncio.sleep(0.02)

    over = await joined.over()  # no frame is sent any more

    assert not over.ours
    assert agent.sessions[0].closed


async def test_a_slow_reader_costs_the_oldest_sound_and_no_tool_call(agent: ScriptedAgent) -> None:
    joined = await bridged(agent)
    joined.phone.reading.clear()
    for _ in range(130):
        agent.sessions[0].say(speech(1000, 1))
    agent.sessions[0].say(ToolCall("get_distance", "t1", {}))

    await joined.until(lambda: "t1" in agent.sessions[0].answers)

    queue = joined.conversation.audio_queue
    assert queue.queued_ms <= 60_000
    assert queue.dropped_ms >= 60_000
    joined.bridge.end("done")
    await joined.over()


# --- keys by their sound ----------------------------------------------------------------------


def pressed(joined: Bridged) -> str:
    """The keys in all that the carrier was sent to play."""
    return keys_in(decode_ulaw(joined.phone.sound()))


async def test_keys_sound_on_the_line_and_what_is_being_said_gives_way(
    agent: ScriptedAgent,
) -> None:
    joined = await bridged(agent)
    words = Said("agent", "Good morning to everybody.", 1)
    agent.sessions[0].say(*(speech(500, 1) for _ in range(10)), words)
    await joined.until(lambda: joined.line.heard_ms >= 500)

    joined.conversation.press_keys("2w#")
    await joined.until(lambda: pressed(joined) == "2#")

    assert "clear" in joined.phone.kinds()
    heard = joined.conversation.transcript.turns[1]
    assert heard.interrupted and heard.text != "Good morning to everybody."
    joined.bridge.end("done")
    await joined.over()


async def test_what_the_agent_says_waits_until_the_keys_have_been_heard(
    agent: ScriptedAgent,
) -> None:
    joined = await bridged(agent)

    joined.conversation.press_keys("1234")
    await joined.until(lambda: pressed(joined) == "1234")
    agent.sessions[0].say(speech(300, 1))
    await joined.until(lambda: joined.conversation.audio_queue.queued_ms)
    early, heard_ms = len(joined.phone.sound()) // 8, joined.line.heard_ms
    await joined.until(lambda: len(joined.phone.sound()) // 8 > early)

    keys_ms = len(dial("1234")) // 8
    assert early == keys_ms and heard_ms < keys_ms <= joined.line.heard_ms
    joined.bridge.end("done")
    await joined.over()


async def test_an_interruption_of_the_agent_cuts_no_keys_off(agent: ScriptedAgent) -> None:
    joined = await bridged(agent)
    joined.conversation.press_keys("123")
    await joined.until(lambda: pressed(joined) == "123")
    clears = joined.line.clears

    agent.sessions[0].say(speech(300, 1), Interrupted(1), speech(200, 2))
    await joined.until(lambda: len(joined.phone.sound()) // 8 > len(dial("123")) // 8)

    assert joined.line.clears == clears + 1
    assert joined.line.sent_ms == len(dial("123")) / 8 + 200  # all keys were heard by then
    joined.bridge.end("done")
    await joined.over()


async def test_keys_whose_mark_never_returns_do_not_silence_the_agent(
    agent: ScriptedAgent,
) -> None:
    joined = await bridged(agent, Mute())
    joined.conversation.press_keys("1")
    await joined.until(lambda: pressed(joined) == "1")

    agent.sessions[0].say(speech(300, 1))
    await joined.until(lambda: len(joined.phone.sound()) // 8 == len(dial("1")) // 8 + 300)

    joined.bridge.end("done")
    await joined.over()


async def test_a_call_that_is_ended_now_presses_nothing_any_more(agent: ScriptedAgent) -> None:
    joined = await bridged(agent)

    joined.conversation.press_keys("123")
    joined.conversation.supervisor.end_now(Call.Outcome.CANCELLED, "Stopped.")
    await joined.until(lambda: joined.bridge._over.done())
    await joined.over()

    assert pressed(joined) == ""


# --- an agent that is lost --------------------------------------------------------------------


async def test_an_agent_that_accepts_and_leaves_at_once_is_not_called_for_ever(
    agent: ScriptedAgent,
) -> None:
    agent.first = lambda number: [Ended("lost", resumable=True)]
    call = await in_thread(make_call, status="in_progress")
    joined = Bridged(call)

    await joined.until(lambda: joined.bridge._over.done())
    await joined.over()

    assert agent.opened <= 4
    await in_thread(call.refresh_from_db)
    assert call.outcome == Call.Outcome.FAILED


async def test_a_refusal_for_good_is_not_tried_again(agent: ScriptedAgent) -> None:
    agent.refuse = AgentError("no such agent", permanent=True)
    call = await in_thread(make_call, status="in_progress")
    joined = Bridged(call)

    await joined.until(lambda: joined.bridge._over.done())
    await joined.over()

    assert agent.opened == 1
    await in_thread(call.refresh_from_db)
    assert call.outcome == Call.Outcome.FAILED


async def test_an_agent_that_cannot_be_reached_costs_the_callee_ten_seconds_at_most(
    agent: ScriptedAgent,
) -> None:
    agent.silent = True
    joined = Bridged(await in_thread(make_call, status="in_progress"))

    await joined.until(lambda: joined.bridge._over.done())
    await joined.over()

    assert joined.conversation.at_ms <= 10_400
    call = joined.conversation.call
    await in_thread(call.refresh_from_db)
    assert (call.outcome, call.metrics["agent_failed"]) == (Call.Outcome.FAILED, True)


@pytest.mark.parametrize("spoken_before", [True, False])
async def test_a_refusal_for_good_is_a_failure_in_words_and_not_a_desk_without_a_time(
    agent: ScriptedAgent, spoken_before: bool
) -> None:
    joined = await bridged(agent)
    agent.refuse = AgentError("The voice vendor refuses ELEVENLABS_API_KEY.", permanent=True)
    if spoken_before:
        agent.sessions[0].say(Said("callee", "Hello, how can I help?", 1))

    agent.sessions[0].say(Ended("lost", resumable=True))
    await joined.until(lambda: joined.bridge._over.done())
    await joined.over()

    call = joined.conversation.call
    await in_thread(call.refresh_from_db)
    assert call.outcome == Call.Outcome.FAILED
    assert call.summary == "The voice vendor refuses ELEVENLABS_API_KEY."
    assert call.metrics["agent_failed"] is True


async def test_an_account_that_is_used_up_in_mid_call_is_a_failure(agent: ScriptedAgent) -> None:
    joined = await bridged(agent)
    agent.sessions[0].say(Said("callee", "Hello?", 1), Ended("used up", failed=True))

    await joined.until(lambda: joined.bridge._over.done())
    await joined.over()

    call = joined.conversation.call
    await in_thread(call.refresh_from_db)
    assert (call.outcome, call.summary) == (Call.Outcome.FAILED, "used up")


async def test_the_event_loop_goes_on_while_the_agent_is_being_lost(agent: ScriptedAgent) -> None:
    agent.first = lambda number: [Ended("lost", resumable=True)]
    joined = Bridged(await in_thread(make_call, status="in_progress"))
    turned = 0

    while not joined.bridge._over.done():
        turned += 1
        await joined.phone.tick(joined.bridge)  # each frame is taken at once, lost agent or not
        await asyncio.sleep(0.001)

    await joined.over()
    assert turned > agent.opened * 3
    assert joined.line.frames == turned


async def test_a_lost_agent_comes_back_and_knows_what_was_said(agent: ScriptedAgent) -> None:
    joined = await bridged(agent)
    agent.sessions[0].say(Said("callee", "We have Tuesday at ten.", 1), Ended("lost", True))

    await joined.until(lambda: len(agent.sessions) == 2)
    agent.sessions[1].say(speech(100, 1))
    await joined.until(lambda: joined.phone.sound())

    facts = agent.sessions[1].brief.facts
    assert facts["resumed"] is True
    assert "We have Tuesday at ten." in str(facts["so_far"])
    assert agent.sessions[0].closed


async def test_an_agent_that_says_nothing_is_asked_and_then_given_up(agent: ScriptedAgent) -> None:
    joined = await bridged(agent)

    await joined.until(lambda: joined.bridge._over.done())
    await joined.over()

    assert any("your turn" in text for text in agent.sessions[0].instructions)
    call = joined.conversation.call
    await in_thread(call.refresh_from_db)
    assert call.outcome == Call.Outcome.FAILED


async def test_garbage_from_the_carrier_is_dropped(agent: ScriptedAgent) -> None:
    joined = await bridged(agent)

    for garbage in ("garbage", "{}", json.dumps({"event": "media"})):
        await joined.bridge.frame(garbage)
    agent.sessions[0].say(Speech(encode_ulaw(np.zeros(160, np.int16)), 1))

    await joined.until(lambda: joined.phone.sound())


async def test_the_tone_of_a_machine_is_heard_where_a_message_is_to_be_left(
    agent: ScriptedAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "VOICEMAIL_MESSAGES", True)
    call = await in_thread(make_call, status="in_progress", answered_by="machine_start")
    joined = Bridged(call)
    await joined.until(lambda: agent.sessions)
    for frame in sounds.BEEP:
        await joined.phone.tick(joined.bridge, frame)

    await joined.until(lambda: joined.running.done())

    assert (await joined.over()).ours and joined.phone.at_ms < WORDS_MS
    await in_thread(call.refresh_from_db)
    assert call.outcome == Call.Outcome.VOICEMAIL and call.metrics[AFTER_TONE]
