"""How often a person may start campaigns, and a program read a calendar feed."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from rest_framework.throttling import SimpleRateThrottle

from scheduling.models import Feed


class CampaignStarts(SimpleRateThrottle):
    """One count a person for pages and API alike: each campaign costs money and rings at desks."""

    scope = "campaigns"

    def get_rate(self) -> str:
        return str(settings.CAMPAIGN_RATE)

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"throttle_{self.scope}_{request.user.pk}"


class FeedReads(SimpleRateThrottle):
    """One count a feed: whoever reads it has no session, and may be many programs."""

    scope = "feed"

    def __init__(self, feed: Feed) -> None:
        super().__init__()
        self.feed = feed

    def get_rate(self) -> str:
        return str(settings.FEED_RATE)

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"throttle_{self.scope}_{self.feed.pk}"


def wait_seconds(limit: SimpleRateThrottle, request: HttpRequest) -> float | None:
    """Count one more; how long to wait when that is one too many, else None."""
    asked: Any = request  # a plain one does as well: only its person is looked at
    view: Any = None
    if limit.allow_request(asked, view):
        return None
    return float(limit.wait() or 60.0)
