"""The socket that proves to ourselves that media sockets can be opened."""

from uuid import uuid4

import pytest
from channels.routing import URLRouter

from telephony import socket_urls
from telephony.dialling import stream_check
from tests.sockets import Socket

pytestmark = pytest.mark.pure  # no database is there


async def test_it_says_what_only_we_can_say_and_closes() -> None:
    nonce = uuid4()
    socket = Socket(URLRouter(socket_urls.urlpatterns), f"/twilio/stream/probe/{nonce}")

    assert (await socket.connect())[0]

    assert (await socket.receive_output())["text"] == stream_check.proof(nonce)
    assert (await socket.receive_output())["type"] == "websocket.close"


def test_every_nonce_has_a_proof_of_its_own() -> None:
    assert stream_check.proof(uuid4()) != stream_check.proof(uuid4())
