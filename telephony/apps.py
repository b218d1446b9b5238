"""The telephony app."""

from django.apps import AppConfig


class TelephonyConfig(AppConfig):
    name = "telephony"

    def ready(self) -> None:
        from telephony import listeners  # rows exist only now

        listeners.listen()
