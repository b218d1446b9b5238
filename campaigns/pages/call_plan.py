"""What will be done for a request, before the first call rings."""

from dataclasses import dataclass

from campaigns.account import disclosure_policy
from campaigns.intake import fields, wording
from campaigns.models import Campaign


@dataclass(frozen=True)
class Plan:
    """What the person agreed to, in words."""

    calls: int  # at most
    parallel: int
    disclosure: str
    shared: str
    books: bool  # at once what fits, without asking


def plan(campaign: Campaign) -> Plan:
    """What stands in the campaign; how many providers once they are found."""
    found = campaign.candidates.filter(skipped_because="").count()
    allowed = disclosure_policy.allowed(campaign)
    calls = found or campaign.max_providers
    return Plan(
        calls,
        min(campaign.max_parallel, calls),
        wording.disclosure(campaign.contact_name, campaign.service),
        wording.shared(kind for kind in fields.SHARED if kind in allowed),
        campaign.booking_policy == Campaign.BookingPolicy.BOOK_WHEN_IT_FITS,
    )
