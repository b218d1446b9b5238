"""Deadlines are the guarantee: every live call is looked up, adopted, hung up or given up."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot.errors import CarrierError
from campaigns.models import Call, Campaign
from telephony.carriers.base import News, carriers
from telephony.dialling import call_state, costs, guard, webhook_inbox
from telephony.models import Ring, WebhookDelivery
from telephony.signals import call_ended

logger = logging.getLogger(__name__)

AT_WORK_SECONDS = 20.0  # a round ends after this, and the next begins with who was left out
URGENT = timedelta(seconds=4)  # between two looks at what should have ended
ANSWER_DUE = timedelta(seconds=call_state.CARRIER_SECONDS)  # a worker that died dialling has none
CLOCK_SKEW = timedelta(seconds=5)  # the carrier's clock may be that much behind ours
FRUITLESS_LOOKS = 2  # before a call in doubt is believed not to exist
POISON = timedelta(hours=1)  # a row that makes us fail is left alone for so long
CONCLUDE_GRACE = timedelta(seconds=5)  # who ended a call concludes it; after that we do


def reap() -> None:
    """Settle what has ended, then look after every live call: overdue, unwanted or silent.

    Any number of reapers may run: each row is claimed by its time of the last look. A row
    that makes us fail is pushed ahead and stops nobody else's.
    """
    for call in _unconcluded():
        if _is_mine(call):
            _safely(_conclude, call)
    until = time.monotonic() + AT_WORK_SECONDS
    for call in _to_look_at():
        if time.monotonic() > until:
            return
        if _is_mine(call):
            _safely(_look_at, call)


def reconcile(call_id: UUID) -> None:
    """Find out whether a dial without an answer was placed: adopt the call, or give it up.

    Adopts the oldest call to that number since the claim that is nobody else's; there is at
    most one, as only one call per number may be live. Raises CarrierError.
    """
    call = Call.objects.live().filter(pk=call_id, carrier_id=None).first()
    if call is None or call.claimed_at is None or call.claimed_at > now() - ANSWER_DUE:
        return
    _doubt(call)
    found = carriers.get().find(
        to_number=guard.dialled_number(call), since=call.claimed_at - CLOCK_SKEW
    )
    stray = _strays(found)
    if stray:
        _told(call, stray[0])
        return
    WebhookDelivery.objects.create(
        source=settings.CARRIER,
        dedupe_key=f"{call.pk}:nothing:{time.time_ns()}",
        kind="poll",
        call=call,
        payload={"found": "0"},
    )
    if now() >= call.claimed_at + call_state.ringing_time() and _fruitless(call) >= FRUITLESS_LOOKS:
        _give_up(
            call,
            _("The call was not placed."),
            cost=Decimal(0),
            metrics=call.metrics | {Call.NEVER_PLACED: True},
        )
        if call.metrics.get(Call.NEVER_PLACED):
            Ring.take_back(call)


def _lag() -> timedelta:
    """Until then the carrier may not find a call that it has placed."""
    return timedelta(seconds=settings.CARRIER_LAG_SECONDS)


def _to_look_at() -> list[Call]:
    moment = now()
    stale = moment - timedelta(seconds=settings.CARRIER_SILENCE_SECONDS)
    fresh = Q(checked_at=None)
    silent = (fresh & Q(claimed_at__lte=stale)) | Q(checked_at__lte=stale)
    urgent = Q(unwanted_at__isnull=False) | Q(deadline_at__lte=moment)
    again = fresh | Q(checked_at__lte=moment - URGENT)
    calls = Call.objects.live().filter(silent | (urgent & again))
    return list(calls.order_by(F("checked_at").asc(nulls_first=True)))


def _unconcluded() -> list[Call]:
    moment = now()
    calls = Call.objects.filter(concluded_at=None, ended_at__lte=moment - CONCLUDE_GRACE)
    rested = Q(checked_at=None) | Q(checked_at__lte=moment - CONCLUDE_GRACE)
    return list(calls.filter(rested).order_by("ended_at")[:100])


def _is_mine(call: Call) -> bool:
    """Claim the look at this call; another reaper gets False."""
    return bool(
        Call.objects.filter(pk=call.pk, checked_at=call.checked_at).update(checked_at=now())
    )


def _safely(look: Callable[[Call], None], call: Call) -> None:
    try:
        look(call)
    except CarrierError:
        logger.warning("The carrier could not be asked about call %s.", call.pk)
        _safely(_given_time_enough, call)
    except Exception:
        logger.exception("Call %s could not be looked after.", call.pk)
        Call.objects.filter(pk=call.pk).update(checked_at=now() + POISON)


def _conclude(call: Call) -> None:
    call_ended.send(sender=Call, call_id=call.pk)


def _look_at(call: Call) -> None:
    _notice_cancelled_campaign(call)
    if call.carrier_id is None:
        reconcile(call.pk)
        return
    found = carriers.get().find(carrier_id=call.carrier_id)
    if found:
        _told(call, found[0])
    elif call.claimed_at is None or call.claimed_at < now() - _lag():
        _give_up(call, _("The carrier does not know this call."), cost=None)
    _end_if_due(call)


def _notice_cancelled_campaign(call: Call) -> None:
    """The campaign was stopped while this call was on its way past whoever stopped it."""
    campaign = call.campaign
    if campaign is None or call.purpose not in guard.WHILE_WANTED:
        return
    if campaign.status in {Campaign.Status.CANCELLED, Campaign.Status.FAILED}:
        call.end(_("The campaign is over."))
        call.refresh_from_db()


def _end_if_due(call: Call) -> None:
    """Hang up a call that nobody wants or that takes too long; the latter ends here and now."""
    call.refresh_from_db()
    if call.ended or call.carrier_id is None:
        return
    overdue = call.deadline_at is not None and call.deadline_at <= now()
    if overdue and call.unwanted_at is None and not _mark_overdue(call):
        return  # it has moved on since we asked
    if call.unwanted_at is not None or overdue:
        carriers.get().hang_up(call.carrier_id)
    if overdue:
        _give_up(call, call.reason, cost=costs.actual(call.talk_seconds))


def _mark_overdue(call: Call) -> bool:
    """Want it ended, if it is still where it was when its deadline passed."""
    words = _("It took longer than a call may.")
    rows = Call.objects.filter(
        pk=call.pk, status=call.status, deadline_at=call.deadline_at, unwanted_at=None
    )
    call.reason = words
    return bool(rows.update(unwanted_at=now(), reason=words))


def _given_time_enough(call: Call) -> None:
    """Give up a call that the carrier's own time limit has ended long ago, seen or not."""
    call.refresh_from_db()
    limit = timedelta(seconds=settings.CALL_LIMIT_SECONDS + call_state.LAST_WORDS_SECONDS)
    if not call.ended and call.deadline_at is not None and call.deadline_at + limit < now():
        _give_up(call, _("The carrier could not be asked how it ended."), cost=None)


def _give_up(call: Call, reason: str, *, cost: Decimal | None, **more: object) -> None:
    """End a call on our own verdict, unless it has moved since we looked at it."""
    seen = {call.status}
    with call_state.in_order(call):
        # Somebody stopped it, as opposed to us because its time was up.
        stopped = call.unwanted_at is not None and (
            call.deadline_at is None or call.unwanted_at < call.deadline_at
        )
        answered = call.status == Call.Status.IN_PROGRESS
        call_state.finish(
            call,
            Call.Status.CANCELLED if stopped and not answered else Call.Status.FAILED,
            outcome=Call.Outcome.CANCELLED if stopped else Call.Outcome.FAILED,
            reason=call.reason if stopped else reason,
            cost=cost,
            only_from=seen,
            **more,
        )


def _doubt(call: Call) -> None:
    """A dial without an answer: the worker has died in between."""
    with call_state.in_order(call):
        if call.carrier_id is None:
            call.move(
                Call.Status.IN_DOUBT,
                only_from={Call.Status.DIALING},
                reason=_("It is being looked up whether the call was placed."),
            )


def _strays(found: list[News]) -> list[News]:
    """Those of the carrier's calls that none of our rows claims, the oldest first."""
    ids = [news.carrier_id for news in found]
    known = set(Call.objects.filter(carrier_id__in=ids).values_list("carrier_id", flat=True))
    unknown = [news for news in found if news.carrier_id not in known]
    return sorted(unknown, key=lambda news: news.created_at or now())


def _told(call: Call, news: News) -> None:
    said = f"{news.status}:{news.duration_seconds}:{news.cost}"
    webhook_inbox.apply(
        call,
        news,
        source=settings.CARRIER,
        dedupe_key=f"{news.carrier_id}:poll:{said}",
        kind="poll",
        payload={"status": news.status, "duration": str(news.duration_seconds)},
    )


def _fruitless(call: Call) -> int:
    return WebhookDelivery.objects.filter(
        call=call, kind="poll", received_at__gte=call.claimed_at
    ).count()
