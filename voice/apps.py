"""The voice app."""

from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "voice"

    def ready(self) -> None:
        from voice.agents import base  # noqa: F401  registers its port
