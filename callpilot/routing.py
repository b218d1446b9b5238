"""Which WebSocket address leads to which consumer."""

from asgiref.typing import (
    ASGIReceiveCallable,
    ASGISendCallable,
    Scope,
    WebSocketCloseEvent,
)
from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.urls import URLPattern, path
from django.urls.resolvers import RegexPattern

from campaigns.live.consumers import LiveConsumer
from telephony import socket_urls


async def no_such_socket(
    scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> None:
    """Whatever address has no socket: closed, where Channels would fail with a traceback."""
    await receive()
    await send(WebSocketCloseEvent(type="websocket.close", code=4404, reason=None))


websockets = URLRouter(
    [
        *socket_urls.urlpatterns,
        path(
            "ws/campaigns/<uuid:campaign_id>",
            AllowedHostsOriginValidator(AuthMiddlewareStack(LiveConsumer.as_asgi())),
        ),
        URLPattern(RegexPattern("", is_endpoint=True), no_such_socket),
    ]
)
