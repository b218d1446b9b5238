"""The API's document describes the agent's tools."""

import pytest
from drf_spectacular.generators import SchemaGenerator

from callpilot.json_types import JsonObject
from voice.api.openapi import arguments
from voice.tools.registry import TOOLS


@pytest.fixture(scope="module")
def document() -> JsonObject:
    found: JsonObject = SchemaGenerator().get_schema(request=None, public=True)
    return found


@pytest.mark.parametrize("name", TOOLS)
def test_a_tool_is_described_with_its_arguments_and_who_may_ask(
    document: JsonObject, name: str
) -> None:
    operation = document["paths"][f"/api/{TOOLS[name].path}"]["post"]

    assert operation["description"] == TOOLS[name].description
    assert operation["security"] == [{"callToken": []}]
    asked = operation["requestBody"]["content"]["application/json"]["schema"]
    assert set(asked["properties"]) == set(TOOLS[name].parameters["properties"])
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer == {"$ref": "#/components/schemas/ToolAnswer"}


def test_the_document_says_what_a_tool_needs_and_what_does_for_it() -> None:
    words = arguments(TOOLS["validate_slot"])["description"]

    assert "Needs start." in words and "`date` and `time`" in words
    hold = arguments(TOOLS["check_availability"])["properties"]["hold"]
    assert hold["anyOf"] == [{"type": "boolean"}, {}] and "keep" in hold["description"]
