"""Both sides of a call on one clock, in a file that consent alone may open."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pytest_django.fixtures import Settings

from campaigns.models import Call
from telephony.audio.codecs import ULAW_SILENCE, encode_ulaw
from telephony.audio.stereo_wav import CALLEE, HEADER_BYTES, OURS, Piece, StereoFile
from telephony.carriers.twilio import messages
from telephony.media.bridge import Bridge
from telephony.media.line import Line
from telephony.models import Recording
from telephony.recording.playback_clock import Heard
from telephony.recording.recorder import MAX_IN_MEMORY, Recorder, recorder_of
from telephony.tasks import tidy_recordings
from tests.factories import make_call
from tests.scripted import Phone, ScriptedAgent, speech
from tests.telephony.tapes import begun, keep_in, path_of, sound_of, sounds
from voice.agents.base import Interrupted, Said
from voice.audio.conversation import AudioConversation
from voice.consent import Verdict
from voice.session.db_threads import in_thread

pytestmark = pytest.mark.django_db(transaction=True)
TONE = encode_ulaw((9000 * np.sin(np.arange(160) / 160 * 2 * np.pi * 8)).astype(np.int16))
HUSH = bytes([ULAW_SILENCE]) * 160
PATIENCE = 60
Codes = NDArray[np.uint8]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    keep_in(settings, tmp_path)
    return tmp_path / "spool"


def sides(call: Call) -> Codes:
    """The stored samples, (n, 2) of μ-law."""
    data = path_of(call).read_bytes()
    return np.frombuffer(data[HEADER_BYTES:], np.uint8).reshape(-1, 2)


def spans(side: Codes) -> list[tuple[int, int]]:
    """From where to where a side is not silent, samples."""
    loud = np.flatnonzero(np.diff((side != ULAW_SILENCE).astype(int), prepend=0, append=0))
    return [(int(a), int(b)) for a, b in loud.reshape(-1, 2)]


def announced(policy: str = "always") -> Call:
    return make_call(status="in_progress", brief={"recording": policy})


async def feed(recorder: Recorder, frames: list[bytes], ms: int = 0) -> int:
    """Frames of 20 ms from `ms` on; the disk keeps up."""
    for number, ulaw in enumerate(frames):
        recorder.heard(ulaw, ms + 20 * number)
        if recorder._writing is not None:
            await recorder._writing
    return ms + 20 * len(frames)


# --- the callee's side ------------------------------------------------------------------------


async def test_a_tone_of_the_callee_at_two_seconds_stands_at_sample_16000() -> None:
    call = await in_thread(announced)
    recorder = Recorder(call.pk, lambda: "simulated")
    recorder.begin(0)

    await feed(recorder, [HUSH] * 100 + [b"\x10" * 160] * 10 + [HUSH] * 100)
    await recorder.close()

    both = await in_thread(sides, call)
    assert spans(both[:, CALLEE]) == [(16000, 17600)]
    assert spans(both[:, OURS]) == []


async def test_frames_that_were_lost_leave_their_gap() -> None:
    call = await in_thread(announced)
    recorder = Recorder(call.pk, lambda: "simulated")
    recorder.begin(0)

    await feed(recorder, [b"\x10" * 160] * 5)
    await feed(recorder, [b"\x10" * 160] * 5, ms=3000)
    await recorder.close()

    assert spans((await in_thread(sides, call))[:, CALLEE]) == [(0, 800), (24000, 24800)]


async def test_nonsense_timestamps_lose_no_sound_and_write_over_none() -> None:
    call = await in_thread(announced)
    recorder = Recorder(call.pk, lambda: "simulated")
    recorder.begin(0)

    for at_ms in (0, 0, 10, 4_000_000_000, 5):
        recorder.heard(b"\x10" * 160, at_ms)
    await recorder.close()

    assert spans((await in_thread(sides, call))[:, CALLEE]) == [(0, 800)]


async def test_a_resumed_stream_continues_the_file_after_the_true_gap() -> None:
    call = await in_thread(announced)
    for origin_ms in (1000, 5000):
        recorder = Recorder(call.pk, lambda: "simulated")
        recorder.begin(origin_ms)
        await feed(recorder, [b"\x10" * 160] * 50)
        await recorder.close()

    assert spans((await in_thread(sides, call))[:, CALLEE]) == [(8000, 16000), (40000, 48000)]
    row = await in_thread(Recording.objects.get, call=call)
    assert (row.began_ms, row.seconds, len(row.peaks)) == (1000, 6.0, 1600)


async def test_frames_that_come_while_it_is_closed_do_not_lengthen_the_file() -> None:
    call = await in_thread(announced)
    recorder = Recorder(call.pk, lambda: "simulated")
    recorder.begin(3000)
    at_ms = await feed(recorder, [b"\x10" * 160] * 60)

    closing = asyncio.create_task(recorder.close())
    while not closing.done():
        await asyncio.sleep(0)
        recorder.heard(HUSH, at_ms)
        at_ms += 20
    if recorder._writing is not None:
        await recorder._writing

    row = await in_thread(Recording.objects.get, call=call)
    assert len(await in_thread(sides, call)) == row.seconds * 8000 == (3.0 + 1.2) * 8000


async def test_a_stream_whose_clock_went_back_is_not_written_over_the_one_before() -> None:
    call = await in_thread(announced)
    for ulaw in (b"\x10" * 160, b"\x20" * 160):
        recorder = Recorder(call.pk, lambda: "simulated")
        recorder.begin(0)
        await feed(recorder, [ulaw] * 50)
        await recorder.close()

    left = (await in_thread(sides, call))[:, CALLEE]
    assert (left[:8000] == 0x10).all() and (left[8000:] == 0x20).all()


# --- our side: sent is not heard --------------------------------------------------------------


class Bridged:
    """A bridge that records, its phone and its agent."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.phone = Phone()
        conversation = AudioConversation(call)
        recorder = recorder_of(call, lambda: conversation.supervisor.recording)
        self.bridge = Bridge(Line("MZ1", self.phone.send, messages), conversation, recorder)
        self.running = asyncio.create_task(self.bridge.run())

    async def until(self, done: Callable[[], object]) -> None:
        await self.phone.until(self.bridge, done)

    async def hung_up(self) -> Codes:
        self.bridge.end("The carrier left.")
        async with asyncio.timeout(PATIENCE):
            await self.running
        return await in_thread(sides, self.call)


async def bridged(agent: ScriptedAgent) -> Bridged:
    joined = Bridged(await in_thread(announced))
    await joined.until(lambda: agent.sessions and joined.bridge._transcoder is not None)
    return joined


async def test_our_sound_stands_where_it_was_played_not_where_it_was_sent(
    agent: ScriptedAgent,
) -> None:
    joined = await bridged(agent)
    began = joined.phone.at_ms
    agent.sessions[0].say(*(speech(500) for _ in range(4)))  # two seconds, all at once
    await joined.until(lambda: joined.bridge.line.heard_ms == 2000)

    both = await joined.hung_up()

    origin = joined.bridge.conversation.began_ms
    ((start, end),) = spans(both[:, OURS])
    assert abs(start - (origin + began) * 8) <= 8 * 160 and end - start == 16000


async def test_the_unheard_part_of_an_interrupted_assistant_is_silent(agent: ScriptedAgent) -> None:
    joined = await bridged(agent)
    agent.sessions[0].say(speech(4000, 4), Said("agent", "one two three four", 4))
    await joined.until(lambda: joined.phone.sound())
    began = joined.phone.at_ms
    await joined.until(lambda: joined.phone.at_ms >= began + 1000)
    agent.sessions[0].say(Interrupted(4))
    await joined.until(lambda: "clear" in joined.phone.kinds())
    await joined.until(lambda: joined.phone.at_ms >= began + 6000)

    ((start, end),) = spans((await joined.hung_up())[:, OURS])

    assert 900 * 8 <= end - start <= 1300 * 8


async def test_what_was_still_queued_when_the_carrier_left_is_silent(agent: ScriptedAgent) -> None:
    joined = await bridged(agent)
    agent.sessions[0].say(speech(5000))
    await joined.until(lambda: joined.phone.sound())
    began = joined.phone.at_ms
    await joined.until(lambda: joined.phone.at_ms >= began + 700)

    ((start, end),) = spans((await joined.hung_up())[:, OURS])

    assert 600 * 8 <= end - start <= 900 * 8


def test_sound_that_came_late_is_placed_by_the_mark_that_waited_behind_it() -> None:
    heard = Heard()
    heard.sent(b"\x10" * 2400, now=800)
    heard.asked(2400, now=800)

    assert heard.proven(2400, now=4800) == [(2400, b"\x10" * 2400)]  # 200 ms on the way


def test_a_mark_that_was_asked_for_after_the_sound_had_ended_moves_nothing() -> None:
    heard = Heard()
    heard.sent(b"\x10" * 800, now=0)
    heard.asked(800, now=1600)

    assert heard.proven(800, now=1760) == [(0, b"\x10" * 800)]


EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("frame"), st.integers(1, 8)),
        st.tuples(st.just("send"), st.integers(1, 4000)),
        st.tuples(st.just("mark"), st.just(0)),
        st.tuples(st.just("clear"), st.just(0)),
    ),
    max_size=60,
)


@given(EVENTS)
def test_nothing_is_heard_twice_nor_before_it_was_sent_nor_in_the_future(
    events: list[tuple[str, int]],
) -> None:
    """A carrier that plays in real time, whatever is sent, marked and cleared, in any order."""
    heard, now, sent, proven = Heard(), 0, 0, 0
    queue: list[tuple[str, int]] = []
    placed: list[Piece] = []
    played = 0  # samples the carrier really played
    sound: dict[int, int] = {}
    for kind, value in [*events, ("clear", 0)]:
        match kind:
            case "frame":
                left = value * 160
                now += left
                while queue and left >= 0:
                    what, amount = queue[0]
                    if what == "mark":
                        queue.pop(0)
                        placed += heard.proven(amount, now)
                        proven = amount
                    elif left == 0:
                        break
                    else:
                        taken = min(left, amount)
                        played, left = played + taken, left - taken
                        queue[0] = (what, amount - taken)
                        if not queue[0][1]:
                            queue.pop(0)
            case "send":
                heard.sent(b"\x10" * value, now)
                sound[sent] = now
                sent += value
                queue.append(("sound", value))
            case "mark":
                heard.asked(sent, now)
                queue.append(("mark", sent))
            case "clear":
                placed += heard.cleared(proven, now)
                queue, sent = [], proven
    ends = [start + len(ulaw) for start, ulaw in placed]
    assert all(start >= end for (start, _), end in zip(placed[1:], ends, strict=False))
    assert all(end <= now + 8 * 160 for end in ends)
    total = sum(len(ulaw) for _, ulaw in placed)
    assert total <= played + 8 * 160 * (1 + sum(kind == "clear" for kind, _ in events))
    assert total >= proven


# --- consent ----------------------------------------------------------------------------------


async def test_without_an_answer_there_is_no_file(folder: Path) -> None:
    call = await in_thread(announced, "ask")
    recorder = Recorder(call.pk, lambda: "")
    recorder.begin(0)

    await feed(recorder, [TONE] * 200)
    await recorder.close()

    row = await in_thread(Recording.objects.get, call=call)
    assert (row.consent, row.path, list(folder.glob("*"))) == ("unanswered", "", [])


async def test_what_was_said_before_the_yes_is_kept_from_memory() -> None:
    call = await in_thread(announced, "ask")
    verdict: list[Verdict] = [""]
    recorder = Recorder(call.pk, lambda: verdict[0])
    recorder.begin(0)

    await feed(recorder, [b"\x10" * 160] * 100)
    assert not await in_thread(Recording.objects.exists)
    verdict[0] = "given"
    await feed(recorder, [b"\x10" * 160] * 100, ms=2000)
    await recorder.close()

    assert spans((await in_thread(sides, call))[:, CALLEE]) == [(0, 32000)]
    assert (await in_thread(Recording.objects.get, call=call)).consent == "given"


async def test_a_no_drops_what_was_in_memory(folder: Path) -> None:
    call = await in_thread(announced, "ask")
    verdict: list[Verdict] = [""]
    recorder = Recorder(call.pk, lambda: verdict[0])
    recorder.begin(0)

    await feed(recorder, [TONE] * 60)
    verdict[0] = "refused"
    await feed(recorder, [TONE] * 60, ms=1200)
    assert recorder.over and not recorder._theirs
    await recorder.close()

    assert not list(folder.glob("*"))
    assert (await in_thread(Recording.objects.get, call=call)).consent == "refused"


async def test_a_yes_taken_back_deletes_the_file_in_mid_call(folder: Path) -> None:
    call = await in_thread(announced, "ask")
    verdict: list[Verdict] = ["given"]
    recorder = Recorder(call.pk, lambda: verdict[0])
    recorder.begin(0)
    await feed(recorder, [TONE] * 120)
    assert len(list(folder.glob("*.wav"))) == 1

    verdict[0] = "refused"
    await feed(recorder, [TONE] * 60, ms=2400)

    assert not list(folder.glob("*"))
    await recorder.close()
    row = await in_thread(Recording.objects.get, call=call)
    assert (row.consent, row.path, row.deleted_at is None) == ("refused", "", False)


def test_sound_without_consent_does_not_pile_up() -> None:
    recorder = Recorder(uuid4(), lambda: "")
    recorder.begin(0)

    for number in range(50 * 200):  # 200 seconds
        recorder.heard(TONE, 20 * number)

    kept = sum(len(ulaw) for _, ulaw in recorder._theirs)
    assert kept <= MAX_IN_MEMORY + 2 * 8000


def test_a_call_whose_announcement_ruled_it_out_has_no_recorder() -> None:
    for brief in ({}, {"recording": "never"}, {"recording": "nonsense"}):
        assert recorder_of(make_call(brief=brief), lambda: "simulated") is None


async def test_a_full_disk_ends_the_recording_and_not_the_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    call = await in_thread(announced)
    recorder = Recorder(call.pk, lambda: "simulated")
    recorder.begin(0)
    await feed(recorder, [TONE] * 60)

    write = os.pwrite

    def full(file: int, data: bytes, at: int) -> int:
        if at + len(data) > os.fstat(file).st_size:
            raise OSError("No space left on device")
        return write(file, data, at)

    monkeypatch.setattr(os, "pwrite", full)
    await feed(recorder, [TONE] * 120, ms=1200)
    await recorder.close()

    row = await in_thread(Recording.objects.get, call=call)
    assert recorder.over and row.path and row.seconds > 0


# --- the file -----------------------------------------------------------------------------------


async def test_the_file_is_whole_after_every_flush_though_nobody_closed_it(folder: Path) -> None:
    call = await in_thread(announced)
    recorder = Recorder(call.pk, lambda: "simulated")
    recorder.begin(0)

    await feed(recorder, [TONE] * 130)

    (file,) = folder.glob("*.wav")
    data = file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    assert int.from_bytes(data[4:8], "little") == len(data) - 8
    assert int.from_bytes(data[54:58], "little") == len(data) - HEADER_BYTES > 2 * 8000
    await recorder.close()


def test_a_file_cut_in_mid_write_is_made_whole_by_tidying(folder: Path) -> None:
    call = announced()
    file = begun(call)
    file.write(CALLEE, [(0, TONE * 50)])
    file.close()
    path = path_of(call)
    path.write_bytes(path.read_bytes() + b"\x10\x10\x10")  # died before the header was written
    Call.objects.filter(pk=call.pk).update(ended_at="2020-01-01T00:00:00Z", status="completed")

    tidy_recordings()

    row = Recording.objects.get(call=call)
    data = sound_of(row)
    assert row.stored_at and row.size == len(data) == HEADER_BYTES + 2 * (8000 + 1)
    assert int.from_bytes(data[4:8], "little") == len(data) - 8


def test_a_recording_that_lapsed_is_deleted_by_tidying() -> None:
    call = announced()
    begun(call).close()
    Recording.objects.update(expires_at="2020-01-01T00:00:00Z")
    assert not Recording.objects.get(call=call).kept  # at once, whenever that runs

    tidy_recordings()

    row = Recording.objects.get(call=call)
    assert not sounds() and row.deleted_at and row.path == ""


def test_the_sound_goes_with_its_person() -> None:
    call = announced()
    assert call.campaign is not None
    begun(call).close()
    path = path_of(call)

    call.campaign.person.delete()

    assert not path.exists() and not Recording.objects.exists()


async def test_a_deleted_recording_is_not_begun_again(folder: Path) -> None:
    call = await in_thread(announced)
    await in_thread(
        Recording.objects.create, call=call, consent="given", deleted_at="2020-01-01T00:00Z"
    )
    recorder = Recorder(call.pk, lambda: "simulated")
    recorder.begin(0)

    await feed(recorder, [TONE] * 120)
    await recorder.close()

    assert not list(folder.glob("*"))


def test_peaks_show_where_each_side_was_loud(folder: Path) -> None:
    folder.mkdir()
    file = StereoFile(folder / "x.wav", make=True)
    file.write(CALLEE, [(0, TONE * 100)])
    file.write(OURS, [(80000, TONE * 100), (159999, HUSH[:1])])

    peaks = np.frombuffer(file.peaks(), np.uint8).reshape(2, 800)

    assert peaks[0, :75].min() > 50 and peaks[0, 85:].max() == 0
    assert peaks[1, 405:475].min() > 50 and peaks[1, :395].max() == 0
    file.close()
