"""Twilio's signature of what it sends: which header bears it, and whether it is right."""

from collections.abc import Mapping

from django.conf import settings
from twilio.request_validator import RequestValidator

HEADER = "X-Twilio-Signature"


def valid(url: str, form: Mapping[str, str], signature: str | None) -> bool:
    """Whether Twilio signed this; False without a secret or a signature."""
    if not settings.TWILIO_AUTH_TOKEN or not signature:
        return False
    return bool(RequestValidator(settings.TWILIO_AUTH_TOKEN).validate(url, form, signature))
