"""Claim a due call, ask the guard, dial once; hang up and press keys."""

import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot.errors import CarrierError
from callpilot.json_types import JsonObject
from campaigns import announcements
from campaigns.models import Call, CallingStop, Mandate
from telephony.carriers.base import Carrier, Dial, carriers
from telephony.dialling import call_state, guard, stream_check, webhook_inbox
from telephony.dialling.guard import Verdict
from telephony.dialling.reconciler import reap, reconcile
from telephony.models import Pace, Ring

__all__ = ["dispatch_due", "hang_up", "place", "press_keys", "reap", "reconcile"]

LOOK_AT_MOST = 500  # due calls in one go
PUT_BACK_AT_MOST = 8  # times the carrier may say "later" before we give up
PUT_BACK_SECONDS = 2.0  # doubled each time, up to a minute


def carrier() -> Carrier:
    """The carrier that the settings name."""
    return carriers.get()


# --- which calls may go now -------------------------------------------------------------------


def due_calls() -> list[UUID]:
    """Due calls for which a line is free, who has waited longest first."""
    live = Counter(
        dict(
            Call.objects.live()
            .order_by()
            .values_list("mandate_id")
            .annotate(count=Count("pk"))
            .values_list("mandate_id", "count")
        )
    )
    free = settings.MAX_LIVE_CALLS - sum(live.values())
    chosen: list[UUID] = []
    rows = Call.objects.due().exclude(mandate_id__in=_full(live))
    found = rows.values_list("pk", "mandate_id", "mandate__max_parallel")
    for pk, mandate_id, lines in found[:LOOK_AT_MOST]:
        if len(chosen) >= free:
            break
        if live[mandate_id] < lines:
            live[mandate_id] += 1
            chosen.append(pk)
    return chosen


def _full(live: Counter[UUID]) -> list[UUID]:
    """Mandates whose lines are all taken; they must not hide those behind them."""
    limits = Mandate.objects.filter(pk__in=live).values_list("pk", "max_parallel")
    return [pk for pk, lines in limits if live[pk] >= lines]


def dispatch_due(place_later: Callable[[UUID], object] | None = None) -> int:
    """Have each due call placed for which a line is free; how many.

    `place_later` hands a call to a worker so that dials go side by side; without it they
    are placed here, one after another. Nothing is claimed yet, so what a broker loses is
    picked up by the next look.
    """
    calls = due_calls()
    if calls:
        stream_check.ensured()  # before any of them; the guard reads what it has shown
    for call_id in calls:
        (place_later or place)(call_id)
    return len(calls)


# --- one dial ---------------------------------------------------------------------------------


def place(call_id: UUID) -> bool:
    """Claim the call, dial it once, and keep the carrier's id; whether it was dialled.

    Several workers may try the same call: one of them claims it. After the claim is
    committed the carrier is asked exactly once, outside any transaction; what becomes of a
    call whose answer is lost is `reconcile`'s business.
    """
    call = _waiting(call_id)
    if call is None or not _admitted(call, guard.check(call)):
        return False
    wait = Pace.turn()
    if wait is None:
        return False
    time.sleep(wait)
    if not _claim(call) or not _still_wanted(call) or _stopped(call):
        return False
    try:
        carrier_id = carrier().place(
            Dial(
                to_number=guard.dialled_number(call),
                token=call.token,
                ring_seconds=settings.RING_SECONDS,
                limit_seconds=settings.CALL_LIMIT_SECONDS,
            )
        )
    except CarrierError as error:
        _not_placed(call, error)
        return False
    webhook_inbox.bind(call, carrier_id)
    return True


def _waiting(call_id: UUID) -> Call | None:
    return (
        Call.objects.due()
        .filter(pk=call_id)
        .select_related("mandate", "campaign", "provider")
        .first()
    )


def _claim(call: Call) -> bool:
    """Take the call and reserve its cost in one step with the guard's verdict."""
    try:
        with transaction.atomic():
            Pace.alone()
            with call_state.in_order(call):
                if call.status != Call.Status.QUEUED or not _admitted(call, guard.check(call)):
                    return False
                return call_state.claim(call)
    except IntegrityError:
        # one_live_call_per_number: somebody who did not ask the guard was quicker.
        call.defer(
            now() + timedelta(seconds=guard.LINE_BUSY_SECONDS),
            _("This number is being called already."),
        )
        return False


def _admitted(call: Call, verdict: Verdict) -> bool:
    """Act on the guard's verdict: dial, wait, or end the call for good."""
    if verdict.allowed:
        return True
    if verdict.defer_until is None:
        cancelled = verdict.outcome == Call.Outcome.CANCELLED
        with call_state.in_order(call):
            call_state.finish(
                call,
                Call.Status.CANCELLED if cancelled else Call.Status.FAILED,
                outcome=verdict.outcome,
                reason=verdict.reason,
                cost=Decimal(0),
                only_from={Call.Status.QUEUED},
            )
    elif verdict.defer_until > now():
        call.defer(verdict.defer_until, verdict.reason)
    return False  # else a line was missing: it stays due, and keeps its place in the queue


def _still_wanted(call: Call) -> bool:
    """The last look before the dial: somebody may have cancelled since the claim."""
    if not Call.objects.filter(pk=call.pk, unwanted_at__isnull=False).exists():
        return True
    with call_state.in_order(call):
        if call_state.finish(
            call,
            Call.Status.CANCELLED,
            outcome=Call.Outcome.CANCELLED,
            cost=Decimal(0),
            only_from={Call.Status.DIALING},
        ):
            Ring.take_back(call)
    return False


def _stopped(call: Call) -> bool:
    """All calling was stopped since the claim: nothing was dialled, so the call waits again."""
    if CallingStop.standing() is None:
        return False
    with call_state.in_order(call):
        _wait_again(call, guard.STOPPED_SECONDS, call.reason, call.metrics)
    return True


def _not_placed(call: Call, error: CarrierError) -> None:
    """The carrier did not take the call, or did and the answer was lost."""
    with call_state.in_order(call):
        if call.carrier_id is not None:
            return  # a webhook has proven meanwhile that the call exists
        if error.in_doubt:
            call.move(Call.Status.IN_DOUBT, reason=str(error))
        elif call.unwanted_at is not None:
            _end_unplaced(call, Call.Status.CANCELLED, Call.Outcome.CANCELLED, call.reason)
        elif error.permanent or _put_backs(call) >= PUT_BACK_AT_MOST:
            _end_unplaced(call, Call.Status.FAILED, Call.Outcome.FAILED, str(error))
        else:
            _put_back(call, str(error))


def _end_unplaced(call: Call, status: str, outcome: str, reason: str) -> None:
    if call_state.finish(call, status, outcome=outcome, reason=reason, cost=Decimal(0)):
        Ring.take_back(call)


def _put_backs(call: Call) -> int:
    return int(call.metrics.get("put_back", 0))


def _put_back(call: Call, reason: str) -> None:
    """Wait again: the carrier has proven that nothing was placed."""
    count = _put_backs(call)
    seconds = min(60.0, PUT_BACK_SECONDS * 2**count) * random.uniform(0.75, 1.25)
    _wait_again(call, seconds, reason, call.metrics | {"put_back": count + 1})


def _wait_again(call: Call, seconds: float, reason: str, metrics: JsonObject) -> None:
    """Undo the claim of a call of which it is proven that nothing was placed."""
    moved = call.move(
        Call.Status.QUEUED,
        due_at=now() + timedelta(seconds=seconds),
        reason=reason,
        claimed_at=None,
        deadline_at=None,
        cost_reserved=Decimal(0),
        metrics=metrics,
    )
    if moved:
        Ring.take_back(call)


# --- calls that are under way -----------------------------------------------------------------


def hang_up(call_id: UUID) -> None:
    """End the call at the carrier; its end comes as news. Raises CarrierError.

    A call whose id we do not know yet is hung up when it becomes known.
    """
    call = Call.objects.get(pk=call_id)
    if call.carrier_id is not None:
        carrier().hang_up(call.carrier_id)


def press_keys(call_id: UUID) -> None:
    """Have `keys_wanted` pressed: on the line's own socket, or by the carrier.

    Raises CarrierError.
    """
    call = Call.objects.get(pk=call_id)
    if not (call.keys_wanted and call.carrier_id and call.status == Call.Status.IN_PROGRESS):
        return
    if carrier().socket.keys_in_band:
        announcements.tell_call(call.pk, {"type": "call.press.keys"})
    else:
        carrier().press_keys(call.carrier_id, call.token)
