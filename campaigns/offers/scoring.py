"""Scoring: offers × weights → scores and their reasons; a pure core, and what writes it down."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
from django.contrib.humanize.templatetags.humanize import ordinal
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from callpilot.errors import BadInput
from callpilot.json_types import JsonMapping
from campaigns.models import Campaign, Candidate, Event, Offer
from campaigns.offers import slot_criteria

Floats = NDArray[np.float64]
CRITERIA = ("earliest", "rating", "distance", "preference")
DEFAULT_WEIGHTS = (0.50, 0.25, 0.20, 0.05)
USUAL_RATING = 3.8  # of 5; what an unrated house is taken for
USUAL_REVIEWS = 10  # as many reviews as that guess weighs
HALF_KM = 5.0  # at this distance half of the merit is left


@dataclass(frozen=True)
class Facts:
    """What is known of one offer."""

    start: datetime
    rating: float | None = None  # 0 to 5
    review_count: int = 0
    distance_km: float | None = None
    travel_minutes: float | None = None
    preferred: bool = False


def merits(offers: Sequence[Facts], window: tuple[datetime, datetime]) -> Floats:
    """(n, 4) in [0, 1], a column for each of CRITERIA; an offer's merits depend on no other offer.

    earliest: 1 at the beginning of the window, 0 at its end. rating: of 5, pulled towards the
    usual while reviews are few. distance: halves every HALF_KM at first, 0.5 when unknown.
    preference: 1 for the person's own address book.
    """
    if not offers:
        return np.zeros((0, len(CRITERIA)))
    opens, closes = window
    length = max((closes - opens).total_seconds(), 1.0)
    waits = np.array([(offer.start - opens).total_seconds() for offer in offers])
    rated = np.array([offer.rating is not None for offer in offers])
    ratings = np.array([offer.rating or 0.0 for offer in offers])
    counts = np.array([max(offer.review_count, 1) for offer in offers]) * rated
    usual = USUAL_RATING * USUAL_REVIEWS
    pulled = (ratings * counts + usual) / (counts + USUAL_REVIEWS)
    ways = np.array(
        [HALF_KM if offer.distance_km is None else offer.distance_km for offer in offers]
    )
    columns = (
        1.0 - waits / length,
        pulled / 5.0,
        HALF_KM / (HALF_KM + np.maximum(ways, 0.0)),
        np.array([float(offer.preferred) for offer in offers]),
    )
    table: Floats = np.clip(np.column_stack(columns).astype(np.float64), 0.0, 1.0)
    return table


def normalised(weights: Sequence[float]) -> Floats:
    """Weights of any unit so that they sum to 1. Raises ValueError when they cannot be."""
    given = np.asarray(weights, dtype=np.float64)
    if given.shape != (len(CRITERIA),) or not np.isfinite(given).all() or (given < 0).any():
        raise ValueError(f"{len(CRITERIA)} weights, none negative, are needed")
    largest = given.max()
    if largest <= 0:
        raise ValueError("at least one weight must be above zero")
    scaled: Floats = given / largest  # first, so that huge ones do not overflow in the sum
    share: Floats = scaled / scaled.sum()
    return share


def score(merits: Floats, weights: Sequence[float]) -> Floats:
    """(n,) in [0, 1]: the weighted mean of the merits."""
    mean: Floats = np.clip(merits @ normalised(weights), 0.0, 1.0)
    return mean


def reasons(offers: Sequence[Facts]) -> list[list[str]]:
    """Why each offer stands where it does, in words and numbers."""
    moments = [offer.start for offer in offers]
    return [
        _reasons(offer, 1 + sum(other < offer.start for other in moments), moments)
        for offer in offers
    ]


def _reasons(offer: Facts, place: int, moments: list[datetime]) -> list[str]:
    why = [_soon(place, len(moments), last=offer.start == max(moments))]
    if offer.rating is None:
        why.append(_("no rating known"))
    else:
        reviews = ngettext(
            "%(rating).1f from %(count)d review",
            "%(rating).1f from %(count)d reviews",
            offer.review_count,
        )
        why.append(reviews % {"rating": offer.rating, "count": offer.review_count})
    if offer.distance_km is not None and offer.travel_minutes is not None:
        minutes = max(1, round(offer.travel_minutes))
        why.append(
            _("%(km).1f km, %(minutes)d min") % {"km": offer.distance_km, "minutes": minutes}
        )
    if offer.preferred:
        why.append(_("your own address book"))
    return why


def _soon(place: int, count: int, *, last: bool) -> str:
    if count == 1:
        return _("the only offer so far")
    if place == 1:
        return _("earliest of %(count)d") % {"count": count}
    if last:
        return _("latest of %(count)d") % {"count": count}
    return _("%(place)s earliest of %(count)d") % {"place": ordinal(place), "count": count}


# --- rows ------------------------------------------------------------------------------------


def weights_of(campaign: Campaign) -> tuple[float, ...]:
    return tuple(float(getattr(campaign, f"{name}_weight")) for name in CRITERIA)


def check_weights(weights: JsonMapping) -> dict[str, float]:
    """The weights as numbers, missing ones by default; raises BadInput that names the field."""
    errors: dict[str, list[str]] = {}
    numbers: dict[str, float] = {}
    for name, usual in zip(CRITERIA, DEFAULT_WEIGHTS, strict=True):
        field = f"{name}_weight"
        value = weights.get(field)
        if value is None:
            numbers[field] = usual
        elif isinstance(value, bool) or not isinstance(value, int | float | str):
            errors[field] = [_("A weight is a number, like 0.5 or 50.")]
        else:
            try:
                numbers[field] = float(value)
            except (ValueError, OverflowError):
                errors[field] = [_("A weight is a number, like 0.5 or 50.")]
                continue
            if not math.isfinite(numbers[field]) or numbers[field] < 0:
                errors[field] = [_("A weight is zero or more.")]
    if not errors and not any(numbers.values()):
        errors["preferences"] = [_("At least one weight must be above zero.")]
    if errors:
        raise BadInput(errors)
    return numbers


def reweigh(campaign: Campaign, weights: JsonMapping) -> None:
    """Rank the same offers with other weights (earliest_weight …); nobody is called for it.

    Weights that are not given stay as they are. Raises BadInput.
    """
    kept = {f"{name}_weight": getattr(campaign, f"{name}_weight") for name in CRITERIA}
    given = {name: value for name, value in weights.items() if value is not None}
    numbers = check_weights(kept | given)
    with transaction.atomic():
        Campaign.objects.locked(campaign.pk)
        Campaign.objects.filter(pk=campaign.pk).update(**numbers)
        rescore(campaign.pk)
    campaign.refresh_from_db()


def facts_of(campaign: Campaign, offers: Sequence[Offer]) -> list[Facts]:
    candidates = {row.provider_id: row for row in Candidate.objects.filter(campaign=campaign)}
    found = []
    for offer in offers:
        candidate = candidates.get(offer.provider_id)
        found.append(
            Facts(
                start=offer.start,
                rating=offer.provider.rating,
                review_count=offer.provider.review_count,
                distance_km=candidate.distance_km if candidate else None,
                travel_minutes=candidate.travel_minutes if candidate else None,
                preferred=bool(candidate and candidate.preferred),
            )
        )
    return found


def rescore(campaign_id: UUID | str) -> None:
    """Rank the standing offers again; those that can be confirmed come first.

    Notes a RANKED event when the order or a score has changed.
    """
    with transaction.atomic():
        campaign = Campaign.objects.locked(campaign_id)
        gone = campaign.offers.exclude(pk__in=campaign.offers.standing()).exclude(rank=None)
        changed = gone.update(rank=None) > 0
        offers = list(campaign.offers.standing().select_related("provider"))
        if offers:
            changed = _rank(campaign, offers) or changed
        if changed:
            ranked = sorted(offers, key=lambda offer: offer.rank or 0)
            Event.record(campaign, Event.Kind.RANKED, offers=[str(o.pk) for o in ranked])


def _rank(campaign: Campaign, offers: list[Offer]) -> bool:
    window = slot_criteria.whole_range(campaign, campaign.zone)
    facts = facts_of(campaign, offers)
    table = merits(facts, (window.start, window.end))
    weights = normalised(weights_of(campaign))
    scores, parts, why = score(table, weights_of(campaign)), table * weights, reasons(facts)
    order = sorted(
        range(len(offers)),
        key=lambda i: (
            not offers[i].verified,
            -scores[i],
            offers[i].start,
            offers[i].provider.name,
            str(offers[i].pk),
        ),
    )
    before = [(offer.rank, offer.score) for offer in offers]
    for rank, i in enumerate(order, start=1):
        offer = offers[i]
        offer.rank, offer.score = rank, round(float(scores[i]), 6)
        offer.breakdown = {
            name: round(float(part), 6) for name, part in zip(CRITERIA, parts[i], strict=True)
        }
        offer.why = why[i] + (
            [] if offer.verified else [_("not verified: nobody was heard saying it")]
        )
    Offer.objects.bulk_update(offers, ["rank", "score", "breakdown", "why"])
    return before != [(offer.rank, offer.score) for offer in offers]
