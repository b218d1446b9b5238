"""Which simulated agents there are, and what can be made to go wrong with them."""

from dataclasses import dataclass, field, fields, replace

from callpilot.json_types import JsonObject


@dataclass(frozen=True)
class Switches:
    """How one conversation goes. Milliseconds are simulated ones, of the callee's sound.

    drop_after_ms: the line breaks without a word. silent_after_ms: the agent says and asks for
    nothing any more. tool_timeout_ms: an answer to a tool call that comes later is ignored.
    close_code: the close that follows the metadata at once, with close_reason.
    queue_ms: spent in the queue at first; queue_full: to no avail. link_seconds: a signed link
    must be used within so many seconds (of the wall). allowed_overrides: by their full path.
    needed_variables: without these facts nothing starts. post_call_copies: how often the report of
    the conversation is delivered; 0: it is lost.
    """

    input_format: str = "ulaw_8000"
    output_format: str = "ulaw_8000"
    drop_after_ms: int | None = None
    silent_after_ms: int | None = None
    tool_timeout_ms: int = 20_000
    close_code: int | None = None
    close_reason: str = ""
    queue_ms: int = 0
    queue_full: bool = False
    link_seconds: float = 900.0
    allowed_overrides: tuple[str, ...] = ()
    needed_variables: tuple[str, ...] = ("purpose", "person_name", "today", "timezone")
    post_call_copies: int = 1


def _speaking(name: str) -> Switches:
    return Switches(input_format=name, output_format=name)


AGENTS: dict[str, Switches] = {
    "agent_simulated_ulaw_8000": Switches(),
    "agent_simulated_pcm_8000": _speaking("pcm_8000"),
    "agent_simulated_pcm_16000": _speaking("pcm_16000"),
    "agent_simulated_pcm_24000": _speaking("pcm_24000"),
    "agent_simulated_pcm_44100": _speaking("pcm_44100"),  # more than this product can use
    "agent_simulated_open": Switches(allowed_overrides=("agent.prompt.prompt", "agent.language")),
    "agent_simulated_drops": Switches(drop_after_ms=3_000),
    "agent_simulated_silent": Switches(silent_after_ms=0),
    "agent_simulated_impatient": Switches(tool_timeout_ms=0),
    "agent_simulated_queue": Switches(queue_ms=1_000),
    "agent_simulated_queue_full": Switches(queue_ms=1_000, queue_full=True),
    "agent_simulated_no_quota": Switches(
        close_code=1002, close_reason="This request exceeds your quota limit."
    ),
}


def _whole(value: object) -> bool:
    return type(value) is int and 0 <= value <= 3_600_000


@dataclass
class Fault:
    """Changed switches for the next `count` conversations (None: all) of an agent ("": any)."""

    switches: JsonObject
    agent_id: str = ""
    count: int | None = 1

    def __post_init__(self) -> None:
        """Raises ValueError, in words."""
        known = {switch.name: switch.default for switch in fields(Switches)}
        if not isinstance(self.switches, dict) or not set(self.switches) <= set(known):
            raise ValueError(f"switches has members out of {', '.join(known)}")
        if self.count is not None and (not _whole(self.count) or self.count < 1):
            raise ValueError("count is a whole number from 1, or null for always")
        for name, value in self.switches.items():
            if (
                name.endswith(("_ms", "_code", "_copies"))
                and value is not None
                and not _whole(value)
            ):
                raise ValueError(f"{name} is a whole number or null")
            if isinstance(known[name], tuple):
                self.switches[name] = tuple(value)


@dataclass
class Faults:
    """The faults that are still to strike, oldest first."""

    waiting: list[Fault] = field(default_factory=list)

    def strike(self, agent_id: str, switches: Switches) -> Switches:
        """The switches of a conversation that begins now."""
        for fault in list(self.waiting):
            if fault.agent_id not in ("", agent_id):
                continue
            switches = replace(switches, **fault.switches)
            if fault.count is not None:
                fault.count -= 1
                if not fault.count:
                    self.waiting.remove(fault)
        return switches
