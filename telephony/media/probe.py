"""The socket that proves to ourselves that media sockets can be opened: no call, no database."""

from asgiref.typing import (
    ASGIReceiveCallable,
    ASGISendCallable,
    WebSocketAcceptEvent,
    WebSocketCloseEvent,
    WebSocketSendEvent,
)

from callpilot.json_types import JsonObject
from telephony.dialling import stream_check


async def answer(scope: JsonObject, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Let anybody in, say what only we can say to their nonce, and close."""
    await receive()
    said = stream_check.proof(scope["url_route"]["kwargs"]["nonce"])
    await send(WebSocketAcceptEvent(type="websocket.accept", subprotocol=None, headers=[]))
    await send(WebSocketSendEvent(type="websocket.send", text=said, bytes=None))
    await send(WebSocketCloseEvent(type="websocket.close", code=1000, reason=None))
