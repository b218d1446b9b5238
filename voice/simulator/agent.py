"""An agent as it lies in the account: how it is told, what it may do, and what it lets us see."""

from dataclasses import dataclass, field

from callpilot.json_types import JsonMapping, JsonObject
from voice.simulator.frames import paths
from voice.simulator.history import SECRET
from voice.simulator.prompt_reader import facts_in, placeholders, rendered
from voice.simulator.switches import Switches
from voice.simulator.tool_requests import ToolRequest, request_of
from voice.simulator.tool_rules import variables_of
from voice.simulator.workspace import EVENTS, Workspace, prompt_of

ALWAYS = "conversation_initiation_metadata"
# The rule-based speaker's word for a tool that the prompt knows by another one.
KNOWN_AS = {"end_call": "report_call_outcome"}


@dataclass(frozen=True)
class Agent:
    """As it was when the conversation began."""

    document: JsonObject
    tools: dict[str, JsonObject]  # by name
    secrets: dict[str, str] = field(default_factory=dict)  # of the account, by id

    @classmethod
    def of(cls, workspace: Workspace, agent_id: str) -> "Agent":
        document = workspace.agent(agent_id)
        lying = [workspace.tools.get(tool_id) for tool_id in prompt_of(document)["tool_ids"]]
        tools = {tool["name"]: tool for tool in lying if tool is not None}
        values = {key: value for key, (_, value) in workspace.secrets.items()}
        return cls(document, tools, values)

    def switches(self, usual: Switches) -> Switches:
        """How conversations with it go, by its own settings."""
        config = self.document["conversation_config"]
        allowed = self.document["platform_settings"]["overrides"]["conversation_config_override"]
        known = config["agent"]["dynamic_variables"]["dynamic_variable_placeholders"]
        needed = placeholders(prompt_of(self.document)["prompt"]) - set(known)
        needed |= {name for tool in self.tools.values() for name in variables_of(tool)}
        fields: JsonObject = {name: getattr(usual, name) for name in usual.__dataclass_fields__}
        return Switches(
            **fields
            | {
                "input_format": config["asr"]["user_input_audio_format"],
                "output_format": config["tts"]["agent_output_audio_format"],
                "allowed_overrides": tuple(path for path in paths(allowed) if _at(allowed, path)),
                "needed_variables": tuple(sorted(needed)),
            }
        )

    def told(self, message: JsonMapping) -> dict[str, str]:
        """What its prompt, filled in, tells it at the start of a conversation."""
        override = message.get("conversation_config_override") or {}
        brought = override.get("agent", {}).get("prompt", {}).get("prompt")
        known = self.document["conversation_config"]["agent"]["dynamic_variables"]
        variables = known["dynamic_variable_placeholders"] | (
            message.get("dynamic_variables") or {}
        )
        shown = {k: v for k, v in variables.items() if not k.startswith(SECRET)}
        return facts_in(rendered(brought or prompt_of(self.document)["prompt"], shown))

    def sends(self, kind: str) -> bool:
        """Whether its client is told of such an event."""
        events = self.document["conversation_config"]["conversation"]["client_events"]
        return kind == ALWAYS or kind not in EVENTS or kind in events

    def tool(self, name: str) -> JsonObject | None:
        """The tool that the speaker means."""
        return self.tools.get(KNOWN_AS.get(name, name))

    def request(
        self, tool: JsonObject, arguments: JsonMapping, variables: JsonMapping
    ) -> ToolRequest:
        """What goes out when the tool is asked for over HTTP."""
        return request_of(tool, arguments, variables, self.secrets)

    @property
    def may_leave(self) -> bool:
        return bool(prompt_of(self.document)["built_in_tools"].get("end_call"))


def _at(tree: JsonObject, path: str) -> object:
    found: object = tree
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found
