"""The telephony app."""

from django.apps import AppConfig


class TelephonyConfig(AppConfig):
    name = "telephony"

    def ready(self) -> None:
        from telephony import listeners  # rows exist only now
        from telephony.carriers import base  # noqa: F401  registers its port

        listeners.listen()
