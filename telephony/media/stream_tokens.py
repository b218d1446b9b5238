"""Single-use tokens that let the carrier open the media socket of one call."""

import secrets
import time

from django.db.models import F
from django.utils.translation import gettext as _

from callpilot.errors import NotPermitted
from callpilot.models import digest
from campaigns.models import Call

VALID_SECONDS = 60
SOCKETS = 3  # offered in one call: the first, and two more after it broke or never opened
KEY_SOCKETS = 10  # each key press in a phone menu costs a socket too


def issue(call: Call, *, again: bool = False, most: int = SOCKETS) -> str:
    """Make the call's next token and keep its digest.

    The first token is made once in the life of a call, so a replayed webhook gets none.
    `again` makes another, whatever became of the one before, until there were `most`: sockets that
    never open count too, or a call without a media process would ask for ever. Raises NotPermitted.
    """
    token = f"{secrets.token_urlsafe(32)}.{int(time.time())}"
    calls = Call.objects.filter(pk=call.pk, status=Call.Status.IN_PROGRESS, unwanted_at=None)
    if again:
        calls = calls.filter(stream_offers__gte=1, stream_offers__lt=most)
    else:
        calls = calls.filter(stream_offers=0)
    if not calls.update(stream_token=digest(token), stream_offers=F("stream_offers") + 1):
        raise NotPermitted(_("This call gets no further media socket."))
    return token


def redeem(token: str) -> Call | None:
    """The call this token opens, once; None if it is unknown, used, too old or the call is over.

    The age stands in the token itself; it cannot be forged, as the digest covers it.
    """
    _secret, _dot, issued = token.rpartition(".")
    if not issued.isascii() or not issued.isdigit() or len(issued) > 12:
        return None
    if not 0 <= time.time() - int(issued) <= VALID_SECONDS:
        return None
    calls = Call.objects.filter(
        stream_token=digest(token), status=Call.Status.IN_PROGRESS, unwanted_at=None
    )
    call = calls.first()
    if call is None or not calls.update(stream_token="", stream_count=F("stream_count") + 1):
        return None  # its twin was quicker
    call.refresh_from_db()
    return call
