"""HTTP requests of an agent's webhook tools: filled in as the tool says, answered when it is so."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import aiohttp
from yarl import URL

from callpilot.json_types import JsonMapping, JsonObject

Asker = TypeVar("Asker")
# By default the vendor keeps errors of tools from the model.
HIDDEN: JsonObject = {"ok": False, "say": ""}


@dataclass(frozen=True)
class ToolAnswer:
    """What the model is told. failed: the tool did not answer with a 2xx and JSON in time."""

    body: JsonObject
    failed: bool


@dataclass(frozen=True)
class ToolRequest:
    """One request as it goes out."""

    method: str
    url: str
    headers: dict[str, str]
    body: JsonObject
    seconds: float


def request_of(
    tool: JsonMapping, arguments: JsonMapping, variables: JsonMapping, secrets: Mapping[str, str]
) -> ToolRequest:
    """What a tool sends. secrets: the account's, by id. KeyError for what is missing."""
    schema = tool["api_schema"]
    headers = {
        name: _header(value, variables, secrets)
        for name, value in (schema.get("request_headers") or {}).items()
    }
    body: JsonObject = {}
    for name, wanted in schema["request_body_schema"]["properties"].items():
        if "dynamic_variable" in wanted:
            body[name] = variables[wanted["dynamic_variable"]]
        elif "constant_value" in wanted:
            body[name] = wanted["constant_value"]
        elif name in arguments:
            body[name] = arguments[name]
    return ToolRequest(
        schema.get("method", "GET"), schema["url"], headers, body, tool["response_timeout_secs"]
    )


def _header(value: object, variables: JsonMapping, secrets: Mapping[str, str]) -> str:
    if isinstance(value, dict):
        if "secret_id" in value:
            return secrets[value["secret_id"]]
        return str(variables[value["variable_name"]])
    return str(value)


async def ask(request: ToolRequest) -> ToolAnswer:
    timeout = aiohttp.ClientTimeout(total=request.seconds)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.request(
                request.method,
                URL(request.url, encoded=True),
                json=request.body,
                headers=request.headers,
                allow_redirects=False,
            ) as answer,
        ):
            told = await answer.json()
            fine = 200 <= answer.status < 300 and isinstance(told, dict)
    except (aiohttp.ClientError, TimeoutError, ValueError, OSError):
        fine = False
    return ToolAnswer(told, failed=False) if fine else ToolAnswer(HIDDEN, failed=True)


class ToolRequests(Generic[Asker]):
    """Those of one conversation that are out, each with who wants its answer."""

    def __init__(self) -> None:
        self.made: list[str] = []  # names of the tools
        self._out: list[tuple[Asker, asyncio.Task[ToolAnswer]]] = []

    def begin(self, name: str, asker: Asker, request: ToolRequest) -> None:
        self.made.append(name)
        self._out.append((asker, asyncio.create_task(ask(request))))

    def answered(self) -> list[tuple[Asker, ToolAnswer]]:
        """What has come since this was asked last."""
        done = [(asker, task.result()) for asker, task in self._out if task.done()]
        self._out = [(asker, task) for asker, task in self._out if not task.done()]
        return done
