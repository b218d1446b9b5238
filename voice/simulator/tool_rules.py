"""What tools the vendor takes: those of a conversation's own socket, and those of an address."""

import json
import re
from collections.abc import Iterator, Mapping

from callpilot.json_types import JsonMapping, JsonObject
from voice.simulator.refusals import Refusal, wrong

SHARED = {
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
    "dynamic_variables",
    "execution_mode",
}
OF_KIND = {"client": {"parameters", "expects_response"}, "webhook": {"api_schema"}}
SECONDS = {"client": (1, 120), "webhook": (5, 300)}
SCHEMA_MEMBERS = {
    "url",
    "method",
    "path_params_schema",
    "query_params_schema",
    "request_body_schema",
    "request_headers",
    "content_type",
    "response_filter",
    "auth_connection",
}
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
PROPERTY_MEMBERS = {"type", "description", "enum", "items", "properties", "required"}
SOURCES = {"description", "dynamic_variable", "constant_value", "is_system_provided", "is_omitted"}
EMPTY: JsonObject = {"type": "object", "properties": {}}


def stored(config: JsonObject, secrets: Mapping[str, object]) -> JsonObject:
    """The tool as the account keeps it. secrets: by id. Raises Refusal."""
    kind = str(config.get("type"))
    if kind not in OF_KIND:
        raise wrong("Input should be client or webhook", "tool_config", "type")
    if unknown := sorted(set(config) - SHARED - OF_KIND[kind]):
        raise wrong("Extra inputs are not permitted", unknown[0], kind="extra_forbidden")
    if not re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", str(config.get("name", ""))):
        raise wrong("String should match pattern", "tool_config", "name")
    if not config.get("description"):
        raise wrong("Field required", "tool_config", "description", kind="missing")
    kept: JsonObject = {"response_timeout_secs": 20, **json.loads(json.dumps(config))}
    _check_seconds(kept["response_timeout_secs"], kind)
    if kind == "client":
        kept = {"expects_response": False, "parameters": EMPTY, **kept}
    else:
        kept["api_schema"] = _address(kept.get("api_schema"), secrets)
    for name, schema in parameters_of(kept).get("properties", {}).items():
        _property(schema, "tool_config", "parameters", "properties", name)
    return kept


def parameters_of(tool: JsonMapping) -> JsonObject:
    """What the model may fill in, and what else goes out with it."""
    if tool["type"] == "client":
        return dict(tool["parameters"])
    return dict(tool["api_schema"]["request_body_schema"])


def variables_of(tool: JsonMapping) -> Iterator[str]:
    """The facts that a conversation has to bring for this tool."""
    if tool["type"] != "webhook":
        return
    headers = tool["api_schema"]["request_headers"].values()
    yield from (each["variable_name"] for each in headers if _has(each, "variable_name"))
    for schema in parameters_of(tool)["properties"].values():
        name = schema.get("dynamic_variable", "system__")
        if not name.startswith("system__"):
            yield name


def secrets_of(tool: JsonMapping) -> list[str]:
    if tool["type"] != "webhook":
        return []
    headers = tool["api_schema"]["request_headers"].values()
    return [each["secret_id"] for each in headers if _has(each, "secret_id")]


def _has(value: object, member: str) -> bool:
    return isinstance(value, dict) and member in value


def _check_seconds(seconds: int, kind: str) -> None:
    least, most = SECONDS[kind]
    for_ever = kind == "client" and seconds == -1
    if not for_ever and not least <= seconds <= most:
        words = f"Input should be from {least} to {most}"
        raise wrong(words, "tool_config", "response_timeout_secs")


def _address(schema: object, secrets: Mapping[str, object]) -> JsonObject:
    where = ("tool_config", "api_schema")
    if not isinstance(schema, dict):
        raise wrong("Field required", *where, kind="missing")
    if unknown := sorted(set(schema) - SCHEMA_MEMBERS):
        raise wrong("Extra inputs are not permitted", *where, unknown[0], kind="extra_forbidden")
    kept: JsonObject = {
        "method": "GET",
        "request_headers": {},
        "request_body_schema": EMPTY,
        **schema,
    }
    if not str(kept.get("url", "")).startswith(("https://", "http://")):
        raise wrong("Input should be a URL", *where, "url")
    if kept["method"] not in METHODS:
        raise wrong("Input should be a method", *where, "method")
    for value in kept["request_headers"].values():
        if _has(value, "secret_id") and value["secret_id"] not in secrets:
            raise Refusal(404, {"status": "secret_not_found", "message": "Secret not found"})
    return kept


def _property(schema: JsonObject, *where: str) -> None:
    if unknown := sorted(set(schema) - PROPERTY_MEMBERS - SOURCES):
        raise wrong("Extra inputs are not permitted", *where, unknown[0], kind="extra_forbidden")
    if len([source for source in SOURCES if schema.get(source)]) != 1:
        raise wrong("Exactly one of description and the other sources", *where)
    if "items" in schema:
        _property(schema["items"], *where, "items")
