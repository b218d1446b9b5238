"""ElevenLabs agents over their socket: signed link, session, and everything that can go wrong."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from typing import Protocol, cast

import httpx
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from callpilot.addresses import is_on_this_machine
from callpilot.errors import AgentError
from voice.agents.base import (
    YOUR_TURN,
    AgentEvent,
    AudioFormat,
    Brief,
    Ended,
    Interrupted,
    LineKind,
    Speech,
    ToolCall,
    VoiceChoices,
    VoiceSession,
)
from voice.agents.elevenlabs import messages as wire
from voice.agents.elevenlabs.diagnosis import Diagnosed, unknown_overrides
from voice.agents.elevenlabs.server_tools import variables
from voice.agents.outbox import Outbox
from voice.agents.socket import AgentSocket, Closed, Refused, dial, tls

logger = logging.getLogger(__name__)
LINK_TIMEOUT = httpx.Timeout(5.0, connect=3.0)
METADATA_SECONDS = 5.0  # for the first frame
PROOF_SECONDS = 0.5  # refusals follow the metadata; who has not been refused by then is let in
QUEUE_SECONDS = 8.0  # in the vendor's queue, while a callee hears nothing
BYTES_PER_MS = {"ulaw_8000": 8, "pcm_8000": 16, "pcm_16000": 32, "pcm_24000": 48}


class Line(Protocol):
    """A socket, as far as the beginning of a conversation needs it."""

    def send(self, text: bytes) -> None: ...

    async def recv(self) -> bytes: ...


class ElevenLabsSession:
    """One conversation with an ElevenLabs agent."""

    def __init__(self, socket: AgentSocket, metadata: wire.Metadata, brief: Brief) -> None:
        self.vendor_id = metadata.conversation_id
        self.input_format = _format(metadata.user_input_audio_format)
        self.output_format = _format(metadata.agent_output_audio_format)
        self.bad_frames = 0
        self._socket = socket
        self._brief = brief
        self._outbox = Outbox(socket, BYTES_PER_MS[self.input_format], self._send_sound)
        self._early: deque[AgentEvent] = deque()  # came while the start was being proven
        self._unanswered: set[str] = set()
        self._dropped_through = 0
        self._queued = False
        self._failure: wire.Failure | None = None
        self._over: Ended | None = None
        self._sender = asyncio.create_task(self._outbox.run())

    @property
    def dropped_ms(self) -> float:
        """Sound of the callee that the network did not take in time."""
        return self._outbox.dropped_ms

    # --- the start --------------------------------------------------------------------------

    async def prove(self, proof_seconds: float, queue_seconds: float) -> None:
        """Wait a little for the first sign of life; raises AgentError when it is a refusal.

        Metadata proves nothing: refusals come after it. An agent that waits for the callee to
        speak first gives no sign, so silence is taken for consent.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        while not self._early:
            limit = queue_seconds if self._queued else proof_seconds
            try:
                async with asyncio.timeout_at(began + limit):
                    event = await self._one_frame()
            except TimeoutError:
                if self._queued:
                    raise AgentError("The voice vendor has no free line at present.") from None
                return
            if isinstance(event, Ended):
                raise AgentError(event.reason, permanent=not event.resumable)
            if event is not None:
                self._early.append(event)

    # --- what comes in ----------------------------------------------------------------------

    async def events(self) -> AsyncIterator[AgentEvent]:
        while self._early:
            yield self._early.popleft()
        while True:
            event = await self._one_frame()
            if event is not None:
                yield event
            if isinstance(event, Ended):
                return

    async def _one_frame(self) -> AgentEvent | None:
        """What the next frame means, None if nothing; Ended again and again after the end."""
        if self._over is not None:
            return self._over
        try:
            return self._take(await self._socket.recv())
        except Closed as closed:
            return self._ended(closed)

    def _take(self, raw: bytes) -> AgentEvent | None:
        frame = wire.read(raw)
        if frame is None:
            self.bad_frames += 1
            return None
        event = wire.meaning(frame)
        match event:
            case Speech(_, event_id):
                # Late sound of an interrupted reply, and the music of a queue, are not heard.
                stale = 0 < event_id <= self._dropped_through
                return None if stale or self._queued else event
            case Interrupted(event_id):
                self._dropped_through = max(self._dropped_through, event_id)
            case ToolCall(_, tool_call_id):
                self._unanswered.add(tool_call_id)
            case None:
                self._keep_house(frame)
        return event

    def _keep_house(self, frame: wire.Frame) -> None:
        """Frames that are between the vendor and us alone; unknown ones change nothing."""
        if frame.type == "ping" and frame.ping_event is not None:
            self._outbox.put(wire.pong(frame.ping_event.event_id))
        elif frame.type == "queue_status" and frame.queue_status_event is not None:
            self._queued = frame.queue_status_event.status != "admitted"
        elif frame.type == "error" and frame.error_event is not None:
            self._failure = frame.error_event

    def _ended(self, closed: Closed) -> Ended:
        self._sender.cancel()
        if self._over is not None:  # it was us
            return self._over
        self._over = wire.ended(closed.code, closed.reason, self._failure)
        if self.bad_frames:
            logger.warning("Conversation %s: frames could not be read.", self.vendor_id)
        if self.dropped_ms:
            logger.warning("Conversation %s: the network stalled.", self.vendor_id)
        return self._over

    # --- what goes out ----------------------------------------------------------------------

    async def hear(self, audio: bytes) -> None:
        if self._over is None and audio:
            self._outbox.put_sound(audio)

    def _send_sound(self, audio: bytes) -> None:
        self._socket.send(wire.heard(audio))

    def cut(self, event_id: int, heard_ms: float) -> None:
        """The vendor hears by itself when it is spoken over, and corrects its words."""

    async def answer(self, tool_call_id: str, answer: str, *, failed: bool = False) -> None:
        """Once for each call; a second answer, or one that nobody waits for, is not sent."""
        self._be_open()
        if tool_call_id in self._unanswered:
            self._unanswered.remove(tool_call_id)
            self._outbox.put(wire.tool_result(tool_call_id, answer, failed=failed))

    async def instruct(self, text: str, *, speak: bool = False) -> None:
        self._be_open()
        self._outbox.put(wire.context(self._brief.note(text)))
        if speak:
            self._outbox.put(wire.message(YOUR_TURN))

    async def close(self) -> None:
        if self._over is None:
            self._over = Ended("We closed the session.")
        self._sender.cancel()
        await self._socket.close()

    def _be_open(self) -> None:
        if self._over is not None:
            raise AgentError("The session with the voice agent is over.")


class ElevenLabsAgent(Diagnosed):
    """Speaks through an agent that was set up at ElevenLabs."""

    line: LineKind = "media_stream"

    def __init__(
        self, *, proof_seconds: float = PROOF_SECONDS, queue_seconds: float = QUEUE_SECONDS
    ) -> None:
        self.proof_seconds = proof_seconds
        self.queue_seconds = queue_seconds
        if unknown := unknown_overrides():
            raise ImproperlyConfigured(unknown)

    def choices(self) -> VoiceChoices:
        """As the operator has set it: a voice is an id and a name."""
        pairs = [entry.split(":", 1) for entry in settings.ELEVENLABS_VOICES if ":" in entry]
        return VoiceChoices(
            {key.strip(): name.strip() for key, name in pairs},
            voice_followed="tts.voice_id" in settings.ELEVENLABS_OVERRIDES,
            speed_followed="tts.speed" in settings.ELEVENLABS_OVERRIDES,
        )

    async def open(self, brief: Brief) -> VoiceSession:
        """Start a session; raises AgentError when it cannot be opened."""
        socket = await _dial(await _signed_link())
        session: ElevenLabsSession | None = None
        try:
            metadata = await _begin(socket, brief)
            session = ElevenLabsSession(socket, metadata, brief)
            await session.prove(self.proof_seconds, self.queue_seconds)
        except BaseException:
            await (session.close() if session is not None else socket.close())
            raise
        return session


def _format(name: str) -> AudioFormat:
    if name not in wire.FORMATS:
        raise AgentError(
            f"The voice agent is set up for the sound format {name or '(none)'}, "
            f"but only {', '.join(wire.FORMATS)} can be used.",
            permanent=True,
        )
    return cast(AudioFormat, name)


async def _signed_link() -> str:
    """The address of one conversation, to be dialled as it is within 15 minutes."""
    base = settings.ELEVENLABS_API_URL.rstrip("/")
    try:
        async with httpx.AsyncClient(
            timeout=LINK_TIMEOUT, trust_env=not is_on_this_machine(base), verify=tls()
        ) as client:
            answer = await client.get(
                f"{base}/v1/convai/conversation/get-signed-url",
                params={"agent_id": settings.ELEVENLABS_AGENT_ID},
                headers={"xi-api-key": settings.ELEVENLABS_API_KEY},
            )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise AgentError("The voice vendor cannot be reached.") from error
    if answer.status_code != 200:
        raise _link_refused(answer.status_code)
    link = wire.signed_url(answer.content)
    # Who is asked over TLS must not be spoken to without it.
    schemes = ("wss://",) if base.startswith("https://") else ("wss://", "ws://")
    if link is None or not link.startswith(schemes):
        raise AgentError("The voice vendor gave no usable link.")
    return link


def _link_refused(status: int) -> AgentError:
    match status:
        case 401 | 403:
            return AgentError("The voice vendor refuses ELEVENLABS_API_KEY.", permanent=True)
        case 400 | 404 | 422:
            return AgentError("The voice vendor does not know ELEVENLABS_AGENT_ID.", permanent=True)
        case 429:
            return AgentError("The voice vendor has no free line at present.")
    return AgentError(f"The voice vendor failed (HTTP {status}).", permanent=400 <= status < 500)


async def _dial(link: str) -> AgentSocket:
    try:
        return await dial(link, tls(), direct=is_on_this_machine(link))
    except Refused as error:
        # An expired link and an unknown agent look alike here; the next try has a new link.
        raise AgentError(f"The voice vendor refused the link (HTTP {error.status}).") from error
    except ValueError as error:
        raise AgentError("The voice vendor gave no usable link.") from error
    except OSError as error:  # TimeoutError is one
        raise AgentError("The voice vendor's line cannot be reached.") from error


async def _begin(socket: Line, brief: Brief) -> wire.Metadata:
    """Say who we are; the answer is the metadata or a refusal."""
    try:
        async with asyncio.timeout(METADATA_SECONDS):
            socket.send(wire.start(brief, settings.ELEVENLABS_OVERRIDES, variables(brief)))
            return await _metadata(socket)
    except TimeoutError:
        raise AgentError("The voice vendor did not answer in time.") from None


async def _metadata(socket: Line) -> wire.Metadata:
    """Metadata is to be the first frame; what precedes it all the same is passed over."""
    failure: wire.Failure | None = None
    while True:
        try:
            frame = wire.read(await socket.recv())
        except Closed as closed:
            raise _refused(closed, failure) from None
        if frame is None:
            continue
        failure = frame.error_event or failure
        if frame.type == "ping" and frame.ping_event is not None:
            socket.send(wire.pong(frame.ping_event.event_id))
        if frame.type == "conversation_initiation_metadata":
            return frame.conversation_initiation_metadata_event or wire.Metadata()


def _refused(closed: Closed, failure: wire.Failure | None) -> AgentError:
    refusal = wire.ended(closed.code, closed.reason, failure)
    return AgentError(refusal.reason, permanent=not refusal.resumable)
