"""What is announced inside a transaction is acted upon after its commit, mostly by a task."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models.signals import post_delete
from django.utils.timezone import now

from campaigns.calls import outcomes
from campaigns.signals import call_queued, call_unwanted, keys_wanted, recordings_unwanted
from telephony import tasks
from telephony.models import Recording
from telephony.recording import discards, files
from telephony.signals import call_ended, call_stray, line_freed, sound_discarded


def listen() -> None:
    """Connect each signal to its task."""
    call_queued.connect(when_queued, dispatch_uid="telephony")
    call_unwanted.connect(when_unwanted, dispatch_uid="telephony")
    call_stray.connect(when_unwanted, dispatch_uid="telephony")
    keys_wanted.connect(when_keys_wanted, dispatch_uid="telephony")
    call_ended.connect(when_ended, dispatch_uid="telephony")
    line_freed.connect(when_line_freed, dispatch_uid="telephony")
    recordings_unwanted.connect(when_recordings_unwanted, dispatch_uid="telephony")
    sound_discarded.connect(when_sound_discarded, dispatch_uid="telephony")
    post_delete.connect(when_recording_deleted, sender=Recording, dispatch_uid="telephony")


def when_queued(sender: object, call_id: UUID, due_at: datetime, **kwargs: object) -> None:
    if due_at <= now():
        _soon(tasks.dispatch_calls.delay)


def when_unwanted(sender: object, call_id: UUID, **kwargs: object) -> None:
    _soon(partial(tasks.hang_up_call.delay, str(call_id)))


def when_keys_wanted(sender: object, call_id: UUID, **kwargs: object) -> None:
    _soon(partial(tasks.press_keys.delay, str(call_id)))


def when_ended(sender: object, call_id: UUID, **kwargs: object) -> None:
    outcomes.conclude_call(call_id)


def when_line_freed(sender: object, **kwargs: object) -> None:
    _soon(tasks.dispatch_calls.delay)


def when_recordings_unwanted(sender: object, person_id: int, **kwargs: object) -> int:
    return files.delete_all(person_id)


def when_recording_deleted(sender: object, instance: Recording, **kwargs: object) -> None:
    """With its call, its campaign or its person: the sound goes too."""
    discards.discard([instance.path])


def when_sound_discarded(sender: object, **kwargs: object) -> None:
    _soon(tasks.remove_discarded_sound.delay)


def _soon(poke: Callable[[], object]) -> None:
    # Robust: a broker that is down costs seconds until the next beat, not the request.
    transaction.on_commit(poke, robust=True)
