"""The sockets' addresses."""

import pytest

from callpilot.routing import websockets
from tests.sockets import Socket


@pytest.mark.parametrize("path", ["/ws/x", "/ws/campaigns/x", "/twilio/relay/token", "/"])
async def test_a_socket_that_does_not_exist_is_closed_with_a_code(path: str) -> None:
    socket = Socket(websockets, path)

    connected, code = await socket.connect()

    assert (connected, code) == (False, 4404)
