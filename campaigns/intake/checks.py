"""Checks a wish before anything is written: every fault names its field and the way out."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot.adapters import REGISTRIES
from callpilot.errors import BadInput, PlaceObject
from callpilot.json_types import JsonMapping, JsonObject
from callpilot.models import Profile, User
from campaigns.intake.beside import landmarks
from campaigns.intake.fields import DAY_PARTS
from campaigns.intake.when import DEFAULT_DAYS
from campaigns.intake.wish import FIELDS, SHAREABLE, Wish
from campaigns.models import Campaign, Preferences
from campaigns.offers import scoring
from campaigns.providers import gazetteer, phone_numbers
from campaigns.providers.geocoders.base import Located, Place
from campaigns.providers.service_kinds import SERVICES

MAX_DAYS = 60
PARTS = tuple(DAY_PARTS)
TEXTS = {"detail": 200, "contact_name": 100, "insurance": 100, "notes": 2000}
WEIGHTS = tuple(f"{name}_weight" for name in scoring.CRITERIA)
T = TypeVar("T")


class _Fault(ValueError):
    """One field is wrong; the message says why, for people."""


def checked(wish: Wish, fields: JsonObject, *, person: User, profile: Profile | None) -> JsonObject:
    """All values of the Campaign row, from what was given and what is usual.

    Raises BadInput with every fault at once.
    """
    return _Check(wish, fields, person, profile).values()


def faults(wish: Wish, *, person: User, profile: Profile | None) -> dict[str, list[str]]:
    """What is wrong with a wish as it stands, field → sentences; empty when it may start."""
    try:
        checked(wish, {}, person=person, profile=profile)
    except BadInput as error:
        return error.errors
    return {}


def usually_shared(person: User, values: JsonMapping) -> list[str]:
    """What a desk may be told when nothing was chosen for this wish: as the person has set.

    Of what was said for this very wish; notes only for who has set that they are told.
    """
    preferences = Preferences.chosen_by(person.pk)
    told = {"name", "phone"}
    told |= {name for name in ("insurance", "notes") if values.get(name)}
    told = {kind for kind in told if preferences.sharing(kind) == Preferences.Share.ALWAYS}
    told |= {name for name in ("new_patient", "party_size") if values.get(name) is not None}
    if values.get("service") == "car_repair" and values.get("detail"):
        told.add("vehicle")
    return [name for name in SHAREABLE if name in told]


class _Check:
    """One wish being checked; faults are collected, so that all are told at once."""

    def __init__(
        self, wish: Wish, fields: JsonObject, person: User, profile: Profile | None
    ) -> None:
        self.fields = {name: value for name, value in fields.items() if value is not None}
        self.said = wish.given()
        self.wish, self.person, self.profile = wish, person, profile
        self.faults: dict[str, list[str]] = {}
        self.suggestions: dict[str, list[PlaceObject]] = {}

    def values(self) -> JsonObject:
        for name in sorted(set(self.fields) - set(FIELDS)):
            self.faults[name] = [_("There is no such field.")]
        for name, sentences in self.wish.problems.items():
            if name not in self.fields:
                self.faults[name] = sentences
                self.suggestions[name] = self.wish.suggestions.get(name, [])
        service = self.of("service", self.service)
        if service is None and "service" not in self.faults:
            self.faults["service"] = [
                _("Say what kind of appointment: %(known)s.") % {"known": ", ".join(SERVICES)}
            ]
        values = {
            "request": str(self.fields.get("request") or "").strip(),
            "service": service,
            **self.where(),
            "duration_minutes": self.of("duration_minutes", self.whole(5, 480))
            or (SERVICES[service].duration_minutes if service else 30),
            "max_providers": self.of("max_providers", self.whole(1, 30)) or 10,
            "max_parallel": self.of("max_parallel", self.whole(1, 15)) or 5,
            "party_size": self.of("party_size", self.whole(1, 100)),
            "new_patient": self.of("new_patient", self.yes_or_no),
            "booking_policy": self.of(
                "booking_policy", self.one_of(tuple(Campaign.BookingPolicy.values))
            )
            or Campaign.BookingPolicy.ASK_ME,
            "engine": self.of("engine", self.one_of((*REGISTRIES["VOICE_ENGINE"].names, ""))) or "",
            "budget": self.of("budget", self.money) or Decimal(settings.CAMPAIGN_BUDGET),
            **{name: self.of(name, self.text(most)) or "" for name, most in TEXTS.items()},
            "contact_phone": self.of("contact_phone", self.phone),
            "may_share": self.of("may_share", self.shareable),
            **self.weights(),
        }
        values |= self.when(ZoneInfo(values["timezone"]), values["duration_minutes"])
        if self.faults:
            raise BadInput(self.faults, self.suggestions)
        return self.with_person(values)

    def given(self, name: str) -> object:
        """What was given for a field; explicit values win over the sentence."""
        value = self.fields.get(name)
        return self.said.get(name) if value is None or value == "" else value

    def of(self, name: str, read: Callable[[object], T]) -> T | None:
        """The field's value, read; None when it was not given or is wrong."""
        value = self.given(name)
        if value is None:
            return None
        try:
            return read(value)
        except _Fault as fault:
            self.faults.setdefault(name, []).append(str(fault))
            return None

    # --- single values

    def service(self, value: object) -> str:
        if isinstance(value, str) and value in SERVICES:
            return value
        raise _Fault(
            _("We do not know “%(said)s”; we know: %(known)s.")
            % {"said": str(value)[:60], "known": ", ".join(SERVICES)}
        )

    def whole(self, low: int, high: int) -> Callable[[object], int]:
        def read(value: object) -> int:
            try:
                number = int(str(value))
            except ValueError:
                raise _Fault(_("This must be a whole number.")) from None
            if isinstance(value, bool) or not low <= number <= high:
                raise _Fault(
                    _("Choose a number from %(low)d to %(high)d.") % {"low": low, "high": high}
                )
            return number

        return read

    def text(self, most: int) -> Callable[[object], str]:
        def read(value: object) -> str:
            if not isinstance(value, str) or "\x00" in value:
                raise _Fault(_("This must be a text."))
            if len(value.strip()) > most:
                raise _Fault(_("At most %(most)d characters, please.") % {"most": most})
            return value.strip()

        return read

    def one_of(self, known: tuple[str, ...]) -> Callable[[object], str]:
        def read(value: object) -> str:
            if value in known:
                return str(value)
            raise _Fault(_("Choose one of: %(known)s.") % {"known": ", ".join(filter(None, known))})

        return read

    def yes_or_no(self, value: object) -> bool:
        if isinstance(value, bool):
            return value
        raise _Fault(_("Say true or false."))

    def money(self, value: object) -> Decimal:
        try:
            amount = Decimal(str(value))
        except InvalidOperation:
            raise _Fault(_("This must be an amount, like 5.00.")) from None
        most = Decimal(settings.MAX_CAMPAIGN_BUDGET)
        limit = {"most": f"{most:.2f}", "currency": settings.CURRENCY}
        if not amount.is_finite() or amount < Decimal("0.01"):
            raise _Fault(_("Choose an amount from 0.01 to %(most)s %(currency)s.") % limit)
        if amount > most:
            raise _Fault(
                _("At most %(most)s %(currency)s may be spent on one request here.") % limit
            )
        return amount.quantize(Decimal("0.01"), ROUND_DOWN)

    def phone(self, value: object) -> str:
        if not isinstance(value, str):
            raise _Fault(_("This must be a telephone number."))
        try:
            return phone_numbers.normalise(value)
        except phone_numbers.BadNumber as error:
            raise _Fault(str(error)) from None

    def day(self, value: object) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            raise _Fault(_("Write the date as YYYY-MM-DD; it must exist.")) from None

    def moment(self, zone: ZoneInfo) -> Callable[[object], datetime]:
        def read(value: object) -> datetime:
            try:
                moment = (
                    value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
                )
                if moment.tzinfo is None:
                    raise ValueError
                return moment.astimezone(zone).replace(second=0, microsecond=0)
            except (ValueError, OverflowError):
                raise _Fault(_("Write the moment with its date, time and offset.")) from None

        return read

    def clock(self, value: object) -> time:
        if isinstance(value, time):
            return value.replace(tzinfo=None)
        try:
            return time.fromisoformat(value if isinstance(value, str) else "").replace(tzinfo=None)
        except ValueError:
            raise _Fault(_("Write the time as HH:MM.")) from None

    def parts(self, value: object) -> list[str]:
        if not isinstance(value, list | tuple) or not set(map(str, value)) <= set(PARTS):
            raise _Fault(_("Choose from: %(known)s.") % {"known": ", ".join(PARTS)})
        return [part for part in PARTS if part in value]

    def weekdays(self, value: object) -> list[int]:
        if not isinstance(value, list | tuple) or not all(
            isinstance(day, int) and not isinstance(day, bool) and 0 <= day <= 6 for day in value
        ):
            raise _Fault(_("Weekdays are numbers from 0 (Monday) to 6 (Sunday)."))
        if len(set(value)) == 7:
            raise _Fault(_("At least one weekday must remain."))
        return sorted(set(value))

    def days(self, value: object) -> list[str]:
        if not isinstance(value, list | tuple):
            raise _Fault(_("This must be a list of dates."))
        return sorted({self.day(day).isoformat() for day in value})

    def shareable(self, value: object) -> list[str]:
        if not isinstance(value, list | tuple) or not set(map(str, value)) <= set(SHAREABLE):
            raise _Fault(_("Choose from: %(known)s.") % {"known": ", ".join(SHAREABLE)})
        return [name for name in SHAREABLE if name in value]

    # --- what belongs together

    def where(self) -> JsonObject:
        found = self.place()
        here = found.place or Place("", 0.0, 0.0, "America/Los_Angeles")
        remark = gazetteer.remark(found.left_out, here.name)
        return {
            "remarks": [remark] if remark else [],
            "place": here.name[:200],
            "latitude": here.latitude,
            "longitude": here.longitude,
            "timezone": here.timezone,
        }

    def place(self) -> Located:
        named = self.fields.get("place")
        if isinstance(named, Place):
            return Located(named, named=True)
        if named:
            if not isinstance(named, str) or len(named) > 200:
                self.faults["place"] = [_("Name a place in at most 200 characters.")]
                return Located()
            try:
                return landmarks.found("place", named, self.profile)
            except BadInput as error:
                self.faults |= error.errors
                self.suggestions |= error.suggestions
                return Located()
        if self.wish.where is not None:
            return Located(self.wish.where, left_out=self.wish.place_left_out)
        home = gazetteer.home(self.profile)
        if home is None and "place" not in self.faults:
            self.faults["place"] = [_("Say where, like: near Market St, San Francisco.")]
        return Located(home)

    def when(self, zone: ZoneInfo, minutes: int) -> JsonObject:
        today = now().astimezone(zone).date()
        starts, ends = (self.of(name, self.moment(zone)) for name in ("not_before", "not_after"))
        first = starts.date() if starts else self.of("date_range_start", self.day)
        last = last_day(ends) if ends else self.of("date_range_end", self.day)
        if {"date_range_start", "not_before"} & set(self.fields) and not (
            {"date_range_end", "not_after"} & set(self.fields)
        ):
            last = ends = None  # the sentence's end does not belong to the fields' beginning
        if not {"date_range_start", "date_range_end", "not_before", "not_after"} & set(self.faults):
            first, last = self.dates(today, first, last)
            self.moments(starts, ends, minutes)
        values = {
            "date_range_start": first,
            "date_range_end": last,
            "not_before": starts,
            "not_after": ends,
            "day_parts": self.of("day_parts", self.parts) or [],
            "avoid_weekdays": self.of("avoid_weekdays", self.weekdays) or [],
            "avoid_dates": self.of("avoid_dates", self.days) or [],
            "earliest_time": self.of("earliest_time", self.clock),
            "latest_time": self.of("latest_time", self.clock),
        }
        self.possible(values, minutes)
        return values

    def dates(self, today: date, first: date | None, last: date | None) -> tuple[date, date]:
        usual = timedelta(days=DEFAULT_DAYS - 1)
        if first is None:
            first = today if last is None or last >= today else last
        if last is None:
            last = first + usual if first <= date.max - usual else first
        if last < first:
            self.faults["date_range_end"] = [_("The last day is before the first.")]
        elif first < today:
            self.faults["date_range_start"] = [
                _("This day has passed; today is %(today)s.") % {"today": today.isoformat()}
            ]
        elif (last - first).days + 1 > MAX_DAYS:
            self.faults["date_range_end"] = [
                _("At most %(days)d days, please.") % {"days": MAX_DAYS}
            ]
        elif (first - today).days > 366:
            self.faults["date_range_start"] = [_("That is more than a year ahead.")]
        return first, last

    def moments(self, starts: datetime | None, ends: datetime | None, minutes: int) -> None:
        """A range that is exact to the minute must have room for the appointment."""
        if ends is None or {"date_range_start", "date_range_end"} & set(self.faults):
            return
        if ends - max(starts or now(), now()) < timedelta(minutes=minutes):
            self.faults["date_range_end"] = [
                _("Until then there is no room for %(minutes)d minutes.") % {"minutes": minutes}
            ]

    def possible(self, values: JsonObject, minutes: int) -> None:
        """A wish that no time can fulfil is told so at once."""
        first, last = values["date_range_start"], values["date_range_end"]
        earliest, latest = values["earliest_time"], values["latest_time"]
        if earliest and latest:
            span = datetime.combine(date.min, latest) - datetime.combine(date.min, earliest)
            if span < timedelta(minutes=minutes):
                self.faults["latest_time"] = [
                    _("Between these times there is no room for %(minutes)d minutes.")
                    % {"minutes": minutes}
                ]
        if self.faults or not first or not last:
            return
        span_days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        avoided, dates = set(values["avoid_weekdays"]), set(values["avoid_dates"])
        if all(day.weekday() in avoided or day.isoformat() in dates for day in span_days):
            self.faults["avoid_weekdays"] = [_("No day is left in these dates.")]

    def weights(self) -> dict[str, float]:
        """Weights given as fields replace those of the sentence altogether."""
        given = {name: self.fields[name] for name in WEIGHTS if name in self.fields}
        said = {name: self.said[name] for name in WEIGHTS if name in self.said}
        try:
            return scoring.check_weights(
                given or said or Preferences.chosen_by(self.person.pk).weights
            )
        except BadInput as error:
            self.faults |= error.errors
            return {}

    def with_person(self, values: JsonObject) -> JsonObject:
        """What the person has told us once: name and phone; what may be said to a desk."""
        profile = self.profile
        name = (profile.name if profile else "") or str(self.person)
        values["contact_name"] = values["contact_name"] or name[:100]
        values["contact_phone"] = values["contact_phone"] or (profile.phone if profile else "")
        if values["may_share"] is None:
            values["may_share"] = usually_shared(self.person, values)
        return values


def last_day(ends: datetime) -> date:
    """Midnight still belongs to the day before."""
    return (ends - datetime.resolution).date()
