"""What the carrier asks and tells us over HTTP: signature, our call, inbox, a document."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from callpilot.errors import NotPermitted
from campaigns import announcements
from campaigns.models import Call
from telephony.carriers.base import News
from telephony.carriers.twilio import signatures, twiml
from telephony.carriers.twilio.client import TwilioCarrier
from telephony.dialling.status_reducer import is_machine
from telephony.dialling.webhook_inbox import apply
from telephony.media import stream_tokens
from voice import briefs, consent

__all__ = ["amd", "apply", "keys", "resume", "status", "voice"]

FORM = "application/x-www-form-urlencoded"
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
        url = settings.PUBLIC_URL + request.get_full_path()
        signature = request.headers.get(signatures.HEADER)
        if request.content_type != FORM or not signatures.valid(url, request.POST, signature):
            return HttpResponse(status=403)
        if not carrier.ours(request.POST):
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
    if not _talking(call, request) or is_machine(call.answered_by):
        return _document(twiml.hang_up())
    try:
        token = stream_tokens.issue(call)
    except NotPermitted:
        return _document(twiml.hang_up())
    consent.announce(call)
    return _document(twiml.connect(say=briefs.disclosure(call), **_addresses(call, token)))


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
    """The media socket has ended: hang up after a finished conversation, else open another."""
    if not _talking(call, request):
        return _document(twiml.hang_up())
    if call.outcome:
        return _document(twiml.hang_up(_sorry() if call.metrics.get("agent_failed") else ""))
    try:
        token = stream_tokens.issue(call, again=True)
    except NotPermitted:
        return _document(twiml.hang_up())
    return _document(twiml.connect(say=_("One moment, please."), **_addresses(call, token)))


@from_carrier
def keys(request: HttpRequest, call: Call, carrier: TwilioCarrier) -> HttpResponse:
    """The document we sent the carrier for: press the keys that are wanted, once, and go on.

    Fetched again, as when the task that sent the carrier here ran twice, it goes on without
    pressing: the call must not end because a key is pressed already.
    """
    if not _talking(call, request):
        return _document(twiml.hang_up())
    digits = call.keys_wanted
    wanted = Call.objects.filter(pk=call.pk, keys_wanted=digits).exclude(keys_wanted="")
    mine = bool(wanted.update(keys_wanted=""))
    try:
        token = stream_tokens.issue(call, again=True, most=stream_tokens.KEY_SOCKETS)
        addresses = _addresses(call, token)
        return _document(twiml.press(digits, **addresses) if mine else twiml.connect(**addresses))
    except (NotPermitted, ValueError):
        return _document(twiml.hang_up())


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


def _sorry() -> str:
    """For those whom our agent has left without a word."""
    return _("I am sorry, something went wrong on our side. Goodbye.")


def _addresses(call: Call, stream_token: str) -> dict[str, str]:
    return {
        "stream_url": f"{settings.STREAM_URL}/twilio/stream/{stream_token}",
        "resume_url": settings.PUBLIC_URL + reverse("twilio-resume", args=[call.token]),
    }


def _document(text: str) -> HttpResponse:
    return HttpResponse(text, content_type=twiml.CONTENT_TYPE)
