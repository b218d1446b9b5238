"""What a desk answers to the questions of its trade: prices, insurance, deposits and the like."""

from collections.abc import Callable

from telephony.simulator.personas.appointment_book import chance
from telephony.simulator.personas.base import Desk
from telephony.simulator.personas.sayings import number_words
from telephony.simulator.personas.understanding import Want

_PRICES = {  # from, to, in dollars
    "dentist": (80, 160),
    "doctor": (90, 180),
    "hair_salon": (35, 95),
    "car_repair": (90, 320),
    "restaurant": (0, 0),
    "vet": (55, 120),
}
_PRACTITIONERS = ("Doctor Patel", "Doctor Young", "Doctor Reed", "Doctor Lane")
_STYLISTS = ("Maya", "Robin", "Dana", "Lou")


def price_of(desk: Desk) -> int:
    """What a visit costs there, in dollars; 0 where that cannot be said."""
    low, high = _PRICES.get(desk.service, (60, 120))
    return low + 5 * int(chance(desk.seed, desk.phone, "price") * ((high - low) // 5 + 1))


def answer(desk: Desk, want: Want, pick: Callable[..., str]) -> str:
    """One sentence."""
    if want == "price":
        price = price_of(desk)
        if not price:
            return "That depends on what you order."
        return pick(
            f"That would be {number_words(price)} dollars.", f"It is {number_words(price)} dollars."
        )
    if want == "practitioner":
        names = _STYLISTS if desk.service == "hair_salon" else _PRACTITIONERS
        return f"That would be with {names[int(chance(desk.seed, desk.phone, want) * len(names))]}."
    return {
        "insurance": pick("Yes, we take most insurance plans.", "Yes, we accept that."),
        "new_patient": pick("Yes, we take new patients.", "Yes, new patients are welcome."),
        "bring": "Just a photo ID and the insurance card.",
        "length": "It takes about that long, yes.",
        "vehicle": "Yes, we work on all makes.",
        "drop_off": "You can leave the car with us from opening.",
        "party_size": "Yes, that is fine for us.",
        "deposit": pick("No, we don't take a deposit.", "There is no deposit."),
        "time_limit": "The table is yours for two hours.",
        "animal": "Yes, we see cats and dogs.",
        "urgency": "If it gets worse, just come in.",
        "cancellation": "Please let us know a day before.",
        "message": "All right, that is fine.",
    }.get(want, "I'm not sure, sorry.")
