"""The language model: over the wire to a loopback server, in bounded time, and never in the log."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pydantic import BaseModel
from pytest_django.fixtures import Settings

from callpilot import llm
from callpilot.checks import settings_check
from callpilot.errors import VendorError
from callpilot.json_types import JsonObject

SECRET = "my tooth hurts, call +14155550123"


class Heard(BaseModel):
    """What was said."""

    service: str = ""


class Vendor(ThreadingHTTPServer):
    """As much of Anthropic's Messages API as one answer takes."""

    answer: JsonObject = {"service": "dentist"}
    status = 200
    wait_seconds = 0.0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[JsonObject] = []


class Handler(BaseHTTPRequestHandler):
    server: Vendor

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body | {"key": self.headers.get("Authorization")})
        time.sleep(self.server.wait_seconds)
        answer = json.dumps(message(body, self.server.answer)).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass


def message(body: JsonObject, answer: JsonObject) -> JsonObject:
    use = {"type": "tool_use", "id": "toolu_1", "name": body["tools"][0]["name"], "input": answer}
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": body["model"],
        "content": [use],
        "stop_reason": "tool_use",
        "stop_sequence": None,
        "usage": {"input_tokens": 9, "output_tokens": 9},
    }


@pytest.fixture
def vendor(settings: Settings) -> Iterator[Vendor]:
    server = Vendor()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.LLM_MODEL = "anthropic:claude-haiku-4-5"
    settings.LLM_API_KEY = "sk-very-secret"
    settings.LLM_BASE_URL = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


def test_a_text_becomes_a_typed_answer(vendor: Vendor) -> None:
    assert llm.fill(Heard, "Take it down.", SECRET) == Heard(service="dentist")
    [asked] = vendor.asked
    assert SECRET in json.dumps(asked) and "sk-very-secret" in asked["key"]
    assert asked["max_tokens"] == llm.ANSWER_TOKENS


def test_one_answer_after_another_has_its_own_connections(vendor: Vendor) -> None:
    assert [llm.fill(Heard, "", "x").service for _ in range(3)] == ["dentist"] * 3


def test_an_answer_without_the_form_is_asked_for_once_more_and_then_given_up(
    vendor: Vendor,
) -> None:
    vendor.answer = {"service": 5}

    with pytest.raises(VendorError):
        llm.fill(Heard, "", SECRET)
    assert len(vendor.asked) == llm.REQUESTS


@pytest.mark.parametrize("status", [401, 404, 429, 500, 529])
def test_a_vendor_that_refuses_is_a_vendor_error_and_nothing_is_logged(
    vendor: Vendor, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    vendor.status = status

    with pytest.raises(VendorError) as caught:
        llm.fill(Heard, "", SECRET)
    for words in (caplog.text, str(caught.value)):
        assert "tooth" not in words and "5550123" not in words and "sk-very" not in words


def test_a_vendor_that_is_slow_is_not_waited_for(vendor: Vendor, settings: Settings) -> None:
    settings.LLM_TIMEOUT_SECONDS = 0.5
    vendor.wait_seconds = 5.0
    start = time.monotonic()

    with pytest.raises(VendorError):
        llm.fill(Heard, "", SECRET)
    assert time.monotonic() - start < 4.5


@pytest.mark.parametrize(
    ("values", "numbers"),
    [
        ({}, []),
        ({"LLM_MODEL": "anthropic:claude-haiku-4-5", "LLM_API_KEY": "k"}, []),
        ({"LLM_MODEL": "openai:local", "LLM_BASE_URL": "http://127.0.0.1:9"}, []),
        ({"LLM_MODEL": "anthropic:claude-haiku-4-5"}, ["callpilot.E020"]),
        ({"LLM_API_KEY": "k"}, ["callpilot.E020"]),
        ({"LLM_MODEL": "claude", "LLM_API_KEY": "k"}, ["callpilot.E021"]),
        ({"LLM_MODEL": "oracle:delphi", "LLM_API_KEY": "k"}, ["callpilot.E021"]),
    ],
)
def test_half_a_language_model_is_named(
    settings: Settings, values: JsonObject, numbers: list[str]
) -> None:
    settings.LLM_MODEL = settings.LLM_API_KEY = settings.LLM_BASE_URL = ""
    for name, value in values.items():
        setattr(settings, name, value)

    assert [message.id for message in settings_check()] == numbers
    assert llm.configured() is bool(values and "callpilot.E020" not in numbers)
