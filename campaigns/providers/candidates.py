"""Who would be called for a wish, how far they are, and why the others would not."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from callpilot.errors import VendorError
from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns.models import Campaign, Candidate, Draft, Preferences, Provider, Suppression
from campaigns.providers import address_book, phone_numbers
from campaigns.providers.directories.base import Listing, directories
from campaigns.providers.geocoders.spelling import folded
from scheduling.distances.base import Point, distances

logger = logging.getLogger(__name__)
SPARE = 10  # listings beyond those wanted, for the ones that cannot be called


@dataclass
class Choice:
    """Somebody who may be called, and why not."""

    provider: Provider
    preferred: bool
    km: float | None = None
    minutes: float | None = None
    mode: str = ""  # how one gets there in so many minutes
    skipped_because: str = ""
    left_out: bool = False  # by the person


@dataclass(frozen=True)
class Search:
    """Whom we look for: of a campaign, or of a draft that may become one."""

    person: User
    service: str
    here: Point
    most: int
    radius_km: float | None = None
    left_out: frozenset[UUID] = frozenset()
    named: str = ""  # the one business that was asked for; "" is whoever there is

    @classmethod
    def of(cls, campaign: Campaign) -> "Search":
        draft = Draft.objects.filter(campaign=campaign).first()
        return cls(
            campaign.person,
            campaign.service,
            Point(campaign.latitude, campaign.longitude),
            campaign.max_providers,
            draft.radius_km if draft else _usual_radius(campaign.person),
            frozenset(map(UUID, draft.left_out)) if draft else frozenset(),
            draft.value("provider") or "" if draft else "",
        )


def _usual_radius(person: User) -> float | None:
    chosen = Preferences.objects.filter(user_id=person.pk).first()
    return chosen.max_distance_km if chosen else None


def known(search: Search) -> list[Provider]:
    """The person's own address book, as far as it concerns this wish."""
    return address_book.known(search.person, search.service)


def listed(search: Search) -> list[Listing]:
    """What the directory has near there. Raises DirectoryError."""
    here = search.here
    most = search.most + SPARE
    return directories.get().find(search.service, here.latitude, here.longitude, most)


def considered(campaign: Campaign) -> list[Choice]:
    """Who is called for this wish, in that order."""
    rows = Candidate.objects.filter(campaign=campaign, skipped_because="")
    return [
        Choice(row.provider, row.preferred, row.distance_km, row.travel_minutes, row.travel_mode)
        for row in rows.select_related("provider").order_by("position")
    ]


def near(campaign: Campaign, service: str, here: Point) -> list[Choice]:
    """Who could be called for a wish of another kind or at another place. Raises DirectoryError."""
    search = replace(Search.of(campaign), service=service, here=here)
    found = judged(search, choices(search, known(search), listed(search)))
    return [choice for choice in found if not choice.skipped_because]


def choices(search: Search, book: Sequence[Provider], listings: Sequence[Listing]) -> list[Choice]:
    """Everybody who comes into question, measured but not yet judged."""
    found = [Choice(provider, preferred=True) for provider in book]
    ids = {provider.pk for provider in book}
    found += [Choice(row, preferred=False) for row in rows_of(listings) if row.pk not in ids]
    _measure(search.here, found)
    return found


def rows_of(listings: Sequence[Listing]) -> list[Provider]:
    """The rows of a directory's listings, brought up to date."""
    ids = [listing.source_id for listing in listings]
    rows = {row.source_id: row for row in Provider.objects.filter(owner=None, source_id__in=ids)}
    return [_row_of(listing, rows.get(listing.source_id)) for listing in listings]


def _row_of(listing: Listing, row: Provider | None) -> Provider:
    values = _values_of(listing)
    if row is None:
        row, _made = Provider.objects.get_or_create(
            owner=None, source_id=listing.source_id, defaults=values
        )
    if row.phone != values["phone"]:
        values["number_wrong"] = False
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return row


def _values_of(listing: Listing) -> JsonObject:
    try:
        phone = phone_numbers.normalise(listing.phone) if listing.phone else ""
    except phone_numbers.BadNumber:
        phone = ""
    return {
        "name": listing.name[:200],
        "service": listing.service,
        "phone": phone,
        "address": listing.address[:300],
        "latitude": listing.latitude,
        "longitude": listing.longitude,
        "timezone": listing.timezone,
        "rating": listing.rating,
        "review_count": listing.review_count,
        "opening_hours": listing.opening_hours,
        "website": listing.website if len(listing.website) <= 200 else "",
    }


def _measure(here: Point, choices: list[Choice]) -> None:
    """Fill in how far everybody is from the place; unknown when nobody says."""
    placed = [
        choice
        for choice in choices
        if choice.provider.latitude is not None and choice.provider.longitude is not None
    ]
    if not placed:
        return
    there = [
        Point(choice.provider.latitude or 0.0, choice.provider.longitude or 0.0)
        for choice in placed
    ]
    try:
        ways = distances.get().ways([here], there)
    except VendorError:
        logger.warning("Distances could not be had, going on without.")
        return
    for choice, km, minutes in zip(placed, ways.km[0], ways.minutes[0], strict=True):
        choice.km, choice.minutes = round(float(km), 3), round(float(minutes), 2)
        choice.mode = ways.mode


def judged(search: Search, choices: list[Choice]) -> list[Choice]:
    """In the order of calling, with the reason for each who is not called, up to the limit.

    Whom the person has left out is not replaced by the next: they chose from what they saw.
    """
    seen: dict[str, str] = {}
    kept: list[Choice] = []
    taken = 0
    order = sorted(
        choices,
        key=lambda choice: (not choice.preferred, choice.km is None, choice.km or 0.0),
    )
    never = address_book.never(search.person)
    avoided = address_book.avoided(search.person) - never
    reasons = {phone: _("asked not to be called") for phone in _barred(choices)}
    reasons |= {phone: _("you prefer to avoid them") for phone in avoided}
    reasons |= {phone: _("never to be called, as you said") for phone in never}
    for choice in order:
        if taken == search.most:
            break
        choice.skipped_because = _reason_to_skip(search, choice, seen, reasons)
        choice.left_out = not choice.skipped_because and choice.provider.pk in search.left_out
        if choice.left_out:
            choice.skipped_because = _("left out by you")
        elif not choice.skipped_because:
            seen[choice.provider.phone] = choice.provider.name
        kept.append(choice)
        taken += choice.left_out or not choice.skipped_because
    return kept


def _barred(choices: list[Choice]) -> set[str]:
    """The numbers among these that asked not to be called, or that staff has blocked."""
    rows = Suppression.objects.filter(phone__in={choice.provider.phone for choice in choices})
    return set(rows.filter(lapses_at=None).values_list("phone", flat=True))


def _reason_to_skip(
    search: Search, choice: Choice, seen: dict[str, str], reasons: dict[str, str]
) -> str:
    provider = choice.provider
    if not provider.phone:
        return _("no telephone number")
    if provider.number_wrong:
        return _("the number is wrong")
    if provider.phone in seen:
        return _("same number as %(name)s") % {"name": seen[provider.phone]}
    if provider.phone in reasons:
        return reasons[provider.phone]
    if search.named and not is_named(provider.name, search.named):
        return _("you asked for %(name)s")[:200] % {"name": search.named}
    if _too_far(search, choice):
        return _("farther away than %(km)g km") % {"km": search.radius_km}
    return (phone_numbers.problem(phone_numbers.dialled(provider.phone)) or "")[:200]


def is_named(name: str, named: str) -> bool:
    """Whether a business is the one that somebody calls so: "Golden Scissors" of a longer name."""
    words, wanted = (
        set(re.findall(r"\w+", folded(each.replace("'s", "")))) for each in (name, named)
    )
    return bool(wanted) and wanted - {"the", "and"} <= words


def _too_far(search: Search, choice: Choice) -> bool:
    """Whom the person has put into the address book is never too far."""
    if search.radius_km is None or choice.km is None or choice.preferred or search.named:
        return False
    return choice.km > search.radius_km
