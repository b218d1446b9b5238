"""How the API's document describes the agent's tools: their arguments, and what is answered."""

from collections.abc import Callable
from typing import TypeVar

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from callpilot.json_types import JsonObject
from voice.tools.registry import Tool

View = TypeVar("View", bound=type)


class ToolAnswerSerializer(serializers.Serializer[object]):
    """What the tool found out, or a refusal; beside these each tool has members of its own."""

    ok = serializers.BooleanField()
    say = serializers.CharField(help_text="One sentence that the agent can say.")
    pending = serializers.BooleanField(
        required=False, help_text="It takes longer, and is being done."
    )


def described(tool: Tool) -> Callable[[View], View]:
    """Decorates the view of a tool."""
    operation = extend_schema(
        operation_id=f"tool_{tool.name}",
        tags=["tools"],
        description=tool.description,
        request={"application/json": arguments(tool)},
        responses={200: ToolAnswerSerializer},
    )
    return extend_schema_view(post=operation)


def arguments(tool: Tool) -> JsonObject:
    """The body: what the tool asks for, though models may send it in other shapes.

    A number for a text, a text for an object, null for nothing, ids of who they are: all that is
    understood, and what is not is answered with a sentence. So nothing is required here.
    """
    wanted = tool.parameters
    needed = ", ".join(wanted["required"])
    words = [f"Needs {needed}."] if needed else []
    if "start" in wanted["properties"]:
        words.append("`date` and `time` do for `start`.")
    words.append("Who is asking follows from the token; ids are not looked at.")
    return {
        "type": "object",
        "description": " ".join(words),
        "properties": {name: _lenient(each) for name, each in wanted["properties"].items()},
        "additionalProperties": True,
    }


def _lenient(schema: JsonObject) -> JsonObject:
    shape = {name: value for name, value in schema.items() if name != "description"}
    return {"description": schema["description"], "anyOf": [shape, {}]}
