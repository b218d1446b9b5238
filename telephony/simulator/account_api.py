"""What Twilio's REST API says of the account itself: its numbers, balance and countries."""

from collections.abc import Iterator

from aiohttp import web

from callpilot.json_types import JsonObject
from telephony.simulator.network.call_request import Refusal
from telephony.simulator.network.leg import API_VERSION
from telephony.simulator.network.network import Network
from telephony.simulator.network.rest import RestApi

NUMBERS = f"/{API_VERSION}/Accounts/{{account}}/IncomingPhoneNumbers.json"
NUMBER = f"/{API_VERSION}/Accounts/{{account}}/IncomingPhoneNumbers/{{number}}.json"
CALLER_IDS = f"/{API_VERSION}/Accounts/{{account}}/OutgoingCallerIds.json"
BALANCE = f"/{API_VERSION}/Accounts/{{account}}/Balance.json"
NOBODY = "https://demo.twilio.com/welcome/voice/"  # where a number that was just bought leads
COUNTRY = "/v1/DialingPermissions/Countries/{country}"  # at voice.twilio.com


class AccountApi:
    """Handlers for an account of which tests and people can change what lies there."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.balance = "100.00"
        self.countries = {"US", "CA", "GB"}  # that may be called
        self.changes: JsonObject = {}  # of the numbers, by member
        self.verified: frozenset[str] = frozenset()  # somebody else's, that we may call from

    def routes(self) -> list[web.RouteDef]:
        """They come before the network's own, which answer for all that is unknown."""
        guarded = RestApi(self.network).guarded
        return [
            web.get(NUMBERS, guarded(self.numbers, "numbers")),
            web.post(NUMBER, guarded(self.change_number, "numbers")),
            web.get(CALLER_IDS, guarded(self.caller_ids, "numbers")),
            web.get(BALANCE, guarded(self.money, "balance")),
            web.get(COUNTRY, guarded(self.country, "country")),
        ]

    async def numbers(self, request: web.Request) -> web.StreamResponse:
        wanted = request.query.get("PhoneNumber")
        owned = [each for each in sorted(self.network.owned) if wanted in (None, each)]
        return web.json_response(_page("incoming_phone_numbers", map(self._number, owned)))

    async def change_number(self, request: web.Request) -> web.StreamResponse:
        """What is to be asked when somebody rings it, and nothing else."""
        wanted = request.match_info["number"]
        found = [each for each in self.network.owned if _sid(each) == wanted]
        if not found:
            raise Refusal(404, 20404, f"The requested resource {request.path} was not found")
        form = await request.post()
        self.network.voice_urls[found[0]] = str(form.get("VoiceUrl", ""))
        return web.json_response(self._number(found[0]))

    async def caller_ids(self, request: web.Request) -> web.StreamResponse:
        wanted = request.query.get("PhoneNumber")
        known = [{"phone_number": each} for each in sorted(self.verified) if wanted in (None, each)]
        return web.json_response(_page("outgoing_caller_ids", iter(known)))

    async def money(self, request: web.Request) -> web.StreamResponse:
        account = self.network.exchange.account_sid
        return web.json_response(
            {"account_sid": account, "balance": self.balance, "currency": "USD"}
        )

    async def country(self, request: web.Request) -> web.StreamResponse:
        code = request.match_info["country"]
        if len(code) != 2:
            raise Refusal(404, 20404, f"The requested resource {request.path} was not found")
        return web.json_response(
            {
                "iso_code": code,
                "name": code,
                "continent": "NORTH_AMERICA",
                "country_codes": ["+1"],
                "low_risk_numbers_enabled": code in self.countries,
                "high_risk_special_numbers_enabled": False,
                "high_risk_tollfraud_numbers_enabled": False,
                "url": f"https://voice.twilio.com{request.path}",
                "links": {},
            }
        )

    def _number(self, number: str) -> JsonObject:
        account = self.network.exchange.account_sid
        return {
            "sid": _sid(number),
            "account_sid": account,
            "phone_number": number,
            "friendly_name": number,
            "capabilities": {"voice": True, "sms": True, "mms": False, "fax": False},
            "voice_url": self.network.voice_urls.get(number, NOBODY),
            "voice_method": "POST",
            "voice_application_sid": "",
            "trunk_sid": None,
            "status": "in-use",
        } | self.changes


def _sid(number: str) -> str:
    return f"PN{int(number[1:]):032x}"


def _page(key: str, rows: Iterator[JsonObject]) -> JsonObject:
    return {key: list(rows), "page": 0, "page_size": 50, "next_page_uri": None}
