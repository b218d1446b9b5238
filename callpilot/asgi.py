"""The two WebSockets and everything else."""

import os

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope, WebSocketCloseEvent
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callpilot.settings")
http = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402  after the apps are loaded
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from django.urls import URLPattern, path  # noqa: E402
from django.urls.resolvers import RegexPattern  # noqa: E402

from callpilot.checks import refuse_unsafe_start  # noqa: E402
from campaigns.live.consumers import LiveConsumer  # noqa: E402
from telephony import socket_urls  # noqa: E402

refuse_unsafe_start()


async def no_such_socket(
    scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
) -> None:
    """Whatever address has no socket: closed, where Channels would fail with a traceback."""
    await receive()
    await send(WebSocketCloseEvent(type="websocket.close", code=4404, reason=None))


application = ProtocolTypeRouter(
    {
        "http": http,
        "websocket": URLRouter(
            [
                *socket_urls.urlpatterns,
                path(
                    "ws/campaigns/<uuid:campaign_id>",
                    AllowedHostsOriginValidator(AuthMiddlewareStack(LiveConsumer.as_asgi())),
                ),
                URLPattern(RegexPattern("", is_endpoint=True), no_such_socket),
            ]
        ),
    }
)
