"""What a tool may know: its own call, and nothing else. And what it may say."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from callpilot.errors import Refused
from callpilot.json_types import JsonObject
from campaigns.models import Call, Campaign, Provider
from campaigns.offers import slot_criteria
from voice.models import Turn

Answer = JsonObject


@dataclass
class Context:
    """One run of a tool. The call comes from the token or the socket, never from arguments."""

    call: Call
    at_ms: int  # since the call was answered
    turns: list[Turn] = field(default_factory=list)  # the stored transcript, in order

    @property
    def campaign(self) -> Campaign:
        if self.call.campaign is None:
            raise Refused(_("This call is not about an appointment."))
        return self.call.campaign

    @property
    def provider(self) -> Provider:
        if self.call.provider is None:
            raise Refused(_("This call is not about an appointment."))
        return self.call.provider

    def moment(self, text: str) -> datetime:
        """An instant from an agent's ISO text: without an offset it is the provider's wall clock.

        Raises Refused with a sentence for nonsense and for clock times that a night of changing
        clocks lacks or has twice.
        """
        try:
            parsed = datetime.fromisoformat(text.strip())
        except ValueError:
            raise Refused(
                _("I need the time like 2026-12-01T10:30, date and time together.")
            ) from None
        if "T" not in text.upper() and " " not in text.strip():
            raise Refused(_("I need a time of day as well, like 2026-12-01T10:30."))
        try:
            wall = slot_criteria.on_the_wall(parsed, self.provider.zone)
        except (OverflowError, ValueError):
            raise Refused(_("That date is out of range.")) from None
        if wall.moment is None:
            raise Refused(wall.reason)
        return wall.moment

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.provider.zone)


def yes(say: str, **data: object) -> Answer:
    return {"ok": True, "say": say, **data}


def no(say: str, **data: object) -> Answer:
    return {"ok": False, "say": say, **data}
