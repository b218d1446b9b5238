"""What the rule-based speaker wants done next."""

from dataclasses import dataclass, field

from callpilot.json_types import JsonObject


@dataclass(frozen=True)
class Speak:
    """Say this. then_listen: whether an answer is awaited."""

    text: str
    then_listen: bool = True


@dataclass(frozen=True)
class CallTool:
    """Have this done; the answer is handed to `Negotiator.tool_answer` with the same id."""

    tool_call_id: str
    name: str
    arguments: JsonObject = field(default_factory=dict)


@dataclass(frozen=True)
class Finish:
    """Leave the line when everything said before has been played."""

    reason: str


Act = Speak | CallTool | Finish
