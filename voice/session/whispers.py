"""What the person whispers in a call: noted once, and told once to an agent who listens."""

from callpilot.errors import AgentError
from voice.agents.base import AgentSession
from voice.decisions import instructions


class Whispers:
    """By the number of their events; 0 is one that no event stands for."""

    def __init__(self) -> None:
        self._noted: set[int] = set()
        self._told: set[int] = set()

    def note(self, number: int) -> bool:
        """False when it stands in the transcript already."""
        known = number in self._noted
        self._noted.add(number)
        return not known or not number

    async def tell(self, session: AgentSession | None, text: str, number: int) -> bool:
        """Whether the agent has been told now; the next one reads it when nobody listens."""
        if session is None or not self.take(number):
            return False
        try:
            await session.instruct(instructions.whisper(text))
        except (AgentError, OSError):
            self.give_back(number)
            return False
        return True

    def take(self, number: int) -> bool:
        """To tell it now; False when it has been told, or is being told."""
        known = number in self._told
        self._told.add(number)
        return not known or not number

    def give_back(self, number: int) -> None:
        """It could not be told: the next agent gets it."""
        self._told.discard(number)
