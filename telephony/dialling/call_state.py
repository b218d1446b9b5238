"""How a call moves along once it is with the carrier: its moments, deadlines, cost and end."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from callpilot.json_types import JsonObject
from campaigns.models import Call, Mandate
from campaigns.providers import phone_numbers
from telephony.carriers.base import News
from telephony.dialling import costs, status_reducer
from telephony.models import Ring
from telephony.signals import call_ended, line_freed
from voice.after_call import second_opinion
from voice.session import records

logger = logging.getLogger(__name__)
# What the last words may still change, in this order.
LAST_WORDS = (
    records.opted_out,
    records.lost_after_yes,
    records.doubted_after_yes,
    second_opinion.wanted,
)

CARRIER_SECONDS = 15  # the carrier's answer to a dial; its client gives up after 10
LAST_WORDS_SECONDS = 60  # between the carrier's time limit and the news of the end


def ringing_time() -> timedelta:
    """From the claim of a call until it has been answered, has rung out, or never was."""
    return timedelta(seconds=settings.RING_SECONDS + settings.CARRIER_DOUBT_SECONDS)


def deadline(status: str, moment: datetime) -> datetime:
    """When a call that became `status` at `moment` must have moved on, whatever the news."""
    ringing = ringing_time()
    match status:
        case Call.Status.IN_PROGRESS:
            return moment + timedelta(seconds=settings.CALL_LIMIT_SECONDS + LAST_WORDS_SECONDS)
        case Call.Status.RINGING:
            return moment + ringing
        case _:
            return moment + timedelta(seconds=CARRIER_SECONDS) + ringing


@contextmanager
def in_order(call: Call) -> Iterator[None]:
    """A transaction that has locked first the mandate, then the call, and read the call afresh.

    The order of Mandate.locked; the other way round two would wait for one another.
    """
    with transaction.atomic():
        Mandate.locked(call.mandate_id)
        call.refresh_from_db(from_queryset=Call.objects.select_for_update())
        yield


def advance(call: Call, news: News) -> bool:
    """Move the call as the news says; False when it says nothing new. Within `in_order`."""
    if call.status == Call.Status.QUEUED and news.status:
        # Put back as never placed, and yet the carrier knows it: it must not be dialled again.
        claim(call)
    status = status_reducer.next_status(
        call.status,
        news,
        unwanted=call.unwanted_at is not None,
        answered=call.answered_at is not None or bool(news.duration_seconds),
    )
    if status is None:
        return _correct(call, news)
    if status in Call.ENDED:
        return _end_as_told(call, status, news)
    moment = now()
    changes: JsonObject = {"deadline_at": deadline(status, moment)}
    if status == Call.Status.RINGING:
        changes["ringing_at"] = moment
    elif status == Call.Status.IN_PROGRESS:
        changes["answered_at"] = moment
    return call.move(status, **changes)


def claim(call: Call) -> bool:
    """Move a waiting call to the carrier, and count it for the caps."""
    moved = call.move(Call.Status.DIALING, only_from={Call.Status.QUEUED}, **claimed(now()))
    if moved:
        Ring.of(call, phone_numbers.dialled(call.to_number))
    return moved


def claimed(moment: datetime) -> JsonObject:
    """What is written on a call when it is claimed for a dial."""
    return {
        "claimed_at": moment,
        "checked_at": None,
        "deadline_at": deadline(Call.Status.DIALING, moment),
        "cost_reserved": costs.reservation(),
        "reason": "",
    }


def finish(
    call: Call,
    status: str,
    *,
    outcome: str,
    reason: str = "",
    cost: Decimal | None = None,
    only_from: set[str] | None = None,
    **more: object,
) -> bool:
    """End the call, and act on its end once that is committed.

    `cost` None keeps the reservation counted as spent, as for a call we lost sight of.
    """
    moved = call.move(
        status,
        only_from=only_from,
        outcome=call.outcome or outcome,
        reason=(reason or call.reason)[:300],
        ended_at=now(),
        stream_token="",
        cost=cost,
        **more,
    )
    if moved:
        _heed_last_words(call)
        # Robust: what follows from the end must not undo the news of it; the reaper
        # concludes again what could not be concluded now.
        ended = partial(call_ended.send, sender=Call, call_id=call.pk)
        transaction.on_commit(ended, robust=True)
        transaction.on_commit(partial(line_freed.send, sender=Call), robust=True)
    return moved


def _heed_last_words(call: Call) -> None:
    """Act on what was said and not stored, in one step with the end.

    After the commit somebody else may conclude the call at any moment, and we may be dead.
    """
    for heed in LAST_WORDS:
        try:
            with transaction.atomic():
                heed(call.pk)
        except Exception:  # the news of the end must not be undone by it
            logger.exception("Call %s: its last words could not be heeded.", call.pk)


def _end_as_told(call: Call, status: str, news: News) -> bool:
    talked = news.duration_seconds
    if talked is None:
        talked = round(call.talk_seconds)
    if call.answered_at is None and status == Call.Status.COMPLETED:
        Call.objects.filter(pk=call.pk).update(answered_at=now() - timedelta(seconds=talked))
    return finish(
        call,
        status,
        outcome=status_reducer.outcome(status, news, call.outcome, call.answered_by),
        reason=call.reason if call.unwanted_at else news.reason,
        cost=costs.actual(talked, news.cost),
    )


def _correct(call: Call, news: News) -> bool:
    """A cost that became known after the end; the end itself stays as it is."""
    if not call.ended or (news.cost is None and call.cost is not None):
        return False
    if news.duration_seconds is None:
        return False
    cost = costs.actual(news.duration_seconds, news.cost)
    if call.cost is not None and cost <= call.cost:
        return False
    Call.objects.filter(pk=call.pk).update(cost=cost)
    call.cost = cost
    return False
