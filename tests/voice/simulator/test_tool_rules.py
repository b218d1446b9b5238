"""The vendor's rules for tools: what is refused, what is added, what a tool needs."""

import pytest

from callpilot.json_types import JsonObject
from voice.simulator.refusals import Refusal
from voice.simulator.tool_rules import parameters_of, secrets_of, stored, variables_of

WORDS = {"type": "string", "description": "The words"}
SCHEMA: JsonObject = {
    "url": "https://calls.example/api/note",
    "method": "POST",
    "request_headers": {
        "Authorization": {"variable_name": "secret__call"},
        "X-Tool-Secret": {"secret_id": "secret_1"},
        "X-Plain": "plain",
    },
    "request_body_schema": {
        "type": "object",
        "properties": {
            "words": WORDS,
            "task": {"type": "string", "dynamic_variable": "task_id"},
            "talk": {"type": "string", "dynamic_variable": "system__conversation_id"},
        },
    },
}
TOOL: JsonObject = {
    "type": "webhook",
    "name": "note",
    "description": "Note it.",
    "api_schema": SCHEMA,
}
SECRETS = {"secret_1": "value"}


def test_a_tool_of_an_address_says_what_it_needs() -> None:
    tool = stored(TOOL, SECRETS)

    assert list(variables_of(tool)) == ["secret__call", "task_id"]
    assert secrets_of(tool) == ["secret_1"]
    assert set(parameters_of(tool)["properties"]) == {"words", "task", "talk"}


def test_a_tool_of_the_socket_needs_nothing_and_is_not_waited_for() -> None:
    tool = stored({"type": "client", "name": "note", "description": "Note it."}, {})

    assert (list(variables_of(tool)), secrets_of(tool), tool["expects_response"]) == ([], [], False)


def test_an_address_is_got_unless_it_says_otherwise() -> None:
    schema = {"url": "https://calls.example"}

    assert stored(TOOL | {"api_schema": schema}, {})["api_schema"]["method"] == "GET"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"type": "mcp"}, "client or webhook"),
        ({"expects_response": True}, "Extra inputs"),
        ({"api_schema": None}, "required"),
        ({"api_schema": SCHEMA | {"colour": "red"}}, "Extra inputs"),
        ({"api_schema": SCHEMA | {"url": "calls.example"}}, "URL"),
        ({"api_schema": SCHEMA | {"method": "SHOUT"}}, "method"),
        ({"api_schema": SCHEMA | {"request_headers": {"X": {"secret_id": "x"}}}}, "not found"),
        ({"response_timeout_secs": 1}, "5 to 300"),
        ({"name": ""}, "pattern"),
    ],
)
def test_tools_that_the_vendor_would_not_take_are_refused(change: JsonObject, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        stored(TOOL | change, SECRETS)


def test_a_value_has_one_source() -> None:
    both = {"words": WORDS | {"dynamic_variable": "task_id"}}
    schema = SCHEMA | {"request_body_schema": {"type": "object", "properties": both}}

    with pytest.raises(Refusal, match="Exactly one"):
        stored(TOOL | {"api_schema": schema}, SECRETS)
