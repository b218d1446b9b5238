"""The live page's socket: everything first, then differences, and only for the owner."""

import asyncio
import json

import pytest
from asgiref.sync import sync_to_async
from channels.routing import URLRouter
from django.contrib.auth.models import AnonymousUser
from django.urls import path
from pytest_django import Settings

from callpilot.json_types import JsonObject
from callpilot.models import Profile, User
from campaigns.live import entitlement
from campaigns.live.consumers import LiveConsumer, last_number
from campaigns.live.hub import Watch
from campaigns.models import Campaign, Event
from tests.campaigns.clients import browser_of
from tests.factories import make_call, make_campaign, make_person
from tests.sockets import PATIENCE_SECONDS, Socket

pytestmark = pytest.mark.django_db(transaction=True)
application = URLRouter([path("ws/campaigns/<uuid:campaign_id>", LiveConsumer.as_asgi())])


async def watching(
    campaign: Campaign, person: User | AnonymousUser, since: int | str = -1
) -> Socket:
    """Not yet connected; whoever it is has signed in just now."""
    socket = Socket(application, f"ws/campaigns/{campaign.pk}?since={since}")
    socket.scope["user"] = person
    if isinstance(person, User):
        client = await sync_to_async(browser_of)(person)
        socket.scope["session"] = await sync_to_async(lambda: client.session)()
    return socket


async def message(socket: Socket) -> JsonObject:
    """What comes next, the server's pings aside."""
    heard: JsonObject = {"ping": 0}
    while "ping" in heard:
        heard = json.loads(await socket.receive_from())
    return heard


async def closed(socket: Socket) -> int:
    """The code with which the server closes, whatever it says before."""
    while (output := await socket.receive_output())["type"] != "websocket.close":
        pass
    return int(output["code"])


async def test_who_watches_gets_the_board_and_then_what_happens() -> None:
    campaign = await sync_to_async(make_campaign)(status="negotiating")
    call = await sync_to_async(make_call)(campaign, status="in_progress")
    person = await sync_to_async(lambda: campaign.person)()
    socket = await watching(campaign, person)
    await socket.connect()

    board = await message(socket)
    await sync_to_async(Event.record)(
        campaign, Event.Kind.TURN, call=call, number=1, speaker="callee", text="Good morning"
    )
    difference = await message(socket)
    await socket.disconnect()

    assert f'id="call-{call.pk}"' in board["html"]
    assert "Good morning" not in board["html"]
    assert "Good morning" in difference["html"]
    assert difference["number"] > board["number"]


async def test_charlie_cannot_watch_alices_campaign() -> None:
    campaign = await sync_to_async(make_campaign)()
    charlie = await sync_to_async(make_person)("charlie")

    for stranger, code in ((charlie, 4404), (AnonymousUser(), 4401)):
        socket = await watching(campaign, stranger)
        await socket.connect()
        assert await closed(socket) == code


async def test_two_watchers_see_every_row_in_order_without_gaps() -> None:
    campaign = await sync_to_async(make_campaign)(status="negotiating")
    call = await sync_to_async(make_call)(campaign, status="in_progress")
    person = await sync_to_async(lambda: campaign.person)()
    sockets = [await watching(campaign, person) for _ in range(2)]
    for socket in sockets:
        await socket.connect()
        await message(socket)

    def speak(number: int) -> None:
        Event.record(
            campaign,
            Event.Kind.TURN,
            call=call,
            number=number,
            speaker="callee",
            text=f"w{number}.",
        )

    for number in range(1, 21):
        await sync_to_async(speak)(number)
    for socket in sockets:
        html = ""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while f'{call.pk}-20"' not in html:
                html += (await message(socket))["html"]
        places = [html.index(f'{call.pk}-{number}"') for number in range(1, 21)]
        assert places == sorted(places)
        await socket.disconnect()


async def test_a_page_that_cannot_be_kept_true_is_closed_and_comes_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    campaign = await sync_to_async(make_campaign)(status="negotiating")
    person = await sync_to_async(lambda: campaign.person)()
    socket = await watching(campaign, person)
    await socket.connect()
    await message(socket)

    nowhere = Profile.objects.filter(user=person)
    await nowhere.aupdate(timezone="Mars/Base")  # no clock to write the next piece by
    await sync_to_async(Event.record)(campaign, Event.Kind.CALL_NOTED, text="x")

    assert await closed(socket) == 1011
    assert "A live page was given up" in caplog.text


async def test_a_watcher_with_a_nonsense_number_gets_the_whole_board() -> None:
    campaign = await sync_to_async(make_campaign)(status="negotiating")
    person = await sync_to_async(lambda: campaign.person)()
    for nonsense in ("9" * 5000, "-7", "x"):
        socket = await watching(campaign, person, since=nonsense)
        await socket.connect()
        assert 'id="campaign-head"' in (await message(socket))["html"]
        await socket.disconnect()


class FailingLayer:
    """Lets one join, and is down from then on."""

    async def new_channel(self) -> str:
        return "channel"

    async def group_add(self, group: str, channel: str) -> None: ...

    async def receive(self, channel: str) -> None:
        await asyncio.sleep(3600)

    async def group_send(self, group: str, message: JsonObject) -> None:
        raise OSError("connection refused")

    async def group_discard(self, group: str, channel: str) -> None:
        raise OSError("connection closed")


@pytest.fixture
def failing_layer(settings: Settings) -> None:
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": f"{__name__}.FailingLayer"}}


@pytest.mark.usefixtures("failing_layer")
def test_a_channel_layer_that_is_down_fails_nobody() -> None:
    assert Event.record(make_campaign(), Event.Kind.CALL_NOTED, text="x").number == 1


@pytest.mark.usefixtures("failing_layer")
async def test_a_watch_that_nobody_needs_ends_even_if_it_cannot_leave() -> None:
    campaign = await sync_to_async(make_campaign)()
    watch = asyncio.create_task(Watch(campaign.pk, 0).run())
    await asyncio.sleep(0.2)

    watch.cancel()

    done, _ = await asyncio.wait({watch}, timeout=PATIENCE_SECONDS)
    assert done


async def test_a_command_is_acknowledged_and_changes_the_page() -> None:
    campaign = await sync_to_async(make_campaign)(status="negotiating")
    call = await sync_to_async(make_call)(campaign, status="in_progress")
    person = await sync_to_async(lambda: campaign.person)()
    socket = await watching(campaign, person)
    await socket.connect()
    await message(socket)

    command = {"command": "whisper", "call": str(call.pk), "text": "Ask for Friday", "id": "k1"}
    await socket.send_to(json.dumps(command))
    heard = [await message(socket), await message(socket)]
    await socket.disconnect()

    acks = [each for each in heard if "ack" in each]
    assert acks == [{"ack": "k1", "ok": True, "text": "Sent to the assistant."}]
    assert "Ask for Friday" in next(each["html"] for each in heard if "html" in each)


async def test_what_is_no_command_is_answered_or_ignored_and_the_page_lives() -> None:
    campaign = await sync_to_async(make_campaign)(status="negotiating")
    person = await sync_to_async(lambda: campaign.person)()
    socket = await watching(campaign, person)
    await socket.connect()
    await message(socket)

    for nonsense in ("x", "[]", '"', "9" * 5000, '{"command": "drop", "id": "k2"}'):
        await socket.send_to(nonsense)

    assert (await message(socket))["ok"] is False
    await socket.disconnect()


@pytest.mark.parametrize(
    "odd",
    [
        '{"a":' * 600 + "1" + "}" * 600,
        '{"command": "whisper", "call": "CALL", "id": "k\\ud83d", "text": "Hi\\ud83d"}',
        '{"command": "whisper", "call": "CALL", "id": "k\\u0000", "text": "Hi\\u0000"}',
        '{"command": "show", "call": "\\ud83d", "id": {"\\udfff": "\\u0000"}}',
    ],
    ids=["nested", "half a character", "NUL", "in names"],
)
async def test_no_letter_closes_the_page(odd: str) -> None:
    campaign = await sync_to_async(make_campaign)(status="negotiating")
    call = await sync_to_async(make_call)(campaign, status="in_progress")
    socket = await watching(campaign, await sync_to_async(lambda: campaign.person)())
    await socket.connect()
    await message(socket)

    await socket.send_to(odd.replace("CALL", str(call.pk)))
    await socket.send_to('{"command": "show", "id": "alive"}')
    while (await message(socket)).get("ack") != "alive":
        pass
    await socket.disconnect()

    whispered = [event.data["text"] async for event in campaign.events.filter(kind="whispered")]
    assert whispered in ([], ["Hi"])


async def test_a_page_is_told_to_go_once_its_person_has_signed_out() -> None:
    entitlement.watch(seconds=0.05)
    campaign = await sync_to_async(make_campaign)(status="negotiating")
    socket = await watching(campaign, await sync_to_async(lambda: campaign.person)())
    await socket.connect()
    await message(socket)

    await sync_to_async(socket.scope["session"].flush)()

    assert await closed(socket) == 4401
    await socket.disconnect()


async def test_a_command_of_who_has_just_signed_out_is_not_carried_out() -> None:
    entitlement.watch(seconds=3600)  # nobody has looked yet
    campaign = await sync_to_async(make_campaign)(status="negotiating")
    call = await sync_to_async(make_call)(campaign, status="in_progress")
    socket = await watching(campaign, await sync_to_async(lambda: campaign.person)())
    await socket.connect()
    await message(socket)
    await sync_to_async(socket.scope["session"].flush)()

    command = {"command": "whisper", "call": str(call.pk), "text": "Ask for Friday", "id": "k1"}
    await socket.send_to(json.dumps(command))

    assert await closed(socket) == 4401
    await socket.disconnect()
    assert not await campaign.events.filter(kind="whispered").aexists()


def test_how_far_a_campaign_is_is_told_to_its_own_person_alone() -> None:
    campaign = make_campaign()

    assert last_number(campaign.pk, campaign.person) == 0
    assert last_number(campaign.pk, make_person()) is None
    assert last_number(campaign.pk, AnonymousUser()) is None
