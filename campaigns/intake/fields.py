"""The fields of a draft: who may write which, and how they are kept as JSON."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, time
from decimal import Decimal

from django.utils.translation import gettext_lazy

from callpilot.errors import BadInput
from callpilot.json_types import JsonObject
from callpilot.models import Profile
from campaigns.intake.beside import landmarks
from campaigns.intake.when import DAY_PARTS as DAY_PARTS
from campaigns.intake.wish import FIELDS, Wish
from campaigns.models import Draft
from campaigns.providers import phone_numbers
from campaigns.providers.geocoders.base import Located, Place

# A place is one field of a draft, though four of a campaign.
_ELSEWHERE = ("request", "latitude", "longitude", "timezone")
NAMES = tuple(name for name in FIELDS if name not in _ELSEWHERE)
# What a desk may be told about the person, and who speaks, is set by its own control alone:
# whatever reads sentences, rules or a language model, cannot write these.
OWN_CONTROL = frozenset({"may_share", "engine"})
SPEAKABLE = tuple(name for name in NAMES if name not in OWN_CONTROL)
DATES = ("date_range_start", "date_range_end")
MOMENTS = ("not_before", "not_after")  # the same range, exact to the minute
TIMES = ("earliest_time", "latest_time")
WHEN = (*DATES, *MOMENTS, "day_parts", "avoid_weekdays", "avoid_dates", *TIMES)
# What is said of one wish and not of the person.
OF_A_WISH = (
    "service", "detail", "provider", *WHEN, "duration_minutes", "party_size", "new_patient",
    "notes",
)  # fmt: skip
WEIGHTS = ("earliest_weight", "rating_weight", "distance_weight", "preference_weight")
# What may be chosen, and how it is called.
WEEKDAYS = {
    0: gettext_lazy("Mon"),
    1: gettext_lazy("Tue"),
    2: gettext_lazy("Wed"),
    3: gettext_lazy("Thu"),
    4: gettext_lazy("Fri"),
    5: gettext_lazy("Sat"),
    6: gettext_lazy("Sun"),
}
SHARED = {
    "name": gettext_lazy("name"),
    "phone": gettext_lazy("phone"),
    "insurance": gettext_lazy("insurance"),
    "new_patient": gettext_lazy("new or known there"),
    "party_size": gettext_lazy("number of people"),
    "vehicle": gettext_lazy("vehicle"),
    "notes": gettext_lazy("notes"),
}

Entry = JsonObject  # {"value": …, "source": Draft.Source, "sure": bool}


def entry(value: object, source: str, *, sure: bool = True) -> Entry:
    return {"value": kept(value), "source": str(source), "sure": sure}


def kept(value: object) -> object:
    """As JSON keeps it."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Place):
        return asdict(value)
    if isinstance(value, Located):
        left_out = {"left_out": value.left_out} if value.left_out else {}
        return {**asdict(value.place), **left_out} if value.place else None
    if isinstance(value, tuple | set | frozenset):
        return [kept(item) for item in value]
    return value


def spoken(wish: Wish) -> JsonObject:
    """What a reading may teach a draft, by the draft's names; the rest of it is dropped here."""
    values = {name: value for name, value in wish.given().items() if name in SPEAKABLE}
    if wish.place is not None:
        values["place"] = Located(wish.where, left_out=wish.place_left_out)
    return values


def wish_of(entries: Mapping[str, Entry]) -> Wish:
    """The draft's fields as one wish; the way back from `kept`."""
    values: JsonObject = {}
    for name in NAMES:
        value = entries.get(name, {}).get("value")
        if value is None or value == "":
            continue
        if name == "place":
            values |= {
                "place": value["name"],
                "latitude": value["latitude"],
                "longitude": value["longitude"],
                "timezone": value["timezone"],
                "place_left_out": value.get("left_out", ""),
            }
        else:
            values[name] = value
    return Wish(**values)


def typed(name: str, value: object, profile: Profile | None) -> object:
    """A value that was typed, as a draft keeps it. Raises BadInput when something is wrong."""
    if name == "contact_phone" and value:
        try:
            return phone_numbers.normalise(str(value))
        except phone_numbers.BadNumber as error:
            raise BadInput({name: [str(error)]}) from error
    if name == "place" and value and not isinstance(value, Place):
        return landmarks.found(name, str(value), profile)
    return value


def source_of(entries: Mapping[str, Entry], names: tuple[str, ...]) -> str:
    """Where a group of fields comes from: the first that is there speaks for all."""
    sources = (entries[name]["source"] for name in names if name in entries)
    return str(next(sources, Draft.Source.ASSUMED))
