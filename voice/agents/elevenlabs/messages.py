"""The ElevenLabs agent socket as it is written on the wire: frames in, frames out; no I/O.

Server frames carry their content under a key of their own for each type, so one struct with
all keys that matter decodes any frame in one pass; types and members that are not listed are
skipped, since the vendor adds some every few weeks.
"""

from binascii import b2a_base64
from collections.abc import Mapping
from typing import get_args

import msgspec

from callpilot.json_types import JsonObject
from voice.agents.base import (
    YOUR_TURN,
    AgentEvent,
    AudioFormat,
    Brief,
    Corrected,
    Ended,
    Interrupted,
    Said,
    Speech,
    ToolCall,
)

FORMATS: tuple[str, ...] = get_args(AudioFormat)
# What a brief can override, by the vendor's own paths; each needs a permission at the agent.
OVERRIDES = ("agent.prompt.prompt", "agent.language", "tts.voice_id", "tts.speed")
# Our tools whose name the vendor has taken for one of its own.
PUBLISHED = {"end_call": "report_call_outcome"}
OURS = {published: ours for ours, published in PUBLISHED.items()}


class SignedLink(msgspec.Struct):
    signed_url: str


class Metadata(msgspec.Struct):
    """The first frame of a conversation; the formats belong to the agent, not to the client."""

    conversation_id: str = ""
    agent_output_audio_format: str = ""
    user_input_audio_format: str = ""


class Ping(msgspec.Struct, gc=False):
    event_id: int


class Audio(msgspec.Struct, gc=False):
    audio_base_64: bytes  # decoded from base64 in the same pass
    event_id: int = 0


class Transcript(msgspec.Struct, gc=False):
    user_transcript: str
    event_id: int = 0


class Response(msgspec.Struct, gc=False):
    agent_response: str
    event_id: int = 0


class Correction(msgspec.Struct, gc=False):
    corrected_agent_response: str
    event_id: int = 0


class Interruption(msgspec.Struct, gc=False):
    event_id: int


class WantedTool(msgspec.Struct):
    """Every one is to be answered, whatever else the frame may say of that."""

    tool_name: str
    tool_call_id: str
    parameters: object = None  # an object, but nothing else does any harm


class Queue(msgspec.Struct, gc=False):
    status: str = ""  # waiting, admitted, timed_out


class Failure(msgspec.Struct):
    """What went wrong, told just before the socket closes."""

    message: str = ""
    error_type: str = ""
    reason: str = ""


class Frame(msgspec.Struct):
    """Any server frame; of the payloads at most the one of its type is there."""

    type: str = ""
    audio_event: Audio | None = None
    ping_event: Ping | None = None
    interruption_event: Interruption | None = None
    user_transcription_event: Transcript | None = None
    agent_response_event: Response | None = None
    agent_response_correction_event: Correction | None = None
    client_tool_call: WantedTool | None = None
    conversation_initiation_metadata_event: Metadata | None = None
    queue_status_event: Queue | None = None
    error_event: Failure | None = None


_frames = msgspec.json.Decoder(Frame)
_links = msgspec.json.Decoder(SignedLink)
_encode = msgspec.json.Encoder().encode


def read(raw: bytes | str) -> Frame | None:
    """None when this is no frame of theirs: not JSON, or a payload that lacks what it must have."""
    try:
        return _frames.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def meaning(frame: Frame) -> AgentEvent | None:
    """What a frame means to a conversation; None for those that stay between adapter and vendor."""
    match frame:
        case Frame(type="audio", audio_event=Audio() as audio):
            return Speech(audio.audio_base_64, audio.event_id)
        case Frame(type="interruption", interruption_event=Interruption() as interruption):
            return Interrupted(interruption.event_id)
        case Frame(type="user_transcript", user_transcription_event=Transcript() as words):
            if words.user_transcript.strip() == YOUR_TURN:
                return None  # our own words, come back as the callee's
            return Said("callee", words.user_transcript, words.event_id)
        case Frame(type="agent_response", agent_response_event=Response() as words):
            return Said("agent", words.agent_response, words.event_id)
        case Frame(
            type="agent_response_correction", agent_response_correction_event=Correction() as cut
        ):
            return Corrected(spoken(cut.corrected_agent_response), cut.event_id)
        case Frame(type="client_tool_call", client_tool_call=WantedTool() as wanted):
            name = OURS.get(wanted.tool_name, wanted.tool_name)
            return ToolCall(name, wanted.tool_call_id, arguments(wanted.parameters))
    return None


def published_name(tool: str) -> str:
    """What a tool of ours is called at the vendor."""
    return PUBLISHED.get(tool, tool)


def arguments(parameters: object) -> JsonObject:
    """The arguments of a tool: an object, also when it comes as JSON in a string."""
    if isinstance(parameters, str):
        try:
            parameters = msgspec.json.decode(parameters)
        except msgspec.MsgspecError:
            return {}
    return parameters if isinstance(parameters, dict) else {}


def spoken(corrected: str) -> str:
    """The words of a correction; the vendor marks a cut text with "..." at its end."""
    return corrected.removesuffix("...").rstrip()


def signed_url(body: bytes) -> str | None:
    """The address out of the answer to a request for a signed link."""
    try:
        return _links.decode(body).signed_url
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


# --- client frames --------------------------------------------------------------------------


def start(brief: Brief, overrides: list[str], more: Mapping[str, str] | None = None) -> bytes:
    """The first frame. overrides: some of OVERRIDES, which the agent must permit.

    more: variables that are no facts of the brief.
    """
    message: JsonObject = {
        "type": "conversation_initiation_client_data",
        "dynamic_variables": brief.variables() | dict(more or {}),
    }
    agent: JsonObject = {}
    if "agent.prompt.prompt" in overrides:
        agent["prompt"] = {"prompt": brief.prompt}
    if "agent.language" in overrides:
        agent["language"] = brief.language
    speech: JsonObject = {}
    if "tts.voice_id" in overrides and brief.voice:
        speech["voice_id"] = brief.voice
    if "tts.speed" in overrides and brief.speed != 1.0:
        speech["speed"] = brief.speed
    parts = {name: part for name, part in (("agent", agent), ("tts", speech)) if part}
    if parts:
        message["conversation_config_override"] = parts
    return _encode(message)


def heard(audio: bytes) -> bytes:
    """Sound of the callee. Fifty a second and call: put together by hand, five times as fast."""
    return b'{"user_audio_chunk":"' + b2a_base64(audio, newline=False) + b'"}'


def pong(event_id: int) -> bytes:
    return b'{"type":"pong","event_id":%d}' % event_id


def tool_result(tool_call_id: str, result: str, *, failed: bool) -> bytes:
    """`result` stays a string on the wire, also when it is JSON itself."""
    return _encode(
        {
            "type": "client_tool_result",
            "tool_call_id": tool_call_id,
            "result": result,
            "is_error": failed,
        }
    )


def context(text: str) -> bytes:
    """What the agent heeds at its next turn; it triggers none."""
    return _encode({"type": "contextual_update", "text": text})


def message(text: str) -> bytes:
    """What the agent replies to at once, and takes for the callee's words."""
    return _encode({"type": "user_message", "text": text})


# --- ends -----------------------------------------------------------------------------------

_LOST = {1001, 1002, 1005, 1006, 1011, 1012, 1013, 1014}  # theirs or the network's; not the talk's
_FINAL_ERRORS = {"safety_violation", "max_duration_exceeded"}  # also come with 1002


def ended(code: int, reason: str, failure: Failure | None = None) -> Ended:
    """What a close means. failure: the last error frame before it, which tells more."""
    told = failure or Failure()
    words = (told.message or told.reason or reason).strip().rstrip(".")
    detail = f": {words}." if words else "."
    if code == 1000:
        return Ended(f"The voice agent ended the conversation{detail}")
    if _no_quota(f"{reason} {told.message} {told.reason}"):
        return Ended(f"The account with the voice vendor is used up{detail}", failed=True)
    if code in _LOST:
        final = told.error_type in _FINAL_ERRORS
        return Ended(f"The voice agent broke off ({code}){detail}", resumable=not final)
    what = {
        3000: "The voice vendor wanted a signed link",
        4300: "The voice vendor had no free line in time",
    }.get(code, f"The voice vendor refused the conversation ({code})")
    return Ended(f"{what}{detail}", failed=True)


def _no_quota(words: str) -> bool:
    return "quota" in words.lower() or "credits" in words.lower()
