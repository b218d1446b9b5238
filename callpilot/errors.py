"""The error tree: one class for each decision a caller can take.

CallPilotError
├── Refused              the request cannot be met; `str(error)` says why, in plain words
│   ├── SlotTaken        the time overlaps another hold or appointment of the person
│   └── NotPermitted     the guard, a permit or a limit says no
├── BadInput             a named field is wrong; `errors` maps field → sentences
└── VendorError          somebody else's server failed us
    ├── CarrierError     placing, ending or finding a phone call
    ├── AgentError       the voice agent's session
    └── DirectoryError   looking up providers

Each carries `permanent`: whether trying again later is pointless.
"""


class CallPilotError(Exception):
    """Base of all errors that CallPilot raises on purpose."""

    permanent = True

    def __init__(self, message: str, *, permanent: bool | None = None) -> None:
        super().__init__(message)
        if permanent is not None:
            self.permanent = permanent


class Refused(CallPilotError):
    """The request cannot be met; the message says why, for people."""


class SlotTaken(Refused):
    """The time overlaps another hold or appointment of the person."""


class NotPermitted(Refused):
    """A rule says no: guard, permit, budget, limit."""


class BadInput(CallPilotError):
    """One or more named fields are wrong."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        self.errors = errors
        super().__init__("; ".join(f"{field}: {' '.join(m)}" for field, m in errors.items()))


class VendorError(CallPilotError):
    """Somebody else's server failed us; trying again later may help."""

    permanent = False


class CarrierError(VendorError):
    """The carrier refused or failed. `in_doubt`: the call may exist all the same."""

    def __init__(
        self, message: str, *, permanent: bool = False, in_doubt: bool = False, code: str = ""
    ) -> None:
        super().__init__(message, permanent=permanent)
        self.in_doubt = in_doubt
        self.code = code


class AgentError(VendorError):
    """The voice agent's session could not be opened or broke."""


class DirectoryError(VendorError):
    """Providers could not be looked up."""
