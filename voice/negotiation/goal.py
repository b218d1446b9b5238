"""Goal: what a conversation is after; the shape of enquiry, confirmation and release."""

from abc import ABC, abstractmethod
from datetime import date

from scheduling.language.mentions import Mention
from voice.negotiation.acts import Act
from voice.negotiation.dialogue_state import DialogueState
from voice.negotiation.facts import Facts
from voice.negotiation.understanding import Heard, heard, price_in

USELESS_TURNS = 3  # that add nothing: wrap up


class Goal(ABC):
    """Knows what was asked last, what the answer means for it, and when it is done."""

    def __init__(self, state: DialogueState) -> None:
        self.state = state
        self.facts: Facts = state.facts
        self.asked = ""  # what an answer is awaited to
        self.question = ""  # in which words
        self.day: date | None = None  # spoken of last
        self.open: Mention | None = None  # a time that was left open
        self.useless = 0
        self.unheard = False  # our last sentence was talked over

    @abstractmethod
    def begin(self, lead: str = "") -> list[Act]:
        """The first sentence, after `lead`."""

    @abstractmethod
    def react(self, heard: Heard) -> list[Act]:
        """To what the callee has answered."""

    def heard_through(self, heard: Heard) -> bool:
        """Whether these words may answer our last sentence; not if it was talked over."""
        unheard, self.unheard = self.unheard, False
        tells = bool(heard.slots) or heard.nothing_free or bool(price_in(heard.text))
        return not unheard or tells or heard.attitude == "no"

    @abstractmethod
    def wrap_up(self) -> list[Act]:
        """Leave politely with what there is."""

    def listen(self, text: str) -> Heard:
        said = heard(text, self.facts, self.day, self.open)
        self.day = said.day or self.day
        return said

    def ask(self, asked: str, question: str, *, after: str = "") -> list[Act]:
        """Put a question; `after` is said before it in the same breath."""
        self.asked, self.question = asked, question
        return self.state.say(f"{after} {question}".strip())

    def again(self, after: str = "", *, anew: bool = False) -> list[Act]:
        """The last question once more, behind `after`. anew: to somebody who has heard nothing."""
        if not self.question:
            return self.begin(after)
        return self.state.say(f"{after} {self.question}".strip())

    def puzzled(self) -> list[Act]:
        """The answer added nothing."""
        self.useless += 1
        if self.useless >= USELESS_TURNS:
            return self.wrap_up()
        if not self.question:
            return self.begin()
        return self.again(self.state.pick("Sorry, I did not get that.", "Excuse me, once more."))
