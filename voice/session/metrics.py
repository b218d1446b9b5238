"""The numbers a call is judged by, gathered while it lasts."""

from dataclasses import dataclass, field
from statistics import median

from callpilot.json_types import JsonObject


@dataclass
class Metrics:
    """Milliseconds of the line's clock, except our own shares, which are real milliseconds."""

    first_word_ms: int | None = None  # from the answer to our agent's first sound
    reply_ms: list[int] = field(default_factory=list)  # callee's last word to our first sound
    our_ms: list[int] = field(default_factory=list)  # of those, what we took ourselves
    stop_ms: list[float] = field(default_factory=list)  # interruption to `clear` sent
    interruptions: int = 0
    agent_ms: float = 0.0  # sound of the agent
    callee_ms: float = 0.0  # sound of the callee
    hold_ms: int = 0
    tools: list[JsonObject] = field(default_factory=list)  # name, ms
    sessions: int = 0
    dropped_ms: float = 0.0

    def as_dict(self, turns: int) -> JsonObject:
        """For Call.metrics."""
        spoken = self.agent_ms + self.callee_ms
        return {
            "first_word_ms": self.first_word_ms,
            "reply_ms": self.reply_ms,
            "reply_ms_median": median(self.reply_ms) if self.reply_ms else None,
            "our_ms": self.our_ms,
            "our_ms_median": median(self.our_ms) if self.our_ms else None,
            "interruptions": self.interruptions,
            "stop_ms_worst": round(max(self.stop_ms), 1) if self.stop_ms else None,
            "turns": turns,
            "talk_ratio": round(self.agent_ms / spoken, 3) if spoken else None,
            "agent_ms": round(self.agent_ms),
            "callee_ms": round(self.callee_ms),
            "hold_seconds": round(self.hold_ms / 1000, 1),
            "tools": self.tools,
            "sessions": self.sessions,
            "dropped_ms": round(self.dropped_ms),
        }

    @classmethod
    def after(cls, earlier: JsonObject) -> "Metrics":
        """Go on counting where an earlier socket of the same call left off."""
        return cls(
            first_word_ms=earlier.get("first_word_ms"),
            reply_ms=list(earlier.get("reply_ms", [])),
            our_ms=list(earlier.get("our_ms", [])),
            stop_ms=[earlier["stop_ms_worst"]] if earlier.get("stop_ms_worst") else [],
            interruptions=earlier.get("interruptions", 0),
            agent_ms=earlier.get("agent_ms", 0),
            callee_ms=earlier.get("callee_ms", 0),
            hold_ms=int(earlier.get("hold_seconds", 0) * 1000),
            tools=list(earlier.get("tools", [])),
            sessions=earlier.get("sessions", 0),
            dropped_ms=earlier.get("dropped_ms", 0),
        )
