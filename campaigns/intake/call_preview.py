"""Before anybody is called: who would be, who would not and why, and what it may cost."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot.errors import DirectoryError
from campaigns.intake import rows
from campaigns.models import Call, Draft, Provider
from campaigns.providers import calling_hours, candidates
from campaigns.providers.candidates import Choice, Search
from campaigns.providers.directories.base import Listing
from scheduling.distances.base import Point
from scheduling.language import write

LISTED_SECONDS = 600  # so long a directory's answer serves a draft
TYPICAL_MINUTES = Decimal("2.5")  # of an enquiry, until this deployment has measured its own
ENOUGH_CALLS, LATEST_CALLS = 20, 200  # to tell what a call costs here
MEASURED, MEASURED_SECONDS = "cost-of-a-call", 600
WIDER_KM = (8.0, 15.0, 30.0, 60.0)


@dataclass(frozen=True)
class Outlook:
    """Everybody who comes into question for a draft."""

    called: list[Choice]
    skipped: list[Choice]
    unreached: bool = False  # the directory was down

    @property
    def count(self) -> int:
        return len(self.called)

    @property
    def shown(self) -> list[Choice]:
        """Whom the person may choose from, in the order of calling."""
        return [*self.called, *(choice for choice in self.skipped if choice.left_out)]

    @property
    def barred(self) -> list[Choice]:
        """Those who are not called whatever the person chooses."""
        return [choice for choice in self.skipped if not choice.left_out]


def look(draft: Draft) -> Outlook | None:
    """Who would be called now; None while service or place is not known."""
    search = search_of(draft)
    if search is None:
        return None
    book = candidates.known(search)
    try:
        listings = _listed(search)
    except DirectoryError:
        judged = candidates.judged(search, candidates.choices(search, book, []))
        return _sorted(judged, unreached=True)
    return _sorted(candidates.judged(search, candidates.choices(search, book, listings)))


def search_of(draft: Draft) -> Search | None:
    place, service = draft.value("place"), draft.value("service")
    if not place or not service:
        return None
    return Search(
        draft.person,
        service,
        Point(place["latitude"], place["longitude"]),
        rows.desks(draft),
        draft.radius_km,
        frozenset(map(UUID, draft.left_out)),
        draft.value("provider") or "",
    )


def _listed(search: Search) -> list[Listing]:
    """A directory may cost money each time, and a page is looked at often."""
    here = search.here
    where = f"{here.latitude:.4f},{here.longitude:.4f}"
    key = f"outlook:{settings.DIRECTORY}:{search.service}:{where}:{search.most}"
    found: list[Listing] | None = cache.get(key)
    if found is None:
        found = candidates.listed(search)
        cache.set(key, found, LISTED_SECONDS)
    return found


def _sorted(judged: list[Choice], *, unreached: bool = False) -> Outlook:
    called = [choice for choice in judged if not choice.skipped_because]
    skipped = [choice for choice in judged if choice.skipped_because]
    return Outlook(called, skipped, unreached)


def wider(draft: Draft) -> float | None:
    """The next larger radius, or None when any distance is looked at already."""
    if draft.radius_km is None:
        return None
    return next((km for km in WIDER_KM if km > draft.radius_km), None)


def estimate(calls: int) -> Decimal:
    """What so many calls cost, in the deployment's currency.

    By what calls have cost here, once there are enough; before that, by what is typical.
    """
    measured: Decimal | None = cache.get(MEASURED)
    if measured is None:
        measured = _measured()
        cache.set(MEASURED, measured, MEASURED_SECONDS)
    if not measured:
        minute = Decimal(settings.PRICE_PER_MINUTE) + Decimal(settings.VOICE_PRICE_PER_MINUTE)
        measured = TYPICAL_MINUTES * minute
    return (calls * measured).quantize(Decimal("0.01"))


def _measured() -> Decimal:
    """What the latest enquiries have cost on average, those that reached nobody too; 0: unknown."""
    ended = Call.objects.filter(purpose=Call.Purpose.ENQUIRE, cost__isnull=False)
    latest = ended.filter(ended_at__isnull=False).order_by("-ended_at")
    costs = list(latest.values_list("cost", flat=True)[:LATEST_CALLS])
    if len(costs) < ENOUGH_CALLS:
        return Decimal(0)
    return sum((cost for cost in costs if cost is not None), Decimal(0)) / len(costs)


# --- one provider in words -----------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A provider as the list shows it."""

    choice: Choice
    open_words: str = ""
    last_words: str = ""

    @property
    def provider(self) -> Provider:
        return self.choice.provider


def lines(draft: Draft, choices: list[Choice]) -> list[Line]:
    """With opening and with what became of the last call there."""
    last = last_calls(draft, [choice.provider for choice in choices])
    at = now()
    return [
        Line(choice, open_words(choice.provider, at), last.get(choice.provider.phone, ""))
        for choice in choices
    ]


def last_calls(draft: Draft, providers: list[Provider]) -> dict[str, str]:
    """Number → how the person's last call there ended, and on which day."""
    calls = Call.objects.filter(
        campaign__person=draft.person,
        to_number__in={provider.phone for provider in providers if provider.phone},
        ended_at__isnull=False,
    ).exclude(outcome="")
    words = {}
    for call in calls.order_by("ended_at").select_related("provider"):
        zone = call.provider.zone if call.provider else None
        ended = call.ended_at.astimezone(zone) if call.ended_at else None
        words[call.to_number] = _("%(outcome)s on %(day)s") % {
            "outcome": call.get_outcome_display().capitalize(),
            "day": write.day(ended) if ended else "",
        }
    return words


def open_words(provider: Provider, at: datetime) -> str:
    """ "Open now", or when we will call."""
    if not provider.opening_hours:
        return _("Opening hours not known")
    zone = provider.zone
    if calling_hours.permitted(at, zone, calling_hours.week("00:00-23:59", provider.opening_hours)):
        return _("Open now")
    if settings.CALLING_HOURS == "any":
        return _("Closed now")
    first = first_call(provider, at)
    if first is None:
        return _("Never open when we may call")
    moment = first.astimezone(zone)
    return _("Closed; we will call on %(day)s at %(time)s") % {
        "day": write.day(moment), "time": write.clock(moment)
    }  # fmt: skip


def first_call(provider: Provider, at: datetime) -> datetime | None:
    """When we may first ring there."""
    if settings.CALLING_HOURS == "any":
        return at
    allowed = calling_hours.week(settings.CALLING_HOURS, provider.opening_hours)
    if calling_hours.permitted(at, provider.zone, allowed):
        return at  # and not the whole minute after it
    return calling_hours.first_permitted(at, provider.zone, allowed)


@dataclass(frozen=True)
class Window:
    """How many can be rung at once, and when the first of the others."""

    now: int
    later: int
    first_later: str = ""


def window(choices: list[Choice]) -> Window:
    at = now()
    count, waiting = 0, []
    for choice in choices:
        first = first_call(choice.provider, at)
        if first is not None and first <= at:
            count += 1
        elif first is not None:
            waiting.append((first, choice.provider.zone))
    found = Window(count, len(waiting))
    if waiting:
        first, zone = min(waiting, key=lambda pair: pair[0])
        words = f"{write.day(first.astimezone(zone))} {write.clock(first.astimezone(zone))}"
        found = replace(found, first_later=words)
    return found
