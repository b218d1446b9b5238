"""Look now: the rows say what is to be done, so losing or repeating a task does no harm."""

import logging
from uuid import UUID

from celery import shared_task
from django.conf import settings

from callpilot.errors import CarrierError
from campaigns.calls import ring_back
from telephony.dialling import dispatch
from telephony.models import Ring
from telephony.recording import discards, files, uploads

logger = logging.getLogger(__name__)


@shared_task
def dispatch_calls() -> None:
    """Have the due calls placed, each by a worker of its own."""
    dispatch.dispatch_due(place_call.delay)


@shared_task
def place_call(call_id: str) -> None:
    dispatch.place(UUID(str(call_id)))


@shared_task
def hang_up_call(call_id: str) -> None:
    """The reaper asks again for what fails here."""
    try:
        dispatch.hang_up(UUID(str(call_id)))
    except CarrierError:
        logger.warning("The carrier could not be asked to end call %s.", call_id)


@shared_task
def press_keys(call_id: str) -> None:
    """A menu that has heard nothing says itself again, and so will the agent."""
    try:
        dispatch.press_keys(UUID(str(call_id)))
    except CarrierError:
        logger.warning("The carrier could not be asked to press keys in call %s.", call_id)


@shared_task
def look_at_number() -> None:
    """Is the number answered that desks are told to ring? What is not known is soon not told."""
    number = str(settings.CALLBACK_NUMBER)
    if not number:
        return
    try:
        ring_back.note_answered(number, dispatch.carrier().is_answered(number))
    except CarrierError:
        logger.warning("The carrier could not be asked whether our number is answered.")


@shared_task
def tidy_recordings() -> None:
    """What has lapsed goes, what was discarded is gone, and what lies here is stored."""
    files.delete_lapsed()
    discards.remove_discarded()
    uploads.sweep()


@shared_task
def remove_discarded_sound() -> None:
    discards.remove_discarded()


@shared_task
def forget_rings() -> None:
    Ring.forget_old()


@shared_task
def reap_calls() -> None:
    dispatch.reap()
