"""Receptionist: a person at a desk with a book, who listens, offers, agrees and takes down."""

from collections.abc import Callable
from datetime import datetime, timedelta

from telephony.simulator.personas.answers import answer
from telephony.simulator.personas.appointment_book import chance
from telephony.simulator.personas.base import Callee, Desk
from telephony.simulator.personas.callee_actions import Act, HangUp, Speak, Wait
from telephony.simulator.personas.sayings import day_words, slot_words
from telephony.simulator.personas.understanding import Heard, Want, Wish, understood, wished


class Receptionist(Callee):
    """Friendly and quick: offers what fits, or says what there is instead."""

    persona = "generous"
    openness = 0.6

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.caller = ""
        self.wish: Wish | None = None
        self.offered: list[datetime] = []
        self.on_table: datetime | None = None
        self.agreed: datetime | None = None
        self.confirming: datetime | None = None
        self.last_words = ""
        self.puzzled = 0
        self.style = int(chance(desk.seed, desk.phone, "style") * 6)

    # the line's side

    def greeting(self) -> str | None:
        name = self.desk.name
        return self.pick(
            f"{name}, good morning, how can I help you?" if self._is_morning() else
            f"{name}, good afternoon, how can I help you?",
            f"Hello, this is {name}.",
            f"Thank you for calling {name}, what can I do for you?",
        )  # fmt: skip

    def hear(self, text: str) -> list[Act]:
        if self.gone:
            return []
        if not any(letter.isalpha() for letter in text.replace("…", "")):
            return self.say_again()
        heard = understood(text, self.desk.today, self.desk.zone)
        self.caller = self.caller or heard.caller
        acts = self._answered(heard)
        words = [act.text for act in acts if isinstance(act, Speak)]
        self.last_words = words[-1] if words else self.last_words
        return acts

    def idle(self, silent_ms: int) -> list[Act]:
        if silent_ms >= self.idle_limit_ms and not self.gone:
            return self.leave("I can't hear you, I'm afraid. Goodbye.")
        return []

    # what is answered to what

    def _answered(self, heard: Heard) -> list[Act]:
        if "…" in heard.text and heard.want in ("ask", "proposal", "nothing"):
            return self.say_again()
        known: dict[Want, Callable[[Heard], list[Act]]] = {
            "introduction": self.on_introduction,
            "confirm": self.on_confirm,
            "release": self.on_release,
            "ask": self.on_ask,
            "read_back": self.on_read_back,
            "keep": self.on_keep,
            "earlier": self.on_earlier,
            "which_time": self.on_which,
            "which_half": self.on_which,
            "which_day": self.on_which,
            "plainly": self.on_plainly,
            "proposal": self.on_proposal,
            "does_not_fit": self.on_does_not_fit,
            "repeat": self.on_repeat,
            "still_there": self.on_still_there,
            "goodbye": self.on_goodbye,
            "nothing": self.on_nothing,
        }
        if heard.want != "nothing":
            self.puzzled = 0
        return known.get(heard.want, self.on_question)(heard)

    def on_introduction(self, heard: Heard) -> list[Act]:
        return []  # waits for what it is about

    def on_ask(self, heard: Heard) -> list[Act]:
        if self.agreed and "time" not in heard.text.lower():
            return [Speak("I'm not sure, sorry.")]
        self.wish = wished(heard.text, self.desk.today, self.desk.zone, self.wish)
        return self.offer()

    def on_proposal(self, heard: Heard) -> list[Act]:
        for start in heard.slots:
            if self.could_have(start):
                self.put_on_table(start)
                return self.accept(start)
        return self.cannot(heard)

    def on_does_not_fit(self, heard: Heard) -> list[Act]:
        return self.offer()

    def on_read_back(self, heard: Heard) -> list[Act]:
        if self.confirming:
            return self.book(heard)
        start = heard.slots[0] if heard.slots else self.on_table
        if start is None:
            return self.offer()
        if not self.could_have(start):
            return self.cannot(heard)
        self.put_on_table(start)
        if "book" in heard.text.lower():
            return self.book(heard)
        self.agreed = start
        self.desk.book.pencil(start, self._minutes, self.caller)
        return [Speak(self.pick("Yes, that's right.", "Yes, that is correct.", "Yes, exactly."))]

    def on_keep(self, heard: Heard) -> list[Act]:
        start = self.agreed or self.on_table
        if start is None or not self.desk.book.pencil(start, self._minutes, self.caller):
            return [Speak("I'm sorry, I can't keep anything at the moment.")]
        return [
            Speak(
                self.pick(
                    "Sure, I'll pencil you in.",
                    "Yes, I can keep it for you.",
                    "Of course, no problem.",
                )
            )
        ]

    def on_earlier(self, heard: Heard) -> list[Act]:
        table = self.on_table
        if table is None:
            return self.offer()
        if self.chance("earlier") < 0.5:
            for start in self._openings():
                if start < table and self._wish.fits(start) and start not in self.offered:
                    self.put_on_table(start)
                    return [Speak(f"Yes, I could also do {self.words(start)}.")]
        return [Speak(f"I'm afraid {self.words(table)} is the earliest we have.")]

    def on_which(self, heard: Heard) -> list[Act]:
        if self.on_table is None:
            return self.offer()
        return [Speak(f"{self.words(self.on_table)}.")]

    def on_plainly(self, heard: Heard) -> list[Act]:
        if self.confirming:
            return self.book(heard)
        if self.on_table is None:
            return self.offer()
        self.agreed = self.on_table
        self.desk.book.pencil(self.on_table, self._minutes, self.caller)
        return [Speak(f"Yes, {self.words(self.on_table)} is free.")]

    def on_question(self, heard: Heard) -> list[Act]:
        return [Speak(answer(self.desk, heard.want, self.pick))]

    def on_repeat(self, heard: Heard) -> list[Act]:
        return [Speak(self.last_words or f"This is {self.desk.name}. How can I help you?")]

    def on_still_there(self, heard: Heard) -> list[Act]:
        if self.on_table is None:
            return [Speak("Yes, I'm here.")]
        return [Speak(f"Yes, I'm here. I have {self.words(self.on_table)}.")]

    def on_goodbye(self, heard: Heard) -> list[Act]:
        self.gone = True
        return [Speak(self.pick("Goodbye.", "Thank you, bye.", "Bye bye.")), Wait(400), HangUp()]

    def on_nothing(self, heard: Heard) -> list[Act]:
        low = heard.text.lower()
        if any(word in low for word in ("moment", "let me check", "thank", "okay", "sorry")):
            return []
        if any(word in low for word in ("yes", "don't have that", "do not have that")):
            return [Speak("All right.")]
        return self.say_again()

    # confirm and release calls

    def on_confirm(self, heard: Heard) -> list[Act]:
        start = heard.slots[0] if heard.slots else self.confirming
        if start is None:
            return [Speak("Sorry, which day and time was that?")]
        if not self.could_have(start):
            return [Speak(self.pick("I'm sorry, that one is taken.", "Sorry, that's gone."))]
        self.confirming = start
        return [
            Speak(
                self.pick(
                    "Yes, it is still free. Shall I book it?",
                    f"Yes, {self.words(start)} is still free.",
                )
            )
        ]

    def book(self, heard: Heard) -> list[Act]:
        """Says that it is booked only when it is."""
        start = heard.slots[0] if heard.slots else self.confirming or self.on_table
        if start is None or not self.desk.book.book(start, self._minutes, self.caller):
            return [Speak("I'm sorry, that one is taken.")]
        self.confirming = self.on_table = self.agreed = start
        words = self.words(start)
        return [
            Speak(self.pick(f"Yes, you're booked for {words}.", f"Yes, that's booked, {words}."))
        ]

    def on_release(self, heard: Heard) -> list[Act]:
        for start in heard.slots:
            self.desk.book.release(start, self.caller)
        return [
            Speak(
                self.pick(
                    "Thank you for letting us know.",
                    "All right, thanks for calling.",
                    "Okay, thank you.",
                )
            )
        ]

    # looking things up

    def offer(self) -> list[Act]:
        """The next time that fits, or what there is instead, or that there is nothing."""
        fitting, others = self._choices()
        if fitting:
            return self.say_offer(fitting)
        if others:
            return self.say_other(others[0])
        return self.say_full()

    def say_offer(self, starts: list[datetime]) -> list[Act]:
        self.put_on_table(starts[0])
        words = self.words(starts[0])
        return [
            Speak(
                self.pick(
                    f"Let me see. We have {words}.",
                    f"I could do {words}.",
                    f"Yes, {words} is free.",
                )
            )
        ]

    def say_other(self, start: datetime) -> list[Act]:
        self.put_on_table(start)
        return [Speak(f"We have nothing then, I'm afraid. The next one is {self.words(start)}.")]

    def say_full(self) -> list[Act]:
        return [Speak(self.pick("I'm sorry, we are fully booked then.", "Sorry, we have nothing."))]

    def accept(self, start: datetime) -> list[Act]:
        return [
            Speak(
                self.pick(
                    f"Yes, {self.words(start)} works.",
                    f"Yes, we can do {self.words(start)}.",
                )
            )
        ]

    def cannot(self, heard: Heard) -> list[Act]:
        self.on_table = None
        fitting, others = self._choices()
        if not (fitting or others):
            return [Speak("No, I'm sorry, we have nothing else.")]
        wanted = heard.slots or (self.desk.now(),)
        start = min(fitting or others, key=lambda each: min(abs(each - slot) for slot in wanted))
        self.put_on_table(start)
        return [Speak(f"No, I'm sorry, that is taken. I have {self.words(start)}.")]

    def say_again(self) -> list[Act]:
        self.puzzled += 1
        if self.puzzled > 3:
            return self.leave("I'm afraid I can't help you with that. Goodbye.")
        return [Speak(self.pick("Sorry, could you say that again?", "Pardon, I missed that."))]

    def words(self, start: datetime) -> str:
        """The time as this desk says it."""
        return slot_words(start.astimezone(self.desk.zone), self.style)

    def day_words(self, start: datetime) -> str:
        return day_words(start.astimezone(self.desk.zone).date(), self.style)

    def put_on_table(self, start: datetime) -> None:
        self.on_table = start
        if start not in self.offered:
            self.offered.append(start)

    def could_have(self, start: datetime) -> bool:
        if self.desk.book.has(start, self.caller):
            return True
        in_future = start > self.desk.now()
        return in_future and self.desk.book.is_free(start, self._minutes, self.caller)

    @property
    def _wish(self) -> Wish:
        today = self.desk.today
        return self.wish or Wish(today + timedelta(days=1), today + timedelta(days=21))

    @property
    def _minutes(self) -> int:
        return self._wish.minutes

    def _openings(self) -> list[datetime]:
        wish, tomorrow = self._wish, self.desk.tomorrow
        first = max(tomorrow, wish.first - timedelta(days=3))
        last = max(wish.last, first) + timedelta(days=21)
        return list(self.desk.book.openings(first, last, wish.minutes, self.caller))

    def _choices(self) -> tuple[list[datetime], list[datetime]]:
        """Times not offered yet: those that fit the wish, shuffled a little, and the others."""
        new = [start for start in self._openings() if start not in self.offered]
        fitting = [start for start in new if self._wish.fits(start)]
        others = [start for start in new if start.date() >= self._wish.first]
        skip = int(self.chance("first choice") * min(4, len(fitting)))
        return fitting[skip:] + fitting[:skip], others

    def _is_morning(self) -> bool:
        return self.desk.now().astimezone(self.desk.zone).hour < 12
