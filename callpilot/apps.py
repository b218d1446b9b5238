"""The project as an app: users, tokens, commands, checks."""

from django.apps import AppConfig


class CallPilotConfig(AppConfig):
    name = "callpilot"
    verbose_name = "CallPilot"

    def ready(self) -> None:
        from callpilot import checks  # noqa: F401  registers them
        from callpilot.accounts import (  # noqa: F401  registers them
            known_browsers,
            log,
            mailbox,
            sessions,
        )
