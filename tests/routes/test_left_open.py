"""What stays open ends with the right to it: each socket and stream, by each way to lose that."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

import pytest
from allauth.usersessions.models import UserSession
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.http import StreamingHttpResponse
from django.test import AsyncClient, Client
from django.utils.timezone import now

from callpilot.accounts import session_limits
from callpilot.models import ApiToken, User
from callpilot.routing import websockets
from campaigns.account import data_export
from campaigns.live import entitlement
from campaigns.models import Campaign, Event
from tests.routes import people
from tests.routes.addresses import addresses
from tests.routes.odd_requests import cookie_of
from tests.routes.world import World, make_world
from tests.sockets import PATIENCE_SECONDS, Socket

# Sockets and streamed answers that a person cannot leave open, and why.
ENDING_BY_THEMSELVES = {
    "twilio/stream/<str:token>": "is the carrier's, and ends with the call",
    "twilio/stream/probe/<uuid:nonce>": "closes when it has told its proof",
    "": "closes at once",
    "calls/<uuid:call_id>/recording.wav": "is a file",
    "settings/privacy/download/": "is a file",
}
LEFT_OPEN = {"ws/campaigns/<uuid:campaign_id>", "api/campaigns/<uuid:campaign_id>/stream"}


def test_every_socket_and_stream_is_known_here(transactional_db: None) -> None:
    owner = people.client_of((world := make_world()).person)
    met = {str(route.pattern) for route in websockets.routes}
    for address in addresses():
        answer = owner.get(address.path(world))
        if isinstance(answer, StreamingHttpResponse):
            met.add(address.pattern)
            if not answer.is_async:
                answer.getvalue()

    assert met == LEFT_OPEN | ENDING_BY_THEMSELVES.keys()


@dataclass
class Scene:
    """A campaign that is being followed, and where its person is signed in."""

    world: World = field(default_factory=make_world)
    here: Client = field(init=False)  # the browser with the page
    elsewhere: Client = field(init=False)
    secret: str = field(init=False)  # of the program's token

    def __post_init__(self) -> None:
        person = self.world.person
        self.here, self.elsewhere = people.client_of(person), people.client_of(person)
        for client in (self.here, self.elsewhere):
            key = client.session.session_key
            UserSession.objects.create(user=person, session_key=key, ip="127.0.0.1")
        ApiToken.objects.all().delete()
        self.secret = ApiToken.issue(person, "program")

    @property
    def campaign(self) -> Campaign:
        return self.world.calling

    def happens(self, text: str) -> None:
        """Something that all who follow must hear."""
        call = self.world.live_call
        if Campaign.objects.filter(pk=self.campaign.pk).exists():
            Event.record(
                self.campaign, Event.Kind.TURN, call=call, number=9, speaker="callee", text=text
            )


@dataclass
class Follower:
    """What somebody has left open."""

    heard: str = ""
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def opened(self) -> None:
        while not ("hello" in self.heard or "html" in self.heard):
            await asyncio.sleep(0.01)

    async def hears(self, text: str) -> None:
        while text not in self.heard:
            await asyncio.sleep(0.01)


def headers(scene: Scene) -> list[tuple[bytes, bytes]]:
    cookie = (b"cookie", cookie_of(scene.here))
    return [cookie, (b"origin", b"http://testserver"), (b"host", b"testserver")]


async def page(scene: Scene, follower: Follower) -> None:
    path = f"/ws/campaigns/{scene.campaign.pk}?since=0"
    socket = Socket(websockets, path, headers=headers(scene))
    await socket.connect()
    while (output := await socket.receive_output())["type"] != "websocket.close":
        follower.heard += str(output["text"])
    assert output["code"] == 4401
    follower.ended.set()
    await socket.disconnect()


async def stream(scene: Scene, follower: Follower, client: AsyncClient, **headers: str) -> None:
    path = f"/api/campaigns/{scene.campaign.pk}/stream"
    answer = await client.get(path, headers=headers)
    assert isinstance(answer, StreamingHttpResponse), answer.status_code
    async for part in answer:
        follower.heard += part.decode()
    follower.ended.set()


async def page_of_ones_own(scene: Scene, follower: Follower) -> None:
    """By EventSource in a browser."""
    client = AsyncClient()
    client.cookies = scene.here.cookies
    await stream(scene, follower, client)


async def program(scene: Scene, follower: Follower) -> None:
    await stream(scene, follower, AsyncClient(), Authorization=f"Token {scene.secret}")


Opener: TypeAlias = Callable[[Scene, Follower], Coroutine[object, object, None]]
BY_SESSION: set[Opener] = {page, page_of_ones_own}
BY_TOKEN: set[Opener] = {program}
ALL = BY_SESSION | BY_TOKEN


@asynccontextmanager
async def followed(scene: Scene, openers: set[Opener]) -> AsyncIterator[dict[Opener, Follower]]:
    """Each has heard the first of the news."""
    followers = {opener: Follower() for opener in openers}
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(opener(scene, each)) for opener, each in followers.items()]
        for each in followers.values():
            await each.opened()
        await sync_to_async(scene.happens)("It begins.")
        for each in followers.values():
            await each.hears("It begins.")
        yield followers
        for task in tasks:
            task.cancel()


# --- ways to lose the right ----------------------------------------------------------------------


def changes_the_password(client: Client) -> None:
    new = "another-secret-9"
    form = {"oldpassword": "secret-pass", "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", form).status_code == 302


def password_changed_elsewhere(scene: Scene) -> None:
    changes_the_password(scene.elsewhere)


def password_changed_here(scene: Scene) -> None:
    changes_the_password(scene.here)


def signed_out(scene: Scene) -> None:
    assert scene.here.post("/accounts/logout/").status_code == 302


def other_browsers_signed_out(scene: Scene) -> None:
    assert scene.elsewhere.post("/accounts/sessions/").status_code == 302


def session_expired(scene: Scene) -> None:
    Session.objects.filter(session_key=scene.here.session.session_key).update(expire_date=now())


def session_unused_for_long(scene: Scene) -> None:
    session = scene.here.session
    session[session_limits.USED] = 0
    session.save()


def deactivated(scene: Scene) -> None:
    User.objects.filter(pk=scene.world.person.pk).update(is_active=False)


def token_revoked(scene: Scene) -> None:
    token = ApiToken.objects.get(user=scene.world.person)
    assert scene.elsewhere.post(f"/settings/tokens/{token.pk}/revoke/").status_code == 302


def token_expired(scene: Scene) -> None:
    ApiToken.objects.filter(user=scene.world.person).update(expires_at=now())


def campaign_deleted(scene: Scene) -> None:
    scene.campaign.delete()


def campaign_given_away(scene: Scene) -> None:
    Campaign.objects.filter(pk=scene.campaign.pk).update(person=people.another())


def account_deleted(scene: Scene) -> None:
    scene.world.leave()
    data_export.erase(scene.world.person)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("lost", "ending"),
    [
        (password_changed_elsewhere, BY_SESSION),
        (password_changed_here, BY_SESSION),
        (signed_out, BY_SESSION),
        (other_browsers_signed_out, BY_SESSION),
        (session_expired, BY_SESSION),
        (session_unused_for_long, BY_SESSION),
        (token_revoked, BY_TOKEN),
        (token_expired, BY_TOKEN),
        (deactivated, ALL),
        (campaign_deleted, ALL),
        (campaign_given_away, ALL),
        (account_deleted, ALL),
    ],
)
async def test_it_ends_with_the_right_to_it_and_nothing_else_does(
    lost: Callable[[Scene], None], ending: set[Opener]
) -> None:
    entitlement.watch(seconds=0.1)
    scene = await sync_to_async(Scene)()
    async with asyncio.timeout(PATIENCE_SECONDS), followed(scene, ALL) as followers:
        await sync_to_async(lost)(scene)
        for opener in ending:
            await followers[opener].ended.wait()
        await sync_to_async(scene.happens)("What they must not hear.")
        for opener in ALL - ending:
            await followers[opener].hears("What they must not hear.")
            assert not followers[opener].ended.is_set()
        for opener in ending:
            assert "What they must not hear." not in followers[opener].heard


@pytest.mark.django_db(transaction=True)
async def test_the_other_browser_goes_on_when_this_one_signs_out() -> None:
    entitlement.watch(seconds=0.1)
    scene = await sync_to_async(Scene)()
    async with asyncio.timeout(PATIENCE_SECONDS), followed(scene, ALL) as followers:
        await sync_to_async(scene.elsewhere.post)("/accounts/logout/")
        await asyncio.sleep(0.5)  # several looks
        await sync_to_async(scene.happens)("It goes on.")
        for each in followers.values():
            await each.hears("It goes on.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("change", "goes_on"),
    [(password_changed_here, True), (signed_out, False), (session_unused_for_long, False)],
)
async def test_who_asks_again_goes_on_only_if_this_browser_is_still_signed_in(
    change: Callable[[Scene], None], goes_on: bool
) -> None:
    """A change of password gives the browser that made it another session."""
    scene = await sync_to_async(Scene)()
    await sync_to_async(change)(scene)

    socket = Socket(websockets, f"/ws/campaigns/{scene.campaign.pk}", headers=headers(scene))
    await socket.connect()
    first = await socket.receive_output()
    await socket.disconnect()

    assert first["type"] == ("websocket.send" if goes_on else "websocket.close")


@pytest.mark.django_db(transaction=True)
async def test_without_a_setting_it_takes_a_few_seconds() -> None:
    scene = await sync_to_async(Scene)()
    async with asyncio.timeout(PATIENCE_SECONDS), followed(scene, {page}) as followers:
        await sync_to_async(signed_out)(scene)
        await followers[page].ended.wait()
    assert entitlement.LOOK_SECONDS <= 3.0
