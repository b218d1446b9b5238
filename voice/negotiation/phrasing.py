"""How the rule-based speaker puts things: short sentences, one question at a time."""

import re
from collections.abc import Sequence
from datetime import datetime

from scheduling.language.speak import spoken
from voice.negotiation.facts import Facts

_HAS_ARTICLE = re.compile(r"(?:an?|the|my|his|her|their|our)\b", re.IGNORECASE)
_BEGINS_WITH_VOWEL = re.compile(r"[aeio]|8\d?\b|18\b", re.IGNORECASE)

QUESTIONS: dict[str, str] = {
    "price": "What would it cost?",
    "new_patient": "Do you take new patients?",
    "bring": "Is there anything to bring?",
    "practitioner": "Who would it be with?",
    "length": "How long will it take?",
    "vehicle": "Do you work on all kinds of car?",
    "drop_off": "When should we drop off the car?",
    "estimate": "Could you give an estimate of the price?",
    "deposit": "Do you ask for a deposit?",
    "time_limit": "Is there a time limit for the table?",
    "animal": "Which animals do you treat?",
    "urgency": "What should we do if it becomes urgent?",
    "cancellation": "Until when can it be cancelled?",
}


def question(facts: Facts, key: str) -> str:
    """The question of the trade behind `key`, with a fact only where it may be told."""
    shared = facts.shared.get(key, "")
    if key == "insurance":
        return f"Do you take {shared} as insurance?" if shared else "Which insurance do you take?"
    if key == "party_size" and shared:
        return f"Is a party of {shared} all right?"
    if key == "party_size":
        return "Up to how many people can you seat?"
    if key == "vehicle" and shared:
        return "Is that a kind of car you work on?"  # it was told with the wish
    return QUESTIONS.get(key, f"What can you tell us about the {key.replace('_', ' ')}?")


def introduction(facts: Facts) -> str:
    return f"Hello, I am an automated assistant calling for {facts.person}."


def wish(facts: Facts, lead: str) -> str:
    """ "I would like to arrange a dental check-up for Alex, next week."; how long their own
    service takes no desk is told unasked."""
    size = facts.shared.get("party_size", "")
    what = facts.service_phrase
    if facts.service == "restaurant" and size:
        what = f"{what} for {size}"
    when = f", {facts.window_words}" if facts.window_words else ""
    vehicle = facts.shared.get("vehicle", "")
    about = f" {the_car(vehicle)}" if vehicle else ""
    return f"{lead} {what} for {facts.person}{when}.{about}"


def the_car(vehicle: str) -> str:
    """ "The car is a 2016 Golf; it is about brakes." of "2016 Golf, brakes"."""
    car, _, matter = vehicle.partition(",")
    about = f"; it is about {matter.strip()}" if matter.strip() else ""
    return f"The car is {with_article(car.strip())}{about}."


def with_article(noun: str) -> str:
    if _HAS_ARTICLE.match(noun):
        return noun
    return f"{'an' if _BEGINS_WITH_VOWEL.match(noun) else 'a'} {noun}"


def either(slots: Sequence[datetime]) -> str:
    return " or ".join(spoken(slot) for slot in slots)


def read_back(facts: Facts, slot: datetime) -> str:
    return f"So that is {spoken(slot)}, for {facts.person}. Is that right?"


def plainly(slot: datetime) -> str:
    return f"Just to be sure: can we rely on {spoken(slot)}, yes or no?"
