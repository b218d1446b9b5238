"""The line's nouns, one a file."""

from telephony.models.delivery import WebhookDelivery
from telephony.models.pace import Pace
from telephony.models.recording import DiscardedSound, Recording
from telephony.models.ring import Ring
from telephony.models.stream_check import StreamCheck

__all__ = ["DiscardedSound", "Pace", "Recording", "Ring", "StreamCheck", "WebhookDelivery"]
