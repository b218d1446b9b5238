"""A language model that takes down what it is told to: Anthropic's Messages API on loopback."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pytest_django.fixtures import Settings

from callpilot.json_types import JsonObject


class LanguageModel(ThreadingHTTPServer):
    """answers: what is taken down of one message after the other; the last for all that follow.

    With another `status` it refuses, and quotes what it was asked.
    """

    def __init__(self, *answers: JsonObject) -> None:
        self.answers = list(answers) or [{}]
        self.status, self.wait_seconds = 200, 0.0
        self.asked: list[JsonObject] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def heard(self) -> list[str]:
        """The text of each message, as it came."""
        return [_text(body["messages"][-1]["content"]) for body in self.asked]

    def reply(self, body: JsonObject) -> JsonObject:
        if self.status != 200:
            return {"type": "error", "error": {"type": "refused", "message": json.dumps(body)}}
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        use = {"type": "tool_use", "id": "toolu_1", "name": body["tools"][0]["name"]}
        return {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": body["model"],
            "content": [use | {"input": answer}],
            "stop_reason": "tool_use",
            "stop_sequence": None,
            "usage": {"input_tokens": 9, "output_tokens": 9},
        }


class _Handler(BaseHTTPRequestHandler):
    server: LanguageModel

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body | {"key": self.headers.get("Authorization")})
        time.sleep(self.server.wait_seconds)
        answer = json.dumps(self.server.reply(body)).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass


def _text(content: str | list[JsonObject]) -> str:
    return content if isinstance(content, str) else "".join(part["text"] for part in content)


@contextmanager
def serving(settings: Settings, *answers: JsonObject) -> Iterator[LanguageModel]:
    """A language model that the settings name, for as long as the block lasts."""
    server = LanguageModel(*answers)
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    settings.LLM_MODEL = "anthropic:claude-haiku-4-5"
    settings.LLM_API_KEY = "sk-very-secret"
    settings.LLM_BASE_URL = f"http://127.0.0.1:{server.server_port}"
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
