"""How far the calls of a campaign are, and what they have cost so far."""

from collections.abc import Sequence

from campaigns.models.call import Call
from campaigns.models.campaign import Campaign


def progress(campaign: Campaign, calls: Sequence[Call], offers: int) -> dict[str, int]:
    """How many are to be called, were called, are on the line and wait, and what was offered."""
    return {
        "total_providers": sum(not row.skipped_because for row in campaign.candidates.all()),
        "completed_calls": sum(call.ended for call in calls),
        "live_calls": sum(call.status in Call.LIVE for call in calls),
        "queued_calls": sum(call.status == Call.Status.QUEUED for call in calls),
        "offers": offers,
    }


def cost(campaign: Campaign, calls: Sequence[Call]) -> dict[str, str]:
    """What was spent, beside the most that may be."""
    spent = sum((call.cost or 0 for call in calls), start=campaign.budget * 0)
    return {"spent": f"{spent:.2f}", "cap": f"{campaign.budget:.2f}", "currency": "USD"}
