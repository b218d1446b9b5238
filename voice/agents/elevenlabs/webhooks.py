"""What ElevenLabs tells us after a conversation: signed, bounded, kept once, answered at once."""

import logging
import time

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from callpilot.json_types import JsonObject
from voice import vendor_sessions
from voice.agents.elevenlabs import reports, signatures

logger = logging.getLogger(__name__)
ENGINE = "elevenlabs"
MAX_BYTES = 2 * 2**20  # a long call with all its words; its sound, which we never ask for, is more


class Delivery(msgspec.Struct):
    """The envelope; all in it that is of use is in `data`."""

    type: str
    data: JsonObject = {}


_deliveries = msgspec.json.Decoder(Delivery)


@csrf_exempt
@require_POST
def post_call(request: HttpRequest) -> HttpResponse:
    """A report of a conversation, told as often as the vendor likes; other news is passed over.

    Conversations that are none of ours, as of another agent in the same account, are no fault of
    the vendor's: an answer other than 200 would have it give the address up.
    """
    body = request.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        return HttpResponse(status=413)
    if not signatures.valid(body, request.headers.get(signatures.HEADER), time.time()):
        return HttpResponse(status=403)
    try:
        delivery = _deliveries.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return HttpResponse(status=400)
    match delivery.type:
        case "post_call_transcription":
            report = reports.read(delivery.data)
        case "call_initiation_failure":
            report = reports.read_failure(delivery.data)
        case _:
            report = None
    if report is not None and not vendor_sessions.keep(ENGINE, report):
        logger.info("A report of a conversation said nothing new.")
    return HttpResponse(status=200)
