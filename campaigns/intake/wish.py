"""Wish: what one text has said of an appointment that somebody wants."""

from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time
from decimal import Decimal

from callpilot.errors import PlaceObject
from callpilot.json_types import JsonObject
from campaigns.providers import gazetteer
from campaigns.providers.geocoders.base import Located, Place


@dataclass(frozen=True)
class Wish:
    """All inputs of a campaign; None (or empty) is what nobody has said.

    problems: field → sentences, for what was said but cannot be. suggestions: field → places
    that may be meant. choices: field → the answers to choose from. radius_km: nobody farther away
    is called. place_left_out: the part of the place that nobody knows, a street mostly.
    remarks: what must be said about how it was understood.
    """

    request: str = ""
    service: str | None = None
    detail: str | None = None
    provider: str | None = None  # the one business to be asked, by its name; "" is anybody
    place: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    timezone: str | None = None
    date_range_start: date | None = None
    date_range_end: date | None = None
    not_before: datetime | None = None  # the range's beginning and end, exact to the minute
    not_after: datetime | None = None
    day_parts: tuple[str, ...] | None = None
    avoid_weekdays: tuple[int, ...] | None = None
    avoid_dates: tuple[str, ...] | None = None
    earliest_time: time | None = None
    latest_time: time | None = None
    duration_minutes: int | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    insurance: str | None = None
    new_patient: bool | None = None
    party_size: int | None = None
    notes: str | None = None
    may_share: tuple[str, ...] | None = None
    earliest_weight: float | None = None
    rating_weight: float | None = None
    distance_weight: float | None = None
    preference_weight: float | None = None
    max_providers: int | None = None
    max_parallel: int | None = None
    booking_policy: str | None = None
    engine: str | None = None
    budget: Decimal | None = None
    problems: dict[str, list[str]] = field(default_factory=dict)
    suggestions: dict[str, list[PlaceObject]] = field(default_factory=dict)
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    radius_km: float | None = None
    place_left_out: str = ""
    remarks: tuple[str, ...] = ()

    def given(self) -> JsonObject:
        """What was said, by field."""
        names = [name for name in FIELDS if name != "request"]
        values = {name: getattr(self, name) for name in names}
        return {name: value for name, value in values.items() if value is not None}

    def with_problem(self, name: str, words: str) -> "Wish":
        """The wish with one more sentence about what was said but cannot be."""
        said = [*self.problems.get(name, []), words]
        return replace(self, problems={**self.problems, name: said})

    def located(self, text: str, found: Located) -> "Wish":
        """The wish at the place that was found, or with what to ask instead."""
        if found.place is None:
            asked = {**self.suggestions, "place": gazetteer.suggested(found)}
            wish = self.with_problem("place", gazetteer.question(text, found))
            return replace(wish, suggestions=asked)
        place = found.place
        return replace(
            self, place=place.name, latitude=place.latitude, longitude=place.longitude,
            timezone=place.timezone, place_left_out=found.left_out,
        )  # fmt: skip

    @property
    def where(self) -> Place | None:
        """The place that was said, if one was."""
        if self.place is None:
            return None
        return Place(self.place, self.latitude or 0.0, self.longitude or 0.0, self.timezone or "")

    @property
    def missing(self) -> list[str]:
        """What must still be asked before anybody can be called."""
        return [name for name in ("service", "place") if getattr(self, name) is None]


NO_FIELDS = ("problems", "suggestions", "choices", "radius_km", "place_left_out", "remarks")
FIELDS = tuple(f.name for f in fields(Wish) if f.name not in NO_FIELDS)
SHAREABLE = ("name", "phone", "insurance", "new_patient", "party_size", "vehicle", "notes")
