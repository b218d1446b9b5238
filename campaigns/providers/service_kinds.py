"""The kinds of appointment we know: what they are called, how long they take, what to ask."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.providers import other_kinds


@dataclass(frozen=True)
class Service:
    """A kind of appointment.

    phrase: as it is asked for, "a dental check-up". duration_minutes: when nobody says how long.
    questions: what a desk is asked once a time is in sight, in this order.
    """

    key: str
    label: str
    phrase: str
    duration_minutes: int
    questions: tuple[str, ...] = ()


_PATIENT = ("insurance", "new_patient", "bring")
SERVICES: dict[str, Service] = {
    service.key: service
    for service in (
        Service("dentist", "Dentist", "a dental check-up", 30, ("price", *_PATIENT)),
        Service("doctor", "Doctor", "a doctor's appointment", 30, _PATIENT),
        Service("hair_salon", "Hair salon", "a haircut", 45, ("practitioner", "length", "price")),
        Service(
            "car_repair", "Car repair", "a car service", 60, ("vehicle", "drop_off", "estimate")
        ),
        Service("restaurant", "Restaurant", "a table", 90, ("party_size", "deposit", "time_limit")),
        Service("vet", "Vet", "a vet's appointment", 30, ("animal", "urgency", "price")),
        Service("general", "Something else", "an appointment", 30, ("price", "cancellation")),
    )
}

# Words that name the business outright, and words that only point to it ("my tooth hurts").
_NAMED: dict[str, str] = {
    "dentist": r"dentists?|dental|orthodontist|dds|hygienist",
    "doctor": (
        r"doctors?|physicians?|gp|family practice|primary care|pediatrician|paediatrician"
        r"|dermatologist|gyn(?:a?e)?cologist|clinic|dr(?= appointment)"
    ),
    "hair_salon": r"hair ?salons?|hair ?dressers?|barbers?|barber ?shops?|hair ?stylists?|salon",
    "car_repair": (
        r"car repairs?|auto repairs?|auto shops?|mechanics?|garage|body ?shops?|car shops?"
        r"|smog (?:check|test)"
    ),
    "restaurant": r"restaurants?|bistros?|steak ?house|pizzeria|trattoria|brasserie",
    "vet": r"vets?|veterinar(?:y|ian|ians)|animal (?:clinic|hospital|doctor)",
}
_IMPLIED: dict[str, str] = {
    "dentist": (
        r"tooth|teeth|toothache|cavity|cavities|wisdom tooth|root canal|crown"
        r"|filling|fillings|braces|gums?|dentures?|whitening"
    ),
    "doctor": (
        r"physical|medical|flu shot|vaccination|blood test|prescription|sore throat"
        r"|rash|fever|annual check|knee pain|back pain|stomach"
    ),
    "hair_salon": r"hair ?cuts?|hair|haircolou?r|highlights|perm|blow ?dry|beard trim|balayage",
    "car_repair": (
        r"brakes?|oil change|tires?|tyres?|transmission|engine (?:light|noise)|car service"
        r"|tune[- ]?up|(?:my|the|our) (?:car|truck|van)|windshield|car inspection"
    ),
    "restaurant": (
        r"tables?|dinner|lunch reservation|brunch|dine|eat out|reservation for"
        r"|lunch (?:for|with) \w+|lunch place"
    ),
    "vet": (
        r"(?:my|our|the) (?:\w+ )?(?:dog|cat|puppy|kitten|rabbit|hamster|parrot|pet|bird|ferret)"
        r"|rabies shot|spay|neuter|dog|cat|puppy|kitten"
    ),
}
# What somebody suffers from; whose trade it is, is asked.
_BODY = (
    r"backs?|knees?|shoulders?|foot|feet|ankles?|neck|stomach|belly|chest|eyes?|ears?|throat|head"
    r"|wrists?|hands?|hips?|legs?|arms?|elbows?"
)
_HURTS = r"hurts?|aches?|is (?:swollen|sore|killing me|itchy|infected)|are (?:swollen|sore)|pain"
_SYMPTOMS: dict[str, str] = {
    "dentist": (
        rf"jaw (?:{_HURTS})|swollen cheek|bleeding gums|(?:lost|cracked|broke) (?:a|my) crown"
    ),
    "doctor": (
        rf"(?:{_BODY}) (?:{_HURTS})|headaches?|migraines?|earache|cough(?:ing)?|the flu|dizzy"
        r"|dizziness|nausea|nauseous|vomiting|can'?t sleep|infection|sprained|allerg(?:y|ies)"
        r"|short(?:ness)? of breath|chest pains?|can'?t breathe|feel(?:ing)? (?:sick|ill|unwell)"
    ),
    "car_repair": (
        r"(?:cars?|trucks?|vans?|engine) (?:\w+ )?(?:makes?|making|won'?t|doesn'?t|pulls?|shakes?"
        r"|smells?|smokes?|leaks?|leaking|overheats?|overheating|died|stalls?|rattles?)"
        r"|(?:strange|weird|grinding|squeaking|squealing|rattling) (?:noise|sound)|flat tyre"
        r"|check engine"
    ),
}
_EMERGENCY = r"chest pains?|can'?t breathe|short(?:ness)? of breath|stroke|heart attack|unconscious"
# What may stand beside the words above and changes nothing about which business is meant.
_BESIDE = (
    r"an?|the|my|our|for|to|at|in|with|of|on|and|i|me|we|is|need|want|get|have|had|book|please|some"
    r"|appointments?|visits?|bookings?|reservations?|sessions?|check-?ups?|exams?|jobs?"
    r"|checked|fixed|repaired|replaced|changed|cleaned|cut|trimmed|done|removed|pulled"
    r"|hurts?|aches?|aching|broken|emergency|urgent|routine|regular|annual|quick"
    r"|(?:wo)?men'?s|kids'?|children'?s|people|persons?|\d+|one|two|three|four|five|six|seven|eight"
)


def _found(table: dict[str, str], text: str) -> str | None:
    """The service whose word comes first in the text."""
    hits = []
    for key, pattern in table.items():
        hit = re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE)
        if hit:
            hits.append((hit.start(), -len(hit.group()), key))
    return min(hits)[2] if hits else None


@dataclass(frozen=True)
class Mention:
    """Words of a text that stand for a service. named: the business outright, not by a hint."""

    start: int
    end: int
    key: str
    named: bool


def mentions(text: str) -> list[Mention]:
    """As they follow one another; of those that overlap the first, else the longest."""
    found = [
        Mention(*hit.span(), key, table is _NAMED)
        for table in (_NAMED, _IMPLIED)
        for key, pattern in table.items()
        for hit in re.finditer(rf"\b(?:{pattern})\b", text, re.IGNORECASE)
    ]
    found += [Mention(*hit.span(), "general", named=True) for hit in other_kinds.trades(text)]
    apart: list[Mention] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end, not one.named)):
        if not apart or each.start >= apart[-1].end:
            apart.append(each)
    return apart


def recognise(text: str) -> str | None:
    """The key of the service that `text` asks for, or None; a named business beats a hint."""
    flat = " ".join(text.replace("’", "'").split())
    if flat.casefold() in SERVICES:
        return flat.casefold()
    named, implied = _found(_NAMED, flat), _found(_IMPLIED, flat)
    if named in (None, "doctor") and re.search(rf"\b(?:{_IMPLIED['vet']})\b", flat, re.IGNORECASE):
        return "vet"  # whatever the doctor is to do, the patient is an animal
    return named or implied


def other(text: str) -> str:
    """The words for a kind that has no list of its own, when nothing else is asked for."""
    flat = " ".join(text.replace("’", "'").split())
    for hit in other_kinds.trades(flat):
        beside = f"{flat[: hit.start()]} , {flat[hit.end() :]}"
        return "" if recognise(beside) else hit.group().lower()
    return ""


def question_about(words: str) -> str:
    """What is asked about a kind of which we have no list."""
    told = _("“%(words)s” is no kind that we know, so it would be asked for in these very words.")
    return f"{told % {'words': words}} {_('If it is one of our kinds, say which.')}"


def suspected(text: str) -> str | None:
    """The service that a symptom points to, when no service is named; to be asked about."""
    return _found(_SYMPTOMS, " ".join(text.replace("’", "'").split()))


def question(key: str) -> str:
    """What is asked about a service that only a symptom pointed to."""
    words = _("For that we would ask for %(service)s. If you need something else, say so.")
    return words % {"service": SERVICES[key].phrase}


def emergency(text: str) -> bool:
    """Whether a symptom is named that may need help at once, whoever is to be rung."""
    return re.search(rf"\b(?:{_EMERGENCY})\b", text.replace("’", "'"), re.IGNORECASE) is not None


@dataclass(frozen=True)
class Asked:
    """A kind of appointment in people's words; detail: what exactly, "" when nobody said."""

    key: str
    detail: str = ""


def asked_for(text: str) -> Asked | None:
    """What is meant by a service's key, label or people's words ("haircut"), or None.

    A business that is named decides, and the rest is the detail. Words that only point to one
    count when nothing else is said: "dog grooming" is not the vet's.
    """
    flat = " ".join(text.replace("’", "'").split())
    for service in SERVICES.values():
        if flat.casefold() in (service.key, service.label.casefold()):
            return Asked(service.key)
    key = recognise(flat)
    if key is None:
        return None
    beside = re.compile(rf"(?<![\w'-])(?:{_BESIDE})(?![\w'-])", re.IGNORECASE)
    rest, named = re.subn(rf"\b(?:{_NAMED[key]})\b", " ", flat, flags=re.IGNORECASE)
    if named:
        return Asked(key, " ".join(beside.sub(" ", rest).split()).strip(" ,.;:!?-"))
    rest = re.sub(rf"\b(?:{_IMPLIED[key]})\b", " ", flat, flags=re.IGNORECASE)
    return None if re.search(r"\w", beside.sub(" ", rest)) else Asked(key, flat)
