"""Twilio's REST API for calls: place, list, read, change, delete; errors in Twilio's shape."""

import asyncio
import base64
import hmac
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import cast
from urllib.parse import urlencode

from aiohttp import web

from telephony.simulator.network.call import PhoneCall
from telephony.simulator.network.call_request import (
    Form,
    Refusal,
    changed,
    read_document,
    read_order,
)
from telephony.simulator.network.leg import API_VERSION
from telephony.simulator.network.network import Network
from telephony.simulator.network.resource import path, resource

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
MAX_ON_A_PAGE = 1000


class RestApi:
    """The five routes on the calls of one network."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def routes(self) -> list[web.RouteDef]:
        calls = f"/{API_VERSION}/Accounts/{{account}}/Calls"
        one = f"{calls}/{{sid:CA[0-9a-fA-F]{{32}}}}.json"
        return [
            web.post(f"{calls}.json", self.guarded(self.create, "create")),
            web.get(f"{calls}.json", self.guarded(self.list, "list")),
            web.get(one, self.guarded(self.fetch, "fetch")),
            web.post(one, self.guarded(self.update, "update")),
            web.delete(one, self.guarded(self.delete, "delete")),
            web.route("*", f"/{API_VERSION}/{{rest:.*}}", self.guarded(self.unknown, "other")),
        ]

    def guarded(self, handler: Handler, route: str) -> Handler:
        """The handler behind the account's password, with errors and faults of the carrier."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                self._check_credentials(request)
                return await self._with_faults(handler, request, route)
            except Refusal as refusal:
                return _error(refusal)

        return guarded

    def _check_credentials(self, request: web.Request) -> None:
        exchange = self.network.exchange
        pair = f"{exchange.account_sid}:{exchange.auth_token}".encode()
        expected = "Basic " + base64.b64encode(pair).decode()
        if not hmac.compare_digest(request.headers.get("Authorization", ""), expected):
            raise Refusal(401, 20003, "Authenticate")
        if request.match_info.get("account", exchange.account_sid) != exchange.account_sid:
            raise _not_found(request)

    async def _with_faults(
        self, handler: Handler, request: web.Request, route: str
    ) -> web.StreamResponse:
        to = await self._number(request, route)

        def strikes(kind: str) -> bool:
            return self.network.exchange.faults.strike(kind, to, on=route) is not None

        if strikes("rest_429"):
            raise Refusal(429, 20429, "Too Many Requests")
        if strikes("rest_500_not_placed"):
            raise Refusal(500, 20500, "An internal server error has occurred")
        await self._wait("rest_slow", to, route)
        answer = await handler(request)
        await self._wait("rest_answer_late", to, route)
        if strikes("rest_garbled"):
            return web.Response(status=answer.status, text="<html>", content_type="text/html")
        if strikes("rest_500_placed"):
            raise Refusal(500, 20500, "An internal server error has occurred")
        if strikes("rest_reply_lost") and request.transport:
            request.transport.abort()
        return answer

    async def _wait(self, kind: str, to: str, route: str) -> None:
        if fault := self.network.exchange.faults.strike(kind, to, on=route):
            await asyncio.sleep(fault.seconds)

    async def _number(self, request: web.Request, route: str) -> str:
        if route == "create":
            return str((await request.post()).get("To", ""))
        call = self.network.calls.get(request.match_info.get("sid", ""))
        return call.order.to if call else request.query.get("To", "")

    async def create(self, request: web.Request) -> web.StreamResponse:
        call = self.network.place(read_order(await _form(request), self.network.owned))
        return web.json_response(resource(call, created=True), status=201)

    async def fetch(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(resource(self._call(request)))

    async def delete(self, request: web.Request) -> web.StreamResponse:
        call = self._call(request)
        if not call.ended:
            raise Refusal(409, 20409, "A call in progress cannot be deleted.")
        del self.network.calls[call.sid]
        return web.Response(status=204)

    async def update(self, request: web.Request) -> web.StreamResponse:
        call, form = self._call(request), await _form(request)
        document, status = read_document(form), form.get("Status", "")
        if status not in ("", "completed", "canceled"):
            raise Refusal(400, 20001, "Status is not completed or canceled")
        if document and (call.leg is None or call.ended):
            raise Refusal(400, 21220, "Call is not in-progress. Cannot redirect.")
        if call.ended:
            raise _not_found(request)
        if status == "canceled" and call.leg:
            raise Refusal(400, 21220, "Call is in-progress. Cannot cancel.")
        call.order = changed(call.order, form)
        if status:
            call.hang_up()
        elif document:
            call.redirect(document)
        return web.json_response(resource(call))

    async def list(self, request: web.Request) -> web.StreamResponse:
        size = _page_number(request, "PageSize", 50, 1, MAX_ON_A_PAGE)
        page = _page_number(request, "Page", 0, 0, 10**6)
        newest_first = reversed(self.network.calls.values())
        found = [call for call in newest_first if _matches(call, request)]
        shown = found[page * size : (page + 1) * size]
        account = self.network.exchange.account_sid
        base = path(account, "").rstrip("/") + ".json"

        def address(number: int) -> str:
            filters = {k: v for k, v in request.query.items() if k not in ("Page", "PageSize")}
            return f"{base}?{urlencode({**filters, 'PageSize': size, 'Page': number})}"

        return web.json_response(
            {
                "first_page_uri": address(0),
                "previous_page_uri": address(page - 1) if page else None,
                "next_page_uri": address(page + 1) if (page + 1) * size < len(found) else None,
                "uri": address(page),
                "page": page,
                "page_size": size,
                "start": page * size,
                "end": page * size + max(len(shown) - 1, 0),
                "calls": [resource(call) for call in shown],
            }
        )

    async def unknown(self, request: web.Request) -> web.StreamResponse:
        raise _not_found(request)

    def _call(self, request: web.Request) -> PhoneCall:
        call = self.network.calls.get(request.match_info["sid"])
        if call is None:
            raise _not_found(request)
        return call


async def _form(request: web.Request) -> Form:
    return cast(Form, await request.post())  # no files


def _error(refusal: Refusal) -> web.Response:
    body = {
        "code": refusal.code,
        "message": refusal.message,
        "more_info": f"https://www.twilio.com/docs/errors/{refusal.code}",
        "status": refusal.http_status,
    }
    headers = {"Twilio-Concurrent-Requests": "101"} if refusal.http_status == 429 else {}
    return web.json_response(body, status=refusal.http_status, headers=headers)


def _not_found(request: web.Request) -> Refusal:
    return Refusal(404, 20404, f"The requested resource {request.path} was not found")


def _page_number(request: web.Request, name: str, default: int, low: int, high: int) -> int:
    text = request.query.get(name, "")
    return min(max(int(text), low), high) if text.isdecimal() else default


def _matches(call: PhoneCall, request: web.Request) -> bool:
    shown = resource(call)
    for name in ("To", "From", "Status"):
        wanted = request.query.get(name)
        if wanted is not None and shown[name.lower()] != wanted:
            return False
    if "ParentCallSid" in request.query:
        return False
    return _in_time(call.answered_at, request, "StartTime") and _in_time(
        call.ended_at, request, "EndTime"
    )


def _in_time(moment: datetime | None, request: web.Request, name: str) -> bool:
    """Filters `Name` (that day), `Name>` and `Name<` (inclusive); what has no time is left out."""
    for key in (name, f"{name}>", f"{name}<"):
        if not (text := request.query.get(key)):
            continue
        if moment is None:
            return False
        bound = _bound(text)
        if isinstance(bound, date) and not isinstance(bound, datetime):
            value: date = moment.astimezone(UTC).date()
        else:
            value = moment.replace(microsecond=0)
        if (
            (key == name and value != bound)
            or (key.endswith(">") and value < bound)
            or (key.endswith("<") and value > bound)
        ):
            return False
    return True


def _bound(text: str) -> date | datetime:
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(400, 20001, f"{text} is not a date or time") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
