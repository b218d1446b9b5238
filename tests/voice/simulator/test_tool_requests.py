"""What goes out for a tool of an address, and what the model is told of the answer."""

import asyncio
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from callpilot.json_types import JsonObject
from tests.voice.simulator.test_tool_rules import SECRETS, TOOL
from voice.simulator.tool_requests import HIDDEN, ToolRequests, ask, request_of
from voice.simulator.tool_rules import stored

VARIABLES = {"secret__call": "Bearer t", "task_id": "7", "system__conversation_id": "conv_1"}


def test_headers_and_body_are_filled_in_as_the_tool_says() -> None:
    arguments = {"words": "Hello.", "task": "of the model's own", "more": 1}

    request = request_of(stored(TOOL, SECRETS), arguments, VARIABLES, SECRETS)

    assert (request.method, request.url) == ("POST", "https://calls.example/api/note")
    assert request.headers == {
        "Authorization": "Bearer t",
        "X-Tool-Secret": "value",
        "X-Plain": "plain",
    }
    assert request.body == {"words": "Hello.", "task": "7", "talk": "conv_1"}


def test_what_lacks_a_variable_is_not_sent() -> None:
    with pytest.raises(KeyError):
        request_of(stored(TOOL, SECRETS), {}, {}, SECRETS)


@pytest.mark.parametrize(
    ("status", "answer", "told"),
    [
        (200, {"ok": True}, {"ok": True}),
        (401, {"ok": True}, HIDDEN),
        (500, {"ok": True}, HIDDEN),
        (200, ["ok"], HIDDEN),
    ],
)
async def test_only_a_good_answer_reaches_the_model(
    status: int, answer: object, told: JsonObject
) -> None:
    seen: list[object] = []

    async def take(request: web.Request) -> web.Response:
        seen.append((request.headers["X-Tool-Secret"], await request.json()))
        return web.json_response(answer, status=status)

    app = web.Application()
    app.router.add_post("/api/note", take)
    server = TestServer(app)
    await server.start_server()
    request = request_of(stored(TOOL, SECRETS), {"words": "Hi."}, VARIABLES, SECRETS)
    out = ToolRequests[str]()
    out.begin("note", "asker", replace(request, url=str(server.make_url("/api/note"))))
    answered: list[tuple[str, object]] = []
    async with asyncio.timeout(60):
        while not answered:
            answered += [(who, got.body) for who, got in out.answered()]
            await asyncio.sleep(0.001)
    await server.close()

    assert answered == [("asker", told)] and out.made == ["note"]
    assert seen == [("value", {"words": "Hi.", "task": "7", "talk": "conv_1"})]
    assert out.answered() == []


async def test_where_nobody_answers_the_tool_has_failed() -> None:
    request = request_of(stored(TOOL, SECRETS), {}, VARIABLES, SECRETS)

    answer = await ask(replace(request, url="http://127.0.0.1:1/"))

    assert answer.failed and answer.body == HIDDEN
