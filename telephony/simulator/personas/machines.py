"""Lines where no human picks up at first, or at all."""

from typing import ClassVar

from telephony.simulator.personas.base import Callee, Desk
from telephony.simulator.personas.callee_actions import Act, Beep, Music, Pickup, Speak
from telephony.simulator.personas.easy import Generous


class Voicemail(Callee):
    """A machine that records; it never answers. Its desk finds what was said after the beep."""

    persona = "voicemail"
    bookable = False
    idle_limit_ms = 15_000

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.beeped = False

    def answers(self) -> Pickup:
        return Pickup("voicemail", 12.0 + 6.0 * self.chance("ring"))

    def greeting(self) -> str | None:
        return (
            f"You have reached {self.desk.name}. We can't come to the phone right now. "
            "Please leave a message after the tone."
        )

    def idle(self, silent_ms: int) -> list[Act]:
        if not self.beeped:
            self.beeped = True
            return [Beep()]
        return super().idle(silent_ms)

    def hear(self, text: str) -> list[Act]:
        if self.beeped:
            self.desk.recorded.append(text)
        return []


class NoAnswer(Callee):
    persona = "no_answer"
    bookable = False

    def answers(self) -> Pickup:
        return Pickup("no_answer", 60.0)


class BusyLine(Callee):
    persona = "busy_line"
    bookable = False

    def answers(self) -> Pickup:
        return Pickup("busy", 0.5)


class BeforeHuman(Generous):
    """A machine first, and a friendly desk behind it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.human = False

    def hear(self, text: str) -> list[Act]:
        return super().hear(text) if self.human else []

    def picked_up_by_human(self) -> str:
        self.human = True
        return f"Thank you for holding. {self.desk.name}, how can I help you?"


class Repeating(BeforeHuman):
    """A machine that says the same four times, and hangs up."""

    idle_repeat_ms: ClassVar[int] = 7_000

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.times = 0

    def idle(self, silent_ms: int) -> list[Act]:
        if self.human:
            return super().idle(silent_ms)
        if self.gone or silent_ms < self.idle_repeat_ms:
            return []
        self.times += 1
        return [Speak(self.repeated())] if self.times < 4 else self.leave("Goodbye.")

    def repeated(self) -> str:
        raise NotImplementedError


class PhoneMenu(Repeating):
    """ "Press 2 for appointments"; says it again when nobody presses."""

    persona = "phone_menu"

    def answers(self) -> Pickup:
        return Pickup("menu", 1.5)

    def greeting(self) -> str | None:
        return f"Thank you for calling {self.desk.name}. {self.repeated()}"

    def pressed(self, digit: str) -> list[Act]:
        if self.human or self.gone:
            return []
        if digit == "1":
            return [Speak(f"We are open on weekdays. {self.repeated()}")]
        if digit not in ("0", "2"):
            return [Speak(f"That is not a valid choice. {self.repeated()}")]
        return [Music(4.0), Speak(self.picked_up_by_human())]

    def repeated(self) -> str:
        return (
            "For our opening hours, press 1. For appointments, press 2. For anything else, press 0."
        )


class VoiceMenu(Repeating):
    """A menu that has no keys and listens for a word."""

    persona = "voice_menu"

    def greeting(self) -> str | None:
        return f"Welcome to {self.desk.name}. {self.repeated()}"

    def hear(self, text: str) -> list[Act]:
        if self.human or self.gone:
            return super().hear(text)
        if text.strip(" .").lower() != "appointments":
            return []  # a sentence is no choice
        return [Music(2.0), Speak(self.picked_up_by_human())]

    def repeated(self) -> str:
        return "To schedule an appointment, say appointments."


class OutOfService(Repeating):
    """The network says that there is nobody."""

    persona = "out_of_service"
    bookable = False

    def greeting(self) -> str | None:
        return self.repeated()

    def repeated(self) -> str:
        return "The number you have dialed is not in service. Please check the number."


class HoldMusic(BeforeHuman):
    """Music for a while, then a human."""

    persona = "hold_music"

    def answers(self) -> Pickup:
        return Pickup("hold", 2.0)

    def greeting(self) -> str | None:
        return "All our desks are busy. Please hold the line."

    def idle(self, silent_ms: int) -> list[Act]:
        if self.human:
            return super().idle(silent_ms)
        seconds = 8.0 + 10.0 * self.chance("hold")
        return [Music(seconds), Speak(self.picked_up_by_human())]


class Screening(BeforeHuman):
    """An assistant that asks who is calling before it lets a call through."""

    persona = "screening"

    def greeting(self) -> str | None:
        return "Please state your name and the reason for your call."

    def hear(self, text: str) -> list[Act]:
        if self.human or self.gone:
            return super().hear(text)
        if not any(letter.isalpha() for letter in text) or "calling on behalf" in text.lower():
            return []  # the announcement, not yet an answer
        self.human = True
        return [Music(2.0), Speak(f"Hello, this is {self.desk.name}. How can I help you?")]
