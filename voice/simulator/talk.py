"""One conversation with a simulated agent: client frames in, server frames out; no sockets.

It hears only what the sound carries and speaks only through sound. All times are milliseconds
of the callee's sound that has come in.
"""

import json
from base64 import b64decode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random
from typing import Protocol

import numpy as np

from callpilot.json_types import JsonMapping, JsonObject
from callpilot.simulation.modem import Ear, Modulated, SpeechStarted, UtteranceEnded
from voice.negotiation.negotiator import Act, CallTool, Finish, Speak
from voice.simulator import frames
from voice.simulator.agent import KNOWN_AS, Agent
from voice.simulator.formats import FORMATS, Samples
from voice.simulator.frames import Out
from voice.simulator.history import History
from voice.simulator.mouth import Mouth
from voice.simulator.switches import Switches
from voice.simulator.tool_requests import ToolRequests
from voice.simulator.tool_rules import parameters_of

ENDPOINT_MS = 600  # of quiet: they have finished
THINKING_MS = (200, 400)
SUSTAINED_MS = 300  # of speech over the agent is an interruption, less is a "mm-hm"
AUDIBLE = 500  # peak of 16-bit samples
STEP_MS = 100
PING_MS = 10_000
SILENCE_STEP_MS = 1_000
LEAVING_MS = 10_000  # after the end is decided, however much is said

Voice = Callable[[str, int], Awaitable[Modulated]]  # text and sample rate to sound


class Speaker(Protocol):
    """Who decides what is said; voice.negotiation.negotiator.Negotiator is one."""

    def begin(self) -> list[Act]: ...
    def hear(self, text: str) -> list[Act]: ...
    def tool_answer(self, tool_call_id: str, answer: JsonMapping) -> list[Act]: ...
    def silence(self, silent_ms: int) -> list[Act]: ...
    def note(self, text: str) -> None: ...
    def interrupted(self, heard_text: str) -> None: ...


@dataclass(frozen=True)
class Close:
    """The socket's end; 1006 breaks the line without a word."""

    code: int
    reason: str = ""


@dataclass
class OpenToolCall:
    """A tool call that is out. own_id: the speaker's name for it."""

    wire_id: str
    own_id: str
    name: str
    event_id: int
    since_ms: int


class Talk:
    """Feed it every client frame with `take`; send what it returns, in order."""

    def __init__(
        self,
        conversation_id: str,
        switches: Switches,
        speaker: Callable[[JsonMapping], Speaker],
        voice: Voice,
        random: Random,
        agent: Agent | None = None,
    ) -> None:
        """agent: as it lies in the account; without one the speaker believes the client."""
        self.requests = ToolRequests[OpenToolCall]()
        self.conversation_id = conversation_id
        self.agent = agent
        self.switches = switches
        self.closed: Close | None = None
        self.complaints: list[str] = []  # what the client did that it should not
        self.history = History()
        self.variables: JsonObject = {}  # the facts that the client brought
        self.now_ms = 0
        self._make_speaker, self._voice, self._random = speaker, voice, random
        self._speaker: Speaker | None = None
        # In formats that only the vendor knows, the agent stays dumb and deaf.
        self._in = FORMATS.get(switches.input_format)
        out_format = FORMATS.get(switches.output_format)
        self._mouth = Mouth(out_format) if out_format else None
        self._ear = Ear(self._in.sample_rate_hz, ENDPOINT_MS) if self._in else None
        self._rest = b""
        self._event_id = 0
        self._pinged: dict[int, int] = {}  # event id → when
        self._next_ping_ms = PING_MS
        self._voiced_ms = 0
        self._turn: list[str] = []
        self._turn_due_ms = 0
        self._tools: dict[str, OpenToolCall] = {}
        self._quiet_since_ms = 0
        self._next_silence_ms = SILENCE_STEP_MS
        self._finish_ms: int | None = None
        self._out: list[Out | Close] = []

    async def take(self, text: str) -> list[Out | Close]:
        """One frame of the client. Nothing is to be taken after a Close."""
        try:
            message = json.loads(text)
        except ValueError:
            message = None
        if not isinstance(message, dict):
            self._close(1008, "Invalid message: not a JSON object.")
        elif self._speaker is None:
            await self._begin(message)
        elif "user_audio_chunk" in message:
            await self._take_sound(message["user_audio_chunk"])
        else:
            await self._take_message(message)
        out, self._out = self._out, []
        return out

    # --- the start --------------------------------------------------------------------------

    async def _begin(self, message: JsonObject) -> None:
        if message.get("type") != "conversation_initiation_client_data":
            return self._close(1008, "The first message has to be initiation data.")
        formats = self.switches.input_format, self.switches.output_format
        self._tell(frames.metadata(self.conversation_id, *formats))
        refusal = self._refusal(message)
        if refusal is not None:
            return self._close(*refusal)
        try:
            self.variables = message.get("dynamic_variables") or {}
            told = self.agent.told(message) if self.agent else self.variables
            self._speaker = self._make_speaker(told)
        except (KeyError, ValueError, TypeError):
            return self._close(1008, "Invalid dynamic variables.")
        self._ping()
        await self._do(self._speaker.begin())
        self._speak()

    def _refusal(self, message: JsonObject) -> tuple[int, str] | None:
        """Code and reason of the close, if this start is not permitted."""
        if self.switches.close_code is not None:
            return self.switches.close_code, self.switches.close_reason
        for path in frames.paths(message.get("conversation_config_override") or {}):
            if path not in self.switches.allowed_overrides:
                field = path.rpartition(".")[2]
                return 1008, f"Override for field '{field}' is not allowed by config."
        variables = message.get("dynamic_variables") or {}
        if not isinstance(variables, dict) or not all(
            isinstance(value, str | int | float | bool) for value in variables.values()
        ):
            return 1008, "dynamic_variables: has to be a flat object."
        missing = [name for name in self.switches.needed_variables if name not in variables]
        if missing:
            self._tell(frames.missing_variables(missing))
            return 1008, f"Missing required dynamic variables: {', '.join(missing)}"
        return None

    # --- what comes in ----------------------------------------------------------------------

    async def _take_message(self, message: JsonObject) -> None:
        match message:
            case {"type": "pong", "event_id": int(event_id)}:
                if self._pinged.pop(event_id, None) is None:
                    self.complaints.append("A pong answers no ping.")
            case {
                "type": "client_tool_result",
                "tool_call_id": str(wire_id),
                "result": str(result),
            }:
                await self._take_result(wire_id, result, bool(message.get("is_error")))
            case {"type": "contextual_update", "text": str(text)}:
                assert self._speaker is not None
                self._speaker.note(text)  # for its next turn
            case {"type": "user_message", "text": str(text)}:
                await self._take_words(text)
            case {"type": "user_activity"}:
                self._quiet()
            case {"type": "feedback" | "mcp_tool_approval_result"}:
                pass
            case _:
                self._close(1008, "Invalid message.")

    async def _take_result(self, wire_id: str, result: str, failed: bool) -> None:
        open_call = self._tools.pop(wire_id, None)
        if open_call is not None and not self._is_awaited(open_call.name):
            return
        if open_call is None:
            self.complaints.append("A tool result answers no call, or comes too late.")
            return
        try:
            answer = json.loads(result)
        except ValueError:
            answer = result
        if not isinstance(answer, dict):
            answer = {"ok": not failed, "say": str(answer)}
        await self._tell_answer(open_call, answer, failed)

    async def _take_answers(self) -> None:
        """Of tools that are asked for over HTTP."""
        for open_call, answer in self.requests.answered():
            if self._speaker is not None and self.closed is None:
                await self._tell_answer(open_call, answer.body, answer.failed, kind="webhook")

    def _is_awaited(self, name: str) -> bool:
        """Whether the agent waits for what this tool answers."""
        tool = self.agent.tool(name) if self.agent else None
        return tool is None or bool(tool["expects_response"])

    async def _tell_answer(
        self, open_call: OpenToolCall, answer: JsonObject, failed: bool, kind: str = "client"
    ) -> None:
        told = frames.tool_response(
            open_call.name, open_call.wire_id, kind, open_call.event_id, failed=failed
        )
        self._tell(told)
        self._quiet()
        assert self._speaker is not None
        await self._do(self._speaker.tool_answer(open_call.own_id, answer))
        self._speak()

    async def _take_words(self, text: str) -> None:
        """As if the callee had said it."""
        self._interrupt()
        self._quiet()
        assert self._speaker is not None
        await self._do(self._speaker.hear(text))
        self._speak()

    async def _take_sound(self, chunk: str) -> None:
        try:
            self._rest += b64decode(chunk, validate=True)
        except (ValueError, TypeError):
            return self._close(1008, "Invalid message: user_audio_chunk is not base64.")
        if self._in is None or self._ear is None:
            self._rest = b""
            return
        step = STEP_MS * self._in.bytes_per_ms
        while len(self._rest) >= step and self.closed is None:
            samples, self._rest = self._in.decode(self._rest[:step]), self._rest[step:]
            await self._hear(samples, self._ear)

    async def _hear(self, samples: Samples, ear: Ear) -> None:
        """STEP_MS of sound, and whatever is due because that time has passed."""
        self.now_ms += STEP_MS
        if ear.speaking:
            frames_of_20_ms = np.abs(samples.astype(np.int32)).reshape(STEP_MS // 20, -1)
            self._voiced_ms += 20 * int((frames_of_20_ms.max(axis=1) > AUDIBLE).sum())
        for heard in ear.hear(samples):
            if isinstance(heard, SpeechStarted):
                self._voiced_ms = self.now_ms - heard.at_ms
            elif isinstance(heard, UtteranceEnded) and heard.text:
                self._turn.append(heard.text)
                self._turn_due_ms = self.now_ms + self._random.randint(*THINKING_MS)
                self._quiet()
        if ear.speaking:
            self._quiet()
            if self._voiced_ms >= SUSTAINED_MS:
                self._interrupt()
        await self._pass_time(ear.speaking)

    # --- what is due ------------------------------------------------------------------------

    async def _pass_time(self, callee_speaks: bool) -> None:
        drop_ms = self.switches.drop_after_ms
        if drop_ms is not None and self.now_ms >= drop_ms:
            return self._close(1006)
        if self.now_ms >= self._next_ping_ms:
            self._ping()
        await self._take_answers()
        await self._give_up_tools()
        busy = self._mouth is not None and self._mouth.current is not None
        if self._turn and not callee_speaks and not busy and self.now_ms >= self._turn_due_ms:
            await self._take_turn()
        self._speak(wait=callee_speaks or bool(self._turn))
        await self._mind_silence(callee_speaks)
        self._maybe_leave(callee_speaks)

    async def _take_turn(self) -> None:
        """They have had their say; pauses shorter than our thinking join what was said."""
        text = " ".join(self._turn)
        self._turn = []
        self._event_id += 1
        self._tell(frames.user_transcript(text, self._event_id))
        assert self._speaker is not None
        await self._do(self._speaker.hear(text))

    async def _give_up_tools(self) -> None:
        for wire_id, open_call in list(self._tools.items()):
            if self.now_ms - open_call.since_ms >= self.switches.tool_timeout_ms:
                del self._tools[wire_id]
                if not self._is_awaited(open_call.name):
                    continue
                await self._tell_answer(
                    open_call, {"ok": False, "say": "The tool timed out."}, True
                )

    async def _mind_silence(self, callee_speaks: bool) -> None:
        mouth = self._mouth
        if mouth is None or not mouth.idle or callee_speaks or self._turn:
            self._quiet()
            return
        silent_ms = self.now_ms - self._quiet_since_ms
        if silent_ms < self._next_silence_ms:
            return
        self._next_silence_ms = silent_ms + SILENCE_STEP_MS
        assert self._speaker is not None
        await self._do(self._speaker.silence(silent_ms))
        self._speak()

    def _quiet(self) -> None:
        """Silence is counted from now."""
        self._quiet_since_ms = self.now_ms
        self._next_silence_ms = SILENCE_STEP_MS

    def _maybe_leave(self, callee_speaks: bool) -> None:
        if self._finish_ms is None:
            return
        pending = callee_speaks or self._turn or (self._mouth is not None and not self._mouth.idle)
        if pending and self.now_ms - self._finish_ms < LEAVING_MS:
            return
        if self.agent is not None and not self.agent.may_leave:
            return self._complain("The agent has no way to end the call.")
        self._event_id += 1
        own_id = f"{self.conversation_id}_end"
        self._tell(frames.tool_response("end_call", own_id, "system", self._event_id, failed=False))
        self._close(1000)

    # --- what is done and said --------------------------------------------------------------

    async def _do(self, acts: list[Act]) -> None:
        silent_ms = self.switches.silent_after_ms
        if silent_ms is not None and self.now_ms >= silent_ms:
            return
        for act in acts:
            match act:
                case Speak(text=text):
                    if self._mouth is not None and text.strip():
                        rate = self._mouth.format.sample_rate_hz
                        self._mouth.add(text, await self._voice(text, rate))
                case CallTool():
                    await self._send_tool(act)
                case Finish():
                    self._finish_ms = self.now_ms

    async def _send_tool(self, act: CallTool) -> None:
        """As far as the agent has the tool: its schema decides what the client is asked."""
        arguments = act.arguments
        tool = self.agent.tool(act.name) if self.agent else None
        if self.agent is not None:
            if tool is None:
                return self._complain(f"The agent wanted {act.name} and has no such tool.")
            known = parameters_of(tool)["properties"]
            arguments = {k: v for k, v in arguments.items() if k in known}
        name = KNOWN_AS.get(act.name, act.name) if tool else act.name
        self._event_id += 1
        wire_id = f"{self.conversation_id}_{act.tool_call_id}"
        open_call = OpenToolCall(wire_id, act.tool_call_id, name, self._event_id, self.now_ms)
        if self.agent is not None and tool is not None and tool["type"] == "webhook":
            request = self.agent.request(tool, arguments, self.variables)
            return self.requests.begin(name, open_call, request)
        self._tools[wire_id] = open_call
        self._tell(frames.tool_call(name, wire_id, arguments, self._event_id))
        if tool is not None and not tool["expects_response"]:
            await self._tell_answer(open_call, {}, False)

    def _speak(self, *, wait: bool = False) -> None:
        """Send the sound that is due. wait: begin nothing new, it is not our turn."""
        mouth = self._mouth
        if mouth is None:
            return
        mouth.finish_due(self.now_ms)
        if mouth.current is None and mouth.waiting and not wait:
            self._event_id += 1
            mouth.begin(self.now_ms, self._event_id)
        reply = mouth.current
        if reply is None:
            return
        for sound in mouth.frames(self.now_ms):
            self._tell(frames.audio(sound, reply.event_id))
        if mouth.text_due(self.now_ms):
            reply.told = True
            self._tell(frames.agent_response(reply.text, reply.event_id))

    def _interrupt(self) -> None:
        """Fall silent; the client is to forget what it has not played, and learns what was said."""
        mouth = self._mouth
        if mouth is None or mouth.current is None:
            return
        reply = mouth.current
        heard = mouth.stop(self.now_ms)
        said = heard if heard in ("", reply.text) else f"{heard}..."
        self._tell(frames.interruption(reply.event_id))
        if reply.told:
            self._tell(frames.correction(reply.text, said, reply.event_id))
        else:
            self._tell(frames.agent_response(said, reply.event_id))
        assert self._speaker is not None
        self._speaker.interrupted(heard)

    # --- frames -----------------------------------------------------------------------------

    def _tell(self, frame: Out) -> None:
        self.history.note(frame, self.now_ms)
        if self.closed is None and (self.agent is None or self.agent.sends(frame["type"])):
            self._out.append(frame)

    def _complain(self, words: str) -> None:
        if words not in self.complaints:
            self.complaints.append(words)

    def _ping(self) -> None:
        late = [at for at in self._pinged.values() if self.now_ms - at >= PING_MS]
        if late and "A ping was not answered." not in self.complaints:
            self.complaints.append("A ping was not answered.")
        self._next_ping_ms = self.now_ms + PING_MS
        self._event_id += 1
        self._pinged[self._event_id] = self.now_ms
        ping_ms = None if self._event_id == 1 else 40
        self._tell(frames.ping(self._event_id, ping_ms))

    def _close(self, code: int, reason: str = "") -> None:
        if self.closed is None:
            self.closed = Close(code, reason)
            self._out.append(self.closed)
