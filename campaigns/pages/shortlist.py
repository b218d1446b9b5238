"""The shortlist: each offer with its points, how they came about, and what stands in its way."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.timezone import now
from django.utils.translation import gettext as _

from campaigns.models import Call, Campaign, Candidate, Offer
from campaigns.offers import scoring
from campaigns.offers.offers import ranked
from scheduling.models import CalendarEntry, Hold
from scheduling.slots import Slot


@dataclass(frozen=True)
class Part:
    """One row of the details: what counted, and the points it gave."""

    name: str
    label: object
    raw: str
    merit: str  # normalised, 0 to 1; "" where the weight is zero
    weight: str
    points: int


@dataclass
class Item:
    """An offer as the shortlist shows it."""

    offer: Offer
    candidate: Candidate | None = None
    parts: list[Part] = field(default_factory=list)
    clash: Slot | None = None
    lapses_at: datetime | None = None  # until when it is held in the person's calendar

    @property
    def price(self) -> str:
        """Without cents where there are none."""
        price = self.offer.price
        if price is None:
            return ""
        return f"{price:.0f}" if price == price.to_integral_value() else f"{price:.2f}"


def items(campaign: Campaign) -> list[Item]:
    """What can be chosen or was booked, best first."""
    offers = ranked(campaign)
    candidates = {row.provider_id: row for row in Candidate.objects.filter(campaign=campaign)}
    weights = scoring.normalised(scoring.weights_of(campaign))
    taken = _taken(campaign, offers)
    holds = {
        hold.pk: hold.lapses_at
        for hold in Hold.objects.standing().filter(offers__in=[offer.pk for offer in offers])
    }
    found = []
    for offer in offers:
        item = Item(offer, candidates.get(offer.provider_id))
        item.parts = _parts(campaign, item, dict(zip(scoring.CRITERIA, weights, strict=True)))
        item.clash = next((slot for slot in taken if slot.overlaps(offer.slot)), None)
        item.lapses_at = holds.get(offer.hold_id) if offer.hold_id else None
        found.append(item)
    return found


def _taken(campaign: Campaign, offers: Iterable[Offer]) -> list[Slot]:
    """When the person's own calendar has something, around these offers."""
    slots = [offer.slot for offer in offers if offer.status == Offer.Status.STANDING]
    if not slots:
        return []
    entries = CalendarEntry.objects.filter(
        person_id=campaign.person_id,
        start__lt=max(slot.end for slot in slots),
        end__gt=min(slot.start for slot in slots),
    )
    return [entry.slot for entry in entries]


def _parts(campaign: Campaign, item: Item, weights: dict[str, float]) -> list[Part]:
    parts = []
    for part in item.offer.parts:
        name, weight = part["name"], weights[part["name"]]
        got = float(item.offer.breakdown.get(name, 0.0))
        merit = f"{got / weight:.2f}" if weight > 0 else ""
        raw = _raw(campaign, item, name)
        parts.append(Part(name, part["label"], raw, merit, f"{weight:.2f}", part["points"]))
    return parts


def _raw(campaign: Campaign, item: Item, name: str) -> str:
    offer, candidate = item.offer, item.candidate
    if name == "earliest":
        days = (offer.start.astimezone(offer.zone).date() - campaign.date_range_start).days
        return _("day %(number)d of your dates") % {"number": max(days, 0) + 1}
    if name == "rating":
        rating = offer.provider.rating
        if rating is None:
            return _("not known")
        return _("%(rating).1f of 5 (%(count)d)") % {
            "rating": rating,
            "count": offer.provider.review_count,
        }
    if name == "distance":
        km = candidate.distance_km if candidate else None
        return _("not known") if km is None else _("%(km).1f km") % {"km": km}
    return _("yes") if candidate and candidate.preferred else _("no")


def minutes_left(campaign: Campaign, calls: list[Call]) -> tuple[int, int] | None:
    """About how many more minutes, from and to; None when nothing is under way."""
    waiting = [call for call in calls if not call.ended and call.due_at <= now()]
    if not waiting or not campaign.wanted:
        return None
    talked = [call.talk_seconds for call in calls if call.ended and call.answered_at]
    usual = sum(talked) / len(talked) if talked else timedelta(seconds=60).total_seconds()
    rounds = -(-len(waiting) // max(1, campaign.max_parallel))
    minutes = rounds * max(usual, 20.0) / 60
    least = max(1, round(minutes * 0.7))
    return least, max(least + 1, round(minutes * 1.4))
