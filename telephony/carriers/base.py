"""The Carrier port: whatever can place phone calls for us."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from callpilot.adapters import Registry
from telephony.carriers.media_stream import MediaSocket


@dataclass(frozen=True)
class Dial:
    """One call to be placed. `token` stands in every address the carrier is given."""

    to_number: str  # E.164
    token: str
    ring_seconds: int
    limit_seconds: int  # the carrier ends the call after this


@dataclass(frozen=True)
class News:
    """What the carrier says of a call, in our words. A hint: it may be late, doubled or lost."""

    carrier_id: str
    status: str  # a Call.Status value: dialing, ringing, in_progress, completed, failed, cancelled
    outcome: str = ""  # a Call.Outcome value when the status says why: busy, no_answer, failed …
    reason: str = ""  # plain words
    answered_by: str = ""  # human, machine_start, fax … when known
    sequence: int = -1  # order of sending, -1 unknown
    duration_seconds: int | None = None
    cost: str | None = None  # decimal text, positive, USD
    to_number: str = ""
    created_at: datetime | None = None


class Carrier(Protocol):
    """Whatever can place a phone call for us."""

    @property
    def urls(self) -> str:
        """Dotted path of the addresses that it calls us at, all beneath `/<its name>/`."""
        ...

    @property
    def socket(self) -> MediaSocket: ...

    def place(self, dial: Dial) -> str:
        """Ask once, and return the carrier's id.

        Raises CarrierError; `in_doubt` is set whenever the call may exist all the same
        (time-out, 5xx, broken connection after sending), `permanent` when asking again
        is pointless (bad number, no permission). Never retries.
        """
        ...

    def hang_up(self, carrier_id: str) -> None:
        """End the call; a call that has ended already is a success. Raises CarrierError."""
        ...

    def find(
        self, *, carrier_id: str = "", to_number: str = "", since: datetime | None = None
    ) -> list[News]:
        """News of one call by id, or of all calls to a number since a moment.

        An id that the carrier does not know gives []. Raises CarrierError.
        """
        ...

    def press_keys(self, carrier_id: str, token: str) -> None:
        """Press `keys_wanted` of the call with this token, which is live. Raises CarrierError.

        Carriers that press by a document have it fetched, and take the keys from the call then.
        """
        ...

    def is_answered(self, number: str) -> bool:
        """Whether somebody answers who is rung back there. Raises CarrierError.

        The number that we call from is answered when our own handler is; of any other one the
        operator has said that a person answers.
        """
        ...


carriers = Registry[Carrier](
    "CARRIER", {"twilio": "telephony.carriers.twilio.client.TwilioCarrier"}
)
