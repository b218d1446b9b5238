"""Load the adapter that a setting names, on first use."""

from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

ADAPTERS: dict[str, dict[str, str]] = {
    "CARRIER": {"twilio": "telephony.carriers.twilio.client.TwilioCarrier"},
    "VOICE_ENGINE": {"elevenlabs": "voice.agents.elevenlabs.client.ElevenLabsAgent"},
    "DIRECTORY": {"demo": "campaigns.providers.directories.demo.DemoDirectory"},
    "DISTANCE": {"haversine": "scheduling.distances.haversine.Haversine"},
}


@cache
def _loaded(setting: str, name: str) -> Any:
    try:
        path = ADAPTERS[setting][name]
    except KeyError:
        known = ", ".join(sorted(ADAPTERS.get(setting, {})))
        raise ImproperlyConfigured(f"{setting}={name} is unknown; choose from {known}.") from None
    return import_string(path)()


def adapter(setting: str, name: str | None = None) -> Any:
    """The adapter object for a port; `name` overrides what the setting says."""
    return _loaded(setting, name or getattr(settings, setting))


def forget() -> None:
    """Drop the loaded adapters, so that changed settings are read anew."""
    _loaded.cache_clear()
