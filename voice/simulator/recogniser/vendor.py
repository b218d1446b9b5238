"""Deepgram on loopback: its two sockets, records of what clients did, faults."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from random import Random
from uuid import UUID

from aiohttp import web

from voice.simulator.recogniser import parameters
from voice.simulator.recogniser.parameters import BadParameter, Query, Wanted
from voice.simulator.recogniser.stream import Stream, Switches
from voice.simulator.sessions.faults import Faults
from voice.simulator.sessions.sockets import Close, Out, Wire

IDLE_SECONDS = 10.0  # by the clock: without sound or a keep-alive
PATH = "/simulator/recogniser"
REFUSALS = {
    400: ("Bad Request", "The request was not understood."),
    401: ("INVALID_AUTH", "Invalid credentials."),
    402: ("ASR_PAYMENT_REQUIRED", "Project does not have enough credits."),
    403: ("INSUFFICIENT_PERMISSIONS", "Project does not have access to the requested model."),
    429: ("TOO_MANY_REQUESTS", "Too many requests. Please try again later"),
}


@dataclass
class Record:
    """What a client did in one session."""

    request_id: str
    path: str
    model: str
    heard_ms: int = 0
    turns: int = 0
    messages: list[str] = field(default_factory=list)  # the texts that it sent
    complaints: list[str] = field(default_factory=list)
    closed_by: str = ""  # vendor, client; "" while it is going on
    code: int | None = None


class Recogniser:
    """The state behind the addresses."""

    def __init__(
        self,
        *,
        api_key: str = "simulated-deepgram-key",
        seed: int = 1,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self.api_key, self.idle_seconds = api_key, idle_seconds
        self.faults = Faults(Switches())
        self.records: list[Record] = []
        self._random = Random(seed)

    def request_id(self) -> str:
        return str(UUID(int=self._random.getrandbits(128), version=4))


class Session:
    """A stream behind its socket."""

    def __init__(self, wire: Wire, stream: Stream, record: Record) -> None:
        self._wire, self._stream, self._record = wire, stream, record

    async def begin(self) -> Close | None:
        return await self._tell(self._stream.begin())

    async def take(self, message: str | bytes) -> Close | None:
        if isinstance(message, str):
            self._record.messages.append(message)
        outs = self._stream.take(message)
        self._record.heard_ms, self._record.turns = self._stream.now_ms, self._stream.turns
        return await self._tell(outs)

    async def idle(self) -> Close | None:
        return Close(1011, "NET-0001: no audio or keep-alive was received.")

    async def _tell(self, outs: list[Out]) -> Close | None:
        for out in outs:
            if isinstance(out, Close):
                return out
            await self._wire.tell(out)
        return None


def routes(recogniser: Recogniser) -> list[web.RouteDef]:
    """The vendor's addresses, and ours to control it, for any aiohttp application."""

    async def flux(request: web.Request) -> web.StreamResponse:
        return await _listen(recogniser, request, parameters.flux)

    async def nova(request: web.Request) -> web.StreamResponse:
        return await _listen(recogniser, request, parameters.nova)

    async def report(request: web.Request) -> web.Response:
        """What clients did, oldest first."""
        return web.json_response({"sessions": [asdict(record) for record in recogniser.records]})

    return [
        web.get("/v2/listen", flux),
        web.get("/v1/listen", nova),
        web.get(PATH, report),
        *recogniser.faults.routes(f"{PATH}/faults"),
    ]


async def _listen(
    recogniser: Recogniser, request: web.Request, read: Callable[[Query], Wanted]
) -> web.StreamResponse:
    request_id = recogniser.request_id()
    if request.headers.get("Authorization") != f"Token {recogniser.api_key}":
        return _refusal(401, request_id)
    switches = recogniser.faults.strike()
    if switches.refuse_status is not None:
        return _refusal(switches.refuse_status, request_id)
    try:
        wanted = read(request.query)
    except BadParameter as wrong:
        return _refusal(400, request_id, str(wrong))
    stream = wanted.begin(request_id, switches)
    record = Record(request_id, request.path, wanted.model, complaints=stream.complaints)
    recogniser.records.append(record)
    wire = Wire(request, {"dg-request-id": request_id})
    answer = await wire.accept()
    session = Session(wire, stream, record)
    close = await session.begin()
    if close is not None:
        await wire.close(close)
        record.closed_by, record.code = "vendor", close.code
    else:
        record.closed_by, record.code = await wire.converse(session, recogniser.idle_seconds)
    return answer


def _refusal(status: int, request_id: str, words: str = "") -> web.Response:
    code, usual = REFUSALS.get(status, ("INTERNAL_SERVER_ERROR", "Something went wrong."))
    body = {"err_code": code, "err_msg": words or usual, "request_id": request_id}
    headers = {"dg-error": code, "dg-request-id": request_id}
    return web.json_response(body, status=status, headers=headers)
