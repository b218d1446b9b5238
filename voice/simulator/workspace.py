"""What lies in an account at the vendor: agents and tools, and the vendor's rules for them."""

import copy
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from callpilot.json_types import JsonObject

AUDIO_FORMATS = {
    "pcm_8000", "pcm_16000", "pcm_22050", "pcm_24000", "pcm_44100", "pcm_48000", "ulaw_8000",
}  # fmt: skip
EVENTS = {
    "conversation_initiation_metadata",
    "asr_initiation_metadata",
    "ping",
    "audio",
    "interruption",
    "user_transcript",
    "tentative_user_transcript",
    "agent_response",
    "agent_response_correction",
    "client_tool_call",
    "mcp_tool_call",
    "mcp_connection_status",
    "agent_tool_request",
    "agent_tool_response",
    "agent_tool_response_full_payload",
    "agent_response_metadata",
    "vad_score",
    "agent_chat_response_part",
    "client_error",
    "guardrail_triggered",
    "dtmf_request",
    "agent_response_complete",
    "context_usage",
    "internal_turn_probability",
    "internal_tentative_agent_response",
}
BUILT_IN = {
    "end_call",
    "language_detection",
    "transfer_to_agent",
    "transfer_to_number",
    "skip_turn",
    "play_keypad_touch_tone",
    "voicemail_detection",
}
TOOL_MEMBERS = {
    "type",
    "name",
    "description",
    "response_timeout_secs",
    "interruption_mode",
    "pre_tool_speech",
    "assignments",
    "tool_call_sound",
    "tool_call_sound_behavior",
    "tool_error_handling_mode",
    "parameters",
    "expects_response",
    "dynamic_variables",
    "execution_mode",
}
PROPERTY_MEMBERS = {"type", "description", "enum", "items", "properties", "required"}
SOURCES = {"description", "dynamic_variable", "constant_value", "is_system_provided", "is_omitted"}
# What an agent is that nobody has set up; no built-in tool, and a queue with music.
DEFAULTS: JsonObject = {
    "name": "",
    "tags": [],
    "conversation_config": {
        "asr": {
            "quality": "high",
            "provider": "elevenlabs",
            "user_input_audio_format": "pcm_16000",
        },
        "turn": {"turn_timeout": 7.0, "silence_end_call_timeout": -1.0, "turn_eagerness": "normal"},
        "tts": {
            "model_id": "eleven_flash_v2",
            "voice_id": "cjVigY5qzO86Huf0OWal",
            "agent_output_audio_format": "pcm_16000",
            "stability": 0.5,
            "speed": 1.0,
            "similarity_boost": 0.8,
        },
        "conversation": {
            "text_only": False,
            "max_duration_seconds": 600,
            "client_events": [
                "audio",
                "interruption",
                "agent_response",
                "user_transcript",
                "tentative_user_transcript",
                "conversation_initiation_metadata",
                "ping",
            ],
        },
        "agent": {
            "first_message": "",
            "language": "en",
            "dynamic_variables": {"dynamic_variable_placeholders": {}},
            "prompt": {
                "prompt": "",
                "llm": "gemini-2.5-flash",
                "temperature": 0.0,
                "tool_ids": [],
                "built_in_tools": dict.fromkeys(sorted(BUILT_IN)),
            },
        },
    },
    "platform_settings": {
        "auth": {"enable_auth": False, "allowlist": [], "shareable_token": None},
        "overrides": {
            "conversation_config_override": {
                "agent": {"first_message": False, "language": False, "prompt": {"prompt": False}},
                "tts": {"voice_id": False, "speed": False},
            },
            "custom_llm_extra_body": False,
        },
        "call_limits": {
            "agent_concurrency_limit": -1,
            "daily_limit": 100_000,
            "bursting_enabled": True,
        },
        "queueing_config": {"enabled": True},
        "privacy": {"record_voice": True, "retention_days": -1},
    },
}


class Refusal(Exception):
    """The vendor's answer to what it does not take."""

    def __init__(self, status: int, detail: object) -> None:
        super().__init__(str(detail))
        self.status, self.detail = status, detail


def _wrong(message: str, *where: str, kind: str = "value_error") -> Refusal:
    return Refusal(422, [{"loc": ["body", *where], "msg": message, "type": kind}])


@dataclass
class Workspace:
    """make_id: a new random name. clock: seconds since 1970."""

    make_id: Callable[[], str]
    clock: Callable[[], float]
    agents: dict[str, JsonObject] = field(default_factory=dict)
    tools: dict[str, JsonObject] = field(default_factory=dict)
    credits_used: int = 0
    credits: int = 100_000
    changes: list[str] = field(default_factory=list)  # what was made, changed and deleted

    # --- tools ------------------------------------------------------------------------------

    def make_tool(self, config: JsonObject, tool_id: str = "") -> str:
        tool_id = tool_id or f"tool_{self.make_id()}"
        self.tools[tool_id] = _tool(config)
        self.changes.append(f"made {tool_id}")
        return tool_id

    def change_tool(self, tool_id: str, config: JsonObject) -> None:
        """The whole of it is replaced."""
        self.tool(tool_id)
        self.tools[tool_id] = _tool(config)
        self.changes.append(f"changed {tool_id}")

    def delete_tool(self, tool_id: str) -> None:
        self.tool(tool_id)
        del self.tools[tool_id]
        self.changes.append(f"deleted {tool_id}")

    def tool(self, tool_id: str) -> JsonObject:
        if tool_id not in self.tools:
            raise Refusal(404, {"status": "tool_not_found", "message": "Tool not found"})
        return self.tools[tool_id]

    def agents_with(self, tool_id: str) -> list[str]:
        self.tool(tool_id)
        return [
            key for key, agent in self.agents.items() if tool_id in prompt_of(agent)["tool_ids"]
        ]

    # --- agents -----------------------------------------------------------------------------

    def make_agent(self, document: JsonObject, agent_id: str = "") -> str:
        agent_id = agent_id or f"agent_{self.make_id()}"
        self.agents[agent_id] = self._agent(_merged(DEFAULTS, document))
        self.changes.append(f"made {agent_id}")
        return agent_id

    def change_agent(self, agent_id: str, document: JsonObject) -> None:
        """Only what is given changes; lists as a whole."""
        self.agents[agent_id] = self._agent(_merged(self.agent(agent_id), document))
        self.changes.append(f"changed {agent_id}")

    def agent(self, agent_id: str) -> JsonObject:
        if agent_id not in self.agents:
            raise Refusal(404, {"status": "agent_not_found", "message": "Agent not found"})
        return self.agents[agent_id]

    def _agent(self, document: JsonObject) -> JsonObject:
        if unknown := sorted(set(document) - {*DEFAULTS, "workflow"}):
            raise _wrong("Extra inputs are not permitted", unknown[0], kind="extra_forbidden")
        config = document["conversation_config"]
        for part, name in (
            ("asr", "user_input_audio_format"),
            ("tts", "agent_output_audio_format"),
        ):
            if config[part][name] not in AUDIO_FORMATS:
                raise _wrong("Input should be an audio format", "conversation_config", part, name)
        if set(config["conversation"]["client_events"]) - EVENTS:
            raise _wrong("Input should be a client event", "conversation_config", "client_events")
        if set(prompt_of(document)["built_in_tools"]) - BUILT_IN:
            raise _wrong("Extra inputs are not permitted", "built_in_tools", kind="extra_forbidden")
        english = config["agent"]["language"] == "en"
        model = config["tts"]["model_id"]
        if english and model.endswith("v2_5"):
            raise _invalid("English Agents must use turbo or flash v2.")
        if not english and not model.endswith("v2_5"):
            raise _invalid("Non-english Agents must use turbo or flash v2_5.")
        names = [self.tool(tool_id)["name"] for tool_id in prompt_of(document)["tool_ids"]]
        if len(set(names)) < len(names):
            raise _invalid("Tool names have to be unique within an agent.")
        return document


def prompt_of(agent: JsonObject) -> JsonObject:
    prompt: JsonObject = agent["conversation_config"]["agent"]["prompt"]
    return prompt


def _invalid(message: str) -> Refusal:
    return Refusal(400, {"status": "invalid_agent_config", "message": message})


def _merged(base: JsonObject, change: JsonObject) -> JsonObject:
    merged = copy.deepcopy(base)
    for name, value in change.items():
        if isinstance(value, dict) and isinstance(merged.get(name), dict):
            merged[name] = _merged(merged[name], value)
        else:
            merged[name] = copy.deepcopy(value)
    return merged


def _tool(config: JsonObject) -> JsonObject:
    """A client tool as it is stored; the product has no others."""
    if config.get("type") != "client":
        raise _wrong("Only client tools are simulated", "tool_config", "type")
    if unknown := sorted(set(config) - TOOL_MEMBERS):
        raise _wrong("Extra inputs are not permitted", unknown[0], kind="extra_forbidden")
    if not re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", str(config.get("name", ""))):
        raise _wrong("String should match pattern", "tool_config", "name")
    if not config.get("description"):
        raise _wrong("Field required", "tool_config", "description", kind="missing")
    stored = {
        "expects_response": False,
        "response_timeout_secs": 20,
        **json.loads(json.dumps(config)),
    }
    seconds = stored["response_timeout_secs"]
    if seconds != -1 and not 1 <= seconds <= 120:
        raise _wrong("Input should be from 1 to 120", "tool_config", "response_timeout_secs")
    parameters = stored.setdefault("parameters", {"type": "object", "properties": {}})
    for name, schema in parameters.get("properties", {}).items():
        _property(schema, "tool_config", "parameters", "properties", name)
    return stored


def _property(schema: JsonObject, *where: str) -> None:
    if unknown := sorted(set(schema) - PROPERTY_MEMBERS - SOURCES):
        raise _wrong("Extra inputs are not permitted", *where, unknown[0], kind="extra_forbidden")
    if len([source for source in SOURCES if schema.get(source)]) != 1:
        raise _wrong("Exactly one of description and the other sources", *where)
    if "items" in schema:
        _property(schema["items"], *where, "items")
