"""What a number of ours does with a call: whether it comes to our handler, and where that is."""

from urllib.parse import urldefrag

from django.conf import settings

PATH = "/twilio/incoming"  # of the handler; telephony/carriers/twilio/urls.py


def handler_url() -> str:
    """What a number's "A call comes in" webhook is to be set to."""
    return f"{settings.PUBLIC_URL}{PATH}"


def answered_by_us(
    url: str | None, method: str | None, application: str | None, trunk: str | None
) -> bool:
    """By the fields of an IncomingPhoneNumber; an application or a trunk takes the call first."""
    if application or trunk or method != "POST":
        return False
    return urldefrag(url or "").url == handler_url()
