"""A carrier's media stream: the values its socket brings, and what reads and writes them."""

from dataclasses import dataclass, field
from typing import Protocol

from callpilot.json_types import JsonMapping


class BadFrame(Exception):
    """The carrier's socket brought something that is no message of a media stream."""


class FrameTooLarge(BadFrame):
    """A message of more characters than any of the carrier's has."""


@dataclass(frozen=True, slots=True)
class Connected:
    """The socket is open; what it carries comes with Started."""


@dataclass(frozen=True, slots=True)
class Started:
    """Once, before all sound: whose call this is."""

    stream_id: str
    call_id: str  # the carrier's
    account_id: str
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Media:
    """Sound of the callee, μ-law, 8 kHz, any length."""

    ulaw: bytes
    at_ms: int  # since the stream started


@dataclass(frozen=True, slots=True)
class Pressed:
    """The callee pressed a key."""

    digit: str


@dataclass(frozen=True, slots=True)
class Marked:
    """Everything sent before this mark has been played, or was cleared."""

    name: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The stream is over: hung up, or the call runs other instructions."""


Message = Connected | Started | Media | Pressed | Marked | Stopped


class MediaMessages(Protocol):
    """How a carrier writes its messages; pure. A module of four functions is one."""

    def parse(self, text: str | bytes) -> Message | None:
        """One frame of the carrier, or None for a kind we have no use for.

        Raises BadFrame (FrameTooLarge) for what cannot be a message of theirs.
        """
        ...

    def media(self, stream_id: str, ulaw: bytes) -> str:
        """Play this after what is queued; any length."""
        ...

    def mark(self, stream_id: str, name: str) -> str:
        """Say so, by Marked, when everything before this has been played."""
        ...

    def clear(self, stream_id: str) -> str:
        """Drop what is queued; pending marks come back at once."""
        ...


class MediaSocket(Protocol):
    """A carrier's socket at `wss://…/<its name>/stream/<token>`: who may open it, what it says."""

    @property
    def messages(self) -> MediaMessages: ...

    @property
    def subprotocol(self) -> str:
        """Accepted when it is offered; "" for none."""
        ...

    @property
    def keys_in_band(self) -> bool:
        """Whether keys are pressed by their sound on the stream, and not by the carrier itself."""
        ...

    def signed(self, scope: JsonMapping) -> bool:
        """Whether the carrier itself opens it (ASGI's scope); never True without a secret."""
        ...

    def ours(self, started: Started) -> bool:
        """Whether the stream belongs to our account and not to another of the same vendor."""
        ...
