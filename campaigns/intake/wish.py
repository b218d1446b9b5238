"""Wish: what one text has said of an appointment that somebody wants."""

from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time
from decimal import Decimal

from callpilot.json_types import JsonObject


@dataclass(frozen=True)
class Wish:
    """All inputs of a campaign; None (or empty) is what nobody has said.

    problems: field → sentences, for what was said but cannot be.
    """

    request: str = ""
    service: str | None = None
    detail: str | None = None
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

    def given(self) -> JsonObject:
        """What was said, by field."""
        skipped = {"request", "problems"}
        values = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in skipped}
        return {name: value for name, value in values.items() if value is not None}

    def with_problem(self, name: str, words: str) -> "Wish":
        """The wish with one more sentence about what was said but cannot be."""
        said = [*self.problems.get(name, []), words]
        return replace(self, problems={**self.problems, name: said})

    @property
    def missing(self) -> list[str]:
        """What must still be asked before anybody can be called."""
        return [name for name in ("service", "place") if getattr(self, name) is None]


FIELDS = tuple(f.name for f in fields(Wish) if f.name != "problems")
SHAREABLE = ("name", "phone", "insurance", "new_patient", "party_size", "vehicle", "notes")
