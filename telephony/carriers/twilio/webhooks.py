"""What the carrier asks and tells us over HTTP: signature, our call, inbox, a document."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import TypedDict

from django.conf import settings
from django.db import DatabaseError, InterfaceError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from callpilot.edge.text import storable_form
from callpilot.errors import NotPermitted
from campaigns import announcements
from campaigns.calls import outcomes
from campaigns.models import Call
from telephony.carriers.base import News
from telephony.carriers.twilio import signatures, twiml, voices
from telephony.carriers.twilio.client import FETCH_HARD, TwilioCarrier
from telephony.dialling.status_reducer import is_machine
from telephony.dialling.webhook_inbox import apply
from telephony.media import stream_tokens
from telephony.models import StreamCheck
from voice import briefs, consent
from voice.session import voicemail

__all__ = ["amd", "apply", "fallback", "keys", "resume", "status", "voice"]

logger = logging.getLogger(__name__)

FORM = "application/x-www-form-urlencoded"
RESTART_SECONDS = 6  # in which a process that died is mostly back
NOT_KEPT = {"CallToken", "StirPassportToken", "AccountSid"}  # worth a call, or of no use
View = Callable[[HttpRequest, Call, TwilioCarrier], HttpResponse]


def from_carrier(view: View) -> Callable[..., HttpResponse]:
    """Let in what the carrier has signed, about our account and one of our calls.

    The signature is made over PUBLIC_URL and the path, whatever a proxy made of them.
    """

    @csrf_exempt
    @require_POST
    @wraps(view)
    def checked(request: HttpRequest, token: str) -> HttpResponse:
        carrier = TwilioCarrier()
        if not signed(request, carrier):
            return HttpResponse(status=403)
        call = Call.objects.filter(token=token).first()
        if call is None:
            return HttpResponse(status=404)
        return view(request, call, carrier)

    return checked


@from_carrier
def voice(request: HttpRequest, call: Call, carrier: TwilioCarrier) -> HttpResponse:
    """The call was answered: disclose, then open the media socket; a replay is hung up."""
    _keep(request, call, carrier.read_status(request.POST), "voice")
    if not _talking(call, request) or call.answered_by == "fax":
        return document(twiml.hang_up())
    try:
        with transaction.atomic():  # after a fault of ours it is asked for again, and granted then
            token = stream_tokens.issue(call)
            consent.announce(call)
            disclosure = twiml.connect(
                say=briefs.disclosure(call), speech=voices.speech(), **_addresses(call, token)
            )
    except NotPermitted:
        return document(twiml.hang_up())
    return document(disclosure)


@csrf_exempt
@require_POST
def fallback(request: HttpRequest, token: str) -> HttpResponse:
    """A document of ours could not be had: say so and hang up, and let the call's end say why.

    The answer needs no database, for that may be what is broken; then the carrier is asked later.
    """
    carrier = TwilioCarrier()
    if not signed(request, carrier):
        return HttpResponse(status=403)
    logger.error(
        "The carrier could not use a document of ours (error %s); call %s was ended.",
        *(request.POST.get(name, "") for name in ("ErrorCode", "CallSid")),
    )
    try:
        _note_fault(request, token, carrier)
    except (DatabaseError, InterfaceError):
        logger.exception("That a document could not be used could not be noted either.")
    return document(goodbye(_sorry()))


def _note_fault(request: HttpRequest, token: str, carrier: TwilioCarrier) -> None:
    """Keep the news that came with it, and why no conversation came of the call."""
    call = Call.objects.filter(token=token).first()
    if call is None:
        return
    _keep(request, call, carrier.read_status(request.POST), "fallback")
    if call.carrier_id == request.POST.get("CallSid"):
        _note_failure(call)


def _note_failure(call: Call) -> None:
    """We have failed whoever picked up, unless something had come of the call before."""
    if call.ended or call.outcome:
        return
    reason = _("Something went wrong on our side.")
    if Call.objects.filter(pk=call.pk, outcome="").update(reason=reason):
        call.add_metrics({"agent_failed": True})
    outcomes.note_outcome(call.pk, Call.Outcome.FAILED, reason)


@from_carrier
def status(request: HttpRequest, call: Call, carrier: TwilioCarrier) -> HttpResponse:
    """News of the call; late, doubled or overtaken news is harmless."""
    _keep(request, call, carrier.read_status(request.POST), "status")
    return HttpResponse(status=204)


@from_carrier
def amd(request: HttpRequest, call: Call, carrier: TwilioCarrier) -> HttpResponse:
    """Who picked up; a machine is told to the live conversation, which knows what to do."""
    known = call.answered_by
    _keep(request, call, carrier.read_amd(request.POST), "amd")
    if is_machine(call.answered_by) and call.answered_by != known and not call.ended:
        announcements.tell_call(call.pk, {"type": "answering.machine", "kind": call.answered_by})
    return HttpResponse(status=204)


@from_carrier
def resume(request: HttpRequest, call: Call, carrier: TwilioCarrier) -> HttpResponse:
    """The media socket has ended: hang up after a finished conversation, else open another.

    Where a machine records, the message is said before that; a replay finds it said. A socket that
    did not open at all is given time, in which a process that died may come back.
    """
    if not _talking(call, request):
        return document(twiml.hang_up())
    if call.outcome:
        return document(goodbye(_last_words(call)))
    try:
        token = stream_tokens.issue(call, again=True)
    except NotPermitted:
        StreamCheck.doubt()
        _note_failure(call)
        return document(goodbye(_sorry()))
    if never_opened := bool(call.stream_token):
        StreamCheck.doubt()
    again = twiml.connect(
        say=_("One moment, please."),
        speech=voices.speech(),
        pause_seconds=RESTART_SECONDS if never_opened else 0,
        **_addresses(call, token),
    )
    return document(again)


@from_carrier
def keys(request: HttpRequest, call: Call, carrier: TwilioCarrier) -> HttpResponse:
    """The document we sent the carrier for: press the keys that are wanted, once, and go on.

    Fetched again, as when the task that sent the carrier here ran twice, it goes on without
    pressing: the call must not end because a key is pressed already.
    """
    if not _talking(call, request) or not call.stream_count:
        return document(twiml.hang_up())
    digits = call.take_keys()
    try:
        token = stream_tokens.issue(call, again=True, most=stream_tokens.KEY_SOCKETS)
        addresses = _addresses(call, token)
        if digits:
            return document(twiml.press(digits, **addresses))
        return document(twiml.connect(**addresses))
    except (NotPermitted, ValueError):
        return document(twiml.hang_up())


def _keep(request: HttpRequest, call: Call, news: News, kind: str) -> None:
    carrier = TwilioCarrier()
    apply(
        call,
        news,
        source="twilio",
        dedupe_key=carrier.dedupe_key(request.POST, kind),
        kind=kind,
        payload={
            name: value for name, value in request.POST.dict().items() if name not in NOT_KEPT
        },
    )
    call.refresh_from_db()


def _talking(call: Call, request: HttpRequest) -> bool:
    """Whether this very carrier call is live, answered and wanted."""
    return (
        call.status == Call.Status.IN_PROGRESS
        and call.unwanted_at is None
        and call.carrier_id == request.POST.get("CallSid")
    )


def signed(request: HttpRequest, carrier: TwilioCarrier) -> bool:
    """Whether the carrier has signed this form, about our account, for this very address.

    What is signed is then without the letters that no row can hold.
    """
    url = settings.PUBLIC_URL + request.get_full_path()
    signature = request.headers.get(signatures.HEADER)
    if request.content_type != FORM or not signatures.valid(url, request.POST, signature):
        return False
    request.POST = storable_form(request.POST)
    return carrier.ours(request.POST)


def goodbye(words: str) -> str:
    """Say it, and hang up."""
    return twiml.hang_up(words, voices.speech())


def _last_words(call: Call) -> str:
    """What is owed to whoever is still there when the conversation has come to its outcome."""
    if call.metrics.get("agent_failed"):
        return _sorry()
    if call.socket_lost and call.outcome != Call.Outcome.VOICEMAIL:
        return _("Thank you for your time. Goodbye.")  # our process died before it could say so
    return voicemail.message(call)


def _sorry() -> str:
    """For those whom our agent has left without a word."""
    return _("I am sorry, something went wrong on our side. Goodbye.")


class Addresses(TypedDict):
    """Where a document sends the carrier."""

    stream_url: str
    resume_url: str


def _addresses(call: Call, stream_token: str) -> Addresses:
    resume_path = reverse("twilio-resume", args=[call.token])
    return {
        "stream_url": f"{settings.STREAM_URL}/twilio/stream/{stream_token}",
        "resume_url": f"{settings.PUBLIC_URL}{resume_path}{FETCH_HARD}",
    }


def document(text: str) -> HttpResponse:
    """An answer that the carrier acts on."""
    return HttpResponse(text, content_type=twiml.CONTENT_TYPE)
