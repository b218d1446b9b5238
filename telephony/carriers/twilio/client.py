"""Twilio as a Carrier: calls over its REST API, its signatures and its words."""

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

import requests
import urllib3
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from twilio.rest.api.v2010.account.call import CallInstance

from callpilot.errors import CarrierError
from telephony.carriers.base import Dial, News
from telephony.carriers.twilio import numbers
from telephony.carriers.twilio.diagnosis import Diagnosed
from telephony.carriers.twilio.media_socket import TwilioSocket

EVENTS = ["initiated", "ringing", "answered", "completed"]
# How hard Twilio tries to deliver a status: three times more, whatever went wrong.
# The fragment is an instruction to Twilio and is neither sent nor signed.
DELIVER_HARD = "#rc=3&rp=all"
# How hard it tries to fetch a document: twice more when it got no connection or a fault of ours.
# Not when we are slow: who was asked is still at work, and a call gets its first socket once.
FETCH_HARD = "#rc=2&rp=ct,5xx&ct=3000"
LOOK_BACK = 50  # calls to one number looked through for one that we lost sight of

# Twilio's word (twilio.com/docs/voice/api/call-resource) → our status and outcome.
WORDS: dict[str, tuple[str, str]] = {
    "queued": ("dialing", ""),
    "initiated": ("dialing", ""),
    "ringing": ("ringing", ""),
    "in-progress": ("in_progress", ""),
    "completed": ("completed", ""),
    "busy": ("failed", "busy"),
    "no-answer": ("failed", "no_answer"),
    "failed": ("failed", "failed"),
    "canceled": ("cancelled", "cancelled"),
}
REASONS = {
    "busy": _("The line was busy."),
    "no-answer": _("Nobody answered."),
    "failed": _("The call did not get through."),
    "canceled": _("The call was stopped before it was answered."),
}
# Twilio's error code → what it means for people.
REFUSALS = {
    20003: _("The carrier does not accept our account."),
    20404: _("The carrier does not know this call."),
    21201: _("No number was given to call."),
    21203: _("The carrier does not let us call abroad."),
    21210: _("The number we call from is not ours."),
    21211: _("The carrier says that this number does not exist."),
    21212: _("The number we call from is not ours."),
    21213: _("The number we call from is missing."),
    21214: _("The carrier cannot reach this number."),
    21215: _("The carrier does not let us call this country."),
    21216: _("The carrier does not allow this call."),
    21217: _("The carrier says that this number does not exist."),
    21219: _("A trial account may only call numbers that were verified."),
    21220: _("The call is not in a state for that."),
}
OVER_ALREADY = {(404, 20404), (404, 404), (400, 21220)}  # HTTP status, code
NOTHING_SENT = (
    urllib3.exceptions.NewConnectionError,  # refused, or the name is unknown
    urllib3.exceptions.ConnectTimeoutError,
)

# The SDK writes addresses with numbers into its log; ours must not have them.
_silent = logging.Logger("twilio", level=logging.CRITICAL + 1)


class TwilioCarrier(Diagnosed):
    """Whatever can place a phone call for us, by Twilio. timeout_seconds: for one answer."""

    urls = "telephony.carriers.twilio.urls"
    socket = TwilioSocket()

    def __init__(self, timeout_seconds: float = 10.0) -> None:
        self.timeout_seconds = timeout_seconds

    def place(self, dial: Dial) -> str:
        address = f"{settings.PUBLIC_URL}/twilio/voice/{dial.token}"
        with _translated(asking_twice_rings_twice=True):
            call = self._client().calls.create(
                to=dial.to_number,
                from_=settings.TWILIO_CALLER_ID,
                url=f"{address}{FETCH_HARD}",
                method="POST",
                fallback_url=f"{address}/fallback",
                fallback_method="POST",
                status_callback=f"{address}/status{DELIVER_HARD}",
                status_callback_method="POST",
                status_callback_event=EVENTS,
                timeout=dial.ring_seconds,
                time_limit=dial.limit_seconds,
                machine_detection="Enable",
                async_amd="true",
                async_amd_status_callback=f"{address}/amd{DELIVER_HARD}",
                async_amd_status_callback_method="POST",
            )
            if not call.sid:
                raise CarrierError("The carrier's answer names no call.", in_doubt=True)
            return str(call.sid)

    def hang_up(self, carrier_id: str) -> None:
        try:
            with _translated():
                self._client().calls(carrier_id).update(status="completed")
        except CarrierError as error:
            if not _over_already(error):
                raise

    def press_keys(self, carrier_id: str, token: str) -> None:
        address = f"{settings.PUBLIC_URL}/twilio/voice/{token}/keys{FETCH_HARD}"
        with _translated():
            self._client().calls(carrier_id).update(url=address, method="POST")

    def is_answered(self, number: str) -> bool:
        if number != settings.TWILIO_CALLER_ID:
            return True
        with _translated():
            owned = self._client().incoming_phone_numbers.list(phone_number=number, limit=1)
        return any(
            numbers.answered_by_us(
                each.voice_url, each.voice_method, each.voice_application_sid, each.trunk_sid
            )
            for each in owned
        )

    def find(
        self, *, carrier_id: str = "", to_number: str = "", since: datetime | None = None
    ) -> list[News]:
        if carrier_id:
            return self._fetch(carrier_id)
        with _translated():
            calls = self._client().calls.list(
                to=to_number, from_=settings.TWILIO_CALLER_ID, limit=LOOK_BACK
            )
        # Sieved here: a call that has just been queued has no start time to filter by.
        return [
            news
            for news in map(_news, calls)
            if since is None or news.created_at is None or news.created_at >= since
        ]

    def _fetch(self, carrier_id: str) -> list[News]:
        try:
            with _translated():
                return [_news(self._client().calls(carrier_id).fetch())]
        except CarrierError as error:
            if _over_already(error):
                return []
            raise

    def _client(self) -> Client:
        """A client with connections of its own, which end with it.

        A kept connection that the other end has just closed fails after sending, and a dial
        is then in doubt for minutes; a new one costs a tenth of a second.
        """
        client = Client(
            settings.TWILIO_ACCOUNT_SID,
            settings.TWILIO_AUTH_TOKEN,
            http_client=TwilioHttpClient(
                pool_connections=False, timeout=self.timeout_seconds, logger=_silent
            ),
            # Not empty, or the SDK reads TWILIO_EDGE and TWILIO_REGION and bends the address.
            environment={"address": "from settings"},
        )
        if settings.TWILIO_API_URL:
            client.api.base_url = settings.TWILIO_API_URL.rstrip("/")
        return client

    # --- what it sends us ------------------------------------------------------------------

    def ours(self, form: Mapping[str, str]) -> bool:
        """Whether the message is about our account and not another one of the same vendor."""
        return form.get("AccountSid") == str(settings.TWILIO_ACCOUNT_SID)

    def read_status(self, form: Mapping[str, str]) -> News:
        word = form.get("CallStatus", "")
        status, outcome = WORDS.get(word, ("", ""))
        sequence = _number(form.get("SequenceNumber"))
        return News(
            carrier_id=form.get("CallSid", ""),
            status=status,
            outcome=outcome,
            reason=str(REASONS.get(word, "")),
            answered_by=form.get("AnsweredBy", "")[:24],
            sequence=-1 if sequence is None else sequence,
            duration_seconds=_number(form.get("CallDuration")),
            to_number=form.get("To", ""),
        )

    def read_amd(self, form: Mapping[str, str]) -> News:
        """Who picked up, said apart from the status: human, machine_start, fax or unknown."""
        return News(
            carrier_id=form.get("CallSid", ""),
            status="",
            answered_by=form.get("AnsweredBy", "")[:24],
        )

    def dedupe_key(self, form: Mapping[str, str], kind: str) -> str:
        """The same for every repetition of one message, and for nothing else."""
        parts = [form.get("CallSid", ""), kind]
        if kind == "status":
            parts += [form.get("SequenceNumber", ""), form.get("CallStatus", "")]
        return ":".join(parts)[:200]


@contextmanager
def _translated(*, asking_twice_rings_twice: bool = False) -> Iterator[None]:
    """Turn the SDK's errors into CarrierError; `in_doubt` is only meant for a dial."""
    try:
        yield
    except TwilioRestException as error:
        code = int(error.code or error.status)
        raise _refusal(int(error.status), code, asking_twice_rings_twice) from error
    except requests.RequestException as error:
        sent = not _nothing_was_sent(error)
        raise CarrierError(
            str(_("The carrier did not answer.")), in_doubt=sent and asking_twice_rings_twice
        ) from error
    except (TwilioException, ValueError, KeyError, TypeError) as error:
        if (refused := _refused_page(error)) is not None:
            raise _refusal(*refused, asking_twice_rings_twice) from error
        # An answer without sense, perhaps cut off by a proxy: the request was processed.
        raise CarrierError(
            str(_("The carrier's answer made no sense.")), in_doubt=asking_twice_rings_twice
        ) from error


def _refused_page(error: Exception) -> tuple[int, int] | None:
    """HTTP status and code of a list that was refused: the SDK has no exception of its own for it.

    It raises a bare TwilioException("Unable to fetch page", <the answer>) (twilio/base/page.py).
    """
    answer = error.args[-1] if error.args else None
    if not isinstance(answer, Response) or answer.status_code < 400:
        return None
    try:
        told = json.loads(answer.text)
    except ValueError:
        told = None
    code = told.get("code") if isinstance(told, dict) else None
    return answer.status_code, code if isinstance(code, int) else answer.status_code


def _refusal(status: int, code: int, asking_twice_rings_twice: bool) -> CarrierError:
    if status == 429:
        return CarrierError(str(_("The carrier is busy.")), code=f"{status}/{code}")
    if 400 <= status < 500 and status != 408:
        words = REFUSALS.get(code) or _("The carrier refused (error %(code)s).") % {"code": code}
        return CarrierError(str(words), permanent=True, code=f"{status}/{code}")
    return CarrierError(
        str(_("The carrier had a fault of its own.")),
        in_doubt=asking_twice_rings_twice,
        code=f"{status}/{code}",
    )


def _over_already(error: CarrierError) -> bool:
    return error.code in {f"{status}/{code}" for status, code in OVER_ALREADY}


def _nothing_was_sent(error: requests.RequestException) -> bool:
    """Whether the connection failed before any byte of the request left."""
    cause: object = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", cause), NOTHING_SENT)


def _news(call: CallInstance) -> News:
    word = str(call.status or "")
    status, outcome = WORDS.get(word, ("", ""))
    return News(
        carrier_id=str(call.sid),
        status=status,
        outcome=outcome,
        reason=str(REASONS.get(word, "")),
        answered_by=str(call.answered_by or "")[:24],
        duration_seconds=_number(call.duration),
        cost=str(call.price).lstrip("-") if call.price else None,
        to_number=str(call.to or ""),
        created_at=call.date_created or call.start_time,
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None
