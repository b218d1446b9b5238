"""Look now: the rows say what is to be done, so losing or repeating a task does no harm."""

import logging
from uuid import UUID

from celery import shared_task

from callpilot.errors import CarrierError
from telephony.dialling import dispatch
from telephony.recording import files

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
def tidy_recordings() -> None:
    files.tidy()


@shared_task
def reap_calls() -> None:
    dispatch.reap()
