"""The nouns of a campaign, one a file."""

from campaigns.models.booking import Booking
from campaigns.models.call import Call
from campaigns.models.calling_stop import CallingStop
from campaigns.models.campaign import Campaign
from campaigns.models.contact import Contact
from campaigns.models.draft import Draft
from campaigns.models.event import Event
from campaigns.models.mandate import Mandate
from campaigns.models.notice import Notice
from campaigns.models.offer import Offer
from campaigns.models.preferences import Preferences
from campaigns.models.provider import Candidate, Provider
from campaigns.models.suppression import Suppression

__all__ = [
    "Booking",
    "Call",
    "CallingStop",
    "Campaign",
    "Candidate",
    "Contact",
    "Draft",
    "Event",
    "Mandate",
    "Notice",
    "Offer",
    "Preferences",
    "Provider",
    "Suppression",
]
