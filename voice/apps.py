"""The voice app."""

from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "voice"

    def ready(self) -> None:
        """Each port registers itself."""
        from voice.agents import base as agents  # noqa: F401
        from voice.stt import base as stt  # noqa: F401
        from voice.tts import base as tts  # noqa: F401
