"""How sessions went in their vendors' words: kept once, whether we are told or have to ask."""

import logging
import time
from datetime import timedelta
from decimal import Decimal

from django.db.models import F, Q
from django.utils.timezone import now

from callpilot.edge.text import storable
from callpilot.errors import AgentError
from campaigns.models import Call
from voice.agents.base import Provisioned, SessionReport, engines, provisioned_adapters
from voice.models import VendorSession

logger = logging.getLogger(__name__)
GRACE = timedelta(minutes=2)  # after a call, in which the vendor tells by itself
PAUSES = tuple(timedelta(minutes=m) for m in (0, 4, 16, 64, 256))  # before each of our questions
AT_WORK_SECONDS = 20.0  # a round ends after this, and the next begins with who was left out
MOST = 50  # in a round
ENOUGH = 20  # sessions, before we say what a minute costs


def opened(call: Call, vendor_id: str) -> None:
    """A session of this call has begun; once more does no harm."""
    VendorSession.objects.get_or_create(
        engine=call.engine or engines.chosen, vendor_id=vendor_id[:100], defaults={"call": call}
    )


def keep(engine: str, report: SessionReport) -> bool:
    """Store how a session of ours went; False when it is nobody's or has been told before."""
    if storable(report.vendor_id[:100]) != report.vendor_id:
        return False
    rows = VendorSession.objects.filter(engine=engine, vendor_id=report.vendor_id)
    untold = rows.filter(told_at=None)
    return bool(
        untold.update(
            told_at=now(),
            failed=report.failed,
            reason=storable(report.reason[:300]),
            seconds=report.seconds,
            credits=report.credits,
            cost=report.cost,
        )
    )


def price_per_minute(engine: str) -> Decimal | None:
    """What the latest sessions have cost by their vendor's bill; None while there are too few."""
    billed = VendorSession.objects.filter(engine=engine, cost__isnull=False, seconds__gt=0)
    latest = list(billed.order_by("-told_at").values_list("cost", "seconds")[:ENOUGH])
    if len(latest) < ENOUGH:
        return None
    cost = sum((cost or Decimal(0) for cost, _ in latest), Decimal(0))
    return cost * 60 / sum(seconds or 0 for _, seconds in latest)


def ask_after() -> None:
    """Ask about sessions of which nobody told us, each a bounded number of times.

    Any number of processes may do so: each question is claimed before it is asked.
    """
    until = time.monotonic() + AT_WORK_SECONDS
    adapters = provisioned_adapters()
    for session in _overdue(list(adapters)):
        if time.monotonic() > until:
            return
        if _is_mine(session):
            _ask(session, adapters[session.engine])


def _overdue(engines: list[str]) -> list[VendorSession]:
    moment = now()
    due = Q(pk__in=[])
    for asked, pause in enumerate(PAUSES):
        rested = Q(asked_at=None) | Q(asked_at__lte=moment - pause)
        due |= Q(asked=asked) & rested
    untold = VendorSession.objects.filter(
        due, told_at=None, engine__in=engines, call__ended_at__lte=moment - GRACE
    )
    return list(untold.order_by("opened_at")[:MOST])


def _is_mine(session: VendorSession) -> bool:
    claimed = VendorSession.objects.filter(pk=session.pk, told_at=None, asked=session.asked)
    return bool(claimed.update(asked=F("asked") + 1, asked_at=now()))


def _ask(session: VendorSession, adapter: type[Provisioned]) -> None:
    try:
        report = adapter.report(session.vendor_id)
    except AgentError as error:
        logger.warning("Session %s could not be asked about: %s", session.pk, error)
        return
    except Exception:  # an adapter's fault must not keep the others from being asked about
        logger.exception("Session %s could not be asked about.", session.pk)
        return
    if report is not None and report.vendor_id == session.vendor_id:
        keep(session.engine, report)
