"""The error tree: one class for each decision a caller can take.

CallPilotError
├── Refused              the request cannot be met; `str(error)` says why, in plain words
│   ├── SlotTaken        the time overlaps another hold or appointment of the person
│   └── NotPermitted     the guard, a permit or a limit says no
├── BadInput             a named field is wrong; `errors` maps field → sentences
└── VendorError          somebody else's server failed us
    ├── CarrierError     placing, ending or finding a phone call
    ├── AgentError       the voice agent's session
    │   ├── RecognitionError   its ears: the callee cannot be understood
    │   └── SpeechError        its mouth: its words cannot be heard
    └── DirectoryError   looking up providers

Each carries `permanent`: whether trying again later is pointless.
"""

from typing import TypedDict


class PlaceObject(TypedDict):
    """A place as it is shown and may be sent back; its label alone means the same."""

    label: str
    latitude: float
    longitude: float
    timezone: str


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
    """One or more named fields are wrong; `suggestions` maps field → places that may be meant."""

    def __init__(
        self,
        errors: dict[str, list[str]],
        suggestions: dict[str, list[PlaceObject]] | None = None,
    ) -> None:
        self.errors = errors
        self.suggestions = {name: found for name, found in (suggestions or {}).items() if found}
        words = []
        for field, sentences in errors.items():
            choices = " · ".join(place["label"] for place in self.suggestions.get(field, ()))
            words.append(f"{field}: {' '.join(filter(None, [*sentences, choices]))}")
        super().__init__("; ".join(words))


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


class RecognitionError(AgentError):
    """The callee's words could not be had from whoever recognises them."""


class SpeechError(AgentError):
    """No sound of the agent's words could be had from whoever speaks them."""


class Silent(Exception):
    """A part of ours that gives no sign of life; the words are ours and may be shown."""


class DirectoryError(VendorError):
    """Providers could not be looked up."""
