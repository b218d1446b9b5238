"""A phone network with scripted callees, and the customer's application that uses it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ParamSpec, Self, TypedDict, TypeVar, Unpack
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.rest.api.v2010.account.call import CallInstance

from callpilot.json_types import JsonObject
from telephony.simulator import vendor
from telephony.simulator.network.call import PhoneCall
from telephony.simulator.network.network import Network
from telephony.simulator.personas.callee_actions import Act, Pickup, PickupKind, Speak

ACCOUNT = "AC0123456789abcdef0123456789abcdef"
TOKEN = "a-token-of-tests"
OURS, THEIRS, OTHERS = "+14155550100", "+14155550142", "+14155550143"
ALL_EVENTS = ["initiated", "ringing", "answered", "completed"]
SPEED = 40.0
WIRE = Path(__file__).resolve().parent.parent.parent / "wire"
P = ParamSpec("P")
T = TypeVar("T")


def wire(name: str) -> JsonObject:
    found = json.loads((WIRE / name).read_text())
    assert isinstance(found, dict)
    return found


async def json_of(answer: aiohttp.ClientResponse) -> JsonObject:
    found = await answer.json()
    assert isinstance(found, dict)
    return found


class Script(TypedDict, total=False):
    """What a test may give its callee."""

    kind: PickupKind
    ring_seconds: float
    greeting: str | None
    replies: list[list[Act]]
    on_idle: list[list[Act]]
    on_key: list[Act]


class Scripted:
    """A callee who says what the test gave it; remembers what it heard."""

    def __init__(
        self,
        kind: PickupKind = "human",
        ring_seconds: float = 0.3,
        greeting: str | None = "Hello.",
        replies: list[list[Act]] | None = None,
        on_idle: list[list[Act]] | None = None,
        on_key: list[Act] | None = None,
    ) -> None:
        self.pickup = Pickup(kind, ring_seconds)
        self.greets = greeting
        self.replies = list(replies or [])
        self.idles = list(on_idle or [])
        self.on_key = on_key or []
        self.heard: list[str] = []
        self.keys = ""
        self.was_cut_off: list[str] = []

    def answers(self) -> Pickup:
        return self.pickup

    def greeting(self) -> str | None:
        return self.greets

    def hear(self, text: str) -> list[Act]:
        self.heard.append(text)
        return self.replies.pop(0) if self.replies else []

    def idle(self, silent_ms: int) -> list[Act]:
        return self.idles.pop(0) if self.idles else []

    def pressed(self, digit: str) -> list[Act]:
        self.keys += digit
        return self.on_key

    def cut_off(self, heard: str) -> None:
        self.was_cut_off.append(heard)


class ScriptedTown:
    """Whoever a test has put at a number, somebody who greets and listens at all others."""

    def __init__(self) -> None:
        self.callees: dict[str, Scripted] = {}

    def pick_up(self, phone: str) -> Scripted:
        return self.callees.setdefault(phone, Scripted())

    def place(self, phone: str, persona: str) -> None:
        raise KeyError(persona)

    def numbers(self) -> dict[str, str]:
        return dict.fromkeys(self.callees, "scripted")

    def recorded(self, phone: str) -> list[str]:
        return self.callees[phone].heard if phone in self.callees else []

    def books(self) -> list[JsonObject]:
        return []


@dataclass
class Hit:
    """A request that came to the application."""

    path: str
    method: str
    fields: dict[str, str]
    headers: dict[str, str]
    signed: bool


@dataclass
class Socket:
    """A media stream that came to the application."""

    socket: web.WebSocketResponse
    headers: dict[str, str]
    signed: bool
    messages: list[JsonObject] = field(default_factory=list)
    closed: bool = False
    close_code: int | None = None

    @property
    def sid(self) -> str:
        return str(self.of("start")[0]["streamSid"])

    def of(self, event: str) -> list[JsonObject]:
        return [m for m in self.messages if m["event"] == event]

    async def send(self, event: str, **body: object) -> None:
        message: JsonObject = {"event": event, "streamSid": self.sid}
        await self.socket.send_str(json.dumps(message | ({event: body} if body else {})))


Answer = str | Callable[[web.Request], Awaitable[web.StreamResponse]]


class Application:
    """What a customer of Twilio runs."""

    def __init__(self) -> None:
        self.hits: list[Hit] = []
        self.sockets: list[Socket] = []
        self.answers: dict[str, Answer] = {}
        self.url = ""
        self.app = web.Application()
        self.app.router.add_get("/stream", self.stream)
        self.app.router.add_route("*", "/{path:.*}", self.request)

    async def request(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        fields = {name: str(value) for name, value in (form or request.query).items()}
        posted = dict(parse_qsl(await request.text(), keep_blank_values=True))
        signed = _signed(request, posted)
        self.hits.append(
            Hit(request.raw_path, request.method, fields, dict(request.headers), signed)
        )
        answer = self.answers.get(request.path, "<Response/>")
        if isinstance(answer, str):
            return web.Response(text=answer, content_type="text/xml")
        return await answer(request)

    async def stream(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        seen = Socket(socket, dict(request.headers), _signed(request, {}))
        self.sockets.append(seen)
        try:
            async for message in socket:
                seen.messages.append(json.loads(message.data))
        finally:
            seen.closed, seen.close_code = True, socket.close_code
        return socket

    def unsigned(self) -> list[Hit | Socket]:
        """What came and would be turned away by Twilio's own validator."""
        came: list[Hit | Socket] = [*self.hits, *self.sockets]
        return [each for each in came if not each.signed]

    def to(self, path: str) -> list[Hit]:
        return [hit for hit in self.hits if hit.path.split("?")[0] == path]

    def statuses(self) -> list[str]:
        return [hit.fields["CallStatus"] for hit in self.to("/status")]


def _signed(request: web.Request, posted: dict[str, str]) -> bool:
    scheme = "ws" if "Upgrade" in request.headers else "http"
    url = f"{scheme}://{request.headers['Host']}{request.raw_path}"
    signature = request.headers.get("X-Twilio-Signature", "")
    return bool(RequestValidator(TOKEN).validate(url, posted, signature))


class World:
    """Both servers on loopback, and Twilio's own client for the first."""

    def __init__(self, network: Network, town: ScriptedTown) -> None:
        self.network, self.town = network, town
        self.application = Application()
        app = web.Application()
        app.cleanup_ctx.append(network.running)
        app.add_routes(vendor.routes(network))
        self.servers = [TestServer(app), TestServer(self.application.app)]

    async def __aenter__(self) -> Self:
        for server in self.servers:
            await server.start_server()
        self.url = str(self.servers[0].make_url("")).rstrip("/")
        self.application.url = str(self.servers[1].make_url("")).rstrip("/")
        self.http = aiohttp.ClientSession()
        self.client = Client(
            ACCOUNT, TOKEN, http_client=TwilioHttpClient(timeout=60), environment={"not": "ours"}
        )
        self.client.api.base_url = self.url
        return self

    async def __aexit__(self, *exc: object) -> None:
        self.client.http_client.session.close()
        await self.http.close()
        for server in self.servers:
            await server.close()

    def callee(self, phone: str = THEIRS, **script: Unpack[Script]) -> Scripted:
        self.town.callees[phone] = Scripted(**script)
        return self.town.callees[phone]

    async def sdk(self, verb: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Twilio's client blocks, so it works in a thread."""
        return await asyncio.to_thread(verb, *args, **kwargs)

    async def call(
        self, document: Answer = "<Response/>", to: str = THEIRS, **settings: object
    ) -> CallInstance:
        self.application.answers.setdefault("/voice", document)
        order: JsonObject = {
            "url": f"{self.application.url}/voice",
            "status_callback": f"{self.application.url}/status",
            "status_callback_event": ALL_EVENTS,
        }
        order = {k: v for k, v in (order | settings).items() if v is not None}
        return await self.sdk(self.client.calls.create, to=to, from_=OURS, **order)

    async def refused(
        self, verb: Callable[P, object], *args: P.args, **kwargs: P.kwargs
    ) -> TwilioRestException:
        try:
            await self.sdk(verb, *args, **kwargs)
        except TwilioRestException as error:
            return error
        raise AssertionError("it was not refused")

    def phone_call(self, call: CallInstance) -> PhoneCall:
        return self.network.calls[str(call.sid)]

    async def until(self, condition: Callable[[], T | None], seconds: float = 60.0) -> T:
        """What the condition gives, once it is true; waits no longer than it has to."""
        async with asyncio.timeout(seconds):
            while not (found := condition()):
                await asyncio.sleep(0.005)
        return found

    async def over(self, call: CallInstance) -> PhoneCall:
        """The call has ended and its last callback has come."""
        phone_call = self.phone_call(call)
        await self.until(lambda: phone_call.ended)
        return phone_call

    async def fault(self, kind: str, **fields: object) -> None:
        answer = await self.http.post(f"{self.url}/simulator/faults", json={"kind": kind, **fields})
        assert answer.status == 201, await answer.text()

    async def get(self, path: str) -> JsonObject:
        return await json_of(await self.http.get(f"{self.url}{path}"))

    async def noted(self) -> list[int]:
        """The codes of the errors in the carrier's debugger."""
        return [note["code"] for note in (await self.get("/simulator/debugger"))["notes"]]

    def stream_document(self, after: str = "", query: str = "") -> str:
        url = self.application.url.replace("http", "ws", 1) + "/stream" + query
        return (
            f'<Response><Connect><Stream url="{url}" '
            f'statusCallback="{self.application.url}/stream-status">'
            f'<Parameter name="token" value="t&amp;1"/></Stream></Connect>{after}</Response>'
        )

    async def streaming(
        self, after: str = "", **script: Unpack[Script]
    ) -> tuple[CallInstance, Socket]:
        """A call whose media stream has begun."""
        if script:
            self.callee(**script)
        call = await self.call(self.stream_document(after))
        await self.until(lambda: self.application.sockets)
        socket = self.application.sockets[0]
        await self.until(lambda: socket.of("media"))
        return call, socket


def says(text: str) -> list[Act]:
    return [Speak(text)]
