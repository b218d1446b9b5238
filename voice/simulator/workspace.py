"""What lies in an account at the vendor: agents, tools and webhooks, and the rules for them."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field

from callpilot.json_types import JsonObject
from voice.simulator import tool_rules
from voice.simulator.hooks import Hook, Hooks
from voice.simulator.refusals import Refusal, wrong

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
WEBHOOK_MEMBERS = {"post_call_webhook_id", "events", "transcript_format", "exclude_transcript"}
WEBHOOK_EVENTS = {
    "transcript",
    "audio",
    "call_initiation_failure",
    "answering_machine_detection",
    "unredacted_transcript",
    "unredacted_audio",
}
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
        "workspace_overrides": {
            "conversation_initiation_client_data_webhook": None,
            "webhooks": None,
        },
    },
}


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
    conversations: dict[str, JsonObject] = field(default_factory=dict)
    secrets: dict[str, tuple[str, str]] = field(default_factory=dict)  # name and value, by id

    missing_permissions: set[str] = field(default_factory=set)  # of the key: "webhooks"

    def __post_init__(self) -> None:
        self.hooks = Hooks(self.make_id, self.clock)

    # --- tools ------------------------------------------------------------------------------

    def make_tool(self, config: JsonObject, tool_id: str = "") -> str:
        tool_id = tool_id or f"tool_{self.make_id()}"
        self.tools[tool_id] = tool_rules.stored(config, self.secrets)
        self.changes.append(f"made {tool_id}")
        return tool_id

    def change_tool(self, tool_id: str, config: JsonObject) -> None:
        """The whole of it is replaced."""
        self.tool(tool_id)
        self.tools[tool_id] = tool_rules.stored(config, self.secrets)
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

    # --- secrets ----------------------------------------------------------------------------

    def make_secret(self, name: str, value: str) -> str:
        secret_id = f"secret_{self.make_id()}"
        self.secrets[secret_id] = (name, value)
        self.changes.append(f"made {secret_id}")
        return secret_id

    def tools_with(self, secret_id: str) -> list[str]:
        return [key for key, tool in self.tools.items() if secret_id in tool_rules.secrets_of(tool)]

    # --- webhooks ---------------------------------------------------------------------------

    def make_hook(self, settings: object) -> Hook:
        hook = self.hooks.make(settings)
        self.changes.append(f"made {hook.webhook_id}")
        return hook

    def change_hook(self, webhook_id: str, change: JsonObject) -> None:
        self.hooks.change(webhook_id, change)
        self.changes.append(f"changed {webhook_id}")

    def delete_hook(self, webhook_id: str) -> None:
        self.hooks.delete(webhook_id)
        self.changes.append(f"deleted {webhook_id}")

    def told(self, agent: JsonObject, event: str) -> Hook | None:
        """Who is told of such an event of an agent's conversations."""
        wanted = webhooks_of(agent)
        if event not in (wanted.get("events") or []):
            return None
        return self.hooks.rows.get(wanted.get("post_call_webhook_id") or "")

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
            raise wrong("Extra inputs are not permitted", unknown[0], kind="extra_forbidden")
        config = document["conversation_config"]
        for part, name in (
            ("asr", "user_input_audio_format"),
            ("tts", "agent_output_audio_format"),
        ):
            if config[part][name] not in AUDIO_FORMATS:
                raise wrong("Input should be an audio format", "conversation_config", part, name)
        if set(config["conversation"]["client_events"]) - EVENTS:
            raise wrong("Input should be a client event", "conversation_config", "client_events")
        if set(prompt_of(document)["built_in_tools"]) - BUILT_IN:
            raise wrong("Extra inputs are not permitted", "built_in_tools", kind="extra_forbidden")
        english = config["agent"]["language"] == "en"
        model = config["tts"]["model_id"]
        if english and model.endswith("v2_5"):
            raise _invalid("English Agents must use turbo or flash v2.")
        if not english and not model.endswith("v2_5"):
            raise _invalid("Non-english Agents must use turbo or flash v2_5.")
        wanted = webhooks_of(document)
        if unknown := sorted(set(wanted) - WEBHOOK_MEMBERS):
            raise wrong("Extra inputs are not permitted", unknown[0], kind="extra_forbidden")
        if set(wanted.get("events") or []) - WEBHOOK_EVENTS:
            raise wrong("Input should be an event", "workspace_overrides", "webhooks", "events")
        if hook_id := wanted.get("post_call_webhook_id"):
            self.hooks.get(hook_id)
        names = [self.tool(tool_id)["name"] for tool_id in prompt_of(document)["tool_ids"]]
        if len(set(names)) < len(names):
            raise _invalid("Tool names have to be unique within an agent.")
        return document


def prompt_of(agent: JsonObject) -> JsonObject:
    prompt: JsonObject = agent["conversation_config"]["agent"]["prompt"]
    return prompt


def webhooks_of(agent: JsonObject) -> JsonObject:
    """What of its conversations whom is told; empty for nothing."""
    return agent["platform_settings"]["workspace_overrides"].get("webhooks") or {}


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
