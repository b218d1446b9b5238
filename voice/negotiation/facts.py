"""The facts of a brief, read once: what for, for whom, when, and what may be told."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from callpilot.json_types import JsonMapping

SHARED = ("phone", "insurance", "new_patient", "notes", "party_size", "vehicle")


@dataclass(frozen=True)
class Facts:
    """As in Brief.facts. shared: what may be told, by name; a name left out may not be said."""

    purpose: str
    person: str
    provider: str
    service: str
    service_phrase: str
    today: date
    zone: ZoneInfo
    window_words: str
    duration_minutes: int
    questions: tuple[str, ...]
    shared: dict[str, str]
    leverage_words: str
    may_book: bool
    slot_start: datetime | None
    slot_end: datetime | None
    slot_words: str
    keep_until_words: str
    resumed: bool
    order_word: str  # what our own side's notes begin with; without it there are none

    @classmethod
    def of(cls, facts: JsonMapping) -> "Facts":
        """Raises ValueError when the brief lacks today or timezone."""

        def words(name: str) -> str:
            told = str(facts.get(name) or "").strip()
            return "" if told == "none" else told  # as a prompt says that there is nothing

        zone = ZoneInfo(words("timezone"))
        return cls(
            purpose=words("purpose") or "enquire",
            person=words("person_name") or "a customer",
            provider=words("provider_name"),
            service=words("service"),
            service_phrase=words("service_phrase") or "an appointment",
            today=date.fromisoformat(words("today")),
            zone=zone,
            window_words=words("window_words"),
            duration_minutes=int(facts.get("duration_minutes") or 30),
            questions=tuple(q.strip() for q in words("questions").split(",") if q.strip()),
            shared={name: words(f"share_{name}") for name in SHARED if words(f"share_{name}")},
            leverage_words=words("leverage_words"),
            may_book=_is_true(facts.get("may_book")),
            slot_start=_moment(words("slot_start"), zone),
            slot_end=_moment(words("slot_end"), zone),
            slot_words=words("slot_words"),
            keep_until_words=words("keep_until_words"),
            resumed=_is_true(facts.get("resumed")),
            order_word=words("order_word"),
        )


def _is_true(value: object) -> bool:
    """Vendors hand booleans on as words."""
    return value is True or str(value).lower() in ("true", "1", "yes")


def _moment(iso: str, zone: ZoneInfo) -> datetime | None:
    if not iso:
        return None
    moment = datetime.fromisoformat(iso)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(zone)
