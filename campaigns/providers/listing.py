"""The rows of a person's provider list: distance, last answer, and whether it may be called."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot.models import User
from campaigns.models import Call, Contact, Offer, Provider, Suppression
from campaigns.providers import address_book
from campaigns.providers.directories.base import directories
from campaigns.providers.service_kinds import SERVICES
from scheduling.distances.base import Point
from scheduling.distances.haversine import Haversine

History = TypeVar("History", Call, Offer)
TABS = ("mine", "found", "blocked")


@dataclass
class Row:
    """One line of the list."""

    provider: Provider
    contact: Contact
    last_call: Call | None = None
    km: float | None = None
    barred: bool = False  # asked not to be called, by whomever

    @property
    def service(self) -> str:
        known = SERVICES.get(self.provider.service)
        return known.label if known else self.provider.service

    @property
    def city(self) -> str:
        """The part of the address after the street; blank when there is none."""
        parts = [part.strip() for part in self.provider.address.split(",")]
        return parts[1] if len(parts) > 1 else ""

    @property
    def last_result(self) -> str:
        return result_of(self.last_call) if self.last_call else ""

    @property
    def source(self) -> str:
        return source_of(self.provider)


def result_of(call: Call) -> str:
    """What a call gave, in two or three words."""
    return str(call.get_outcome_display() if call.outcome else call.get_status_display())


def source_of(provider: Provider) -> str:
    """Who says so: the directory that lists it, or the person."""
    if provider.source == Provider.Source.ADDRESS_BOOK:
        return _("Your own entry")
    vendor = provider.source_id.partition(":")[0] or settings.DIRECTORY
    return directories.get(vendor if vendor in directories.names else "").attribution


def tab(person: User, name: str) -> QuerySet[Provider]:
    """The providers of one tab, by name."""
    seen = address_book.visible(person)
    contacts = Contact.objects.filter(person_id=person.pk)
    lasting = Suppression.objects.filter(lapses_at=None).values("phone")
    refused = contacts.filter(standing=Contact.Standing.NEVER)
    blocked = Q(pk__in=refused.values("provider")) | (Q(phone__in=lasting) & ~Q(phone=""))
    if name == "blocked":
        rows = seen.filter(blocked)
    elif name == "found":
        rows = seen.filter(owner=None, candidacies__campaign__person_id=person.pk).distinct()
    else:
        rows = seen.filter(
            Q(owner_id=person.pk) | Q(pk__in=contacts.filter(_kept()).values("provider"))
        )
        rows = rows.exclude(pk__in=refused.values("provider"))
    return rows.order_by("name", "pk")


def _kept() -> Q:
    """Directory entries that the person has made their own by a word about them."""
    return Q(favourite=True) | Q(standing=Contact.Standing.PREFER) | ~Q(note="")


def _real(history: QuerySet[History]) -> QuerySet[History]:
    """Without rehearsals, in which nobody of the provider was heard."""
    return history.exclude(campaign__rehearsal=True)


def rows(person: User, providers: Iterable[Provider]) -> list[Row]:
    """With everything a line tells; three queries however many."""
    listed = list(providers)
    contacts = {
        row.provider_id: row
        for row in Contact.objects.filter(person_id=person.pk, provider__in=listed)
    }
    calls = _real(Call.objects.filter(mandate__person_id=person.pk, provider__in=listed))
    last = {call.provider_id: call for call in calls.order_by("created_at")}
    barred = _barred({provider.phone for provider in listed if provider.phone})
    made = [
        Row(
            provider,
            contacts.get(provider.pk) or Contact(person_id=person.pk, provider=provider),
            last.get(provider.pk),
            barred=provider.phone in barred,
        )
        for provider in listed
    ]
    _measure(person, made)
    return made


def _barred(phones: set[str]) -> set[str]:
    found = Suppression.objects.filter(phone__in=phones, lapses_at=None)
    return set(found.values_list("phone", flat=True))


def _measure(person: User, made: list[Row]) -> None:
    """From home, as far as one knows where that is."""
    home = getattr(person, "profile", None)
    placed = [row for row in made if row.provider.latitude is not None]
    if home is None or home.latitude is None or home.longitude is None or not placed:
        return
    there = [Point(row.provider.latitude or 0, row.provider.longitude or 0) for row in placed]
    ways = Haversine().ways([Point(home.latitude, home.longitude)], there)
    for row, km in zip(placed, ways.km[0], strict=True):
        row.km = float(km)


# --- one of them -------------------------------------------------------------------------------


@dataclass
class Known:
    """All that a person may see about one provider: nothing of anybody else's."""

    row: Row
    calls: list[Call] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    week: list[tuple[date, list[tuple[str, str]]]] = field(default_factory=list)
    open_now: bool = False
    opted_out_at: datetime | None = None
    opted_out_call: Call | None = None  # only one of the person's own

    @property
    def callable(self) -> bool:
        provider, contact = self.row.provider, self.row.contact
        wanted = contact.standing != Contact.Standing.NEVER
        reachable = provider.phone and not provider.number_wrong
        return bool(wanted and reachable and self.opted_out_at is None)


def known(person: User, provider: Provider) -> Known:
    """One provider with this person's own history."""
    [row] = rows(person, [provider])
    own = _real(Call.objects.filter(mandate__person_id=person.pk, provider=provider))
    offers = _real(Offer.objects.filter(campaign__person_id=person.pk, provider=provider))
    found = Known(
        row,
        calls=list(own.select_related("campaign").order_by("-created_at")[:50]),
        offers=list(offers.select_related("campaign").order_by("-created_at")[:50]),
        week=week(provider),
    )
    found.open_now = _open_now(provider)
    suppression = Suppression.standing_for(provider.phone) if provider.phone else None
    if suppression is not None and suppression.lapses_at is None:
        found.opted_out_at = suppression.created_at
        found.opted_out_call = next((c for c in own if c.pk == suppression.call_id), None)
    return found


def week(provider: Provider) -> list[tuple[date, list[tuple[str, str]]]]:
    """The opening hours of the next seven days there; empty when nobody knows them."""
    if not provider.opening_hours:
        return []
    today = now().astimezone(provider.zone).date()
    days = [today + timedelta(days=n) for n in range(7)]
    return [
        (day, [(str(a), str(b)) for a, b in provider.opening_hours.get(str(day.weekday()), [])])
        for day in days
    ]


def _open_now(provider: Provider) -> bool:
    there = now().astimezone(provider.zone)
    spans = provider.opening_hours.get(str(there.weekday()), [])
    return any(a <= f"{there:%H:%M}" < b for a, b in spans)
