"""What all parts of the network share, and one answered call as its verbs see it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from callpilot.json_types import JsonObject
from telephony.simulator.network.callbacks import Courier
from telephony.simulator.network.circuit import Circuit
from telephony.simulator.network.clock import Clock
from telephony.simulator.network.faults import Faults
from telephony.simulator.network.ledger import Ledger
from telephony.simulator.personas.callees import Town
from telephony.simulator.personas.sounds import Studio

logger = logging.getLogger(__name__)
API_VERSION = "2010-04-01"
NOTES_KEPT = 1000


def rfc2822(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC))


@dataclass
class Exchange:
    """speed: simulated seconds in one of ours. twiml_seconds: the application's time to answer.

    setup_seconds: least and spread, until the far exchange answers. priced_after_seconds: on the
    wall, as prices come late. ahead_seconds: the carrier's clock, of the true time.
    """

    seed: int
    speed: float
    account_sid: str
    auth_token: str
    callees: Town
    courier: Courier
    faults: Faults
    studio: Studio = field(default_factory=Studio)
    twiml_seconds: float = 15.0
    setup_seconds: tuple[float, float] = (0.4, 0.8)
    priced_after_seconds: float = 2.0
    ahead_seconds: float = 0.0
    ledger: Ledger = field(default_factory=Ledger)
    debugger: list[JsonObject] = field(default_factory=list)

    def now(self) -> datetime:
        """The time as the carrier believes it is."""
        return datetime.now(UTC) + timedelta(seconds=self.ahead_seconds)

    def note(self, call_sid: str, code: int, text: str) -> None:
        """What the real carrier shows in its debugger and nowhere else."""
        self.debugger.append({"call_sid": call_sid, "code": code, "text": text})
        del self.debugger[:-NOTES_KEPT]
        logger.info("Call %s: error %s was noted.", call_sid, code)


def base_fields(
    account_sid: str,
    call_sid: str,
    to: str,
    from_: str,
    status: str,
    direction: str = "outbound-api",
) -> dict[str, str]:
    """The fields that every request about a call has."""
    fields = {
        "AccountSid": account_sid,
        "ApiVersion": API_VERSION,
        "CallSid": call_sid,
        "CallStatus": status,
        "Direction": direction,
        "From": from_,
        "To": to,
        "Caller": from_,
        "Called": to,
    }
    for who in ("From", "To", "Caller", "Called"):
        fields |= {f"{who}City": "", f"{who}State": "", f"{who}Zip": "", f"{who}Country": "US"}
    return fields


@dataclass
class Leg:
    """The answered call. on_key: who hears the keys that the callee presses."""

    exchange: Exchange
    sid: str
    to: str
    from_: str
    fallback: Callable[[], tuple[str, str]]  # address and method
    clock: Clock
    circuit: Circuit
    on_key: Callable[[str], None] | None = None
    direction: str = "outbound-api"

    def fields(self) -> dict[str, str]:
        account = self.exchange.account_sid
        return base_fields(account, self.sid, self.to, self.from_, "in-progress", self.direction)

    def note(self, code: int, text: str) -> None:
        self.exchange.note(self.sid, code, text)
