"""Weights as people set them: whole points that add up to 100, and what they would change."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils.text import capfirst
from django.utils.timezone import get_current_timezone, now
from django.utils.translation import gettext_lazy as _

from callpilot.json_types import JsonMapping, JsonObject
from campaigns.models import Offer, Provider
from campaigns.models.offer import CRITERIA
from campaigns.offers import scoring

LABELS = {name: capfirst(label) for name, label in CRITERIA}
PRESETS = [
    (_("Balanced"), (50, 25, 20, 5)),
    (_("As soon as possible"), (85, 5, 5, 5)),
    (_("Best rated"), (15, 70, 10, 5)),
    (_("Close by"), (15, 10, 70, 5)),
]
# Days from now, hour, rating, reviews, km, minutes, in the address book.
SAMPLES = [
    (_("The first one free"), 1, 9, 4.1, 58, 6.4, 17, False),
    (_("The best rated one"), 3, 11, 4.9, 312, 3.2, 11, False),
    (_("Your own, around the corner"), 5, 16, 4.4, 96, 0.6, 4, True),
]


def points(weights: Mapping[str, float]) -> dict[str, int]:
    """Whole points that add up to 100, by the largest remainders; the names stay."""
    names = [f"{name}_weight" for name in scoring.CRITERIA]
    shares = 100 * scoring.normalised([float(weights[name]) for name in names])
    whole = {name: int(share) for name, share in zip(names, shares, strict=True)}
    rest = {name: share % 1 for name, share in zip(names, shares, strict=True)}
    for name in sorted(names, key=lambda name: -rest[name])[: 100 - sum(whole.values())]:
        whole[name] += 1
    return whole


def total(weights: Mapping[str, float]) -> str:
    """ "50 / 25 / 20 / 5 = 100"."""
    return " / ".join(map(str, points(weights).values())) + " = 100"


def example(weights: Mapping[str, float]) -> list[Offer]:
    """Three sample offers as these weights would rank them, by the very scoring of a request."""
    start = now().astimezone(get_current_timezone()).replace(minute=0, second=0, microsecond=0)
    facts, offers = [], []
    for name, days, hour, rating, reviews, km, minutes, known in SAMPLES:
        moment = (start + timedelta(days=days)).replace(hour=hour)
        facts.append(scoring.Facts(moment, rating, reviews, km, minutes, known))
        offers.append(Offer(provider=Provider(name=str(name)), start=moment))
    values = [float(weights[f"{name}_weight"]) for name in scoring.CRITERIA]
    table = scoring.merits(facts, (start, start + timedelta(days=7)))
    parts, scores = table * scoring.normalised(values), scoring.score(table, values)
    for i, (offer, why) in enumerate(zip(offers, scoring.reasons(facts), strict=True)):
        offer.score, offer.why = float(scores[i]), why
        offer.breakdown = dict(zip(scoring.CRITERIA, map(float, parts[i]), strict=True))
    ranked = sorted(offers, key=lambda offer: -(offer.score or 0))
    for rank, offer in enumerate(ranked, start=1):
        offer.rank = rank
    return ranked


def rows(values: JsonMapping) -> list[JsonObject]:
    """The four weights as a form shows them."""
    return [
        {
            "name": f"{name}_weight",
            "key": name,
            "label": label,
            "value": values.get(f"{name}_weight"),
        }
        for name, label in LABELS.items()
    ]
