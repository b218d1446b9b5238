"""What we send to the vendor, and how what lies there differs."""

from dataclasses import replace

import pytest

from callpilot.json_types import JsonObject
from voice.agent_design import design
from voice.agents.base import ToolDesign
from voice.agents.elevenlabs.agent_document import (
    Difference,
    agent_document,
    at_first,
    differences,
    tool_document,
    without_more,
)
from voice.agents.elevenlabs.messages import OVERRIDES

TOOL = ToolDesign("note", "Note it.", {"type": "object", "properties": {}, "required": []})


def test_every_tool_is_waited_for() -> None:
    document = tool_document(TOOL, 20)

    assert (document["type"], document["expects_response"]) == ("client", True)
    assert document["response_timeout_secs"] == 20


def test_our_end_call_leaves_the_vendors_own_word_alone() -> None:
    names = {tool_document(tool, 20)["name"] for tool in design().tools}

    assert "report_call_outcome" in names and "end_call" not in names
    prompt = agent_document(design(), [], [])["conversation_config"]["agent"]["prompt"]
    assert "end_call" in prompt["built_in_tools"]


@pytest.mark.parametrize(
    ("language", "model"), [("en", "eleven_flash_v2"), ("de", "eleven_flash_v2_5")]
)
def test_the_speech_model_follows_from_the_language(language: str, model: str) -> None:
    document = agent_document(replace(design(), language=language), [], [])

    assert document["conversation_config"]["tts"]["model_id"] == model


def test_only_the_overrides_of_the_setting_are_permitted() -> None:
    document = agent_document(design(), [], ["tts.voice_id"])

    allowed = document["platform_settings"]["overrides"]["conversation_config_override"]
    assert allowed["tts"] == {"voice_id": True, "speed": False}
    assert allowed["agent"] == {"prompt": {"prompt": False}, "language": False}
    assert len(OVERRIDES) == 4


def test_the_model_is_chosen_only_when_the_agent_is_made() -> None:
    document = agent_document(design(), [], [])

    assert "llm" not in document["conversation_config"]["agent"]["prompt"]
    first = at_first(document)["conversation_config"]["agent"]["prompt"]
    assert first["llm"] and first["prompt"] == design().prompt


SAME: list[tuple[object, object]] = [
    ({"a": 1}, {"a": 1.0, "b": 2}),
    ({"a": {}}, {}),
    ({"required": []}, {}),
    ({"tags": ["x"]}, {"tags": ["y", "x"]}),
    ({"client_events": ["a"]}, {"client_events": ["b", "a"]}),
    ({"ids": ["a", "b"]}, {"ids": ["b", "a"]}),
    ({"text": "a \n"}, {"text": "a"}),
    ({"first_message": ""}, {"first_message": None}),
    ({"enabled": False}, {}),
    ({"a": {"description": ""}}, {"a": {"description": "The vendor's words."}}),
    ({"built_in_tools": {}}, {"built_in_tools": {"x": None}}),
]


@pytest.mark.parametrize(("wanted", "found"), SAME)
def test_a_form_of_the_vendors_own_is_no_difference(wanted: object, found: object) -> None:
    assert list(differences(wanted, found)) == []


OTHER: list[tuple[JsonObject, JsonObject, str]] = [
    ({"a": {"b": 1}}, {"a": {"b": 2}}, "a.b"),
    ({"a": {"b": 1}}, {}, "a"),
    ({"client_events": ["a", "b"]}, {"client_events": ["a"]}, "client_events"),
    ({"ids": ["a"]}, {"ids": ["a", "b"]}, "ids"),
    ({"enabled": True}, {}, "enabled"),
    ({"enabled": False}, {"enabled": True}, "enabled"),
    ({"properties": {}}, {"properties": {"x": {}}}, "properties.x"),
    ({"built_in_tools": {}}, {"built_in_tools": {"x": {}}}, "built_in_tools.x"),
]


@pytest.mark.parametrize(("wanted", "found", "path"), OTHER)
def test_what_calls_would_notice_is_a_difference(
    wanted: JsonObject, found: JsonObject, path: str
) -> None:
    assert [each.path for each in differences(wanted, found)] == [path]


def test_what_is_too_much_is_taken_away() -> None:
    wanted: JsonObject = {"p": {"built_in_tools": {"end_call": {"type": "system"}}}}
    found = {"p": {"built_in_tools": {"end_call": {"type": "system"}, "transfer": {"x": 1}}}}

    changed = without_more(wanted, differences(wanted, found))

    assert changed["p"]["built_in_tools"] == {"end_call": {"type": "system"}, "transfer": None}
    assert wanted["p"]["built_in_tools"] == {"end_call": {"type": "system"}}


def test_what_is_missing_and_what_is_too_much_is_said_without_more() -> None:
    assert str(Difference("tool note", {"a": 1}, None)) == "tool note is missing"
    assert str(Difference("tool sing", None, {"a": 1})) == "tool sing is too much"
    assert str(Difference("a.b", True, None)) == "a.b is missing, has to be true"
    assert str(Difference("a.b", 2, 1)) == "a.b is 1, has to be 2"
    assert str(Difference("ids", ["a"], ["b"])) == 'ids lacks ["a"] and has ["b"] too much'
    assert str(Difference("client_events", ["a"], ["b"])) == 'client_events lacks ["a"]'


def test_a_difference_is_told_in_one_line_and_a_long_text_by_what_changes() -> None:
    assert list(Difference("a.b", True, None).lines()) == ["a.b: missing → true"]
    same = "The same line.\n" * 30
    lines = list(Difference("prompt", f"{same}New.", f"{same}Old.").lines())
    assert lines == ["prompt:", "  -Old.", "  +New."]
