"""Where a request is on its way, and what its page puts first there."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from callpilot.json_types import JsonObject
from campaigns.models import Campaign

Status = Campaign.Status


@dataclass(frozen=True)
class Phase:
    """One shape of the page: what stands in its main column, and whether the calls are lines."""

    name: str
    first: (
        str  # the part in the main column, and of a small screen's tabs the open one: calls, offers
    )
    folds: bool  # the calls are a line each
    news: StrPromise | str  # on the button that brings it, while somebody still reads


BEFORE = Phase("before", "calls", False, _("Show what will be done"))
CALLING = Phase("calling", "calls", False, _("Show the calls"))
CHOOSING = Phase("choosing", "offers", True, _("Show your choice"))
BOOKING = Phase("booking", "offers", True, _("Show the booking"))
BOOKED = Phase("booked", "calls", True, _("Show the appointment"))
OVER = Phase("over", "calls", True, _("Show what became of it"))
BY_STATUS = {
    Status.CREATED: BEFORE,
    Status.PROVIDER_LOOKUP: BEFORE,
    Status.NEGOTIATING: CALLING,
    Status.RANKING: CHOOSING,
    Status.CONFIRMING: BOOKING,
    Status.CONFIRMED: BOOKED,
    Status.FAILED: OVER,
    Status.CANCELLED: OVER,
}
STEPS = [
    (Status.CREATED, _("Understood")),
    (Status.PROVIDER_LOOKUP, _("Searching")),
    (Status.NEGOTIATING, _("Calling")),
    (Status.RANKING, _("Your choice")),
    (Status.CONFIRMING, _("Confirming")),
    (Status.CONFIRMED, _("Booked")),
]


def phase_of(campaign: Campaign, counts: Mapping[str, int]) -> Phase:
    """The shape that its page has now; while all calls are put off, none has begun."""
    if campaign.status == Status.DIALING:
        begun = counts["live_calls"] or counts["completed_calls"]
        return CALLING if begun else BEFORE
    return BY_STATUS[Status(campaign.status)]


def steps(campaign: Campaign) -> list[JsonObject]:
    """The way of a campaign, with where it is."""
    here = Status(campaign.status)
    if here == Status.DIALING:
        here = Status.NEGOTIATING
    order = [status for status, _ in STEPS]
    place = order.index(here) if here in order else -1
    booked = here == Status.CONFIRMED
    return [
        {
            "label": label,
            "done": index < place or booked,
            "current": index == place and not booked,
        }
        for index, (_, label) in enumerate(STEPS)
    ]
