"""Every socket by who opens it; a new one fails here until it is told apart."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings

from callpilot.json_types import JsonObject
from callpilot.models import User
from callpilot.routing import websockets
from tests.routes import people
from tests.routes.world import make_world
from tests.sockets import Socket

KNOWN = {
    "twilio/stream/<str:token>",
    "twilio/stream/probe/<uuid:nonce>",
    "ws/campaigns/<uuid:campaign_id>",
    "",
}


def cookie_of(person: User | None) -> bytes:
    client = people.client_of(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value if person else ""
    return f"{settings.SESSION_COOKIE_NAME}={value}".encode()


async def closed_or_first(
    path: str, person: User | None, origin: bytes = b"http://testserver"
) -> JsonObject:
    """What the socket says first."""
    cookie = await sync_to_async(cookie_of)(person)
    headers = [(b"cookie", cookie), (b"origin", origin), (b"host", b"testserver")]
    socket = Socket(websockets, path, headers=headers)
    accepted, code = await socket.connect()
    if not accepted:
        return {"type": "websocket.close", "code": code}
    first: JsonObject = await socket.receive_output()
    while "ping" in first.get("text", ""):
        first = await socket.receive_output()
    await socket.disconnect()
    return first


def test_every_socket_is_known_here() -> None:
    assert {str(route.pattern) for route in websockets.routes} == KNOWN


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("who", "code"), [(lambda: None, 4401), (people.another, 4404), (people.staff, 4404)]
)
async def test_the_live_page_of_another_is_closed(
    who: Callable[[], User | None], code: int
) -> None:
    world, person = await sync_to_async(lambda: (make_world(), who()))()
    first = await closed_or_first(f"/ws/campaigns/{world.ranking.pk}", person)
    assert (first["type"], first["code"]) == ("websocket.close", code)


@pytest.mark.django_db(transaction=True)
async def test_the_owner_sees_the_live_page() -> None:
    world = await sync_to_async(make_world)()
    first = await closed_or_first(f"/ws/campaigns/{world.ranking.pk}", world.person)
    assert first["type"] == "websocket.send" and "html" in first["text"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("origin", [b"https://evil.example", b"null", b"http://testserver.evil"])
async def test_the_live_page_opens_for_no_page_of_another_host(origin: bytes) -> None:
    world = await sync_to_async(make_world)()
    first = await closed_or_first(f"/ws/campaigns/{world.ranking.pk}", world.person, origin)
    assert first["type"] == "websocket.close"


@pytest.mark.django_db(transaction=True)
async def test_the_carriers_socket_wants_a_signature() -> None:
    world = await sync_to_async(make_world)()
    path = f"/twilio/stream/{world.live_call.token}"
    first = await closed_or_first(path, world.person)
    assert first["type"] == "websocket.close"


async def test_the_probe_of_the_media_socket_tells_anybody_its_proof_and_nothing_else() -> None:
    socket = Socket(websockets, f"/twilio/stream/probe/{uuid4()}")
    assert (await socket.connect())[0]
    assert len((await socket.receive_output())["text"]) == 40
    assert (await socket.receive_output())["type"] == "websocket.close"


@pytest.mark.django_db(transaction=True)
async def test_no_other_socket_opens() -> None:
    assert (await closed_or_first("/ws/anything", None))["type"] == "websocket.close"
