"""Queue a call: one more row that waits for its time, a free line and the guard."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max
from django.utils.timezone import now

from callpilot.json_types import JsonObject
from campaigns.models import Call, Campaign, Event, Offer, Provider
from campaigns.providers import phone_numbers


def queue_call(
    campaign: Campaign,
    provider: Provider,
    purpose: str,
    *,
    offer: Offer | None = None,
    retry_of: Call | None = None,
    due_at: datetime | None = None,
    brief: JsonObject | None = None,
    reason: str = "",
) -> Call:
    """Write a queued call, announce it, and note it in the campaign's log.

    Belongs in a transaction with whatever asked for it; the attempt is the next free number, so
    that of two who retry at once the database lets one through (IntegrityError for the other).
    """
    rows = Call.objects.filter(campaign=campaign, provider=provider, purpose=purpose, offer=offer)
    attempt = (rows.aggregate(last=Max("attempt"))["last"] or 0) + 1
    call = Call.objects.create(
        mandate=campaign,
        campaign=campaign,
        provider=provider,
        offer=offer,
        retry_of=retry_of,
        purpose=purpose,
        attempt=attempt,
        to_number=retry_of.to_number if retry_of else _number(campaign, provider),
        engine=campaign.engine,
        brief=brief or {},
        reason=reason,
        due_at=due_at or now(),
    )
    Event.record(
        campaign,
        Event.Kind.CALL_QUEUED,
        call=call,
        purpose=str(call.purpose),
        attempt=attempt,
        due_at=call.due_at.isoformat(),
    )
    call.announce()
    return call


def _number(campaign: Campaign, provider: Provider) -> str:
    """Whom it rings; what was begun as a rehearsal never becomes a call to a real desk."""
    if campaign.rehearsal:
        return str(settings.TARGET_PHONE_NUMBER)
    return phone_numbers.dialled(provider.phone)


def after_machine_at(call: Call) -> datetime | None:
    """When a desk whose machine answered is rung once more, or None when it was or is not to be."""
    minutes: int = settings.VOICEMAIL_RETRY_MINUTES
    earlier = call.retry_of
    while earlier is not None:
        if earlier.outcome == Call.Outcome.VOICEMAIL:
            return None
        earlier = earlier.retry_of
    return now() + timedelta(minutes=minutes) if minutes > 0 else None


def retry_at(call: Call) -> datetime | None:
    """When a call that reached nobody is tried again, or None when it has been often enough.

    A call that was never placed has rung nobody, so its next try need not wait.
    """
    tries, earlier = 0, call.retry_of
    while earlier is not None:
        tries, earlier = tries + 1, earlier.retry_of
    minutes: list[int] = settings.RETRY_MINUTES
    if tries >= len(minutes):
        return None
    wait = 0 if call.metrics.get(Call.NEVER_PLACED) else minutes[tries]
    return now() + timedelta(minutes=wait)
