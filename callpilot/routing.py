"""Which WebSocket address leads to which consumer."""

from asgiref.typing import (
    ASGIReceiveCallable,
    ASGISendCallable,
    Scope,
    WebSocketCloseEvent,
)
from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from django.urls import URLPattern
from django.urls.resolvers import RegexPattern, RoutePattern

from callpilot.edge.origins import OurPages
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
        URLPattern(
            RoutePattern("ws/campaigns/<uuid:campaign_id>", is_endpoint=True),
            OurPages(AuthMiddlewareStack(LiveConsumer.as_asgi())),
        ),
        URLPattern(RegexPattern("", is_endpoint=True), no_such_socket),
    ]
)
