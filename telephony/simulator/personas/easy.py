"""Desks that are no trouble: quick, busy, full, or with a question or two of their own."""

from datetime import datetime

from telephony.simulator.personas.base import Desk
from telephony.simulator.personas.callee_actions import Act, Speak, Wait
from telephony.simulator.personas.desk import Receptionist
from telephony.simulator.personas.understanding import Heard


class Generous(Receptionist):
    """Has much free, says it clearly."""

    persona = "generous"
    openness = 0.65


class Busy(Receptionist):
    """Little free, asks to wait, and may first name what was not asked for."""

    persona = "busy"
    openness = 0.45

    def greeting(self) -> str | None:
        return f"{self.desk.name}, hello?"

    def on_ask(self, heard: Heard) -> list[Act]:
        if self.offered:
            return super().on_ask(heard)
        acts = super().on_ask(heard)
        return [Speak(self.pick("One moment, please.", "Let me look.")), Wait(1500), *acts]

    def offer(self) -> list[Act]:
        fitting, others = self._choices()
        unfit = [start for start in others if not self._wish.fits(start)]
        if not self.offered and unfit and self.chance("careless") < 0.4:
            self.put_on_table(unfit[0])
            return [Speak(f"I have {self.words(unfit[0])}.")]
        if fitting:
            self.put_on_table(fitting[0])
            words = self.words(fitting[0])
            return [Speak(self.pick(f"I have {words}.", f"We could squeeze you in {words}."))]
        return super().offer()


class FullyBooked(Receptionist):
    """Has nothing at all."""

    persona = "fully_booked"
    openness = 0.0
    bookable = False

    def say_full(self) -> list[Act]:
        return [
            Speak(
                self.pick(
                    "I'm sorry, we are fully booked.",
                    "No, we have nothing free, I'm sorry.",
                    "No, there is really nothing.",
                )
            )
        ]


class FarDates(Receptionist):
    """Has nothing before several weeks have gone."""

    persona = "far_dates"
    first_opening_days = 42
    bookable = False  # not within any usual window

    def say_full(self) -> list[Act]:
        return self._far() or super().say_full()

    def say_other(self, start: datetime) -> list[Act]:
        return self._far() or super().say_other(start)

    def cannot(self, heard: Heard) -> list[Act]:
        return [Speak("No, I'm sorry, we have nothing before that.")]

    def _far(self) -> list[Act]:
        first = self.desk.book.opens_on or self.desk.tomorrow
        openings = self.desk.book.openings(
            first, first.replace(year=first.year + 1), self._minutes, self.caller
        )
        start = next((each for each in openings if each not in self.offered), None)
        if start is None or self.offered:
            return [Speak("No, I'm sorry, nothing earlier.")]
        self.put_on_table(start)
        return [Speak(f"The first we have is {self.words(start)}.")]


class AsksInsurance(Receptionist):
    """Wants to know about insurance and whether the patient is new before it looks."""

    persona = "asks_insurance"
    openness = 0.6

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.to_ask = ["Is that for a new patient?", "And what insurance is it?"]

    def on_ask(self, heard: Heard) -> list[Act]:
        if self.to_ask and not self.offered:
            super().on_ask(heard)
            self.on_table, self.offered = None, []
            return [Speak(self.to_ask.pop(0))]
        return super().on_ask(heard)

    def _answered(self, heard: Heard) -> list[Act]:
        if self.wish and not self.offered and heard.want not in ("repeat", "goodbye"):
            if self.to_ask:
                return [Speak(self.to_ask.pop(0))]
            return self.offer()
        return super()._answered(heard)


class AsksBirthDate(AsksInsurance):
    """Wants a date of birth before it looks, and waits while the caller asks for it."""

    persona = "asks_birth_date"
    openness = 0.65
    idle_limit_ms = 190_000

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.to_ask = ["Sure. What is the date of birth, please?"]

    def _answered(self, heard: Heard) -> list[Act]:
        if "moment" in heard.text.lower():
            return []
        return super()._answered(heard)
