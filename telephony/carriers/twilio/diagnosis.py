"""What Twilio needs to work: its keys, what is wrong with them, and what it says of them itself."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

import httpx
from django.conf import settings
from django.core.checks import CheckMessage, Error

from callpilot import adapters
from callpilot.adapters import Finding, clock_finding
from callpilot.addresses import is_on_this_machine
from callpilot.checks import E164, HOW_NUMBERS_ARE_WRITTEN
from callpilot.json_types import JsonObject
from telephony.carriers.twilio import numbers, voices

API_URL = "https://api.twilio.com"
VOICE_URL = "https://voice.twilio.com"
LITTLE_LEFT = Decimal(2)  # a handful of calls
ANSWERED_BY = ("voice_url", "voice_method", "voice_application_sid", "trunk_sid")
KEYS = ("rest", "inband")
TIMEOUT_SECONDS = 10


class Diagnosed(adapters.Diagnosed):
    """Keys, checks and the doctor's question."""

    keys = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_CALLER_ID")

    @classmethod
    def checks(cls) -> Iterator[CheckMessage]:
        if settings.MODE != "simulated" and settings.TWILIO_AUTH_TOKEN.startswith("simulated"):
            yield Error("TWILIO_AUTH_TOKEN is the simulator's.", id="callpilot.E007")
        caller_id = settings.TWILIO_CALLER_ID
        if caller_id and not E164.fullmatch(caller_id):
            yield Error(
                f"TWILIO_CALLER_ID={caller_id} is no telephone number with its country.",
                hint=HOW_NUMBERS_ARE_WRITTEN,
                id="callpilot.E032",
            )
        if settings.TWILIO_KEYS not in KEYS:
            yield Error(
                f"TWILIO_KEYS is {' or '.join(KEYS)}, not {settings.TWILIO_KEYS!r}.",
                id="callpilot.E030",
            )
        try:
            voices.by_language()
        except ValueError as error:
            yield Error(f"TWILIO_VOICE: {error}.", id="callpilot.E022")

    @classmethod
    def doctor(cls) -> Iterator[Finding]:
        base = settings.TWILIO_API_URL or API_URL
        try:
            with _asking() as http:
                answer = http.get(f"{base}{_account()}/Calls.json", params={"PageSize": "1"})
                fine = answer.status_code == 200
                wrong = (
                    "refuses TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN; copy both from its console."
                )
                yield "twilio", fine, base if fine else wrong
                if fine:
                    yield clock_finding(answer.headers.get("date", ""), "the carrier")
                    yield from _number(http, base)
                    yield from _countries(http)
                    yield from _balance(http, base)
        except (httpx.HTTPError, ValueError) as error:
            yield "twilio", False, f"{base} does not answer ({type(error).__name__})."


def _asking() -> httpx.Client:
    keys = settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN
    direct = is_on_this_machine(settings.TWILIO_API_URL)
    return httpx.Client(auth=keys, timeout=TIMEOUT_SECONDS, trust_env=not direct)


def _account() -> str:
    return f"/2010-04-01/Accounts/{settings.TWILIO_ACCOUNT_SID}"


def _number(http: httpx.Client, base: str) -> Iterator[Finding]:
    """Whether we may call from our number, and whether anybody answers who is rung back there."""
    number = settings.TWILIO_CALLER_ID
    told = _told(http, f"{base}{_account()}/IncomingPhoneNumbers.json", PhoneNumber=number)
    owned = _first(told, "incoming_phone_numbers")
    if owned is None:
        told = _told(http, f"{base}{_account()}/OutgoingCallerIds.json", PhoneNumber=number)
        verified = _first(told, "outgoing_caller_ids") is not None
        wrong = f"{number} is neither a number of this account nor verified for calling from it."
        yield (
            "number",
            verified,
            f"{number} is verified for calling from it." if verified else wrong,
        )
        return
    if not (owned.get("capabilities") or {}).get("voice"):
        yield "number", False, f"{number} cannot make calls; buy one that can (Voice)."
        return
    yield "number", True, f"{number} can make calls."
    yield from _ring_back(number, owned)


def _ring_back(number: str, owned: JsonObject) -> Iterator[Finding]:
    """Whether who rings the number back, as many do who see it, comes to our own handler."""
    ours = numbers.answered_by_us(*(owned.get(name) for name in ANSWERED_BY))
    to_do = f"set its webhook for a call that comes in to {numbers.handler_url()} (HTTP POST)"
    if ours:
        yield "ring back", True, f"who rings {number} hears whose it is, and can stop our calls."
    elif number == settings.CALLBACK_NUMBER:
        other = "or CALLBACK_NUMBER to one where a person answers; until then nobody is told it."
        yield "ring back", False, f"{number} does not come to us: {to_do}, {other}"
    else:
        yield "ring back", True, f"who rings {number} does not hear whose it is; {to_do}."


def _countries(http: httpx.Client) -> Iterator[Finding]:
    """The account must be allowed to call where ALLOWED_COUNTRIES allows it to us."""
    base = settings.TWILIO_API_URL or VOICE_URL
    shut = []
    for code in settings.ALLOWED_COUNTRIES:
        told = _told(http, f"{base}/v1/DialingPermissions/Countries/{code}")
        if told is None:
            yield "countries", True, "the carrier does not tell which it lets us call."
            return
        if told.get("low_risk_numbers_enabled") is False:
            shut.append(code)
    names = ", ".join(settings.ALLOWED_COUNTRIES)
    wrong = f"the carrier does not let us call {', '.join(shut)}: allow it there (Geo permissions)."
    yield "countries", not shut, wrong if shut else f"the carrier lets us call {names}."


def _balance(http: httpx.Client, base: str) -> Iterator[Finding]:
    told = _told(http, f"{base}{_account()}/Balance.json") or {}
    try:
        left = Decimal(str(told["balance"]))
    except (KeyError, InvalidOperation):
        yield "balance", True, "the carrier does not tell what is left."  # of a subaccount
        return
    words = f"{left:.2f} {told.get('currency') or ''} are left at the carrier.".replace("  ", " ")
    fine = left >= LITTLE_LEFT
    yield "balance", fine, words if fine else f"{words} Calls will fail soon; add some."


def _told(http: httpx.Client, url: str, **query: str) -> JsonObject | None:
    answer = http.get(url, params=query)
    told = answer.json() if answer.status_code == 200 else None
    return told if isinstance(told, dict) else None


def _first(told: JsonObject | None, key: str) -> JsonObject | None:
    rows = (told or {}).get(key)
    return rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else None
