"""The Celery application: it only ever says "look now"; the rows say what is to be done."""

import os
from time import monotonic

from celery import Celery
from celery.signals import task_prerun, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callpilot.settings")

app = Celery("callpilot")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

WORKER_SEEN = "worker-seen"  # cache key: a worker took a task within the last 30 s
_noted = -60.0


@task_prerun.connect
def note_worker(**_: object) -> None:
    """Leave a sign of life for /ready, every few seconds at most."""
    global _noted
    if monotonic() - _noted > 5:
        from django.core.cache import cache  # settings are loaded only now

        _noted = monotonic()
        cache.set(WORKER_SEEN, True, 30)


@worker_init.connect
def refuse_unsafe_start(**_: object) -> None:
    """A worker that must not place calls does not start."""
    from callpilot import checks  # settings are loaded only now

    checks.refuse_unsafe_start()
