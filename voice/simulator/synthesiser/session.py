"""One socket at the simulated speech vendor: contexts, what is said in them, and their ends."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from callpilot.json_types import JsonObject
from voice.simulator.formats import Format
from voice.simulator.sessions.sockets import BROKEN, Close
from voice.simulator.synthesiser import frames
from voice.simulator.synthesiser.text_buffer import TextBuffer
from voice.simulator.talk import Voice

MOST_CONTEXTS = 5
ONLY = ""  # the context of the socket that has but one
GARBAGE = ("{not json", "[]", '{"audio": 7}', '{"contextId": "of nobody", "audio": "AAAA"}')


@dataclass(frozen=True)
class Switches:
    """How one session goes.

    refuse_status: the HTTP status instead of a socket. close_code: the close that follows the
    beginning at once. error: told at the first message, and the socket closed. drop_after_ms: so
    much sound, and the line breaks without a word; stall_after_ms: and no more sound comes.
    late_ms: until the sound of a text begins, in simulated time. garbage_every: so many frames and
    one that nobody can read; 0: none. unaligned: 1, and no times of letters are told.
    """

    refuse_status: int | None = None
    close_code: int | None = None
    error: str = ""
    drop_after_ms: int | None = None
    stall_after_ms: int | None = None
    late_ms: int = 0
    garbage_every: int = 0
    unaligned: int = 0


@dataclass
class Record:
    """What a client did in one session."""

    voice_id: str
    model: str
    many: bool  # contexts, or one
    texts: list[str] = field(default_factory=list)  # that were spoken
    sound_ms: int = 0
    most_contexts: int = 0
    kept_alive: int = 0
    complaints: list[str] = field(default_factory=list)
    closed_by: str = ""  # vendor, client; "" while it is going on
    code: int | None = None


@dataclass
class Context:
    """flushed: it will be spoken to its end, also when it is closed. over: nothing more is."""

    buffer: TextBuffer
    last_heard_of: float  # by the clock
    flushed: bool = False
    closing: bool = False
    over: bool = False


@dataclass(frozen=True)
class Asked:
    """How the client wants it, by its address."""

    format: Format
    auto: bool = False
    inactivity_seconds: float = 20.0


class SpeechSession:
    """Takes messages; what is generated goes out by itself, one text after the other."""

    def __init__(
        self,
        asked: Asked,
        switches: Switches,
        record: Record,
        voice: Voice,
        tell: Callable[[JsonObject | str], Awaitable[None]],
        break_off: Callable[[Close], Awaitable[None]],
        *,
        refusal: tuple[str, str] | None = None,
        api_key: str = "",
        speed: float = 1.0,
    ) -> None:
        """refusal: name and words of what is wrong with the address. api_key: that has to be told
        in the first message; "" when it stood in the header.
        """
        self.record = record
        self._asked, self._switches, self._voice = asked, switches, voice
        self._send, self._break_off, self._speed = tell, break_off, speed
        self._refusal, self._api_key = refusal, api_key
        self._contexts: dict[str, Context] = {}
        self._first = True
        self._told = 0
        self._jobs: asyncio.Queue[tuple[str, Context, str | None]] = asyncio.Queue()
        self._worker = asyncio.create_task(self._work())

    def stop(self) -> None:
        self._worker.cancel()

    # --- messages ---------------------------------------------------------------------------

    async def take(self, message: str | bytes) -> Close | None:
        try:
            told = json.loads(message)
        except ValueError:
            told = None
        if not isinstance(told, dict):
            return await self._refuse("invalid_message", "The message is no JSON object.")
        if self._first:
            self._first = False
            if refusal := self._wrong_from_the_start(told):
                return await self._refuse(*refusal)
        self._give_up_idle()
        if told.get("close_socket"):
            return await self._end_all()
        name = ONLY
        if self.record.many:
            name = str(told.get("context_id") or told.get("contextId") or "default")
        known = self._contexts.get(name)
        if known is None:
            if told.get("close_context"):
                self._complain(f"There is no context {name}.")
                return None
            known = self._open(name, told)
            if len(self._contexts) > MOST_CONTEXTS:
                words = f"Maximum simultaneous contexts exceeded ({MOST_CONTEXTS})."
                return await self._refuse("max_active_conversations", words)
        elif "voice_settings" in told:
            self._complain("voice_settings belong into a context's first message.")
        known.last_heard_of = asyncio.get_running_loop().time()
        return await self._take(name, known, told)

    async def idle(self) -> Close | None:
        seconds = self._asked.inactivity_seconds
        words = f"Have not received a new text input within the timeout of {seconds} seconds."
        return await self._refuse("input_timeout_exceeded", words)

    def _wrong_from_the_start(self, told: JsonObject) -> tuple[str, str] | None:
        if self._switches.error:
            return self._switches.error, "As it was told to."
        key = told.get("xi_api_key") or told.get("xi-api-key")
        if self._api_key and key != self._api_key:
            return "invalid_api_key", "Invalid API key"
        return self._refusal

    def _open(self, name: str, told: JsonObject) -> Context:
        if told.get("text") != " ":
            self._complain(f"The first text of context {name} has to be a blank.")
        config = told.get("generation_config") or {}
        buffer = TextBuffer(auto=self._asked.auto)
        if schedule := config.get("chunk_length_schedule"):
            buffer.schedule = tuple(schedule)
        context = Context(buffer, asyncio.get_running_loop().time())
        self._contexts[name] = context
        self.record.most_contexts = max(self.record.most_contexts, len(self._contexts))
        return context

    async def _take(self, name: str, context: Context, told: JsonObject) -> Close | None:
        if context.closing:
            self._complain(f"Context {name} was closed before.")
            return None
        if told.get("close_context"):
            self._close(name, context)
            return None
        text, flush = str(told.get("text") or ""), bool(told.get("flush"))
        ends = not self.record.many and told.get("text") == ""
        if text.strip() and not text.endswith(" "):
            self._complain("A text has to end with a blank.")
        self.record.kept_alive += not text and not flush
        context.flushed = flush or ends
        trigger = bool(told.get("try_trigger_generation"))
        due = context.buffer.feed(text, trigger=trigger, flush=flush or ends)
        if due:
            self._jobs.put_nowait((name, context, due))
        if not ends:
            return None
        self._close(name, context)
        await self._jobs.join()
        return Close(1000)

    def _close(self, name: str, context: Context) -> None:
        context.closing = True
        if not context.flushed:
            context.over = True
            context.buffer.drop()
        self._jobs.put_nowait((name, context, None))

    def _give_up_idle(self) -> None:
        late = asyncio.get_running_loop().time() - self._asked.inactivity_seconds
        for name, context in self._contexts.items():
            if context.last_heard_of < late and not context.closing:
                self._close(name, context)

    async def _end_all(self) -> Close:
        for name, context in list(self._contexts.items()):
            if not context.closing:
                if rest := context.buffer.feed("", flush=True):
                    self._jobs.put_nowait((name, context, rest))
                context.flushed = True
                self._close(name, context)
        await self._jobs.join()
        return Close(1000)

    async def _refuse(self, name: str, words: str) -> Close:
        await self._tell(frames.error(name, words))
        return Close(1008, words)

    def _complain(self, words: str) -> None:
        self.record.complaints.append(words)

    # --- sound ------------------------------------------------------------------------------

    async def _work(self) -> None:
        """A job without a text is the end of its context."""
        while True:
            name, context, text = await self._jobs.get()
            if text is not None:
                await self._speak(name, context, text)
            else:
                if self._contexts.get(name) is context:
                    del self._contexts[name]
                await self._tell(frames.final(self._named(name)))
            self._jobs.task_done()

    async def _speak(self, name: str, context: Context, text: str) -> None:
        if context.over:
            return
        self.record.texts.append(text)
        spoken = await self._voice(text, self._asked.format.sample_rate_hz)
        await asyncio.sleep(self._switches.late_ms / 1000 / self._speed)
        aligned = not self._switches.unaligned
        for frame in frames.sound(spoken, self._asked.format, self._named(name), aligned=aligned):
            if context.over or _reached(self._switches.stall_after_ms, self.record.sound_ms):
                return
            await self._tell(frame)
            self.record.sound_ms += frames.FRAME_MS
            if _reached(self._switches.drop_after_ms, self.record.sound_ms):
                await self._break_off(Close(BROKEN))

    def _named(self, name: str) -> str | None:
        return name if self.record.many else None

    async def _tell(self, frame: JsonObject) -> None:
        await self._send(frame)
        self._told += 1
        every = self._switches.garbage_every
        if every and self._told % every == 0:
            await self._send(GARBAGE[self._told // every % len(GARBAGE)])


def _reached(limit_ms: int | None, ms: int) -> bool:
    return limit_ms is not None and ms >= limit_ms
