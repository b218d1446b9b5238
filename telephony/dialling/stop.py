"""Stop all calling of the deployment, and resume it."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot.models import User
from campaigns.models import Call, CallingStop
from telephony.dialling import guard
from telephony.models import Pace
from telephony.signals import line_freed

logger = logging.getLogger(__name__)


def stop_calling(by: User | None = None, *, reason: str = "", hang_up: bool = False) -> CallingStop:
    """Nobody is dialled from now on; with `hang_up` live calls end, too. The stop that stands.

    Waits for those who are claiming a call at this moment; whoever comes later sees it.
    """
    with transaction.atomic():
        Pace.alone()
        stop = CallingStop.standing()
        if stop is None:
            stop = CallingStop.objects.create(stopped_by=by, reason=reason[:200])
            logger.warning("Stop %s: all calling is stopped.", stop.pk)
    if hang_up:
        _hang_up_all(stop)
    return stop


def told() -> str:
    """Whether calls are made, in words that anybody may read: without who stopped them and why."""
    stop = CallingStop.standing()
    return "ok" if stop is None else f"stopped since {stop.stopped_at:%Y-%m-%d %H:%M} UTC"


def resume_calling(by: User | None = None) -> bool:
    """Dial again what waits; False when nothing was stopped."""
    with transaction.atomic():
        Pace.alone()
        stop = CallingStop.standing()
        if stop is None:
            return False
        stop.resumed_at, stop.resumed_by = now(), by
        stop.save(update_fields=["resumed_at", "resumed_by"])
        logger.warning("Stop %s: calling is resumed.", stop.pk)
        _wake()
    return True


def _hang_up_all(stop: CallingStop) -> None:
    ended = 0
    for call in Call.objects.live().filter(unwanted_at=None):
        call.end(_("All calls were stopped by those who run this service."))
        ended += 1
    stop.hung_up += ended
    stop.save(update_fields=["hung_up"])
    logger.warning("Stop %s: %s live calls are hung up.", stop.pk, ended)


def _wake() -> None:
    """Who was put off by the stop need not wait for the rest of its minute."""
    soon = now() + timedelta(seconds=guard.STOPPED_SECONDS)
    waiting = Call.objects.filter(status=Call.Status.QUEUED, due_at__gt=now(), due_at__lte=soon)
    waiting.update(due_at=now())
    line_freed.send(sender=CallingStop)
