"""What a customer orders when placing or changing a call: form fields, judged as Twilio does."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from urllib.parse import urlsplit

from multidict import MultiMapping

from callpilot.json_types import JsonObject
from telephony.simulator.network.amd import Detection
from telephony.simulator.network.twiml_fetch import Fetch, Inline

FICTIONAL = re.compile(r"\+1[2-9]\d{2}55501\d{2}")
E164 = re.compile(r"\+[1-9]\d{6,14}")
EVENTS = {"initiated", "ringing", "answered", "completed"}
MAX_TWIML_LENGTH = 4000
FOUR_HOURS = 14400
Form = MultiMapping[str]


class Refusal(Exception):
    """An answer with an error in it, in Twilio's shape."""

    def __init__(self, http_status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.http_status, self.code, self.message = http_status, code, message


@dataclass(frozen=True)
class Order:
    """A call as ordered. stray_events: event words that Twilio takes and never obeys."""

    to: str
    from_: str
    document: Fetch | Inline
    fallback_url: str = ""
    fallback_method: str = "POST"
    callback_url: str = ""
    callback_method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})
    stray_events: bool = False
    timeout_seconds: int = 60
    limit_seconds: int = FOUR_HOURS
    digits: str = ""
    detection: Detection = field(default_factory=Detection)


def read_order(form: Form, owned: frozenset[str]) -> Order:
    """Raises Refusal. owned: the numbers of this account; empty: any will do."""
    to, from_ = form.get("To", ""), form.get("From", "")
    _check_numbers(to, from_, owned)
    given = form.getall("StatusCallbackEvent", [])
    return Order(
        to=to,
        from_=from_,
        document=read_document(form) or _missing_document(),
        fallback_url=_url(form, "FallbackUrl"),
        fallback_method=_method(form, "FallbackMethod"),
        callback_url=_url(form, "StatusCallback"),
        callback_method=_method(form, "StatusCallbackMethod"),
        events=frozenset(given) & EVENTS if given else frozenset({"completed"}),
        stray_events=bool(set(given) - EVENTS),
        timeout_seconds=_number(form, "Timeout", 60, 1, 600, 21208),
        limit_seconds=_number(form, "TimeLimit", FOUR_HOURS, 1, 86400, 20001),
        digits=_digits(form),
        detection=_detection(form),
    )


def _check_numbers(to: str, from_: str, owned: frozenset[str]) -> None:
    if not to:
        raise Refusal(400, 21201, "No 'To' number is specified")
    if not from_:
        raise Refusal(400, 21213, "No 'From' number is specified")
    if not E164.fullmatch(from_):
        raise Refusal(400, 21212, f"The 'From' number {from_} is not a valid phone number.")
    if owned and from_ not in owned:
        text = f"The source phone number provided, {from_}, is not yet verified for your account."
        raise Refusal(400, 21210, text)
    if not FICTIONAL.fullmatch(to):
        raise Refusal(400, 21211, f"The 'To' number {to} is not a valid phone number.")


def read_document(form: Form) -> Fetch | Inline | None:
    """What the call is to play; `Url` wins over `Twiml`. None: nothing about it in the form."""
    if url := _url(form, "Url"):
        return Fetch(url, _method(form, "Method"))
    twiml = form.get("Twiml", "")
    if len(twiml) > MAX_TWIML_LENGTH:
        raise Refusal(400, 21205, "Twiml is longer than 4000 characters")
    return Inline(twiml) if twiml else None


def _missing_document() -> Fetch:
    raise Refusal(400, 21205, "Url parameter is required.")


def changed(order: Order, form: Form) -> Order:
    """The order with the settings that an update brings. Raises Refusal."""
    readers: Mapping[str, tuple[str, Callable[[Form, str], object]]] = {
        "FallbackUrl": ("fallback_url", _url),
        "FallbackMethod": ("fallback_method", _method),
        "StatusCallback": ("callback_url", _url),
        "StatusCallbackMethod": ("callback_method", _method),
    }
    changes: JsonObject = {
        name: read(form, key) for key, (name, read) in readers.items() if key in form
    }
    if "TimeLimit" in form:
        changes["limit_seconds"] = _number(form, "TimeLimit", FOUR_HOURS, 1, 86400, 20001)
    assert changes.keys() <= {each.name for each in fields(Order)}
    return replace(order, **changes)


def _url(form: Form, name: str) -> str:
    url = form.get(name, "")
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise Refusal(400, 21205, f"{name} is not a valid URL: {url}")
    return url


def _method(form: Form, name: str) -> str:
    method = form.get(name, "POST").upper()
    if method not in ("GET", "POST"):
        raise Refusal(400, 20001, f"{name} is not GET or POST")
    return method


def _number(form: Form, name: str, default: int, low: int, high: int, code: int) -> int:
    text = form.get(name)
    if text is None:
        return default
    if not (text.isdecimal() and low <= int(text) <= high):
        raise Refusal(400, code, f"{name} must be a whole number from {low} to {high}")
    return int(text)


def _digits(form: Form) -> str:
    digits = form.get("SendDigits", "")
    if not re.fullmatch(r"[0-9A-D#*wW]{0,32}", digits):
        raise Refusal(400, 21206, "SendDigits is not valid")
    return digits


def _detection(form: Form) -> Detection:
    mode = form.get("MachineDetection", "")
    if mode not in ("", "Enable", "DetectMessageEnd"):
        raise Refusal(400, 20001, "MachineDetection is not Enable or DetectMessageEnd")
    asynchronous = form.get("AsyncAmd", "false")
    if asynchronous not in ("true", "false"):
        raise Refusal(400, 20001, "AsyncAmd is not true or false")
    silence_ms = _number(form, "MachineDetectionSilenceTimeout", 5000, 2000, 10000, 20001)
    return Detection(
        # Keys sent at the answer switch the detection off.
        mode="" if form.get("SendDigits") else mode,
        timeout_seconds=_number(form, "MachineDetectionTimeout", 30, 3, 59, 20001),
        silence_seconds=silence_ms / 1000,
        async_=asynchronous == "true",
        callback=_url(form, "AsyncAmdStatusCallback"),
        callback_method=_method(form, "AsyncAmdStatusCallbackMethod"),
    )
