"""What an ASGI server serves: pages and API, and the WebSockets."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callpilot.settings")
http = get_asgi_application()

from channels.routing import ProtocolTypeRouter  # noqa: E402  after the apps are loaded

from callpilot.checks import end_unsafe_start  # noqa: E402
from callpilot.routing import websockets  # noqa: E402
from telephony.recording.lifespan import lifespan  # noqa: E402

end_unsafe_start()

application = ProtocolTypeRouter({"http": http, "websocket": websockets, "lifespan": lifespan})
