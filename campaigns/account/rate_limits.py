"""How often a person may start campaigns and write requests, and a program read a calendar feed."""

from django.conf import settings

from callpilot.edge.rate_limits import RateLimit
from callpilot.models import User
from scheduling.models import Feed


def campaign_starts(person: User) -> RateLimit:
    """One count a person for pages and API alike: each campaign costs money and rings at desks."""
    return RateLimit(f"campaigns_{person.pk}", str(settings.CAMPAIGN_RATE))


def drafting(person: User) -> RateLimit:
    """Each request begun is a row, and each message about it is read, perhaps by a vendor."""
    return RateLimit(f"drafting_{person.pk}", str(settings.DRAFT_RATE))


def feed_reads(feed: Feed) -> RateLimit:
    """One count a feed: whoever reads it has no session, and may be many programs."""
    return RateLimit(f"feed_{feed.pk}", str(settings.FEED_RATE))
