"""How often a person may start campaigns, and a program read a calendar feed."""

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from callpilot.models import User
from scheduling.models import Feed


class CampaignStarts(SimpleRateThrottle):
    """One count a person for pages and API alike: each campaign costs money and rings at desks."""

    scope = "campaigns"

    def __init__(self, person: User) -> None:
        super().__init__()
        self.person = person

    def get_rate(self) -> str:
        return str(settings.CAMPAIGN_RATE)

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return f"throttle_{self.scope}_{self.person.pk}"


class FeedReads(SimpleRateThrottle):
    """One count a feed: whoever reads it has no session, and may be many programs."""

    scope = "feed"

    def __init__(self, feed: Feed) -> None:
        super().__init__()
        self.feed = feed

    def get_rate(self) -> str:
        return str(settings.FEED_RATE)

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return f"throttle_{self.scope}_{self.feed.pk}"


def wait_seconds(limit: SimpleRateThrottle, request: HttpRequest) -> float | None:
    """Count one more; how long to wait when that is one too many, else None."""
    if limit.allow_request(Request(request), APIView()):
        return None
    return float(limit.wait() or 60.0)
