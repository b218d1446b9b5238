"""The Celery application: it only ever says "look now"; the rows say what is to be done."""

import os
from threading import get_ident
from time import monotonic

from celery import Celery
from celery.signals import (
    after_setup_logger,
    beat_init,
    before_task_publish,
    task_prerun,
    worker_init,
)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callpilot.settings")

app = Celery("callpilot")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

WORKER_SEEN = "worker-seen"  # cache key: a worker took a task within the last 30 s
BEAT_SEEN = "beat-seen"  # cache key: beat handed out a task within the last 30 s
_noted: dict[str, float] = {}  # when each last left its sign
_beat_thread = 0


@task_prerun.connect
def note_worker(**_: object) -> None:
    _leave_sign(WORKER_SEEN)


@beat_init.connect
def know_beat(**_: object) -> None:
    """In one process with all others, beat is known by its thread."""
    global _beat_thread
    _beat_thread = get_ident()


@before_task_publish.connect
def note_beat(**_: object) -> None:
    if get_ident() == _beat_thread:
        _leave_sign(BEAT_SEEN)


def _leave_sign(key: str) -> None:
    """Leave a sign of life for /ready, every few seconds at most."""
    if monotonic() - _noted.get(key, -60.0) > 5:
        from django.core.cache import cache  # settings are loaded only now

        _noted[key] = monotonic()
        cache.set(key, True, 30)


@worker_init.connect
@after_setup_logger.connect  # the first that beat tells, and before it reads its rows
def end_unsafe_start(**_: object) -> None:
    """A worker or a beat that must not place calls does not start."""
    from callpilot import checks  # settings are loaded only now

    checks.end_unsafe_start()
