"""Whose voice the carrier speaks our announcements with, in each language: TWILIO_VOICE."""

import re

from django.conf import settings
from django.utils.translation import get_language

from telephony.carriers.twilio.twiml import Speech

SPOKEN = "en-US"  # where a language of ours does not say which country's it is
ENTRY = re.compile(r"([a-z]{2,3}-[A-Z]{2}):(man|woman|(?:Polly|Google)\.[A-Za-z0-9-]+)")


def by_language() -> dict[str, str]:
    """The voice of each language, as "en-US". Raises ValueError, in words."""
    voices: dict[str, str] = {}
    for entry in settings.TWILIO_VOICE:
        found = ENTRY.fullmatch(entry.strip())
        if found is None:
            raise ValueError(f"“{entry}” is not language:voice, as en-US:Polly.Joanna-Neural")
        language, voice = found.groups()
        if voices.setdefault(language, voice) != voice:
            raise ValueError(f"{language} has two voices")
    return voices


def speech() -> Speech:
    """For words in the language that is active; one without a voice of its own has Twilio's."""
    language, _dash, country = (get_language() or "").partition("-")
    tag = f"{language}-{country.upper()}" if country else SPOKEN
    return Speech(tag, by_language().get(tag, ""))
