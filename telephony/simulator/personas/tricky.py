"""Desks that have to be understood: vague, hedging, correcting themselves, asking back."""

from datetime import datetime, timedelta

from scheduling.language.speak import weekday_name
from telephony.simulator.personas.appointment_book import USUAL_HOURS, Hours
from telephony.simulator.personas.base import Desk
from telephony.simulator.personas.callee_actions import Act, Speak, Wait
from telephony.simulator.personas.desk import Receptionist
from telephony.simulator.personas.sayings import day_words, half_of_day, time_words
from telephony.simulator.personas.understanding import Heard, part_of


class Vague(Receptionist):
    """Names a day and a part of it; the time only when asked."""

    persona = "vague"

    def say_offer(self, starts: list[datetime]) -> list[Act]:
        if self.offered:
            return super().say_offer(starts)
        self.put_on_table(starts[0])
        part = part_of(starts[0].astimezone(self.desk.zone).time())
        return [
            Speak(
                self.pick(
                    f"Sometime in the {part} on {self.day_words(starts[0])}.",
                    f"{self.day_words(starts[0])}, some time in the {part}.",
                )
            )
        ]


class Corrects(Receptionist):
    """Says one time and means another."""

    persona = "corrects"

    def say_offer(self, starts: list[datetime]) -> list[Act]:
        right = starts[0]
        wrong = next((each for each in starts[1:] if each.date() == right.date()), None)
        if wrong is None:
            wrong = right + timedelta(hours=1)
        self.put_on_table(right)
        local, other = (each.astimezone(self.desk.zone) for each in (right, wrong))
        said = f"{time_words(local, self.style)} {half_of_day(local)}"
        sorry = self.pick("Sorry, no,", "No, wait, sorry,")
        first = f"We have {self.day_words(wrong)} at {time_words(other, self.style)}."
        return [Speak(f"{first} {sorry} at {said}.")]


class Evasive(Receptionist):
    """Hedges; says it clearly only when asked plainly."""

    persona = "evasive"

    def say_offer(self, starts: list[datetime]) -> list[Act]:
        self.put_on_table(starts[0])
        words = self.words(starts[0])
        return [Speak(self.pick(f"Probably {words}.", f"It might be {words}, I think."))]

    def on_read_back(self, heard: Heard) -> list[Act]:
        if self.confirming:
            return super().on_read_back(heard)
        return [Speak(self.pick("Should be fine, I think.", "Probably, yeah."))]


class AmbiguousTimes(Receptionist):
    """Says "half past seven", and which half of the day only when asked."""

    persona = "ambiguous_times"
    openness = 0.7

    @classmethod
    def hours_of(cls, listed: Hours) -> Hours:
        """Starts at seven, where it would otherwise start later."""
        return {
            day: [["07:00", spans[0][1]], *spans[1:]] if spans[0][0] < "10:00" else spans
            for day, spans in (listed or USUAL_HOURS).items()
        }

    def say_offer(self, starts: list[datetime]) -> list[Act]:
        early = [s for s in starts if s.astimezone(self.desk.zone).hour in (6, 7, 18, 19)]
        start = (early or starts)[0]
        self.put_on_table(start)
        local = start.astimezone(self.desk.zone)
        return [Speak(f"We have {self.day_words(start)} at {time_words(local, 2)}.")]

    def on_which(self, heard: Heard) -> list[Act]:
        if self.on_table and heard.want == "which_half":
            local = self.on_table.astimezone(self.desk.zone)
            return [Speak(f"{half_of_day(local).capitalize()}, at {time_words(local, 2)}.")]
        return super().on_which(heard)


class WrongWeekday(Receptionist):
    """Reads the weekday off the wrong line of the calendar."""

    persona = "wrong_weekday"

    def say_offer(self, starts: list[datetime]) -> list[Act]:
        if self.offered:
            return super().say_offer(starts)
        self.put_on_table(starts[0])
        local = starts[0].astimezone(self.desk.zone)
        day = day_words(local.date())
        wrong = weekday_name(local.date() + timedelta(days=1))
        said = day.replace(weekday_name(local.date()), wrong)
        return [Speak(f"We have {said} at {time_words(local)} {half_of_day(local)}.")]

    def on_which(self, heard: Heard) -> list[Act]:
        if self.on_table is None:
            return self.offer()
        return [Speak(f"Oh, I mean {self.words(self.on_table)}.")]


class TalksOver(Receptionist):
    """Starts, and goes on while the other side is already speaking."""

    persona = "talks_over"

    def say_offer(self, starts: list[datetime]) -> list[Act]:
        acts = super().say_offer(starts)
        if len(self.offered) > 1:
            return acts
        return [Speak("Yes, hold on, let me look."), Wait(1800), *acts]

    def on_read_back(self, heard: Heard) -> list[Act]:
        acts = super().on_read_back(heard)
        return [*acts, Wait(1500), Speak("And please come ten minutes early.")]


class AnswersWithQuestion(Receptionist):
    """Every question gets a question first."""

    persona = "answers_with_question"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.asked_back: set[str] = set()

    def on_ask(self, heard: Heard) -> list[Act]:
        if self._first("ask"):
            super().on_ask(heard)
            self.on_table, self.offered = None, []
            return [Speak(self.pick("When would suit best?", "What day did you have in mind?"))]
        return super().on_ask(heard)

    def on_read_back(self, heard: Heard) -> list[Act]:
        if self._first("read back") and self.on_table and not self.confirming:
            return [Speak(f"Did you say {self.words(self.on_table)}?")]
        return super().on_read_back(heard)

    def _answered(self, heard: Heard) -> list[Act]:
        if self.wish and not self.offered and heard.want in ("ask", "nothing", "proposal"):
            if heard.want == "proposal":
                return super()._answered(heard)
            return self.offer() if not self._first("ask") else self.on_ask(heard)
        return super()._answered(heard)

    def _first(self, about: str) -> bool:
        first = about not in self.asked_back
        self.asked_back.add(about)
        return first


class LosesSlot(Receptionist):
    """Gives the chosen slot to somebody else before it is confirmed, once."""

    persona = "loses_slot"

    def on_confirm(self, heard: Heard) -> list[Act]:
        if heard.slots and not self.desk.lost:
            start = heard.slots[0]
            self.desk.book.release(start, self.caller)
            self.desk.book.book(start, self._minutes, "somebody else")
            self.desk.lost.add(start)
            return [Speak("I'm sorry, that one has just gone.")]
        return super().on_confirm(heard)
