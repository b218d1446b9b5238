"""The campaigns app."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"

    def ready(self) -> None:
        """Whoever watches a campaign hears of its calendar, which knows nothing of campaigns."""
        from campaigns.pages import booking_progress
        from campaigns.providers.directories import base  # noqa: F401  registers its port

        booking_progress.listen()
