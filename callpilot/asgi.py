"""What an ASGI server serves: pages and API, and the WebSockets."""

import os
from typing import cast

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callpilot.settings")
pages_and_api = get_asgi_application()

from channels.routing import ProtocolTypeRouter  # noqa: E402  after the apps are loaded

from callpilot.checks import end_unsafe_start  # noqa: E402
from callpilot.edge.bodies import HTTPApplication, WholeBodies  # noqa: E402
from callpilot.routing import websockets  # noqa: E402
from callpilot.views import body_refused  # noqa: E402
from telephony.recording.lifespan import lifespan  # noqa: E402

end_unsafe_start()

http = WholeBodies(cast(HTTPApplication, pages_and_api), body_refused)
application = ProtocolTypeRouter({"http": http, "websocket": websockets, "lifespan": lifespan})
