"""ElevenLabs on loopback: signed links, the agent socket, records of what clients did, faults."""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from random import Random
from uuid import UUID

from aiohttp import WSMsgType, web

from callpilot.json_types import JsonMapping
from callpilot.simulation.modem import Modulated
from callpilot.simulation.speech import speak
from voice.negotiation.negotiator import Negotiator
from voice.simulator import provisioned, rest
from voice.simulator.agent import Agent
from voice.simulator.frames import queue_status
from voice.simulator.history import conversation
from voice.simulator.switches import AGENTS, Fault, Faults, Switches
from voice.simulator.talk import Close, Speaker, Talk, Voice
from voice.simulator.workspace import Workspace, webhooks_of

logger = logging.getLogger(__name__)
IDLE_SECONDS = 60.0  # simulated; without any frame of the client
MAX_FRAME_LENGTH = 16 * 2**20
CLOSE_SECONDS = 1.0
SIGNATURE = "conversation_signature"


async def spoken(text: str, sample_rate_hz: int) -> Modulated:
    """In a thread, since making sound may mean running a program."""
    return await asyncio.to_thread(speak, text, sample_rate_hz)


@dataclass
class Link:
    """Good for one conversation with one agent."""

    agent_id: str
    conversation_id: str
    switches: Switches
    made: float  # vendor's clock, seconds
    agent: Agent | None = None  # as it lay in the account


@dataclass
class Record:
    """What a client did in one conversation."""

    conversation_id: str
    agent_id: str
    heard_ms: int = 0
    frames: int = 0
    tools: list[str] = field(default_factory=list)  # asked for on the socket
    requested: list[str] = field(default_factory=list)  # asked for at the client's addresses
    complaints: list[str] = field(default_factory=list)
    closed_by: str = ""  # vendor, client; "" while it is going on
    code: int | None = None


class Vendor:
    """The state behind the addresses. speed: how much faster than life idle time passes."""

    def __init__(
        self,
        *,
        api_key: str = "simulated-xi-key",
        seed: int = 1,
        speed: float = 1.0,
        speaker: Callable[[JsonMapping], Speaker] = Negotiator,
        voice: Voice = spoken,
        clock: Callable[[], float] = time.monotonic,
        workspace: Workspace | None = None,
    ) -> None:
        """workspace: the account with its agents. Without one there are those of AGENTS, who have
        no prompt and believe the client: enough to try the line itself.
        """
        self.api_key, self.speed, self.clock = api_key, speed, clock
        self.speaker, self.voice = speaker, voice
        self.faults = Faults()
        self.records: list[Record] = []
        self.workspace = provisioned.workspace() if workspace is None else workspace
        self._plain = AGENTS if workspace is None else {}
        self._links: dict[str, Link] = {}
        self._telling: set[asyncio.Task[None]] = set()
        self._random = Random(seed)

    def link(self, agent_id: str) -> tuple[str, Link]:
        """A new signature, and what it opens."""
        signature = f"cvtkn_{self._name()}"
        usual = AGENTS.get(agent_id, Switches())
        agent = self.agent(agent_id)
        switches = self.faults.strike(agent_id, agent.switches(usual) if agent else usual)
        link = Link(agent_id, f"conv_{self._name()}", switches, self.clock(), agent)
        self._links[signature] = link
        return signature, link

    def knows(self, agent_id: str) -> bool:
        return agent_id in self.workspace.agents or agent_id in self._plain

    def agent(self, agent_id: str) -> Agent | None:
        """As it lies in the account now."""
        lies_there = agent_id in self.workspace.agents
        return Agent.of(self.workspace, agent_id) if lies_there else None

    def redeem(self, signature: str, agent_id: str) -> Link | None:
        """What the signature opens, once and in time."""
        link = self._links.pop(signature, None)
        if link is None or link.agent_id != agent_id:
            return None
        return link if self.clock() - link.made < link.switches.link_seconds else None

    def talk(self, link: Link) -> Talk:
        random = Random(self._random.random())
        return Talk(
            link.conversation_id, link.switches, self.speaker, self.voice, random, link.agent
        )

    def keep(self, link: Link, talk: Talk, began: float, record: Record | None = None) -> None:
        """What is to be seen of a conversation; without a record it goes on."""
        self.workspace.conversations[link.conversation_id] = conversation(
            link.conversation_id,
            link.agent_id,
            link.agent.document["name"] if link.agent else "",
            talk.history,
            began=began,
            ms=talk.now_ms,
            variables=talk.variables,
            code=record.code if record else None,
            by_client=record is not None and record.closed_by == "client",
            going_on=record is None,
        )

    def report(self, link: Link) -> None:
        """Tell whoever wants to be told of the agent's conversations; returns at once."""
        telling = asyncio.create_task(self._report(link))
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)

    async def _report(self, link: Link) -> None:
        hook = self.workspace.told(link.agent.document, "transcript") if link.agent else None
        if hook is None or link.agent is None:
            return
        data = dict(self.workspace.conversations[link.conversation_id])
        if webhooks_of(link.agent.document).get("exclude_transcript"):
            del data["transcript"]
        at = int(self.workspace.clock())
        event = {"type": "post_call_transcription", "event_timestamp": at, "data": data}
        for _ in range(link.switches.post_call_copies):
            await self.workspace.hooks.tell(hook, event)

    def _name(self) -> str:
        return UUID(int=self._random.getrandbits(128)).hex[:26]


def routes(vendor: Vendor) -> list[web.RouteDef]:
    """The vendor's addresses, and ours to control it, for any aiohttp application."""
    front = Front(vendor)
    return [
        *rest.routes(vendor.workspace, vendor.api_key),
        web.get("/v1/convai/conversation/get-signed-url", front.signed_link),
        web.get("/v1/convai/conversation", front.conversation),
        web.get("/simulator/voice", front.report),
        web.get("/simulator/voice/faults", front.list_faults),
        web.post("/simulator/voice/faults", front.add_fault),
        web.delete("/simulator/voice/faults", front.forget_faults),
    ]


def _error(status: int, detail: object) -> web.Response:
    return web.json_response({"detail": detail}, status=status)


class Front:
    """HTTP and sockets; each conversation is one handler."""

    def __init__(self, vendor: Vendor) -> None:
        self.vendor = vendor

    async def signed_link(self, request: web.Request) -> web.Response:
        if request.headers.get("xi-api-key") != self.vendor.api_key:
            return _error(401, {"status": "invalid_api_key", "message": "Invalid API key"})
        agent_id = request.query.get("agent_id")
        if agent_id is None:
            where = {"loc": ["query", "agent_id"], "msg": "Field required", "type": "missing"}
            return _error(422, [where])
        if not self.vendor.knows(agent_id):
            return _error(404, {"status": "agent_not_found", "message": "Agent not found"})
        signature, link = self.vendor.link(agent_id)
        scheme = "wss" if request.secure else "ws"
        path = f"/v1/convai/conversation?agent_id={agent_id}&{SIGNATURE}={signature}"
        answer = {"signed_url": f"{scheme}://{request.host}{path}"}
        if request.query.get("include_conversation_id", "").lower() == "true":
            answer["conversation_id"] = link.conversation_id
        return web.json_response(answer)

    async def conversation(self, request: web.Request) -> web.StreamResponse:
        agent_id = request.query.get("agent_id", "")
        signature = request.query.get(SIGNATURE)
        link = self.vendor.redeem(signature, agent_id) if signature else None
        if not self.vendor.knows(agent_id) or (signature and link is None):
            return _error(403, {"status": "forbidden", "message": "Invalid or expired link"})
        socket = web.WebSocketResponse(
            protocols=("convai",),
            compress=False,
            max_msg_size=MAX_FRAME_LENGTH,
            timeout=CLOSE_SECONDS,
        )
        await socket.prepare(request)
        if link is None:
            reason = b"This agent needs a signed link; fetch one first."
            await socket.close(code=3000, message=reason)
            return socket
        await self._converse(request, socket, link)
        return socket

    async def _converse(
        self, request: web.Request, socket: web.WebSocketResponse, link: Link
    ) -> None:
        talk = self.vendor.talk(link)
        record = Record(
            link.conversation_id,
            link.agent_id,
            complaints=talk.complaints,
            requested=talk.requests.made,
        )
        self.vendor.records.append(record)
        began = self.vendor.workspace.clock()
        self.vendor.keep(link, talk, began)
        try:
            close = await self._exchange(socket, talk, record)
        except ConnectionError:
            close = None
        record.closed_by = "vendor" if close else "client"
        record.code = close.code if close else socket.close_code
        if close is not None and close.code == 1006:
            if request.transport is not None:
                request.transport.abort()
        elif close is not None:
            await socket.close(code=close.code, message=close.reason.encode()[:120])
        self.vendor.keep(link, talk, began, record)
        self.vendor.report(link)

    async def _exchange(
        self, socket: web.WebSocketResponse, talk: Talk, record: Record
    ) -> Close | None:
        """Until somebody closes; returns our close, or None when it was the client."""
        while True:
            try:
                message = await socket.receive(timeout=IDLE_SECONDS / self.vendor.speed)
            except TimeoutError:
                return Close(1002, "No input was received for 60 seconds.")
            if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED):
                return None
            if message.type is WSMsgType.ERROR:
                return None
            if message.type is not WSMsgType.TEXT:
                return Close(1008, "Invalid message: text frames only.")
            record.frames += 1
            answers = await talk.take(message.data)
            record.heard_ms = talk.now_ms
            for out in answers:
                if isinstance(out, Close):
                    return out
                if out["type"] == "client_tool_call":
                    record.tools.append(out["client_tool_call"]["tool_name"])
                await socket.send_str(json.dumps(out))
                if out["type"] == "conversation_initiation_metadata":
                    closed = await self._queue(socket, talk.switches)
                    if closed is not None:
                        return closed

    async def _queue(self, socket: web.WebSocketResponse, switches: Switches) -> Close | None:
        """Let the client wait first, with music; by the wall, as no sound may come meanwhile."""
        if not switches.queue_ms:
            return None
        await socket.send_str(json.dumps(queue_status("waiting")))
        music = {"audio_base_64": "VVVVVVVVVVVVVVVV" * 50, "event_id": 0}
        await socket.send_str(json.dumps({"type": "audio", "audio_event": music}))
        await self._let_wait(socket, switches.queue_ms / 1000 / self.vendor.speed)
        if switches.queue_full:
            await socket.send_str(json.dumps(queue_status("timed_out")))
            return Close(4300, "Timed out in the queue.")
        await socket.send_str(json.dumps(queue_status("admitted")))
        return None

    async def _let_wait(self, socket: web.WebSocketResponse, seconds: float) -> None:
        """Or until the client leaves; what it sends meanwhile is not heard."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while (await socket.receive()).type is WSMsgType.TEXT:
                    pass

    # --- our own addresses ------------------------------------------------------------------

    async def report(self, request: web.Request) -> web.Response:
        """What clients did, oldest first."""
        return web.json_response(
            {"conversations": [asdict(record) for record in self.vendor.records]}
        )

    async def list_faults(self, request: web.Request) -> web.Response:
        waiting = self.vendor.faults.waiting
        return web.json_response({"waiting": [asdict(fault) for fault in waiting]})

    async def add_fault(self, request: web.Request) -> web.Response:
        """Body: {"switches": {...}, "agent_id"?, "count"?}; see Switches."""
        try:
            fault = Fault(**(await request.json()))
        except (ValueError, TypeError) as error:
            return web.json_response({"error": str(error)}, status=400)
        self.vendor.faults.waiting.append(fault)
        return web.json_response(asdict(fault), status=201)

    async def forget_faults(self, request: web.Request) -> web.Response:
        self.vendor.faults.waiting.clear()
        return web.Response(status=204)
