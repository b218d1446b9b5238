"""The line's nouns, one a file."""

from telephony.models.delivery import WebhookDelivery
from telephony.models.pace import Pace
from telephony.models.recording import Recording

__all__ = ["Pace", "Recording", "WebhookDelivery"]
