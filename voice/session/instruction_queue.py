"""What our side tells the agent in mid-call: at once, or behind the sentence that it is saying."""

from voice.agents.base import AgentSession
from voice.session.background import Background, quietly


class InstructionQueue:
    """An instruction that is to be reacted to would cut off a sentence, so it waits for its end."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._waiting: list[str] = []

    @property
    def waiting(self) -> bool:
        return bool(self._waiting)

    def put(
        self, session: AgentSession | None, text: str, *, speak: bool = False, in_sentence: bool
    ) -> None:
        """in_sentence: the agent is heard at present. Without a session nobody is told."""
        if speak and in_sentence:
            self._waiting.append(text)
        elif session is not None:
            self._background.start(quietly(session.instruct(text, speak=speak)))

    def give(self, session: AgentSession | None) -> None:
        """All that has waited; the agent gets the word once, for the last."""
        waiting, self._waiting = self._waiting, []
        if session is None:
            return
        for number, text in enumerate(waiting, start=1):
            speak = number == len(waiting)
            self._background.start(quietly(session.instruct(text, speak=speak)))

    def clear(self) -> None:
        self._waiting.clear()
