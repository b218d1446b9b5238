"""The scheduling app."""

from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "scheduling"

    def ready(self) -> None:
        from scheduling.calendars import base as _calendars  # noqa: F401  registers its port
        from scheduling.distances import base as _distances  # noqa: F401  registers its port
