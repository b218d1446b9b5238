"""What a call has cost; what it may cost."""

from decimal import ROUND_UP, Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import Sum
from django.db.models.functions import Coalesce

from campaigns.models import Call, Mandate

CENT_OF_A_CENT = Decimal("0.0001")


def minutes(seconds: float) -> int:
    """Minutes as carriers bill them: begun is charged."""
    return max(0, -(-int(-(-seconds // 1)) // 60))


def estimate(seconds: float) -> Decimal:
    """The price of a conversation of so many seconds, in CURRENCY: carrier and voice."""
    return _line_price(seconds) + _voice_price(seconds)


def reservation() -> Decimal:
    """The most that one call can cost, as the carrier ends it after CALL_LIMIT_SECONDS."""
    return estimate(settings.CALL_LIMIT_SECONDS)


def actual(seconds: float, carrier_cost: str | None = None) -> Decimal:
    """The price of a call that has ended.

    The carrier's own figure lacks what it bills apart (the media stream), so it counts only
    where it is higher than our estimate.
    """
    line = _line_price(seconds)
    if carrier_cost:
        line = max(line, Decimal(carrier_cost).quantize(CENT_OF_A_CENT, ROUND_UP))
    return line + _voice_price(seconds)


def ceiling(mandate: Mandate) -> Decimal:
    """What a mandate may cost: its budget, or the operator's limit where that is lower by now."""
    return min(mandate.budget, Decimal(settings.MAX_CAMPAIGN_BUDGET))


def committed(mandate_id: UUID) -> Decimal:
    """What a mandate's calls have cost or may still cost, in CURRENCY."""
    calls = Call.objects.filter(mandate_id=mandate_id)
    total = calls.aggregate(total=Sum(Coalesce("cost", "cost_reserved")))["total"]
    return Decimal(total or 0)


def _line_price(seconds: float) -> Decimal:
    return _charge(seconds, settings.PRICE_PER_MINUTE)


def voice_part(cost: Decimal) -> Decimal:
    """What of the cost of a call is the voice vendor's: so much for each minute it was billed."""
    line, voice = Decimal(settings.PRICE_PER_MINUTE), Decimal(settings.VOICE_PRICE_PER_MINUTE)
    return min(cost // (line + voice) * voice, cost) if line + voice else Decimal(0)


def _voice_price(seconds: float) -> Decimal:
    return _charge(seconds, settings.VOICE_PRICE_PER_MINUTE)


def _charge(seconds: float, price_per_minute: str) -> Decimal:
    return (minutes(seconds) * Decimal(price_per_minute)).quantize(CENT_OF_A_CENT, ROUND_UP)
