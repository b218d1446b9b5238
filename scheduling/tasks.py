"""What runs behind the scenes for people's time: tidy up holds, keep calendars in step."""

import logging

from celery import shared_task
from django.utils.timezone import now

from callpilot.errors import VendorError
from scheduling import appointments
from scheduling.models import Hold

logger = logging.getLogger(__name__)


@shared_task
def tidy_holds() -> None:
    """Release what has lapsed (it stood in nobody's way), and mend calendars out of step."""
    moment = now()
    Hold.objects.filter(released_at=None, lapses_at__lte=moment).update(released_at=moment)
    for appointment_id in appointments.unsynced():
        try:
            sync_calendar(str(appointment_id))
        except Exception:  # one that fails stops nobody else's
            logger.exception("Calendar not written: appointment %s", appointment_id)


@shared_task
def sync_calendar(appointment_id: str) -> None:
    """Show one appointment in the calendar as it is; a calendar that is down is asked again."""
    try:
        appointments.sync_calendar(appointment_id)
    except VendorError:
        logger.warning("Calendar not written, will try again: appointment %s", appointment_id)
