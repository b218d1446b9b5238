"""Servers on loopback where our media socket should be: ourselves, somebody else, and a tunnel."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from uuid import UUID

from websockets.sync.server import ServerConnection, serve

from callpilot.embedded.engine import free_port
from telephony.dialling import stream_check

Answers = Callable[[ServerConnection], None]


@contextmanager
def served(answers: Answers) -> Iterator[str]:
    with serve(answers, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
        server.shutdown()
        thread.join()


def as_we_do(socket: ServerConnection) -> None:
    assert socket.request is not None
    socket.send(stream_check.proof(UUID(socket.request.path.rpartition("/")[2])))


class NoWebSockets(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def a_tunnel_without_websockets() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), NoWebSockets) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"ws://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def somebody_else() -> Iterator[str]:
    with served(lambda socket: socket.send("hello")) as address:
        yield address


@contextmanager
def nobody() -> Iterator[str]:
    yield f"ws://127.0.0.1:{free_port()}"
