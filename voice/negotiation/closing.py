"""Closing: what follows once a slot is agreed: report it, ask about it, keep or book it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from scheduling.language.speak import spoken
from voice.negotiation import phrasing
from voice.negotiation.acts import Act
from voice.negotiation.dialogue_state import Answer, DialogueState, iso
from voice.negotiation.goal import Goal
from voice.negotiation.understanding import Heard, offered, practitioner_in, price_in

CONDITIONS = ("deposit", "cancellation", "time_limit", "bring", "drop_off")


class Closing(Goal):
    """The second half of an enquiry. `agreed` is the slot that was reported as an offer."""

    def __init__(self, state: DialogueState) -> None:
        super().__init__(state)
        self.agreed: datetime | None = None
        self.questions = list(self.facts.questions)
        self.about = ""  # what was asked about last
        self.asked_again = False
        self.found: dict[str, str] = {}  # price, practitioner, conditions
        self.told: dict[str, str] = {}  # as reported last
        self.booking_tries = 0
        self.hurried = False

    # the offer

    def report(self, slot: datetime, then: Callable[[datetime, Answer], list[Act]]) -> list[Act]:
        self.told = dict(self.found)
        arguments = {"start": iso(slot), "end": iso(self.end_of(slot)), **self.found}
        return self.state.call("report_slot_offer", arguments, lambda answer: then(slot, answer))

    def withdraw(self, then: Callable[[], list[Act]]) -> list[Act]:
        """They have taken back what was agreed."""
        slot, self.agreed = self.agreed, None
        assert slot is not None
        return self.state.call("withdraw_offer", {"start": iso(slot)}, lambda answer: then())

    def is_revoked(self) -> bool:
        return self.agreed is not None and not offered(self.state.lines, self.agreed, self.facts)

    # the questions

    def next_question(self) -> list[Act]:
        if self.questions and not self.hurried:
            self.about = self.questions.pop(0)
            thanks = self.state.pick("Thank you.", "Good.", "Great, thank you.")
            return self.ask("about", phrasing.question(self.facts, self.about), after=thanks)
        if self.facts.may_book:
            return self.ask_to_book()
        return self.close()

    def on_about(self, heard: Heard) -> list[Act]:
        if heard.lost_it:
            return self.once_more()
        price, practitioner = price_in(heard.text), practitioner_in(heard.text)
        if price:
            self.found["price"] = price
        if practitioner:
            self.found["practitioner"] = practitioner
        if not (price or practitioner) and ("please" in heard.low or self.about in CONDITIONS):
            self.note_condition(heard.text)
        elsewhere = self.about == "price" and not price and heard.attitude == "none"
        if elsewhere and not self.asked_again:
            self.asked_again = True  # that was about something else
            return self.again()
        return self.next_question()

    def once_more(self) -> list[Act]:
        self.useless += 1
        return self.again() if self.useless < 3 else self.leave_with_offer()

    # keeping it

    def close(self) -> list[Act]:
        person = self.facts.person
        if self.hurried or not self.facts.keep_until_words:
            return self.leave_with_offer()
        promise = self.state.pick(
            f"Thank you. We will ring back to book it if {person} chooses it.",
            f"Thank you. If {person} chooses it, we will ring back to book it.",
        )
        question = f"Could you keep it until {self.facts.keep_until_words}?"
        return self.ask("keep", question, after=promise)

    def on_keep(self, heard: Heard) -> list[Act]:
        if heard.lost_it:
            return self.once_more()
        if any(part.has_clock for part in heard.parts) and heard.attitude != "no":
            self.note_condition(heard.text)
        return self.leave_with_offer()

    def note_condition(self, text: str) -> None:
        """Beside those that were named before."""
        told = [self.found.get("conditions", ""), text[:120]]
        self.found["conditions"] = " ".join(filter(None, told))[:300]

    def leave_with_offer(self) -> list[Act]:
        slot = self.agreed
        assert slot is not None

        def leave(slot: datetime, answer: Answer) -> list[Act]:
            goodbye = self.state.pick("Thank you very much. Goodbye.", "Many thanks, goodbye.")
            return self.state.end("offer", f"They offered {spoken(slot)}.", goodbye)

        if self.found != self.told:
            return self.report(slot, leave)
        return leave(slot, {})

    # booking it within the enquiry

    def ask_to_book(self) -> list[Act]:
        assert self.agreed is not None
        question = f"{spoken(self.agreed)}, for {self.facts.person}. Could you book that, please?"
        return self.ask("book", question, after=self.state.pick("Thank you.", "Good."))

    def on_book(self, heard: Heard) -> list[Act]:
        if heard.attitude == "no" or heard.nothing_free:
            return self.leave_with_offer()
        if heard.attitude in ("hedge", "question"):
            self.booking_tries += 1
            return self.leave_with_offer() if self.booking_tries > 2 else self.ask_to_book()
        if heard.attitude == "yes" or "booked" in heard.low or self.agreed in heard.slots:
            return self.book()
        return self.once_more()

    def book(self) -> list[Act]:
        slot = self.agreed
        assert slot is not None
        self.booking_tries += 1

        def booked(answer: Answer) -> list[Act]:
            if answer.get("booked"):
                summary = f"They booked {spoken(slot)}."
                return self.state.end("booked", summary, "Thank you very much. Goodbye.")
            if self.booking_tries < 2:
                return self.ask("book", f"Just to be sure: is {spoken(slot)} booked, yes or no?")
            return self.close()

        arguments = {"start": iso(slot), "end": iso(self.end_of(slot))}
        return self.state.call("book_slot", arguments, booked)

    def end_of(self, slot: datetime) -> datetime:
        """Real minutes later, also across a change of clocks."""
        minutes = timedelta(minutes=self.facts.duration_minutes)
        return (slot.astimezone(UTC) + minutes).astimezone(self.facts.zone)
