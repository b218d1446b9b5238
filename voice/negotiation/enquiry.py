"""Enquiry: asks for a time, checks it, proposes others, reads it back until a clear yes."""

from datetime import date, datetime

from scheduling.language.mentions import mentions
from scheduling.language.speak import spoken
from voice.negotiation import phrasing
from voice.negotiation.acts import Act
from voice.negotiation.closing import Closing
from voice.negotiation.dialogue_state import Answer, DialogueState, iso
from voice.negotiation.understanding import Heard, first_day_in, offered

MAX_COUNTERS = 4  # times that we propose something
MAX_NOTHINGS = 2  # whoever has said so twice is not asked again
MAX_CHECKS = 8  # a desk that names times without end is left


class Enquiry(Closing):
    """Stages by what was asked last: slot, which, proposal, earlier, read_back, plain; then those
    of Closing. A slot becomes the candidate when our side can have it, and is agreed when the
    callee has said a clear yes to it being read back.
    """

    def __init__(self, state: DialogueState) -> None:
        super().__init__(state)
        self.opening = ""
        self.candidate: datetime | None = None
        self.proposed: list[datetime] = []
        self.waiting: list[datetime] = []  # named, not checked yet
        self.unfit: set[datetime] = set()
        self.leverage_words = self.facts.leverage_words
        self.leverage_used = False
        self.sorry = ""  # to be said before the time we come back to
        self.first_day: date | None = None  # before which they have nothing
        self.counters = 0
        self.nothings = 0  # times that they said to have nothing at all
        self.checks = 0
        self.plainly_asked = 0
        self.read_backs = 0

    def begin(self, lead: str = "") -> list[Act]:
        pick = self.state.pick
        start = pick("I would like to arrange", "I am calling to arrange", "I am looking for")
        self.asked = "slot"
        self.question = pick(
            "What times do you have?", "What could you offer?", "When could it be?"
        )
        self.opening = f"{phrasing.wish(self.facts, start)} {self.question}"
        if self.facts.resumed:
            lead = f"{phrasing.introduction(self.facts)} The line was cut."
        return self.state.say(f"{lead} {self.opening}".strip())

    def again(self, after: str = "", *, anew: bool = False) -> list[Act]:
        """The wish whole to whoever may not have heard it; behind an answer only the question."""
        first = self.asked == "slot" and not self.checks and not self.counters
        if self.opening and first and (anew or not after):
            return self.state.say(f"{after} {self.opening}".strip())
        return super().again(after)

    def listen(self, text: str) -> Heard:
        said = super().listen(text)
        self.first_day = first_day_in(said) or self.first_day
        return said

    def hurry(self) -> bool:
        """Whether one answer is all that is missing; then it is the last that is waited for."""
        if self.asked not in ("read_back", "plain") or self.hurried:
            return False
        self.hurried = True
        return True

    def wrap_up(self) -> list[Act]:
        if self.hurry():
            return self.again()
        if self.agreed:
            return self.leave_with_offer()
        return self.give_up("No time was agreed.")

    def wish_for(self, when: str) -> list[Act]:
        """The person would rather have another time: leave what is on the table, ask for that."""
        if self.candidate is not None:
            self.unfit.add(self.candidate)
        self.candidate, self.waiting, self.open = None, [], None
        if not when:
            return self.counter("Just a moment, that day is not ideal.")
        return self.ask("slot", f"Would you have a time {when} instead?")

    # reacting

    def react(self, heard: Heard) -> list[Act]:
        if self.is_revoked():
            self.candidate = None
            named = bool(heard.slots)
            return self.withdraw(lambda: self.consider(heard) if named else self.counter("I see."))
        if not self.heard_through(heard):
            return self.again()
        return {
            "read_back": self.on_read_back,
            "plain": self.on_plain,
            "proposal": self.on_proposal,
            "earlier": self.on_earlier,
            "about": self.on_about,
            "keep": self.on_keep,
            "book": self.on_book,
        }.get(self.asked, self.on_slot)(heard)

    def on_slot(self, heard: Heard) -> list[Act]:
        if heard.slots:
            return self.consider(heard)
        if heard.open is not None and heard.open.ask:
            return self.ask_which(heard)
        if heard.nothing_free:
            self.nothings += 1
            if self.nothings >= MAX_NOTHINGS:
                return self.give_up("They have no time that fits.")
        if heard.nothing_free or heard.attitude == "no":
            return self.counter("I see.")
        return self.puzzled()

    def ask_which(self, heard: Heard) -> list[Act]:
        """A time was named that is none yet: put the question that decides it."""
        assert heard.open is not None and heard.open.ask is not None
        if self.asked == "which" and self.question == heard.open.ask:
            self.useless += 1
            if self.useless >= 3:
                return self.wrap_up()
        self.open = heard.open
        self.proposed = []
        return self.ask("which", heard.open.ask)

    def on_proposal(self, heard: Heard) -> list[Act]:
        if heard.slots:
            return self.consider(heard)
        chosen = self._chosen(heard)
        if chosen:
            return self.accepted(chosen)
        if heard.attitude == "yes" and len(self.proposed) > 1:
            self.useless += 1
            if self.useless >= 3:
                return self.wrap_up()
            return self.ask("proposal", f"Which of the two: {phrasing.either(self.proposed)}?")
        return self.on_slot(heard)

    def on_earlier(self, heard: Heard) -> list[Act]:
        """After the one time that another option was mentioned."""
        assert self.candidate is not None
        earlier = [slot for slot in heard.slots if slot < self.candidate]
        if earlier:
            self.waiting = [self.candidate]
            return self.check(earlier[0])
        if heard.attitude == "yes" and not heard.slots:
            return self.ask("slot", "Which time would that be?")
        return self.read_back(self.candidate)

    def on_read_back(self, heard: Heard) -> list[Act]:
        assert self.candidate is not None
        restated = self.candidate in heard.slots
        if heard.attitude == "question" or (heard.asks and restated):
            self.read_backs += 1
            if self.read_backs > 3:
                return self.wrap_up()
            return self.ask("read_back", f"{spoken(self.candidate)}. Is that right?", after="Yes:")
        if heard.slots and not restated:
            self.candidate = None
            return self.consider(heard)
        if heard.attitude == "hedge":
            return self.ask_plainly()
        if heard.attitude == "yes" or restated:
            return self.agree()
        if heard.attitude == "no" or heard.nothing_free:
            return self.drop_candidate("I see.")
        if heard.open is not None and heard.open.has_clock:
            self.candidate = None
            return self.ask_which(heard)
        return self.puzzled()

    def on_plain(self, heard: Heard) -> list[Act]:
        if heard.attitude == "hedge":
            return self.drop_candidate("I understand.")
        return self.on_read_back(heard)

    # towards a slot

    def consider(self, heard: Heard) -> list[Act]:
        """Times were named: check the first that is not known to be unfit, the rest later."""
        self.open = None
        self.useless = 0
        self.waiting = [slot for slot in heard.slots if slot not in self.unfit]
        if not self.waiting:
            return self.counter("I'm afraid that does not fit.")
        return self.check(self.waiting.pop(0))

    def check(self, slot: datetime) -> list[Act]:
        self.checks += 1
        if self.checks > MAX_CHECKS:
            return self.give_up("No time that fits was found.")
        arguments = {"start": iso(slot), "end": iso(self.end_of(slot))}

        def checked(answer: Answer) -> list[Act]:
            if answer.get("acceptable"):
                return self.accepted(slot)
            self.unfit.add(slot)
            if self.waiting:
                if self.asked == "earlier":
                    self.sorry = "The earlier one does not fit, I'm afraid."
                return self.check(self.waiting.pop(0))
            sorry = ("I'm afraid that does not fit.", "That does not work, sorry.")
            return self.counter(self.state.pick(*sorry))

        return self.state.call("validate_slot", arguments, checked)

    def accepted(self, slot: datetime) -> list[Act]:
        self.candidate = slot
        if self._could_be_earlier(slot):
            self.leverage_used = True
            option = f"Thank you. We already have an option on {self.leverage_words.strip('. ')}."
            return self.ask("earlier", "Would you have anything earlier?", after=option)
        return self.read_back(slot)

    def read_back(self, slot: datetime) -> list[Act]:
        sorry, self.sorry = self.sorry, ""
        self.candidate = slot
        return self.ask("read_back", phrasing.read_back(self.facts, slot), after=sorry)

    def ask_plainly(self) -> list[Act]:
        assert self.candidate is not None
        self.plainly_asked += 1
        if self.plainly_asked > 2:
            return self.give_up("They would not commit to a time.")
        return self.ask("plain", phrasing.plainly(self.candidate))

    def drop_candidate(self, lead: str) -> list[Act]:
        assert self.candidate is not None
        self.unfit.add(self.candidate)
        self.candidate = None
        return self.counter(lead)

    def counter(self, lead: str) -> list[Act]:
        """Propose up to two times that suit our side, if that has not been done too often."""
        self.waiting, self.open = [], None
        self.counters += 1
        if self.counters > MAX_COUNTERS:
            return self.give_up("They have no time that fits.")

        first = self.first_day or self.facts.today
        told = {"constraints": {"not_before": first.isoformat()}} if self.first_day else {}

        def alternatives(answer: Answer) -> list[Act]:
            known = {*self.unfit, *self.proposed}
            slots = [each for each in self._slots_of(answer) if each.date() >= first]
            fresh = [slot for slot in slots if slot not in known][:2]
            if not fresh:
                return self._anything_else(lead)
            self.unfit.update(self.proposed)
            self.proposed = fresh
            return self.ask("proposal", f"Would {phrasing.either(fresh)} be possible?", after=lead)

        return self.state.call("propose_alternatives", told, alternatives)

    def _anything_else(self, lead: str) -> list[Act]:
        if self.counters >= MAX_COUNTERS:
            return self.give_up("They have no time that fits.")
        self.counters = MAX_COUNTERS - 1
        question = f"Is there anything else {self.facts.window_words}".strip()
        return self.ask("slot", f"{question}?", after=lead)

    def agree(self) -> list[Act]:
        """They said yes to what was read back; it counts if it is proven by their words."""
        slot = self.candidate
        assert slot is not None
        if not offered(self.state.lines, slot, self.facts):
            return self.ask_plainly()
        self.useless = 0
        return self.report(slot, self.reported)

    def reported(self, slot: datetime, answer: Answer) -> list[Act]:
        if not answer.get("ok"):
            return self.drop_candidate("I'm sorry, that does not work on our side after all.")
        if answer.get("verified") is False and self.plainly_asked < 2:
            return self.ask_plainly()
        self.agreed = slot
        return self.next_question()

    def give_up(self, summary: str) -> list[Act]:
        goodbye = self.state.pick("Thank you all the same. Goodbye.", "Thank you anyway, goodbye.")
        return self.state.end("no_slots", summary, goodbye)

    # reading answers

    def _could_be_earlier(self, slot: datetime) -> bool:
        """Whether another place's option, not mentioned yet, comes before this one."""
        if not self.leverage_words or self.leverage_used or self.hurried:
            return False
        found = mentions(self.leverage_words, self.facts.today, self.facts.zone)
        days = [mention.day for mention in found if mention.day]
        return not days or slot.date() > days[0]

    def _slots_of(self, answer: Answer) -> list[datetime]:
        slots = [datetime.fromisoformat(text) for text in answer.get("slots") or []]
        zone = self.facts.zone
        return [(s if s.tzinfo else s.replace(tzinfo=zone)).astimezone(zone) for s in slots]

    def _chosen(self, heard: Heard) -> datetime | None:
        """Which of the proposed times was taken."""
        if heard.attitude in ("no", "hedge", "question") or not self.proposed:
            return None
        if len(self.proposed) == 1:
            return self.proposed[0] if heard.attitude == "yes" and not heard.open else None
        if "first" in heard.low or "former" in heard.low:
            return self.proposed[0]
        if "second" in heard.low or "latter" in heard.low:
            return self.proposed[1]
        fits = [slot for slot in self.proposed if any(part.covers(slot) for part in heard.parts)]
        return fits[0] if len(fits) == 1 else None
