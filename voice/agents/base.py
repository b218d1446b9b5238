"""The ports of engines and of voice agents: sound in; sound, words and tool calls out."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, Literal, Protocol, TypeGuard

from callpilot.adapters import Diagnosed, Finding, Registry
from callpilot.errors import AgentError
from callpilot.json_types import JsonObject
from voice.agents.prompt import Fact, in_words

AudioFormat = Literal["ulaw_8000", "pcm_8000", "pcm_16000", "pcm_24000"]
# What an agent hears when it is to speak although nobody has spoken; its prompt explains it.
YOUR_TURN = "(your turn)"


@dataclass(frozen=True, slots=True)
class Speech:
    """Sound of the agent, in its output format. Dropped once an interruption passes it."""

    audio: bytes
    event_id: int = 0


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The callee spoke over the agent: what is queued up to `event_id` must not be heard."""

    event_id: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """A final text: what the callee said, or what the agent is saying (`speaker`)."""

    speaker: Literal["callee", "agent"]
    text: str
    event_id: int = 0


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of what the agent says, as it is found; spaces count. `Said` closes the turn."""

    text: str
    event_id: int = 0


@dataclass(frozen=True, slots=True)
class Corrected:
    """The agent was cut short: of its last text only `text` was spoken ("" for nothing)."""

    text: str
    event_id: int = 0


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The agent wants something done; answer with AgentSession.answer, once."""

    name: str
    tool_call_id: str
    arguments: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ended:
    """The session is over.

    resumable: the line was lost, not the conversation finished. failed: the agent refuses us, now
    and for as long as nobody mends it; what was said so far came to no end.
    """

    reason: str
    resumable: bool = False
    failed: bool = False


AgentEvent = Speech | Interrupted | Said | Token | Corrected | ToolCall | Ended


@dataclass(frozen=True)
class Brief:
    """What the agent is told beforehand: a prompt, and flat facts for its placeholders."""

    prompt: str  # with the facts filled in
    facts: dict[str, Fact]
    language: str = "en"
    voice: str = ""  # the vendor's id; blank: the agent's own
    speed: float = 1.0  # of speaking; 1 is the voice's own pace
    # Of the call, for voices that ask for tools at our addresses; it stands in no words.
    tool_token: str = field(default="", repr=False)

    def variables(self) -> dict[str, str]:
        """The facts in words, for the placeholders of a prompt that lies at the vendor."""
        return {name: in_words(fact) for name, fact in self.facts.items()}

    def note(self, text: str) -> str:
        """What our side tells the agent in mid-call, marked so that it knows us.

        The prompt explains the word, which the callee cannot know.
        """
        return f"{self.facts['order_word']}: {text}"


class AgentSession(Protocol):
    """One conversation with a callee, in sound (VoiceSession) or in words (TextSession)."""

    vendor_id: str  # the vendor's own name for it; blank: it keeps none

    def events(self) -> AsyncIterator[AgentEvent]:
        """Until `Ended`, which always comes last."""
        ...

    async def answer(self, tool_call_id: str, answer: str, *, failed: bool = False) -> None: ...

    async def instruct(self, text: str, *, speak: bool = False) -> None:
        """Give the agent a note of our side; with `speak` it must react to it now."""
        ...

    async def close(self) -> None: ...


class VoiceSession(AgentSession, Protocol):
    """One that hears and speaks by itself; of its events none is a Token."""

    input_format: AudioFormat
    output_format: AudioFormat

    async def hear(self, audio: bytes) -> None:
        """Sound of the callee, in `input_format`, any length. Never blocks on the network."""
        ...

    def cut(self, event_id: int, heard_ms: float) -> None:
        """The line was cleared: of the sound with this id at least so much has been heard.

        For those who have to know how far they were heard; what they find goes into Corrected.
        """
        ...


@dataclass(frozen=True)
class VoiceChoices:
    """What of the voice a person may choose, and whether it takes effect."""

    voices: dict[str, str] = field(default_factory=dict)  # the vendor's id → a name
    voice_followed: bool = False
    speed_followed: bool = False


# Over what a call is held: sound on the carrier's media stream; words, which the carrier hears and
# speaks; single questions in the carrier's documents; or the vendor's own call.
LineKind = Literal["media_stream", "relay", "gather", "vendor"]


class Engine(Protocol):
    """A way to hold a call's conversation, as VOICE_ENGINE names it."""

    @property
    def line(self) -> LineKind: ...

    def choices(self) -> VoiceChoices: ...


class VoiceAgent(Engine, Protocol):
    """Whoever speaks for us over a media stream."""

    async def open(self, brief: Brief) -> VoiceSession:
        """Start a session; raises AgentError when it cannot be opened."""
        ...


@dataclass(frozen=True)
class ToolDesign:
    """A tool as an agent is told of it; parameters: a JSON schema."""

    name: str
    description: str
    parameters: JsonObject
    url: str = ""  # where it can be asked for over HTTP


@dataclass(frozen=True)
class AgentDesign:
    """What an agent has to be that lies at its vendor and speaks for us."""

    prompt: str  # with placeholders
    tools: tuple[ToolDesign, ...]
    language: str
    max_seconds: int  # of a conversation
    tool_seconds: int  # for an answer


@dataclass(frozen=True)
class SessionReport:
    """What a vendor says of a session that is over; None for what it does not say."""

    vendor_id: str
    failed: bool = False
    reason: str = ""
    seconds: int | None = None
    credits: int | None = None
    cost: Decimal | None = None  # in CURRENCY


class Provisioned(Diagnosed):
    """What an adapter whose agent lies at its vendor can do besides its port."""

    # Dotted path of the addresses that the vendor calls us at, all beneath `/<its name>/`.
    urls: ClassVar[str] = ""

    @classmethod
    def report(cls, vendor_id: str) -> SessionReport | None:
        """Ask how a session went; None while the vendor does not know. Raises AgentError."""
        raise NotImplementedError

    @classmethod
    def provision(cls, design: AgentDesign, *, adopt: bool, dry_run: bool) -> Iterator[str]:
        """Make the agent as designed, or only say what would be done, line by line.

        adopt: also one that we did not make. Raises AgentError.
        """
        raise NotImplementedError

    @classmethod
    def inspect(cls, design: AgentDesign) -> Iterator[Finding]:
        """Whatever of the agent at the vendor would break a call."""
        raise NotImplementedError


engines = Registry[Engine](
    "VOICE_ENGINE", {"elevenlabs": "voice.agents.elevenlabs.client.ElevenLabsAgent"}
)


def on_media_stream(engine: Engine) -> TypeGuard[VoiceAgent]:
    return engine.line == "media_stream"


def voice_agent(name: str = "") -> VoiceAgent:
    """The engine of this name, blank for the chosen one. Raises AgentError if it is no voice."""
    engine = engines.get(name)
    if not on_media_stream(engine):
        raise AgentError("This engine speaks over no media stream.", permanent=True)
    return engine


def provisioned_adapters() -> dict[str, type[Provisioned]]:
    """Those whose agents lie at their vendors, by name."""
    kinds = {name: engines.diagnosed(name) for name in engines.names}
    return {name: kind for name, kind in kinds.items() if issubclass(kind, Provisioned)}
