"""Steering the simulated network from tests and demos: faults, people, keys, its own records."""

from aiohttp import web

from callpilot.json_types import JsonObject
from telephony.simulator.incoming import ring_us
from telephony.simulator.network.call import PhoneCall
from telephony.simulator.network.faults import KINDS
from telephony.simulator.network.network import Network


class Control:
    """JSON over /simulator/*; only ever served on loopback."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/simulator/ledger", self.ledger),
            web.get("/simulator/counts", self.counts),
            web.get("/simulator/debugger", self.debugger),
            web.post("/simulator/reset", self.reset),
            web.get("/simulator/faults", self.faults),
            web.post("/simulator/faults", self.add_fault),
            web.delete("/simulator/faults", self.clear_faults),
            web.get("/simulator/people", self.people),
            web.post("/simulator/people", self.place_person),
            web.get("/simulator/people/{phone}/recorded", self.recorded),
            web.get("/simulator/books", self.books),
            web.post("/simulator/ring-us", self.ring_us),
            web.post("/simulator/clock", self.set_clock),
            web.post("/simulator/calls/{sid}/press", self.press),
            web.post("/simulator/calls/{sid}/hang-up", self.hang_up),
        ]

    async def ledger(self, request: web.Request) -> web.Response:
        exchange = self.network.exchange
        forged = exchange.courier.forgeries
        report = exchange.ledger.report()
        report["forged"] = {"let_in": forged[True], "refused": forged[False]}
        return web.json_response(report)

    async def counts(self, request: web.Request) -> web.Response:
        """What changes from one moment to the next, without the whole ledger."""
        exchange = self.network.exchange
        written = sum(bool(entry["booked"]) for entry in exchange.callees.books())
        return web.json_response(exchange.ledger.counts() | {"written_down": written})

    async def debugger(self, request: web.Request) -> web.Response:
        return web.json_response({"notes": self.network.exchange.debugger})

    async def reset(self, request: web.Request) -> web.Response:
        await self.network.reset()
        return web.json_response({"ok": True})

    async def faults(self, request: web.Request) -> web.Response:
        return web.json_response({"faults": self.network.exchange.faults.listed(), "kinds": KINDS})

    async def add_fault(self, request: web.Request) -> web.Response:
        try:
            self.network.exchange.faults.add(**await _body(request))
        except ValueError as error:
            return _wrong(str(error))
        return web.json_response({"faults": self.network.exchange.faults.listed()}, status=201)

    async def clear_faults(self, request: web.Request) -> web.Response:
        self.network.exchange.faults.waiting.clear()
        return web.json_response({"faults": []})

    async def people(self, request: web.Request) -> web.Response:
        return web.json_response({"people": self.network.exchange.callees.numbers()})

    async def place_person(self, request: web.Request) -> web.Response:
        body = await _body(request)
        try:
            self.network.exchange.callees.place(str(body["phone"]), str(body["persona"]))
        except KeyError:
            return _wrong("phone and persona are needed, and the persona must be known")
        return web.json_response({"ok": True})

    async def recorded(self, request: web.Request) -> web.Response:
        """What was said to the machine at this number."""
        recorded = self.network.exchange.callees.recorded(request.match_info["phone"])
        return web.json_response({"recorded": recorded})

    async def books(self, request: web.Request) -> web.Response:
        """What the desks have written into their appointment books."""
        return web.json_response({"entries": self.network.exchange.callees.books()})

    async def ring_us(self, request: web.Request) -> web.Response:
        """Somebody rings one of our numbers, and presses a key when they are told that they may."""
        body = await _body(request)
        try:
            phone, number = str(body["from"]), str(body["to"])
            heard = await ring_us(self.network, phone, number, str(body.get("key", "")))
        except KeyError:
            return _wrong("from and to are needed, and the number must have an address of ours")
        return web.json_response({"heard": heard})

    async def set_clock(self, request: web.Request) -> web.Response:
        """The carrier's clock is so many seconds ahead of the true time; below nought: behind."""
        ahead = (await _body(request)).get("ahead_seconds")
        if not isinstance(ahead, int | float) or not -3600 <= ahead <= 3600:
            return _wrong("ahead_seconds is a number from -3600 to 3600")
        self.network.exchange.ahead_seconds = ahead
        return web.json_response({"ok": True})

    async def press(self, request: web.Request) -> web.Response:
        """The callee presses a key."""
        digit = str((await _body(request)).get("digit", ""))
        if len(digit) != 1 or digit not in "0123456789*#ABCD":
            return _wrong("digit is one of 0-9 * # A-D")
        return web.json_response({"ok": self._call(request).press_key(digit)})

    async def hang_up(self, request: web.Request) -> web.Response:
        """The callee hangs up."""
        call = self._call(request)
        if call.leg is None or call.ended:
            return _wrong("nobody is on the line")
        call.end("completed", 200, "callee")
        return web.json_response({"ok": True})

    def _call(self, request: web.Request) -> PhoneCall:
        call = self.network.calls.get(request.match_info["sid"])
        if call is None:
            raise web.HTTPNotFound
        return call


async def _body(request: web.Request) -> JsonObject:
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="a JSON object is needed")
    return body


def _wrong(text: str) -> web.Response:
    return web.json_response({"error": text}, status=400)
