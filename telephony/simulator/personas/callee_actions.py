"""What a simulated callee can do on the line, and how it picks up; sans I/O."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Speak:
    text: str


@dataclass(frozen=True)
class Music:
    """Sound without words."""

    seconds: float


@dataclass(frozen=True)
class Beep:
    """The tone after which a machine records."""


@dataclass(frozen=True)
class HangUp:
    """The callee leaves; nothing follows."""


@dataclass(frozen=True)
class Wait:
    """Says nothing for so long, in simulated time, then goes on with the acts behind it."""

    ms: int


Act = Speak | Music | Beep | HangUp | Wait

PickupKind = Literal["human", "voicemail", "menu", "hold", "no_answer", "busy", "failed"]


@dataclass(frozen=True)
class Pickup:
    """How a call is taken. ring_seconds: how long it rings before that."""

    kind: PickupKind
    ring_seconds: float

    @property
    def answered(self) -> bool:
        return self.kind in ("human", "voicemail", "menu", "hold")
