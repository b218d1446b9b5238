"""Whatever the carrier says goes in here: kept once, reduced, and the call moves or does not."""

import logging
import re
from collections.abc import Mapping
from functools import partial

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from campaigns.models import Call
from telephony.carriers.base import News
from telephony.dialling import call_state
from telephony.models import WebhookDelivery
from telephony.signals import call_stray

logger = logging.getLogger(__name__)

PHONE_NUMBER = re.compile(r"\+?\d{7,15}")
MAX_VALUE_LENGTH = 200


def apply(
    call: Call,
    news: News,
    *,
    source: str,
    dedupe_key: str,
    kind: str,
    payload: Mapping[str, str] | None = None,
) -> bool:
    """Keep the news and move the call by it; False if it was told before or changes nothing.

    Row and move are one transaction: news that could not be applied was not kept, and comes
    in again when the carrier repeats it or is asked.
    """
    with call_state.in_order(call):
        delivery, is_new = WebhookDelivery.objects.get_or_create(
            source=source,
            dedupe_key=dedupe_key[:200],
            defaults={"kind": kind, "call": call, "payload": masked(payload or {})},
        )
        if not is_new:
            return False
        changed = _bound(call, news.carrier_id) and _reduced(call, news)
        WebhookDelivery.objects.filter(pk=delivery.pk).update(applied_at=now(), changed=changed)
    return changed


def bind(call: Call, carrier_id: str) -> bool:
    """Write down which of the carrier's calls is ours; False if it is another one by now."""
    with call_state.in_order(call):
        return _bound(call, carrier_id)


def masked(payload: Mapping[str, str]) -> dict[str, str]:
    """The payload with phone numbers cut down to their last two digits."""
    return {name: _hide(str(value))[:MAX_VALUE_LENGTH] for name, value in payload.items()}


def _hide(text: str) -> str:
    return PHONE_NUMBER.sub(lambda found: "…" + found[0][-2:], text)


def _bound(call: Call, carrier_id: str) -> bool:
    if not carrier_id or call.carrier_id == carrier_id:
        return bool(carrier_id)
    if call.carrier_id is not None:
        # Not the call we know: a second one under our token must not move the first.
        logger.error("A second carrier call bears the token of call %s.", call.pk)
        return False
    try:
        with transaction.atomic():
            Call.objects.filter(pk=call.pk, carrier_id=None).update(carrier_id=carrier_id)
    except IntegrityError:
        logger.error("The carrier's id for call %s belongs to another call.", call.pk)
        return False
    call.carrier_id = carrier_id
    if call.ended or call.unwanted_at is not None:
        # Given up or cancelled before we knew its id; only now can it be hung up.
        transaction.on_commit(partial(call_stray.send, sender=Call, call_id=call.pk), robust=True)
    return True


def _reduced(call: Call, news: News) -> bool:
    if news.answered_by and news.answered_by != call.answered_by:
        Call.objects.filter(pk=call.pk).update(answered_by=news.answered_by)
        call.answered_by = news.answered_by
    return call_state.advance(call, news)
