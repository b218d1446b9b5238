"""Server frames of the agent socket, written apart from the product's reading of them."""

from base64 import b64encode
from collections.abc import Iterator

from callpilot.json_types import JsonObject

Out = JsonObject


def metadata(conversation_id: str, input_format: str, output_format: str) -> Out:
    return _frame(
        "conversation_initiation_metadata",
        "conversation_initiation_metadata_event",
        conversation_id=conversation_id,
        agent_output_audio_format=output_format,
        user_input_audio_format=input_format,
    )


def ping(event_id: int, ping_ms: int | None) -> Out:
    return _frame("ping", "ping_event", event_id=event_id, ping_ms=ping_ms)


def audio(sound: bytes, event_id: int) -> Out:
    text = b64encode(sound).decode()
    return _frame("audio", "audio_event", audio_base_64=text, event_id=event_id)


def user_transcript(text: str, event_id: int) -> Out:
    key = "user_transcription_event"
    return _frame("user_transcript", key, user_transcript=text, event_id=event_id)


def agent_response(text: str, event_id: int) -> Out:
    key = "agent_response_event"
    return _frame("agent_response", key, agent_response=text, event_id=event_id)


def correction(original: str, corrected: str, event_id: int) -> Out:
    return _frame(
        "agent_response_correction",
        "agent_response_correction_event",
        original_agent_response=original,
        corrected_agent_response=corrected,
        event_id=event_id,
    )


def interruption(event_id: int) -> Out:
    return _frame("interruption", "interruption_event", event_id=event_id)


def tool_call(name: str, call_id: str, parameters: JsonObject, event_id: int) -> Out:
    return _frame(
        "client_tool_call",
        "client_tool_call",
        tool_name=name,
        tool_call_id=call_id,
        parameters=parameters,
        event_id=event_id,
    )


def tool_response(name: str, call_id: str, kind: str, event_id: int, *, failed: bool) -> Out:
    """kind: client or system."""
    return _frame(
        "agent_tool_response",
        "agent_tool_response",
        tool_name=name,
        tool_call_id=call_id,
        tool_type=kind,
        is_error=failed,
        is_called=True,
        event_id=event_id,
    )


def queue_status(status: str) -> Out:
    return _frame("queue_status", "queue_status_event", status=status)


def missing_variables(missing: list[str]) -> Out:
    words = "Missing required dynamic variables"
    return _frame(
        "error",
        "error_event",
        code=1008,
        message=words,
        error_type="missing_dynamic_variable",
        reason=words,
        details={"missing": missing},
    )


def _frame(type: str, payload: str, **members: object) -> Out:
    return {"type": type, payload: members}


def paths(overrides: object, prefix: str = "") -> Iterator[str]:
    """The dotted paths of all leaves of a client's overrides."""
    if not isinstance(overrides, dict):
        yield prefix
        return
    for name, value in overrides.items():
        yield from paths(value, f"{prefix}.{name}" if prefix else name)
