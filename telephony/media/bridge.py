"""Joins one line to one conversation until either leaves."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from telephony.audio.beep import BeepListener
from telephony.audio.codecs import decode_ulaw, encode_ulaw
from telephony.audio.dtmf import dial
from telephony.audio.resampling import Resampler
from telephony.carriers.media_stream import Media, Message, Stopped
from telephony.media.line import BYTES_PER_MS, Line, loud
from telephony.recording.recorder import Recorder
from voice.agents.base import AudioFormat, Interrupted
from voice.audio.audio_queue import Finished, Keys, Opened, Paused, Sound
from voice.audio.conversation import AudioConversation

logger = logging.getLogger(__name__)
FRAME_BYTES = 160  # 20 ms of the line
FRAMES_SECONDS = 10.0  # an open socket without frames for so long is a dead one
GOODBYE_FRAMES = 150  # beyond its length, for the last mark to come back
KEY_FRAMES = 50  # the same for keys; then the agent's sound goes on behind them
SAMPLE_RATES_HZ: dict[str, int] = {"pcm_8000": 8000, "pcm_16000": 16000, "pcm_24000": 24000}


class Transcoder(Protocol):
    """Changes sound between the line's format and the agent's."""

    def to_agent(self, ulaw: bytes) -> bytes: ...

    def to_line(self, audio: bytes) -> bytes: ...

    def interrupted(self) -> None:
        """Forget what is left of sound that must not be heard any more."""
        ...


class Untouched:
    """The agent speaks the line's own format."""

    def to_agent(self, ulaw: bytes) -> bytes:
        return ulaw

    def to_line(self, audio: bytes) -> bytes:
        return audio

    def interrupted(self) -> None: ...


class Transcoded:
    """μ-law at 8 kHz on the line, anything else on the agent's side.

    Filters keep their state between chunks, so cuts between chunks cannot be heard.
    """

    def __init__(self, input_format: AudioFormat, output_format: AudioFormat) -> None:
        self._up = self._resampler(8000, SAMPLE_RATES_HZ.get(input_format, 8000))
        self._down = self._resampler(SAMPLE_RATES_HZ.get(output_format, 8000), 8000)
        self._ulaw_in = input_format == "ulaw_8000"
        self._ulaw_out = output_format == "ulaw_8000"
        self._half = b""  # of a sample cut in two by a chunk's end

    @staticmethod
    def _resampler(from_hz: int, to_hz: int) -> Resampler | None:
        return None if from_hz == to_hz else Resampler(from_hz, to_hz)

    def to_agent(self, ulaw: bytes) -> bytes:
        if self._ulaw_in:
            return ulaw
        samples = decode_ulaw(ulaw)
        return (samples if self._up is None else self._up.push(samples)).tobytes()

    def to_line(self, audio: bytes) -> bytes:
        if self._ulaw_out:
            return audio
        audio = self._half + audio
        whole = len(audio) & ~1
        self._half = audio[whole:]
        samples = np.frombuffer(audio, "<i2", count=whole // 2)
        return encode_ulaw(samples if self._down is None else self._down.push(samples))

    def interrupted(self) -> None:
        self._half = b""
        if self._down is not None:
            self._down.reset()


def transcoder(opened: Opened) -> Transcoder:
    if opened.input_format == opened.output_format == "ulaw_8000":
        return Untouched()
    return Transcoded(opened.input_format, opened.output_format)


@dataclass(frozen=True)
class Over:
    """Why the bridge has ended. `ours`: the conversation is done; the line may be closed."""

    reason: str
    ours: bool


class Bridge:
    """Joins one line to one conversation until either leaves.

    Frames of the carrier are handed to `frame`, one after another; each is through before the
    next one is taken from the socket, so nothing piles up on this side. `run` carries the
    other direction and returns when it is over. It never waits for a carrier that has left.
    """

    def __init__(
        self,
        line: Line,
        conversation: AudioConversation,
        recorder: Recorder | None = None,
        *,
        frames_seconds: float = FRAMES_SECONDS,
    ) -> None:
        self.line = line
        self.line.tape = recorder
        self.conversation = conversation
        self.recorder = recorder
        self.frames_seconds = frames_seconds
        self._transcoder: Transcoder | None = None
        self._beeps = BeepListener()
        self._over: asyncio.Future[Over] = asyncio.get_running_loop().create_future()
        self._mark_due = False
        self._goodbye_frames: int | None = None  # frames still waited for after the goodbye
        self._key_frames: int | None = None  # frames still waited for until keys have been played
        self._keys_until = 0.0  # position of their end

    async def run(self) -> Over:
        """Until either side leaves. The conversation has been left when this returns."""
        try:
            await self.conversation.start()
            if self.recorder is not None:
                self.recorder.begin(self.conversation.began_ms)
            sound = asyncio.create_task(self._agent_to_line())
            watch = asyncio.create_task(self._watch_frames())
            sound.add_done_callback(self._broken)
            try:
                over = await asyncio.shield(self._over)
            finally:
                for task in (sound, watch):
                    task.cancel()
                await asyncio.wait({sound, watch}, timeout=0.5)
        finally:
            finished = self._over.done() and self._over.result().ours
            await asyncio.shield(self._leave(finished))
        return over

    async def _leave(self, finished: bool) -> None:
        try:
            await self.conversation.leave(self.line.heard_ms, finished=finished)
        finally:
            if self.recorder is not None:
                await self.recorder.close()

    def end(self, reason: str, *, ours: bool = False) -> None:
        """The first end counts; later ones change nothing."""
        if not self._over.done():
            self._over.set_result(Over(reason, ours))

    async def frame(self, text: str | bytes) -> Message | None:
        """A frame of the carrier. Raises BadFrame when the socket is to be closed."""
        message = self.line.read(text)
        if isinstance(message, Media):
            await self._hear(message.ulaw)
        elif isinstance(message, Stopped):
            self.end("The carrier ended the stream.")
        if self._key_frames is not None:
            self._wait_for_keys(isinstance(message, Media))
        if self._goodbye_frames is not None:
            self._wait_for_goodbye(isinstance(message, Media))
        return message

    async def _hear(self, ulaw: bytes) -> None:
        ms = len(ulaw) / BYTES_PER_MS
        # Before a session nobody is there to hear it, but time passes.
        audio = self._transcoder.to_agent(ulaw) if self._transcoder is not None else b""
        beeped = self.conversation.machine.waits_for_tone and self._beeps.hear(ulaw)
        await self.conversation.hear(audio, ms, loud=loud(ulaw), beeped=beeped)
        if self.line.unmarked and not self._mark_due:
            # By way of the other pump: nothing here may wait for a carrier that reads slowly.
            self._mark_due = True
            self.conversation.audio_queue.put(Paused())

    async def _agent_to_line(self) -> None:
        async for item in self.conversation.audio_queue:
            match item:
                case Sound():
                    await self._play(item)
                case Keys():
                    await self._press(item)
                case Interrupted():
                    if self._transcoder is not None:
                        self._transcoder.interrupted()
                    self.conversation.cleared(await self.line.clear())
                case Opened():
                    self._transcoder = transcoder(item)
                case Paused():
                    self._mark_due = False
                    await self.line.mark()
                case Finished():
                    await self.line.mark()
                    left_ms = self.line.sent_ms - self.line.heard_ms
                    self._goodbye_frames = int(left_ms / 20) + GOODBYE_FRAMES
                    self._wait_for_goodbye(False)

    async def _play(self, sound: Sound) -> None:
        assert self._transcoder is not None  # Opened comes before sound
        position = self.line.sent_ms
        await self.line.play(self._transcoder.to_line(sound.audio))
        self.conversation.sent(sound, position)

    async def _press(self, keys: Keys) -> None:
        """Play keys, and hold back all else until they have been heard.

        A carrier can only drop everything that it has queued: an interruption of the agent, who
        is talked to by menus all the time, would cut the keys off as well.
        """
        if self.conversation.audio_queue.finished:
            return
        sound = encode_ulaw(dial(keys.digits))
        self.conversation.audio_queue.hold()
        await self.line.play(sound)
        await self.line.mark()
        self._keys_until = self.line.sent_ms
        self._key_frames = len(sound) // FRAME_BYTES + KEY_FRAMES
        self.conversation.pressed(len(sound) / BYTES_PER_MS)

    def _wait_for_keys(self, frame: bool) -> None:
        assert self._key_frames is not None
        self._key_frames -= frame
        if self.line.heard_ms >= self._keys_until or self._key_frames <= 0:
            self._key_frames = None
            self.conversation.audio_queue.release()

    def _wait_for_goodbye(self, frame: bool) -> None:
        """Leave when the last word has been played, by the carrier's own account or frames."""
        if self._goodbye_frames is None:
            return
        self._goodbye_frames -= frame
        if self.line.drained or self._goodbye_frames <= 0:
            self.end(self.conversation.supervisor.reason or "The conversation is over.", ours=True)

    async def _watch_frames(self) -> None:
        """An open socket that brings nothing is a line that is gone."""
        seen = -1
        while seen != self.line.frames:
            seen = self.line.frames
            await asyncio.sleep(self.frames_seconds)
        self.end("The line brought no sound any more.")

    def _broken(self, task: "asyncio.Task[None]") -> None:
        """Sound could not be delivered any more: whoever took it has left."""
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            if not isinstance(error, OSError):
                logger.error("Sound could not be delivered.", exc_info=error)
            self.end("The carrier left.")
