"""Faults on demand: what goes wrong, for which number, how often."""

from dataclasses import asdict, dataclass, field

from callpilot.json_types import JsonObject

KINDS = {
    "callback_duplicate": "a status or detection callback is delivered twice",
    "callback_reorder": "a callback waits until the next one of the call has gone",
    "callback_delay": "a callback is delivered `seconds` late, by the wall",
    "callback_drop": "a callback is never delivered",
    "rest_429": "a request is refused as one too many; nothing was done",
    "rest_500_placed": "a call is placed, and the answer is a 500",
    "rest_500_not_placed": "nothing is done, and the answer is a 500",
    "rest_reply_lost": "the request is carried out and the connection drops before the answer",
    "callback_forged": "a copy of a callback comes first, signed by somebody else",
    "rest_slow": "a request waits `seconds` before it is carried out, whoever still waits for it",
    "rest_answer_late": "a request is carried out at once and answered `seconds` later",
    "rest_garbled": "the request is carried out, and the answer is no JSON",
    "stream_garbage": "messages that are none of a stream come amid its sound",
    "stream_refuse": "the carrier fails to open the media socket",
    "stream_drop": "the media socket breaks `seconds` into the stream, in simulated time",
    "stream_hang": "the media socket stays open but silent from `seconds` into the stream",
}
ROUTES = ("create", "list", "fetch", "update", "delete", "any")


@dataclass
class Fault:
    """count: how often it strikes, None for always. to: a number, "" for all.

    on: the REST route that it strikes; event: the CallStatus of the callback, "" for any.
    """

    kind: str
    to: str = ""
    count: int | None = 1
    seconds: float = 0.0
    on: str = "create"
    event: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind is one of {', '.join(KINDS)}")
        if self.on not in ROUTES:
            raise ValueError(f"on is one of {', '.join(ROUTES)}")
        if self.count is not None and (type(self.count) is not int or self.count < 1):
            raise ValueError("count is a whole number from 1, or null for always")
        if not isinstance(self.seconds, int | float) or not 0 <= self.seconds <= 3600:
            raise ValueError("seconds is a number from 0 to 3600")


@dataclass
class Faults:
    """The faults that are still to strike, oldest first."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, **fields: object) -> Fault:
        """Raises ValueError, in words, for anything that is not a fault."""
        given: JsonObject = fields
        try:
            fault = Fault(**given)
        except TypeError as error:
            raise ValueError(str(error)) from None
        self.waiting.append(fault)
        return fault

    def strike(self, kind: str, to: str, *, on: str = "", event: str = "") -> Fault | None:
        """The fault of this kind that is due here, if any; one of its strikes is used up."""
        for fault in self.waiting:
            if (
                fault.kind == kind
                and fault.to in ("", to)
                and (not on or fault.on in (on, "any"))
                and fault.event in ("", event)
            ):
                if fault.count is not None:
                    fault.count -= 1
                    if not fault.count:
                        self.waiting.remove(fault)
                return fault
        return None

    def listed(self) -> list[JsonObject]:
        return [asdict(fault) for fault in self.waiting]
