"""Who rings our number hears whose it is, can forbid further calls by a key, and is let go.

Two documents without a way back, so such a call is over within half a minute.
"""

import logging

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from campaigns.calls import ring_back
from campaigns.providers import phone_numbers
from telephony.carriers.twilio import twiml, voices
from telephony.carriers.twilio.client import TwilioCarrier
from telephony.carriers.twilio.webhooks import document, goodbye, signed

logger = logging.getLogger(__name__)
OPT_OUT_KEY = "9"
# The carrier says so of a caller whose network vouches for another number, or for none.
FORGED = "TN-Validation-Failed"


@csrf_exempt
@require_POST
def incoming(request: HttpRequest) -> HttpResponse:
    """Somebody rings: say whose number this is, and which key ends all calls."""
    if not signed(request, TwilioCarrier()):
        return HttpResponse(status=403)
    if caller := _caller(request):
        _tell_campaign(caller)
    words = _(
        "Hello. This number belongs to CallPilot, an automated assistant that calls businesses for "
        "people to ask for appointments. Nobody can talk to you here. If you never want to be "
        "called by it again, press 9. Otherwise you can hang up now."
    )
    key_url = settings.PUBLIC_URL + reverse("twilio-incoming-key")
    return document(
        twiml.ask_for_key(words, key_url=key_url, otherwise=_("Goodbye."), speech=voices.speech())
    )


@csrf_exempt
@require_POST
def incoming_key(request: HttpRequest) -> HttpResponse:
    """A key was pressed: 9 ends all calls to the number that the carrier says is calling."""
    if not signed(request, TwilioCarrier()):
        return HttpResponse(status=403)
    if request.POST.get("Digits") != OPT_OUT_KEY:
        return document(goodbye(_("Goodbye.")))
    caller = _caller(request)
    if not caller:
        unknown = _(
            "I am sorry, we do not see for certain which number you call from. When we call you, "
            "say stop, and we will never call again. Goodbye."
        )
        return document(goodbye(unknown))
    ring_back.opt_out(caller)
    return document(goodbye(_("We will not call this number again. Goodbye.")))


def _caller(request: HttpRequest) -> str:
    """The caller's own number as the carrier reports it; "" when it is withheld or forged."""
    number = request.POST.get("From", "")
    if request.POST.get("StirVerstat", "").startswith(FORGED):
        return ""
    return "" if phone_numbers.forbidden(number) else number


def _tell_campaign(caller: str) -> None:
    """The answer does not wait for rows: the caller hears whose number it is in any case."""
    try:
        ring_back.note_rang_back(caller)
    except DatabaseError:
        logger.exception("That somebody rang back could not be noted.")
