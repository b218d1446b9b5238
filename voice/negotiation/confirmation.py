"""Confirmation, Release and Cancellation: the calls after the person has chosen."""

from datetime import datetime

from scheduling.language.speak import spoken
from voice.negotiation.acts import Act
from voice.negotiation.dialogue_state import Answer, DialogueState, iso
from voice.negotiation.goal import Goal
from voice.negotiation.phrasing import introduction
from voice.negotiation.understanding import Heard


class Confirmation(Goal):
    """Asks whether the slot is still free, reads it back, books it on a clear yes."""

    def __init__(self, state: DialogueState) -> None:
        super().__init__(state)
        if self.facts.slot_start is None:
            raise ValueError("a confirmation needs slot_start")
        self.slot = self.facts.slot_start
        self.day = self.slot.date()
        self.words = spoken(self.slot)
        self.tries = 0
        self.doubts = 0

    def begin(self, lead: str = "") -> list[Act]:
        self.asked = "free"
        self.question = "Is it still free?"
        lead = introduction(self.facts) if self.facts.resumed else lead
        about = f"We spoke about {self.words} for {self.facts.person}."
        return self.state.say(f"{lead} {about} We would like to book it. {self.question}".strip())

    def again(self, after: str = "", *, anew: bool = False) -> list[Act]:
        if self.asked == "free":
            wish = f"We would like to book {self.words} for {self.facts.person}."
            return self.state.say(f"{after} {wish} {self.question}".strip())
        return super().again(after)

    def wrap_up(self) -> list[Act]:
        return self.state.end("failed", "No clear answer.", "Thank you all the same. Goodbye.")

    def react(self, heard: Heard) -> list[Act]:
        if not self.heard_through(heard):
            return self.again()
        others = [slot for slot in heard.slots if slot != self.slot]
        if heard.attitude == "no" or heard.nothing_free or _is_gone(heard.low):
            return self.refused(others)
        if others and self.slot not in heard.slots:
            self.doubts += 1
            return self.refused(others) if self.doubts > 1 else self.ask_to_book("Excuse me:")
        if heard.attitude == "hedge":
            self.doubts += 1
            return self.wrap_up() if self.doubts > 2 else self.ask_plainly()
        if self.asked == "free":
            if heard.attitude == "yes" or "shall i" in heard.low or "free" in heard.low:
                return self.ask_to_book("")
            if self.slot in heard.slots:
                return self.ask_to_book("Yes:" if heard.asks else "")
            return self.puzzled()
        if heard.attitude == "question" or heard.asks:
            self.doubts += 1
            return self.wrap_up() if self.doubts > 3 else self.ask_to_book("Yes:")
        if heard.attitude == "yes" or "booked" in heard.low or self.slot in heard.slots:
            return self.book()
        return self.puzzled()

    def ask_to_book(self, lead: str) -> list[Act]:
        question = f"{self.words}, for {self.facts.person}. Could you book that, please?"
        return self.ask("book", question, after=lead)

    def ask_plainly(self) -> list[Act]:
        return self.ask("plain", f"Just to be sure: is {self.words} booked, yes or no?")

    def book(self) -> list[Act]:
        self.tries += 1

        def booked(answer: Answer) -> list[Act]:
            if answer.get("booked"):
                goodbye = self.state.pick("Thank you very much. Goodbye.", "Wonderful. Goodbye.")
                return self.state.end("booked", f"They booked {self.words}.", goodbye)
            if self.tries < 2:
                return self.ask_plainly()
            summary = str(answer.get("reason") or "The booking could not be proven.")
            return self.state.end("failed", summary, "Thank you. We will be in touch. Goodbye.")

        arguments = {"start": iso(self.slot)}
        if self.facts.slot_end is not None:
            arguments["end"] = iso(self.facts.slot_end)
        return self.state.call("book_slot", arguments, booked)

    def refused(self, others: list[datetime]) -> list[Act]:
        summary = f"{self.words} is no longer free." + (
            " They named another time." if others else ""
        )
        goodbye = self.state.pick(
            "That is a pity. Thank you, goodbye.", "I see. Thank you. Goodbye."
        )
        return self.state.end("refused", summary, goodbye)


class Release(Goal):
    """Says that a kept slot is not needed, and leaves."""

    def begin(self, lead: str = "") -> list[Act]:
        self.asked = "release"
        slot = self.facts.slot_start
        words = spoken(slot) if slot else self.facts.slot_words
        self.question = (
            f"You kindly kept {words} for {self.facts.person}. It is no longer needed, thank you."
        )
        lead = introduction(self.facts) if self.facts.resumed else lead
        return self.state.say(f"{lead} {self.question}".strip())

    def react(self, heard: Heard) -> list[Act]:
        if heard.lost_it or (heard.asks and not heard.greets):
            return self.puzzled()
        return self.wrap_up()

    def wrap_up(self) -> list[Act]:
        return self.state.end("released", "They were told.", "Thank you. Goodbye.")


class Cancellation(Release):
    """Says that a booked appointment is cancelled, and leaves when that was heard."""

    def begin(self, lead: str = "") -> list[Act]:
        self.asked = "cancel"
        slot = self.facts.slot_start
        words = spoken(slot) if slot else self.facts.slot_words
        self.question = (
            f"We have an appointment with you {words} for {self.facts.person}. Please cancel it: "
            "it is no longer needed, thank you."
        )
        lead = introduction(self.facts) if self.facts.resumed else lead
        return self.state.say(f"{lead} {self.question}".strip())

    def wrap_up(self) -> list[Act]:
        return self.state.end("released", "They were told to cancel it.", "Thank you. Goodbye.")


def _is_gone(low: str) -> bool:
    return any(sign in low for sign in ("gone", "taken", "not free", "no longer", "not available"))
