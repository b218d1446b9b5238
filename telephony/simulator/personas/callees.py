"""Who picks up at which number of the simulated town, and the books they keep."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from callpilot.json_types import JsonObject
from campaigns.providers.directories.base import Listing
from campaigns.providers.directories.demo import LISTINGS
from telephony.simulator.personas import easy, machines, refusing, tricky
from telephony.simulator.personas.appointment_book import Book, Hours, chance
from telephony.simulator.personas.base import Callee, Desk, Party
from telephony.simulator.personas.callee_actions import (
    Act,
    Beep,
    HangUp,
    Music,
    Pickup,
    Speak,
    Wait,
)

__all__ = [
    "PERSONAS",
    "Act",
    "Beep",
    "Callee",
    "Callees",
    "HangUp",
    "Music",
    "Pickup",
    "Speak",
    "Town",
    "Wait",
    "people",
]

PERSONAS: dict[str, type[Callee]] = {
    each.persona: each
    for each in (
        easy.Generous,
        easy.Busy,
        easy.FullyBooked,
        easy.FarDates,
        easy.AsksInsurance,
        easy.AsksBirthDate,
        tricky.Vague,
        tricky.Corrects,
        tricky.Evasive,
        tricky.AmbiguousTimes,
        tricky.WrongWeekday,
        tricky.TalksOver,
        tricky.AnswersWithQuestion,
        tricky.LosesSlot,
        refusing.RefusesMachines,
        refusing.Rude,
        refusing.WrongNumber,
        refusing.CallBackLater,
        refusing.WebsiteOnly,
        refusing.Injector,
        machines.Voicemail,
        machines.NoAnswer,
        machines.BusyLine,
        machines.PhoneMenu,
        machines.HoldMusic,
        machines.Screening,
        machines.VoiceMenu,
        machines.OutOfService,
    )
}

# Of each service in the order of the listings. Nine of the dentists change places with the
# understudies when the seed is even, so that over two seeds every persona is a dentist.
CAST: dict[str, tuple[str, ...]] = {
    "dentist": (
        "generous", "busy", "loses_slot", "asks_birth_date", "voicemail", "vague", "corrects",
        "fully_booked", "generous", "phone_menu", "refuses_machines", "asks_insurance",
        "no_answer", "evasive", "generous", "busy", "generous", "vague",
    ),
    "doctor": ("generous", "hold_music", "busy", "generous", "far_dates", "asks_insurance"),
    "hair_salon": ("generous", "talks_over", "generous", "busy_line", "vague", "website_only"),
    "car_repair": ("busy", "generous", "answers_with_question", "generous", "rude"),
    "restaurant": (
        "generous", "ambiguous_times", "generous", "wrong_weekday", "call_back", "hold_music",
    ),
    "vet": ("generous", "corrects", "generous", "screening", "injector"),
    "general": ("generous", "busy", "generous", "vague", "phone_menu", "generous"),
}  # fmt: skip
UNDERSTUDIES: dict[str, str] = {
    "demo:dentist:2": "talks_over",
    "demo:dentist:5": "busy_line",
    "demo:dentist:6": "ambiguous_times",
    "demo:dentist:7": "wrong_weekday",
    "demo:dentist:8": "far_dates",
    "demo:dentist:10": "hold_music",
    "demo:dentist:11": "injector",
    "demo:dentist:12": "answers_with_question",
    "demo:dentist:13": "rude",
}
STRANGERS = ("generous", "generous", "generous", "busy", "busy", "vague")
UNLISTED_ZONE = "America/Los_Angeles"


class Town(Protocol):
    """Who can be rung: whoever picks up at a number, and which persona sits where."""

    def pick_up(self, phone: str) -> Party: ...

    def place(self, phone: str, persona: str) -> None:
        """KeyError for a persona that is unknown."""
        ...

    def numbers(self) -> dict[str, str]: ...

    def recorded(self, phone: str) -> list[str]:
        """What was said to the machine at this number."""
        ...

    def books(self) -> list[JsonObject]:
        """What stands in the appointment books of the desks: whose time, and how firmly."""
        ...


class Callees:
    """The people of one simulated town; they remember what was booked with them.

    now: the time they believe it is, aware.
    """

    def __init__(self, seed: int, listings: Iterable[Listing], now: Callable[[], datetime]) -> None:
        self.seed = seed
        self.now = now
        self._listings: dict[str, Listing] = {}
        self._personas: dict[str, str] = {}
        self._desks: dict[str, Desk] = {}
        for listing in listings:
            if listing.phone:
                self._listings[listing.phone] = listing
                self._personas[listing.phone] = self._cast(listing)

    def pick_up(self, phone: str) -> Callee:
        """Whoever takes this call; a new one for each call, at the desk of that number."""
        return PERSONAS[self.persona_at(phone)](self.desk(phone))

    def persona_at(self, phone: str) -> str:
        if phone not in self._personas:
            self._personas[phone] = STRANGERS[int(chance(self.seed, phone) * len(STRANGERS))]
        return self._personas[phone]

    def place(self, phone: str, persona: str) -> None:
        """From now on this persona sits there, with a book of its own. KeyError if unknown."""
        self._personas[phone] = PERSONAS[persona].persona
        self._desks.pop(phone, None)

    def numbers(self) -> dict[str, str]:
        """The listed numbers and who sits there."""
        return {phone: self.persona_at(phone) for phone in self._listings}

    def recorded(self, phone: str) -> list[str]:
        return self.desk(phone).recorded

    def books(self) -> list[JsonObject]:
        return [
            {
                "phone": phone,
                "caller": entry.caller,
                "start": entry.slot.start.isoformat(),
                "end": entry.slot.end.isoformat(),
                "booked": entry.booked,
            }
            for phone, desk in self._desks.items()
            for entry in desk.book.entries
        ]

    def desk(self, phone: str) -> Desk:
        if phone not in self._desks:
            self._desks[phone] = self._furnished(phone)
        return self._desks[phone]

    def _furnished(self, phone: str) -> Desk:
        listing = self._listings.get(phone)
        persona = PERSONAS[self.persona_at(phone)]
        zone = ZoneInfo(listing.timezone if listing else UNLISTED_ZONE)
        hours: Hours = listing.opening_hours if listing else {}
        opens_on = None
        if persona.first_opening_days:
            today = self.now().astimezone(zone).date()
            opens_on = today + timedelta(days=persona.first_opening_days)
        book = Book(
            f"{self.seed}|{phone}",
            persona.hours_of(hours),
            zone,
            openness=persona.openness,
            opens_on=opens_on,
        )
        return Desk(
            name=listing.name if listing else "Corner Office",
            service=listing.service if listing else "general",
            phone=phone,
            zone=zone,
            book=book,
            seed=self.seed,
            now=self.now,
        )

    def _cast(self, listing: Listing) -> str:
        if self.seed % 2 == 0 and listing.source_id in UNDERSTUDIES:
            return UNDERSTUDIES[listing.source_id]
        cast = CAST.get(listing.service, STRANGERS)
        number = listing.source_id.rpartition(":")[2]
        place = int(number) - 1 if number.isdecimal() else 0
        return cast[place % len(cast)]


def people(seed: int, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Callees:
    """The people of the demo town."""
    return Callees(seed, LISTINGS, now)
