"""The agent and its tools as ElevenLabs' API writes them, and how what lies there differs. Pure."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff

from callpilot.json_types import JsonObject
from voice.agents.base import AgentDesign, ToolDesign
from voice.agents.elevenlabs.messages import OVERRIDES, published_name

NAME = "CallPilot"
MADE_BY_US = "made-by-callpilot"  # a tag; an agent without it is somebody else's
FORMAT = "ulaw_8000"  # as the telephone has it, so that it is passed through untouched
# Without client_tool_call no tool is ever asked for, without interruption nobody can cut in.
EVENTS = (
    "conversation_initiation_metadata",
    "ping",
    "audio",
    "interruption",
    "user_transcript",
    "agent_response",
    "agent_response_correction",
    "client_tool_call",
)
# An agent made through the API has none but those that are listed.
BUILT_IN = ("end_call", "skip_turn")
# The vendor takes other speech models for English than for all other languages.
SPEECH_MODELS = {True: "eleven_flash_v2", False: "eleven_flash_v2_5"}
MORE_IS_FINE = ("client_events", "tags")  # what the vendor has besides in these lists
# Chosen when the agent is made; whoever chooses otherwise at the vendor may keep it.
AT_FIRST: JsonObject = {"llm": "gemini-2.5-flash", "temperature": 0.2}


@dataclass(frozen=True)
class Difference:
    """One place where the vendor has something else than we want."""

    path: str
    wanted: object
    found: object

    def __str__(self) -> str:
        if self.found is None and not isinstance(self.wanted, bool | int | str):
            return f"{self.path} is missing"
        if self.wanted is None:
            return f"{self.path} is too much"
        if isinstance(self.wanted, list) and isinstance(self.found, list):
            return f"{self.path} {self._members(self.wanted, self.found)}"
        return f"{self.path} is {_short(self.found)}, has to be {_short(self.wanted)}"

    def _members(self, wanted: list[object], found: list[object]) -> str:
        lacking = [each for each in wanted if each not in found]
        more = [] if self.path.endswith(MORE_IS_FINE) else [x for x in found if x not in wanted]
        parts = [f"lacks {_short(lacking)}"] if lacking else []
        parts += [f"has {_short(more)} too much"] if more else []
        return " and ".join(parts)

    def lines(self) -> Iterator[str]:
        """For people to read; a long text only where it changes."""
        if isinstance(self.wanted, list):
            yield str(self)
            return
        if not isinstance(self.wanted, str) or len(self.wanted) < 200:
            yield f"{self.path}: {_short(self.found)} → {_short(self.wanted)}"
            return
        yield f"{self.path}:"
        before = self.found.splitlines() if isinstance(self.found, str) else []
        for line in unified_diff(before, self.wanted.splitlines(), lineterm="", n=0):
            if not line.startswith(("---", "+++", "@@")):
                yield f"  {line}"


def _short(value: object) -> str:
    text = "missing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:117]}..."


def tool_document(tool: ToolDesign, seconds: int) -> JsonObject:
    """A client tool: it is asked for over the conversation's own socket, so it needs no secret."""
    name = published_name(tool.name)
    description = tool.description
    if name != tool.name:
        description = (
            "Report what this call gave, once, right before your goodbye; then use end_call."
        )
    return {
        "type": "client",
        "name": name,
        "description": description,
        "expects_response": True,
        "response_timeout_secs": seconds,
        "execution_mode": "immediate",
        "parameters": {"description": f"What {name} needs to know.", **tool.parameters},
    }


def agent_document(
    design: AgentDesign, tool_ids: Iterable[str], overrides: Iterable[str], webhook_id: str = ""
) -> JsonObject:
    """Everything of the agent that calls depend on; what is not named here may be anything.

    webhook_id: who is told of its conversations; "" leaves that as it is.
    """
    told = {"webhooks": _told_after_calls(webhook_id)} if webhook_id else {}
    return {
        "name": NAME,
        "tags": [MADE_BY_US],
        "conversation_config": {
            "asr": {"user_input_audio_format": FORMAT},
            "tts": {
                "agent_output_audio_format": FORMAT,
                "model_id": SPEECH_MODELS[design.language.startswith("en")],
            },
            "turn": {
                "turn_timeout": 30,  # on hold it has to keep silent; we ask who is still there
                "initial_wait_time": 3,  # after the announcement the agent begins
                "silence_end_call_timeout": -1,
            },
            "conversation": {
                "max_duration_seconds": design.max_seconds,
                "client_events": list(EVENTS),
            },
            "agent": {
                "first_message": "",  # the carrier has announced us
                "language": design.language,
                "prompt": {
                    "prompt": design.prompt,
                    "tool_ids": list(tool_ids),
                    "built_in_tools": {name: _built_in(name) for name in BUILT_IN},
                },
            },
        },
        "platform_settings": {
            "auth": {"enable_auth": True},
            "overrides": {"conversation_config_override": _permissions(set(overrides))},
            "call_limits": {"agent_concurrency_limit": -1, "bursting_enabled": False},
            "queueing_config": {"enabled": False},  # a callee must not hear hold music
            "privacy": {"record_voice": False},  # we record, when the desk has agreed
            "workspace_overrides": told,
        },
    }


def _told_after_calls(webhook_id: str) -> JsonObject:
    """Figures, not words: what was said we have heard ourselves."""
    return {
        "post_call_webhook_id": webhook_id,
        "events": ["transcript", "call_initiation_failure"],
        "transcript_format": "json",
        "exclude_transcript": True,
    }


def at_first(document: JsonObject) -> JsonObject:
    """The document of an agent that is made now."""
    config = document["conversation_config"]
    prompt = AT_FIRST | config["agent"]["prompt"]
    agent = config["agent"] | {"prompt": prompt}
    return document | {"conversation_config": config | {"agent": agent}}


def _built_in(name: str) -> JsonObject:
    return {
        "type": "system",
        "name": name,
        "description": "",
        "params": {"system_tool_type": name},
    }


def _permissions(overrides: set[str]) -> JsonObject:
    """The vendor's tree of what a conversation may override: the paths that are wanted alone."""
    tree: JsonObject = {}
    for path in OVERRIDES:
        *above, leaf = path.split(".")
        branch = tree
        for name in above:
            branch = branch.setdefault(name, {})
        branch[leaf] = path in overrides
    return tree


# --- what differs ---------------------------------------------------------------------------


def differences(wanted: object, found: object, path: str = "") -> Iterator[Difference]:
    """Loosely: the vendor adds members and stores a form of its own.

    What it has besides is no difference, except for parameters and built-in tools, with which an
    agent could do more than we know of.
    """
    if isinstance(wanted, dict) and wanted and found is None:
        yield Difference(path, wanted, None)
    elif isinstance(wanted, dict):
        yield from _of_members(wanted, found if isinstance(found, dict) else {}, path)
    elif isinstance(wanted, list):
        have = found if isinstance(found, list) else []
        more_is_fine = path.endswith(MORE_IS_FINE)
        missing = [each for each in wanted if each not in have]
        more = [] if more_is_fine else [each for each in have if each not in wanted]
        if missing or more:
            yield Difference(path, wanted, found)
    elif isinstance(wanted, bool) or isinstance(found, bool):
        if wanted is not (found or False):
            yield Difference(path, wanted, found)
    elif isinstance(wanted, str):
        if not wanted and path.endswith(".description"):
            return  # of a built-in tool: the vendor writes its own
        if wanted.strip() != str(found or "").strip():
            yield Difference(path, wanted, found)
    elif wanted != found:
        yield Difference(path, wanted, found)


def _of_members(wanted: JsonObject, found: JsonObject, path: str) -> Iterator[Difference]:
    for name, value in wanted.items():
        yield from differences(value, found.get(name), f"{path}.{name}" if path else name)
    if path.endswith(("properties", "built_in_tools")):
        for name, value in found.items():
            if name not in wanted and value is not None:
                yield Difference(f"{path}.{name}", None, value)


def without_more(wanted: JsonObject, different: Iterable[Difference]) -> JsonObject:
    """The document that also takes away what the vendor has besides: such members become null."""
    changed: JsonObject = json.loads(json.dumps(wanted))
    for each in different:
        if each.wanted is None:
            *above, leaf = each.path.split(".")
            branch = changed
            for name in above:
                branch = branch.setdefault(name, {})
            branch[leaf] = None
    return changed
